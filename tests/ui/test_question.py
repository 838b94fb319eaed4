"""The question before something that cannot be undone, answered by a real press of a real button."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui.dialogs.question import is_agreed
from tests.ui.stage import QUIET

pytestmark = pytest.mark.qt_log_ignore(QUIET, extend=True)

YES, CANCEL = QMessageBox.StandardButton.Yes, QMessageBox.StandardButton.Cancel


def answered(qtbot: QtBot, answer: Callable[[QMessageBox], object]) -> bool:
    """Ask, and let `answer` treat the box once it is there."""
    page = QWidget()
    qtbot.addWidget(page)
    page.show()
    look = QTimer(page)

    def treat() -> None:
        for box in page.findChildren(QMessageBox):
            if box.isVisible():
                look.stop()
                answer(box)

    look.timeout.connect(treat)
    look.start(10)
    return is_agreed(page, "Remove?", "It ends at once.")


@pytest.mark.parametrize(("button", "agreed"), [(YES, True), (CANCEL, False)])
def test_the_pressed_button_decides(qtbot: QtBot, button: QMessageBox.StandardButton, agreed: bool) -> None:
    assert answered(qtbot, lambda box: box.button(button).click()) is agreed


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Escape])
def test_return_and_esc_mean_no(qtbot: QtBot, key: Qt.Key) -> None:
    assert not answered(qtbot, lambda box: QTest.keyClick(box, key))
