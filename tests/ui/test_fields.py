"""Scrolling over a field changes nothing, wherever there is one."""

from __future__ import annotations

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractSlider, QAbstractSpinBox, QApplication, QComboBox, QDialog, QScrollBar, QWidget

import hertzmon_gui.ui
from hertzmon_gui.options import PAGES
from hertzmon_gui.ui.dialogs.account import AccountDialog, NewTokenDialog, PasswordDialog
from hertzmon_gui.ui.dialogs.process_affinity import ProcessAffinityDialog
from hertzmon_gui.ui.dialogs.process_priority import ProcessPriorityDialog
from hertzmon_gui.ui.dialogs.settings import SettingsDialog
from hertzmon_gui.ui.widgets.fields import ChoiceField, NumberField
from tests.fakes import full_snapshot
from tests.ui.process_control import FakeProcessControl
from tests.ui.process_rows import make_process
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]

DIALOGS: dict[str, Callable[[Stage], QDialog]] = {
    "settings": lambda stage: SettingsDialog(stage.context),
    "priority": lambda _: ProcessPriorityDialog([make_process(5)]),
    "affinity": lambda _: ProcessAffinityDialog([make_process(5)], [0, 1], FakeProcessControl()),
    "account": lambda _: AccountDialog(),
    "password": lambda _: PasswordDialog("ann"),
    "token": lambda _: NewTokenDialog(),
}


def fields_in(widget: QWidget) -> list[QWidget]:
    """Whatever Qt would turn by the wheel, the bars by which one scrolls left out."""
    found: list[QWidget] = [
        *widget.findChildren(QComboBox),
        *widget.findChildren(QAbstractSpinBox),
        *(one for one in widget.findChildren(QAbstractSlider) if not isinstance(one, QScrollBar)),
    ]
    return found


def value_of(field: QWidget) -> int:
    return field.currentIndex() if isinstance(field, ChoiceField) else field.value()  # type: ignore[attr-defined]


def turn_wheel(field: QWidget, notches: int) -> bool:
    """Turn the wheel over a field; whether the field took it."""
    middle = QPointF(field.rect().center())
    event = QWheelEvent(
        middle,
        QPointF(field.mapToGlobal(field.rect().center())),
        QPoint(),
        QPoint(0, 120 * notches),
        Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    field.event(event)
    return event.isAccepted()


def check(fields: list[QWidget]) -> None:
    for field in fields:
        assert isinstance(field, ChoiceField | NumberField), field
        assert field.focusPolicy() == Qt.FocusPolicy.StrongFocus
        if field.hasFocus():
            continue
        before = value_of(field)
        assert not any(turn_wheel(field, notches) for notches in (1, -1, -1)), "the page scrolls instead"
        assert value_of(field) == before


@pytest.mark.parametrize("page", PAGES)
def test_no_field_of_a_page_turns_as_one_scrolls(stage: Stage, page: str) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window(page)
    fields = fields_in(window)
    assert fields or page != "remote-access"
    check(fields)


@pytest.mark.parametrize("dialog", DIALOGS)
def test_no_field_of_a_dialog_turns_as_one_scrolls(stage: Stage, dialog: str) -> None:
    opened = DIALOGS[dialog](stage)
    stage.qtbot.addWidget(opened)
    opened.show()
    check(fields_in(opened))


def test_nothing_turns_in_settings_that_have_just_opened(stage: Stage) -> None:
    window = stage.window()
    window.commands.settings.trigger()
    (dialog,) = window.findChildren(SettingsDialog)
    stage.qtbot.waitUntil(dialog.isActiveWindow)
    fields = fields_in(dialog)
    assert not any(field.hasFocus() for field in fields), "what takes effect at once"
    check(fields)
    dialog.close()


def test_there_are_no_other_fields() -> None:
    """Also none that a test above has not opened."""
    bare = re.compile(r"\bQ(ComboBox|FontComboBox|SpinBox|DoubleSpinBox|(Date|Time|DateTime)Edit|Slider|Dial)\(")
    root = Path(hertzmon_gui.ui.__file__).parent
    found = {
        path.relative_to(root).as_posix()
        for path in root.rglob("*.py")
        for line in path.read_text(encoding="utf-8").splitlines()
        if bare.search(line)
    }
    assert found <= {"widgets/fields.py"}


def test_who_has_gone_to_a_field_turns_it(stage: Stage) -> None:
    holder = QWidget()
    stage.qtbot.addWidget(holder)
    number, choice = NumberField(), ChoiceField()
    choice.addItems(["one", "two"])
    for field in (number, choice):
        field.setParent(holder)
    holder.show()
    holder.activateWindow()
    stage.qtbot.waitUntil(holder.isActiveWindow)
    for field in (number, choice):
        field.setFocus()
        assert QApplication.focusWidget() is field
    assert turn_wheel(choice, -1)
    assert choice.currentIndex() == 1
    number.setFocus()
    assert turn_wheel(number, 1)
    assert number.value() == 1
