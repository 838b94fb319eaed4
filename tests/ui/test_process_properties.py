"""The properties of a process: all facts in sight, and up to date while one looks at them."""

from __future__ import annotations

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.actions import ProcessDetails
from hertzmon_gui.ui.dialogs.process_properties import ProcessPropertiesDialog
from hertzmon_gui.ui.fonts import application_font
from hertzmon_gui.ui.format import Formatter
from hertzmon_gui.ui.style import style_sheet
from hertzmon_gui.ui.theme import DARK
from tests.ui.process_control import FakeProcessControl
from tests.ui.process_rows import make_process
from tests.ui.stage import QUIET

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]

KEY = (20, 200)


def details(switches: int = 4, cgroup: str = "/") -> ProcessDetails:
    return ProcessDetails(KEY, working_directory="/home/anna", context_switches=switches, cgroup=cgroup)


@pytest.fixture
def control() -> FakeProcessControl:
    made = FakeProcessControl(KEY)
    made.answers[KEY] = details()
    return made


def opened(qtbot: QtBot, control: FakeProcessControl) -> ProcessPropertiesDialog:
    dialog = ProcessPropertiesDialog(make_process(20), make_process(1), control, Formatter())
    qtbot.addWidget(dialog)
    dialog.show()
    qtbot.wait(40)
    return dialog


def is_whole(dialog: ProcessPropertiesDialog) -> bool:
    return dialog.general.verticalScrollBar().maximum() == 0


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_all_facts_are_in_sight_at_once(
    qtbot: QtBot, qapp: QApplication, control: FakeProcessControl, language: str, request: pytest.FixtureRequest
) -> None:
    if language == "zh_CN":
        request.getfixturevalue("chinese")
    before, sheet = qapp.font(), qapp.styleSheet()
    qapp.setFont(application_font(language))
    qapp.setStyleSheet(style_sheet(DARK))
    dialog = opened(qtbot, control)
    assert is_whole(dialog)
    assert len(dialog.general.facts()) == 16
    dialog.close()
    qapp.setStyleSheet(sheet)
    qapp.setFont(before)


def test_a_fact_that_comes_later_and_takes_two_lines_is_in_sight_too(
    qtbot: QtBot, qapp: QApplication, control: FakeProcessControl
) -> None:
    before = qapp.font()
    qapp.setFont(application_font("en"))  # in which the dialog is wider than the screen of the tests
    control.answers[KEY] = details(cgroup="/user.slice/" + "user 1000 service/" * 12)
    assert is_whole(opened(qtbot, control))
    qapp.setFont(before)


def test_who_sized_it_keeps_that_size(qtbot: QtBot, control: FakeProcessControl) -> None:
    control.answers_at_once = False
    dialog = opened(qtbot, control)
    dialog.resize(500, 300)
    control.questions[-1][1].set_result(details())
    qtbot.wait(40)
    assert (dialog.width(), dialog.height()) == (500, 300)


def test_it_is_never_higher_than_the_screen(qtbot: QtBot, control: FakeProcessControl) -> None:
    process = make_process(20, command=["--option some value"] * 400)
    dialog = ProcessPropertiesDialog(process, None, control, Formatter())
    qtbot.addWidget(dialog)
    dialog.show()
    assert dialog.height() <= dialog.screen().availableGeometry().height()


def test_facts_go_on_while_they_are_shown(qtbot: QtBot, control: FakeProcessControl) -> None:
    dialog = opened(qtbot, control)
    assert dialog.general.facts()["Context switches"] == "4"
    control.answers[KEY] = details(switches=99)
    dialog.on_second()
    qtbot.waitUntil(lambda: dialog.general.facts()["Context switches"] == "99")


def test_only_what_is_shown_goes_on(qtbot: QtBot, control: FakeProcessControl) -> None:
    dialog = opened(qtbot, control)
    asked = len(control.questions)
    dialog.tabs.setCurrentWidget(dialog.files)
    dialog.on_second()
    assert len(control.questions) == asked, "a list in which one reads stands still"
    dialog.tabs.setCurrentWidget(dialog.memory)
    dialog.update_process(make_process(20, rss=5 << 20))
    dialog.on_second()
    assert len(control.questions) == asked + 1
    assert dialog.memory.facts()["Resident"].startswith("5.0")
    dialog.hide()
    qtbot.wait(40)
    dialog.on_second()
    assert len(control.questions) == asked + 1, "nothing is read for a window that is hidden"


def test_one_question_at_a_time(qtbot: QtBot, control: FakeProcessControl) -> None:
    dialog = opened(qtbot, control)
    control.answers_at_once = False
    asked = len(control.questions)
    for _ in range(3):
        dialog.on_second()
    assert len(control.questions) == asked + 1
    control.questions[-1][1].set_exception(RuntimeError("no answer"))
    qtbot.wait(40)
    dialog.on_second()
    assert len(control.questions) == asked + 2


def test_of_a_process_that_has_ended_nothing_is_asked(qtbot: QtBot, control: FakeProcessControl) -> None:
    dialog = opened(qtbot, control)
    control.answers.clear()
    dialog.on_second()
    qtbot.waitUntil(lambda: dialog.state.text() == "This process has ended.")
    asked = len(control.questions)
    dialog.on_second()
    assert len(control.questions) == asked
