"""What the window's menu and keys do."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt, QUrl
from PySide6.QtGui import QDesktopServices
from PySide6.QtTest import QTest

from hertzmon_gui.ui.widgets.notice import NoticeBar
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


@pytest.mark.parametrize("is_maximised", [False, True])
def test_full_screen_comes_and_goes_and_leaves_the_window_as_it_was(stage: Stage, is_maximised: bool) -> None:
    window = stage.window()
    if is_maximised:
        window.showMaximized()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert not window.isFullScreen()
    assert window.isMaximized() is is_maximised


@pytest.mark.parametrize("opens", [True, False])
def test_a_data_folder_that_nothing_opens_is_told(stage: Stage, monkeypatch: pytest.MonkeyPatch, opens: bool) -> None:
    asked: list[QUrl] = []

    def open_url(url: QUrl) -> bool:
        asked.append(url)
        return opens

    monkeypatch.setattr(QDesktopServices, "openUrl", open_url)
    window = stage.window()
    window.commands.folder.trigger()
    assert stage.context.directory is not None
    folder = str(stage.context.directory.path)
    assert [url.toLocalFile() for url in asked] == [folder]
    told = [bar.label.text() for bar in window.findChildren(NoticeBar)]
    assert told == ([] if opens else [f"No file manager opened {folder}."])
