"""Ending, killing and asking more of processes on the Processes page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.actions import ProcessAction, ProcessDetails, Refusal
from hertzmon_gui.ui.dialogs.process_affinity import ProcessAffinityDialog
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from hertzmon_gui.ui.dialogs.process_priority import ProcessPriorityDialog
from hertzmon_gui.ui.models.process_columns import ColumnId
from tests.fakes import full_snapshot
from tests.ui.process_bench import Bench, crowd
from tests.ui.process_rows import make_process

# Qt's platform without a screen says so when a window is raised or sized; that is no fault of the page.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_an_order_that_changes_between_click_and_confirm_ends_the_clicked_process(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(30)
    bench.press(Qt.Key.Key_Delete)
    rows = [make_process(pid, parent=1, cpu=float(pid), name=f"new-{pid}") for pid in range(40, 60)]
    bench.show(*crowd(), *rows)
    bench.page.table.sort(ColumnId.PID, Qt.SortOrder.DescendingOrder)
    bench.select(59)
    bench.proceed()
    assert bench.control.calls == [(ProcessAction.TERMINATE, ((30, 300),), None)]


def test_a_pid_that_is_reused_between_click_and_confirm_is_refused_and_said(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.press(Qt.Key.Key_Delete, Qt.KeyboardModifier.ShiftModifier)
    question = bench.question()
    assert any("compiler" in text for text in question.texts())
    others = [process for process in crowd() if process.identity.pid != 20]
    bench.show(*others, make_process(20, start=9_999, parent=1, name="innocent"))
    bench.proceed()
    assert bench.control.calls == [(ProcessAction.KILL, ((20, 200),), None)], "the pair that was clicked, and no other"
    assert "compiler (20)" in bench.notice()
    assert "another process has its PID now" in bench.notice()


def test_an_ended_row_that_still_shows_cannot_be_acted_on(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.show(*(process for process in crowd() if process.identity.pid != 20))
    assert 20 in bench.shown_pids()
    bench.press(Qt.Key.Key_Delete)
    assert not bench.page.findChildren(ProcessConfirmDialog)


def test_an_old_refusal_does_not_stand_beside_a_new_success(bench: Bench) -> None:
    bench.show(*crowd())
    bench.control.refusals[make_process(20).identity.key] = Refusal.NOT_PERMITTED
    bench.select(20)
    bench.page.actions_on_processes.suspend(bench.page.selected())
    bench.settle()
    assert "compiler (20)" in bench.notice()
    bench.select(30)
    bench.page.actions_on_processes.suspend(bench.page.selected())
    bench.settle()
    assert bench.notice() == ""


def test_the_question_names_process_user_command_and_children_and_cancel_is_the_default(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(30)
    bench.page.toolbar.end.click()
    question = bench.question()
    text = "\n".join(question.texts())
    for wanted in ("browser", "30", "anna", "program-30 --serve", "browser-tab (31)"):
        assert wanted in text, wanted
    assert question.cancel.isDefault()
    QTest.keyClick(question, Qt.Key.Key_Return)
    bench.settle()
    assert bench.control.calls == []


def test_a_hostile_name_is_shown_as_it_is_and_on_one_line(bench: Bench) -> None:
    bench.show(make_process(7, name="<b>ok</b>\n\u202etxt.exe", command=("<img src=x>",)))
    bench.select(7)
    bench.page.toolbar.end.click()
    question = bench.question()
    assert any("<b>ok</b>↵\ufffdtxt.exe" in text for text in question.texts())
    assert bench.page.table.cell(0, ColumnId.NAME).text == "<b>ok</b>↵\ufffdtxt.exe"
    question.reject()


def test_several_processes_are_ended_together(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20, 31)
    assert bench.page.toolbar.end.text() != ""
    bench.page.toolbar.end.click()
    assert len(bench.question().targets) == 2
    bench.proceed()
    ((action, keys, value),) = bench.control.calls
    assert (action, set(keys), value) == (ProcessAction.TERMINATE, {(20, 200), (31, 310)}, None)


def test_kill_is_offered_for_a_process_that_does_not_close(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.press(Qt.Key.Key_Delete)
    bench.proceed()
    bench.show(*crowd(), seconds=2.0)
    assert bench.notice() == ""
    bench.show(*crowd(), seconds=4.0)
    assert "compiler (20)" in bench.notice()
    bench.page.notice.button.click()
    assert bench.question().action is ProcessAction.KILL
    bench.question().reject()


def test_nothing_is_offered_for_a_process_that_closed(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.press(Qt.Key.Key_Delete)
    bench.proceed()
    for _ in range(8):
        bench.show(*(process for process in crowd() if process.identity.pid != 20))
    assert bench.notice() == ""


def test_what_is_said_of_a_process_that_does_not_close_goes_when_it_has_ended(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20, 30)
    bench.press(Qt.Key.Key_Delete)
    bench.proceed()
    bench.show(*crowd(), seconds=6.0)
    assert "were asked to close" in bench.notice()
    bench.show(*(process for process in crowd() if process.identity.pid != 20))
    assert "browser (30) was asked to close" in bench.notice()
    bench.show(crowd()[0])
    assert bench.notice() == ""


def test_a_process_that_ends_later_takes_back_nothing_else(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.press(Qt.Key.Key_Delete)
    bench.proceed()
    bench.show(*crowd(), seconds=6.0)
    bench.page.notice.tell("The file could not be written.")
    bench.show(crowd()[0])
    assert bench.notice() == "The file could not be written."


@pytest.mark.parametrize("refusal", list(Refusal))
def test_every_refusal_is_a_sentence_that_names_the_process(bench: Bench, refusal: Refusal) -> None:
    bench.show(*crowd())
    bench.control.refusals[20, 200] = refusal
    bench.page.actions_on_processes.suspend([crowd()[1]])
    bench.settle()
    assert "compiler (20)" in bench.notice()
    if refusal is Refusal.NOT_PERMITTED:
        assert "anna" in bench.notice()
        assert "administrator" in bench.notice()


def test_a_tree_is_killed_by_its_root(bench: Bench) -> None:
    bench.show(*crowd())
    bench.page.actions_on_processes.end_tree([crowd()[2]])
    assert any("browser-tab (31)" in text for text in bench.question().texts())
    bench.proceed()
    assert bench.control.calls == [(ProcessAction.KILL_TREE, ((30, 300),), None)]


def test_who_is_protected_is_said_at_once_and_left_alone(bench: Bench) -> None:
    bench.control.protected = {1, 31}
    bench.show(*crowd())
    bench.page.actions_on_processes.kill([crowd()[0], crowd()[1]])
    question = bench.question()
    assert any("left alone: init (1)" in text for text in question.texts())
    assert question.texts()[0] == "Kill compiler?"
    bench.proceed()
    assert bench.control.calls == [(ProcessAction.KILL, ((20, 200),), None)]


def test_where_all_are_protected_there_is_nothing_to_press(bench: Bench) -> None:
    bench.control.protected = {1}
    bench.show(*crowd())
    bench.page.actions_on_processes.end([crowd()[0]])
    question = bench.question()
    assert question.texts()[0] == "End init?"
    assert any("left alone: init (1)" in text for text in question.texts())
    assert not question.proceed.isEnabled()
    question.reject()


def test_a_tree_with_hertzmon_in_it_is_left_alone(bench: Bench) -> None:
    bench.control.protected = {31}
    bench.show(*crowd())
    bench.page.actions_on_processes.end_tree([crowd()[2], crowd()[1]])
    assert any("left alone: browser (30)" in text for text in bench.question().texts())
    bench.proceed()
    assert bench.control.calls == [(ProcessAction.KILL_TREE, ((20, 200),), None)]


def test_priority_and_affinity_are_asked_for_and_set(bench: Bench) -> None:
    snapshot = full_snapshot()
    bench.show(*crowd(), cpu=snapshot.cpu)
    bench.control.answers[20, 200] = ProcessDetails((20, 200), affinity=(3,))
    actions = bench.page.actions_on_processes
    actions.set_priority([crowd()[1]])
    priority = bench.page.findChildren(ProcessPriorityDialog)[0]
    priority.preset.setCurrentIndex(3)
    priority.preset.activated.emit(3)
    priority.accept()
    actions.set_affinity([crowd()[1]])
    affinity = bench.page.findChildren(ProcessAffinityDialog)[0]
    assert not affinity.apply.isEnabled(), "not before the source has told"
    bench.settle()
    assert affinity.value == (3,)
    affinity.boxes[3].setChecked(False)
    assert not affinity.apply.isEnabled(), "a process needs a CPU"
    affinity.boxes[0].setChecked(True)
    affinity.accept()
    bench.settle()
    assert bench.control.calls == [
        (ProcessAction.SET_PRIORITY, ((20, 200),), 5),
        (ProcessAction.SET_AFFINITY, ((20, 200),), (0,)),
    ]


def test_a_source_without_actions_offers_none(qtbot: QtBot, tmp_path: Path) -> None:
    bench = Bench(qtbot, tmp_path, None)
    bench.show(*crowd())
    bench.select(20)
    assert not bench.page.toolbar.end.isEnabled()
    menu = bench.page.actions_on_processes.menu(bench.page.selected(), lambda: None, bench.page)
    offered = [action.text() for action in menu.actions() if action.isEnabled() and action.text()]
    assert offered == ["Open file location", "Copy", "Properties"]
    bench.press(Qt.Key.Key_Delete)
    assert not bench.page.findChildren(ProcessConfirmDialog)
    bench.context.close()
