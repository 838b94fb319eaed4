"""The question where to save a file: asked where the last one was saved."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QStandardPaths
from PySide6.QtWidgets import QFileDialog, QWidget

from hertzmon_gui.ui.context import UiContext

_FOLDER = "save.folder"
_PICTURE = ".png"


def ask_where_to_save(parent: QWidget, context: UiContext, title: str, name: str, kind: str) -> Path | None:
    """Where the user wants a file of this name and kind ("CSV files (*.csv)"); None when the user cancels.

    The first time the dialog starts among the user's pictures or documents.
    """
    chosen, _ = QFileDialog.getSaveFileName(parent, title, str(_folder(context, name) / name), kind)
    if not chosen:
        return None
    path = Path(chosen)
    choices = {**context.settings.window.choices, _FOLDER: str(path.parent)}
    context.settings.remember(choices=choices)
    return path if path.suffix or path.is_dir() else path.with_suffix(Path(name).suffix)


def _folder(context: UiContext, name: str) -> Path:
    last = context.settings.window.choices.get(_FOLDER, "")
    if last and Path(last).is_dir():
        return Path(last)
    places = QStandardPaths.StandardLocation
    place = places.PicturesLocation if name.endswith(_PICTURE) else places.DocumentsLocation
    standard = Path(QStandardPaths.writableLocation(place))
    return standard if standard.is_dir() else Path.home()
