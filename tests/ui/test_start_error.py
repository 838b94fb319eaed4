"""A start that fails without a console is told in a box."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from hertzmon_gui.cli.program import main


# Qt's platform without a screen says so when a window is sized; that is no fault of the box.
@pytest.mark.qt_log_ignore("This plugin does not support", extend=True)
def test_the_sentence_stands_in_a_box(qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    told: list[str] = []

    def read_and_close() -> None:
        box = QApplication.activeModalWidget()
        assert isinstance(box, QMessageBox)
        told.append(box.text())
        box.close()

    (tmp_path / "file").write_text("")
    monkeypatch.setattr("sys.stderr", None)
    QTimer.singleShot(0, read_and_close)
    assert main(["user", "list", "--data-dir", str(tmp_path / "file")]) == 1
    (sentence,) = told
    assert sentence.startswith(f"The data directory {tmp_path / 'file'} cannot be made")
