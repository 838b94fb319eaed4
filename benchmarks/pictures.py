"""Pictures of every page and dialog, in both themes and both languages, taken from one run of HertzMon.

    python3 dev.py screenshots [DIRECTORY] [-- --seconds N --size WIDTHxHEIGHT]
    python3 dev.py screenshots docs/images -- --showcase

It measures this machine for a while first, so that the charts have something to show. The documents' own pictures show
an imaginary workstation instead.
"""

from __future__ import annotations

import argparse
import json
import os
import sys
import tempfile
from pathlib import Path

from PySide6.QtCore import QEventLoop, QTimer
from PySide6.QtWidgets import QApplication, QDialog, QTableView, QWidget

from benchmarks.showcase import Workstation
from hertzmon_gui.app import made_application
from hertzmon_gui.model.source import Capabilities
from hertzmon_gui.options import PAGES, Options
from hertzmon_gui.runtime import Runtime
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui.desktop import Desktop
from hertzmon_gui.ui.main_window import MainWindow
from tests.fakes import FakeSource
from tests.ui.process_control import FakeProcessControl
from tests.ui.remote import FakeRemoteAccess

_THEMES = ("light", "dark")
_LANGUAGES = ("en", "zh_CN")
# Texts change once a second, and the columns of a fresh process table need two readings.
_SETTLE_SECONDS = 1.3
_FIRST_VISIT_SECONDS = 3.0
_TIME_IS_UP = 1
# The documents' pictures: which, how much they show, and how fast an imaginary second passes.
_IN_DOCUMENTS = (("overview", "dark"), ("processes", "light"), ("cpu", "dark"))
_SHOWN_SECONDS = 75
_SHOWCASE_SECOND = 0.03
_SHOWN_PROCESS = "python"


def main() -> int:
    """Take the pictures; the exit code is 1 when one could not be saved."""
    parser = argparse.ArgumentParser(prog="dev.py screenshots", description=__doc__)
    parser.add_argument("directory", type=Path)
    parser.add_argument("--seconds", type=float, default=30.0, help="how long to measure first (default 30)")
    parser.add_argument("--size", type=_size, default=(1280, 820), metavar="WIDTHxHEIGHT", help="of the window")
    parser.add_argument("--showcase", action="store_true", help="only the documents' pictures, of no real machine")
    options = parser.parse_args()
    options.directory.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix="hertzmon-") as scratch:
        os.environ |= _offscreen(Path(scratch))
        try:
            if options.showcase:
                failed = _take_showcase(Path(scratch), options.directory, options.size)
            else:
                failed = _take(Path(scratch), options.directory, options.seconds, options.size)
        except KeyboardInterrupt:
            return 130
    for name in failed:
        print(f"dev.py: not drawn: {name}", file=sys.stderr)
    return 1 if failed else 0


def _offscreen(scratch: Path) -> dict[str, str]:
    """The environment in which Qt draws without a display, on a screen as large as a desk has."""
    if not sys.platform.startswith("linux"):  # elsewhere Qt's offscreen platform finds no fonts
        return {}
    screen = {"name": "desk", "x": 0, "y": 0, "width": 1600, "height": 1000, "logicalDpi": 96, "dpr": 1}
    configuration = scratch / "screen.json"
    configuration.write_text(json.dumps({"screens": [{**screen, "logicalBaseDpi": 96}]}))
    return {"QT_QPA_PLATFORM": f"offscreen:configfile={configuration}"}


def _size(text: str) -> tuple[int, int]:
    width, _, height = text.partition("x")
    return int(width), int(height)


def _take(scratch: Path, directory: Path, seconds: float, size: tuple[int, int]) -> list[str]:
    """The names of the pictures that could not be saved."""
    directory_of_data = DataDirectory(scratch)
    runtime = Runtime(directory_of_data, SettingsStore(scratch))
    # Any free port, which Remote access then shows: the usual one may be another HertzMon's.
    runtime.settings.change(api_port=0, theme=_THEMES[0], language=_LANGUAGES[0])
    runtime.start()
    application = made_application()
    desktop = Desktop(
        application,
        source=runtime.source,
        settings=runtime.settings,
        remote_access=runtime.remote_access,
        directory=directory_of_data,
        problems=(),
        options=Options(),
    )
    failed: list[str] = []
    try:
        desktop.window.resize(*size)
        desktop.show()
        runtime.start_api()
        _wait(seconds)
        for language in _LANGUAGES:
            runtime.settings.change(language=language)
            _wait(_SETTLE_SECONDS)
            desktop.window.resize(*size)
            for page_id in PAGES:
                desktop.window.open_page(page_id)
                _wait(_FIRST_VISIT_SECONDS)
                for theme in _THEMES:
                    runtime.settings.change(theme=theme)
                    _wait(_SETTLE_SECONDS)
                    _save(desktop.window, directory / f"{page_id}-{theme}-{language}.png", failed)
            for theme in _THEMES:
                runtime.settings.change(theme=theme)
                _save_dialogs(desktop.window, directory, f"{theme}-{language}", failed)
    finally:
        desktop.close()
        runtime.stop()
    return failed


def _take_showcase(scratch: Path, directory: Path, size: tuple[int, int]) -> list[str]:
    """The documents' pictures that could not be saved."""
    workstation, source, settings = Workstation(), FakeSource(), SettingsStore(scratch)
    source.capabilities, source.process_control = Capabilities(process_actions=True, local=True), FakeProcessControl()
    settings.change(theme=_THEMES[0], language=_LANGUAGES[0])
    desktop = Desktop(
        made_application(),
        source=source,
        settings=settings,
        remote_access=FakeRemoteAccess(),
        directory=DataDirectory(scratch),
        problems=(),
        options=Options(),
    )
    failed: list[str] = []
    try:
        desktop.window.resize(*size)
        desktop.show()
        for language in _LANGUAGES:
            for page_id, theme in _IN_DOCUMENTS:
                settings.change(theme=theme, language=language)
                desktop.window.open_page(page_id)
                source.publish(workstation.next())
                _wait(_SETTLE_SECONDS)
                if page_id == "processes":
                    _select_process(desktop.window, _SHOWN_PROCESS)
                for _ in range(_SHOWN_SECONDS):
                    source.publish(workstation.next())
                    _wait(_SHOWCASE_SECOND)
                _wait(_SETTLE_SECONDS)
                _save(desktop.window, directory / f"{page_id}-{theme}-{language}.png", failed)
    finally:
        desktop.close()
    return failed


def _select_process(window: MainWindow, name: str) -> None:
    """Select the process of this name in the table."""
    table = window.current_page.findChild(QTableView)
    assert table is not None
    model = table.model()
    names = [model.index(row, 0).data() for row in range(model.rowCount())]
    table.selectRow(names.index(name))


def _save_dialogs(window: MainWindow, directory: Path, look: str, failed: list[str]) -> None:
    commands = window.commands
    for name, command in (("settings", commands.settings), ("help", commands.help), ("about", commands.diagnostics)):
        command.trigger()
        _wait(_SETTLE_SECONDS)
        dialog = QApplication.activeModalWidget()
        if isinstance(dialog, QDialog):
            _save(dialog, directory / f"{name}-{look}.png", failed)
            dialog.close()


def _save(widget: QWidget, target: Path, failed: list[str]) -> None:
    if not widget.grab().save(str(target), "PNG"):
        failed.append(target.name)


def _wait(seconds: float) -> None:
    """Let the program live for a while; KeyboardInterrupt when a signal has ended it meanwhile."""
    loop = QEventLoop()
    QTimer.singleShot(round(seconds * 1000), lambda: loop.exit(_TIME_IS_UP))
    if loop.exec() != _TIME_IS_UP:
        raise KeyboardInterrupt


if __name__ == "__main__":
    sys.exit(main())
