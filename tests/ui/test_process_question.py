"""The question before processes end: its buttons by keys, and what it says of those that are left alone."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QWidget
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.actions import ProcessAction
from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from tests.ui.process_rows import make_process
from tests.ui.stage import QUIET

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


def question(qtbot: QtBot, *targets: Process, action: ProcessAction = ProcessAction.TERMINATE) -> ProcessConfirmDialog:
    dialog = ProcessConfirmDialog(action, targets or [make_process(5)], [])
    dialog.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, on=False)
    qtbot.addWidget(dialog)
    dialog.open()
    qtbot.waitUntil(dialog.isActiveWindow)
    return dialog


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


def test_return_cancels_at_first(qtbot: QtBot) -> None:
    dialog = question(qtbot)
    assert focused() is dialog.cancel
    assert dialog.cancel.isDefault()
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(focused(), Qt.Key.Key_Return)


@pytest.mark.parametrize("key", [Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space])
def test_the_button_that_one_goes_to_is_the_one_that_is_pressed(qtbot: QtBot, key: Qt.Key) -> None:
    dialog = question(qtbot)
    dialog.proceed.setFocus(Qt.FocusReason.TabFocusReason)
    with qtbot.waitSignal(dialog.accepted):
        QTest.keyClick(focused(), key)


def test_back_at_cancel_return_cancels_again(qtbot: QtBot) -> None:
    dialog = question(qtbot)
    dialog.proceed.setFocus(Qt.FocusReason.TabFocusReason)
    dialog.cancel.setFocus(Qt.FocusReason.BacktabFocusReason)
    with qtbot.waitSignal(dialog.rejected):
        QTest.keyClick(focused(), Qt.Key.Key_Return)
