"""The Processes page as a person drives it."""

from __future__ import annotations

from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.actions import MemoryParts, ProcessAction, ProcessDetails, ProcessThread, Refusal
from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus, ProbeState, ProbeStatus, Process, Snapshot
from hertzmon_gui.model.source import Capabilities
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.dialogs.process_affinity import ProcessAffinityDialog
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from hertzmon_gui.ui.dialogs.process_priority import ProcessPriorityDialog
from hertzmon_gui.ui.dialogs.process_properties import ProcessPropertiesDialog
from hertzmon_gui.ui.models.process_columns import ColumnId
from hertzmon_gui.ui.pages.processes import ProcessesPage
from hertzmon_gui.ui.style import style_sheet
from hertzmon_gui.ui.theme import LIGHT
from tests.fakes import FakeSource, full_snapshot
from tests.ui.process_control import FakeProcessControl
from tests.ui.process_rows import Churn, make_process, make_snapshot
from tests.ui.stage import Stage

# Qt's platform without a screen says so when a window is raised or sized; that is no fault of the page.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


class QuietSource(FakeSource):
    """Ticks only when the test says so."""

    def refresh_now(self) -> None:
        pass


class Bench:
    """A page on a source that a test feeds."""

    def __init__(self, qtbot: QtBot, directory: Path, control: FakeProcessControl | None) -> None:
        self.source = QuietSource()
        self.source.process_control = control
        self.source.capabilities = Capabilities(process_actions=control is not None, local=True)
        self.control = control or FakeProcessControl()
        self.settings = SettingsStore(directory)
        self.context = UiContext(self.source, self.settings)
        self.qtbot = qtbot
        self.seq = 0
        self.page = self.make_page()

    def make_page(self) -> ProcessesPage:
        page = ProcessesPage(self.context)
        page.resize(1000, 700)
        self.qtbot.addWidget(page)
        page.show()
        page.set_active(True)
        return page

    def show(self, *rows: Process, seconds: float = 1.0, **sections: object) -> None:
        self.seq += 1
        before = self.source.bus.latest
        time = (before.monotonic_time if before is not None else 0.0) + seconds
        self.control.living = {row.identity.key for row in rows}
        self.give(make_snapshot(*rows, seq=self.seq, time=time, **sections))

    def give(self, snapshot: Snapshot) -> None:
        self.source.publish(snapshot)
        self.page.on_snapshot(snapshot)
        self.page.on_second(snapshot)

    def select(self, *pids: int) -> None:
        self.page.view.clearSelection()
        mode = Qt.KeyboardModifier.NoModifier
        for pid in pids:
            row = self.row(pid)
            x = self.page.view.columns.sectionViewportPosition(ColumnId.USER) + 5
            y = self.page.view.rowViewportPosition(row) + 5
            place = self.page.view.viewport().rect().topLeft()
            place.setX(x)
            place.setY(y)
            QTest.mouseClick(self.page.view.viewport(), Qt.MouseButton.LeftButton, mode, place)
            mode = Qt.KeyboardModifier.ControlModifier

    def row(self, pid: int) -> int:
        return next(row for row in range(self.page.table.rowCount()) if self.page.table.key(row)[0] == pid)

    def selected_pids(self) -> list[int]:
        return [process.identity.pid for process in self.page.selected()]

    def shown_pids(self) -> list[int]:
        return [self.page.table.key(row)[0] for row in range(self.page.table.rowCount())]

    def press(self, key: Qt.Key, modifier: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        self.page.activateWindow()
        self.page.view.setFocus()
        QTest.keyClick(self.page.view, key, modifier)

    def question(self) -> ProcessConfirmDialog:
        dialogs = self.page.findChildren(ProcessConfirmDialog)
        assert len(dialogs) == 1, dialogs
        return dialogs[0]

    def proceed(self) -> None:
        QTest.mouseClick(self.question().proceed, Qt.MouseButton.LeftButton)
        self.settle()

    def settle(self) -> None:
        """Let what is done in other threads arrive."""
        self.qtbot.wait(60)

    def notice(self) -> str:
        return self.page.notice.label.text() if self.page.notice.isVisible() else ""


@pytest.fixture
def bench(qtbot: QtBot, tmp_path: Path) -> Iterator[Bench]:
    made = Bench(qtbot, tmp_path, FakeProcessControl())
    yield made
    made.context.close()


def crowd() -> list[Process]:
    return [
        make_process(1, cpu=1.0, name="init", user="root"),
        make_process(20, parent=1, cpu=30.0, name="compiler"),
        make_process(30, parent=1, cpu=20.0, name="browser"),
        make_process(31, parent=30, cpu=5.0, name="browser-tab"),
    ]


# Never the wrong process


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


def test_when_a_selected_process_ends_no_other_one_becomes_selected_or_current(bench: Bench) -> None:
    bench.page.toolbar.list.click()
    others = [make_process(pid, cpu=1.0) for pid in range(100, 200)]
    bench.show(*others, make_process(50, cpu=2.0))
    bench.select(50)
    scrolled = bench.page.view.verticalScrollBar().value()
    for _ in range(4):
        bench.show(*others)
    assert bench.selected_pids() == []
    assert not bench.page.view.currentIndex().isValid()
    assert bench.page.view.verticalScrollBar().value() == scrolled
    bench.press(Qt.Key.Key_Delete)
    assert not bench.page.findChildren(ProcessConfirmDialog)


def test_an_ended_row_that_still_shows_cannot_be_acted_on(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.show(*(process for process in crowd() if process.identity.pid != 20))
    assert 20 in bench.shown_pids()
    bench.press(Qt.Key.Key_Delete)
    assert not bench.page.findChildren(ProcessConfirmDialog)


def test_selection_current_row_and_scroll_survive_a_hundred_ticks(bench: Bench) -> None:
    churn = Churn(200)
    kept = frozenset({10, 90, 150})
    bench.show(*churn.step(kept))
    bench.page.toolbar.list.click()
    bench.page.table.sort(ColumnId.PID, Qt.SortOrder.AscendingOrder)
    bench.select(10)
    bar = bench.page.view.verticalScrollBar()
    bar.setValue(400)
    current = bench.page.view.current_key()
    for _ in range(100):
        bench.show(*churn.step(kept))
        assert bench.selected_pids() == [10]
        assert bench.page.view.current_key() == current == (10, 100)
        assert bar.value() == 400


def test_arrow_keys_pass_by_what_a_search_keeps_as_context(bench: Bench) -> None:
    bench.show(*crowd(), make_process(2, user="root"), make_process(40, parent=2, name="browser-helper"))
    bench.page.toolbar.search.setText("browser")
    assert bench.shown_pids() == [1, 30, 31, 2, 40]  # 1 and 2 are there for their children only
    bench.select(31)
    bench.press(Qt.Key.Key_Down)
    assert bench.selected_pids() == [40]
    bench.press(Qt.Key.Key_Up)
    assert bench.selected_pids() == [31]
    bench.press(Qt.Key.Key_Down, Qt.KeyboardModifier.ShiftModifier)
    assert bench.selected_pids() == [31, 40]
    bench.press(Qt.Key.Key_Home)
    assert bench.selected_pids() == [30]
    bench.press(Qt.Key.Key_Up)
    bench.press(Qt.Key.Key_Left)
    bench.press(Qt.Key.Key_Left)
    assert bench.selected_pids() == [30]


def test_the_keyboard_sorts_through_the_menu(bench: Bench) -> None:
    bench.show(*crowd())
    toolbar = bench.page.toolbar
    toolbar.list.click()

    def choose(title: str) -> None:
        toolbar.sort_menu.aboutToShow.emit()
        next(action for action in toolbar.sort_menu.actions() if action.text() == title).trigger()

    choose("PID")
    assert bench.shown_pids() == [1, 20, 30, 31]
    choose("PID")
    assert bench.shown_pids() == [31, 30, 20, 1]
    choose("CPU % core")
    assert bench.shown_pids() == [20, 30, 31, 1]
    toolbar.sort_menu.aboutToShow.emit()
    assert [action.text() for action in toolbar.sort_menu.actions() if action.isChecked()] == ["CPU % core"]


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


def test_the_details_of_an_ended_process_still_name_its_parent(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(31)
    assert "parent browser (30)" in bench.page.details.facts.text
    bench.show(*crowd()[:3])
    assert bench.page.details.state.text == "This process has ended."
    assert "parent browser (30)" in bench.page.details.facts.text


def test_the_details_charts_go_on_while_another_page_needs_the_processes(stage: Stage) -> None:
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)

    def tick(seq: int, *rows: Process) -> None:
        snapshot = make_snapshot(*rows, seq=seq)
        stage.publish(snapshot if rows else replace(snapshot, processes=None))

    tick(1, make_process(20, cpu=1.0))
    page.view.selectRow(0)
    window.open_page("overview")
    for seq in range(2, 6):
        tick(seq, make_process(20, cpu=float(seq)))
    window.open_page("memory")
    for seq in range(6, 20):
        tick(seq)
    window.open_page("processes")
    tick(20, make_process(20, cpu=20.0))
    (times, cpu), _ = page.recent.series()
    known = ~np.isnan(cpu)
    assert list(cpu[known]) == [1.0, 2.0, 3.0, 4.0, 5.0, 20.0]
    assert list(times[known]) == [1.0, 2.0, 3.0, 4.0, 5.0, 20.0]
    assert not known[-2], "a gap, not a line, where nobody looked"


# The question


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


# Finding


def test_typing_in_the_table_searches_and_escape_clears(bench: Bench) -> None:
    bench.page.toolbar.list.click()
    bench.show(*crowd())
    bench.press(Qt.Key.Key_B)
    search = bench.page.toolbar.search
    assert search.text() == "b"
    QTest.keyClicks(search, "rowser")
    assert sorted(bench.shown_pids()) == [30, 31]
    QTest.keyClick(search, Qt.Key.Key_Escape)
    assert sorted(bench.shown_pids()) == [1, 20, 30, 31]


def test_after_a_search_keys_reach_the_match_and_never_its_context(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(1)
    search = bench.page.toolbar.search
    QTest.keyClicks(search, "browser-tab")
    assert bench.shown_pids() == [1, 30, 31]
    assert bench.selected_pids() == [], "what was selected is only context now"
    QTest.keyClick(search, Qt.Key.Key_Return)
    assert bench.selected_pids() == [31]
    bench.select(30)
    bench.page.view.selectAll()
    assert bench.selected_pids() == [31]


def test_a_search_ends_at_its_match_also_when_the_table_had_the_focus_before(bench: Bench) -> None:
    bench.page.toolbar.list.click()
    bench.show(*crowd())
    bench.page.view.setFocus()
    bench.page.view.setCurrentIndex(bench.page.table.index(0, 0))
    bench.page.view.clearSelection()
    search = bench.page.toolbar.search
    search.setFocus()
    QTest.keyClicks(search, "browser-tab")
    QTest.keyClick(search, Qt.Key.Key_Down)
    assert bench.selected_pids() == [31]


def test_home_and_end_go_to_the_first_and_the_last_process(bench: Bench) -> None:
    bench.page.toolbar.list.click()
    bench.show(*crowd())
    bench.select(30)
    bench.press(Qt.Key.Key_End)
    assert bench.selected_pids() == [bench.shown_pids()[-1]]
    bench.press(Qt.Key.Key_Home)
    assert bench.selected_pids() == [bench.shown_pids()[0]]


def test_what_one_searched_for_stays_in_sight_when_the_search_is_cleared(bench: Bench) -> None:
    bench.page.toolbar.list.click()
    bench.show(*(make_process(pid) for pid in range(1, 200)))
    bench.page.toolbar.search.setText("program-150")
    bench.select(150)
    bench.page.toolbar.search.clear()
    assert bench.row(150) in bench.page.view.visible_rows()
    assert bench.selected_pids() == [150]


def test_a_search_without_a_match_says_so(bench: Bench) -> None:
    bench.show(*crowd())
    bench.page.toolbar.search.setText("no such thing")
    assert bench.page.table.rowCount() == 0
    assert "no such thing" in bench.page.view.message


def test_before_the_first_processes_and_when_they_cannot_be_read(bench: Bench) -> None:
    bench.give(make_snapshot(seq=1).__class__(1, 0.0, 1.0, None))
    assert bench.page.view.message == "Reading the processes…"
    failed = ProbeStatus("processes", ProbeState.FAILED, detail="/proc is not mounted")
    bench.give(Snapshot(2, 0.0, 2.0, None, probes=(failed,)))
    assert "/proc is not mounted" in bench.page.view.message


@pytest.mark.usefixtures("chinese")
def test_why_they_cannot_be_read_is_said_in_the_user_s_language(bench: Bench) -> None:
    failed = ProbeStatus("processes", ProbeState.FAILED, detail="no answer from /proc")
    bench.give(Snapshot(2, 0.0, 2.0, None, probes=(failed,)))
    assert "/proc" in bench.page.view.message
    assert "no answer" not in bench.page.view.message


def test_ctrl_holds_the_order(bench: Bench, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.page.toolbar.list.click()
    bench.show(make_process(1, cpu=9.0), make_process(2, cpu=5.0))
    held = [True]
    monkeypatch.setattr(bench.page, "_is_ctrl_held", lambda: held[0])
    bench.show(make_process(1, cpu=0.0), make_process(2, cpu=50.0))
    assert bench.shown_pids() == [1, 2]
    held[0] = False
    bench.show(make_process(1, cpu=0.0), make_process(2, cpu=50.0))
    assert bench.shown_pids() == [2, 1]


def test_branches_are_folded_by_keys_and_by_the_chevron(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(30)
    bench.press(Qt.Key.Key_Left)
    assert 31 not in bench.shown_pids()
    bench.press(Qt.Key.Key_Right)
    assert 31 in bench.shown_pids()
    bench.select(31)
    bench.press(Qt.Key.Key_Left)
    assert bench.page.view.current_key() == (30, 300), "from a leaf to its parent"


# Copying and saving


def test_selected_rows_are_copied_with_tabs(bench: Bench) -> None:
    bench.show(*crowd(), make_process(66, name="=HYPERLINK(1)", cpu=99.0))
    bench.select(66)
    bench.press(Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    header, line = QGuiApplication.clipboard().text().splitlines()
    assert header.split("\t")[:2] == ["Name", "PID"]
    assert line.split("\t")[:2] == ["'=HYPERLINK(1)", "66"]


def test_the_table_is_saved_as_csv(bench: Bench, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    bench.show(*crowd(), make_process(66, name='+cmd|"calc"', cpu=99.0))
    target = tmp_path / "table.csv"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(target), ""))
    bench.page.save_csv()
    lines = target.read_text("utf-8-sig").splitlines()
    assert lines[0].startswith("name,pid,user,status,cpu_percent")
    assert any(line.startswith('"\'+cmd|""calc""",66,anna,sleeping,99.0') for line in lines)
    assert len(lines) == 6
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_arguments: (str(tmp_path), ""))
    bench.page.save_csv()
    assert str(tmp_path) in bench.notice()


# Columns and choices


def test_columns_are_shown_hidden_and_remembered_with_the_other_choices(bench: Bench) -> None:
    bench.show(*crowd())
    columns = bench.page.view.columns
    assert bench.page.demand().process_io
    menu = columns.menu()
    by_title = {action.text(): action for action in menu.actions()}
    for title in ("Disk read", "Disk write", "User"):
        by_title[title].trigger()
    by_title["Threads"].trigger()
    columns.moveSection(columns.visualIndex(ColumnId.PID), 3)
    bench.page.view.sortByColumn(ColumnId.MEMORY, Qt.SortOrder.AscendingOrder)
    bench.page.toolbar.list.click()
    bench.page.toolbar.scopes["active"].click()  # type: ignore[index] # a Scope is its word
    assert not bench.page.demand().process_io
    shown = columns.shown_columns
    bench.page.save_state()
    bench.page.set_active(False)
    again = bench.make_page()
    assert again.view.columns.shown_columns == shown
    assert ColumnId.THREADS in shown
    assert ColumnId.USER not in shown
    assert again.view.columns.sortIndicatorSection() == ColumnId.MEMORY
    assert again.toolbar.list.isChecked()
    assert again.toolbar.scopes["active"].isChecked()  # type: ignore[index]
    again.view.columns.reset_columns()
    assert again.view.columns.shown_columns[:3] == [ColumnId.NAME, ColumnId.PID, ColumnId.USER]


def test_a_column_that_is_sized_follows_the_pointer_and_the_name_takes_the_rest(bench: Bench) -> None:
    bench.page.resize(1280, 700)
    bench.show(*crowd())
    columns = bench.page.view.columns
    edge = columns.sectionViewportPosition(ColumnId.USER) + columns.sectionSize(ColumnId.USER) - 1
    before, y = columns.sectionSize(ColumnId.USER), columns.height() // 2
    pointer = columns.viewport()
    QTest.mousePress(pointer, Qt.MouseButton.LeftButton, pos=QPoint(edge, y))
    for moved in (10, 20, 30):
        QTest.mouseMove(pointer, QPoint(edge + moved, y))
        assert columns.sectionSize(ColumnId.USER) == before + moved
        right = columns.sectionViewportPosition(ColumnId.USER) + columns.sectionSize(ColumnId.USER) - 1
        assert right == edge + moved
    with bench.qtbot.waitSignal(columns.arranged):
        QTest.mouseRelease(pointer, Qt.MouseButton.LeftButton, pos=QPoint(edge + 30, y))
    assert columns.sectionSize(ColumnId.USER) == before + 30
    assert columns.length() == columns.viewport().width()


def test_a_narrow_window_leaves_out_columns_instead_of_hiding_the_last_ones_behind_a_scroll_bar(bench: Bench) -> None:
    bench.show(*crowd())
    columns = bench.page.view.columns
    wide = columns.shown_columns
    bench.page.resize(690, 600)
    narrow = columns.shown_columns
    left_out = set(wide) - set(narrow)
    # How many give way depends on the width of the font.
    assert (
        {ColumnId.MEMORY_PERCENT, ColumnId.STATUS}
        <= left_out
        <= {ColumnId.MEMORY_PERCENT, ColumnId.STATUS, ColumnId.USER}
    )
    assert ColumnId.DISK_WRITE in narrow
    assert columns.length() <= columns.viewport().width()
    ticks = {action.text(): action.isChecked() for action in columns.menu().actions()}
    assert not ticks["Status"]
    bench.page.resize(1280, 600)
    assert columns.shown_columns == wide


def test_buttons_without_room_are_in_the_menu(bench: Bench) -> None:
    bench.show(*crowd())
    toolbar = bench.page.toolbar
    assert toolbar.end.isVisible()
    assert toolbar.details.isVisible()
    bench.page.setMinimumWidth(1)  # as in the window, which is smaller than what the layout would like
    bench.page.resize(440, 600)
    assert not toolbar.details.isVisible()
    toolbar.more_menu.aboutToShow.emit()
    by_title = {action.text(): action for action in toolbar.more_menu.actions() if action.isVisible()}
    by_title["Details"].trigger()
    assert not bench.page.details.isVisible()
    assert not by_title["End process"].isEnabled()
    bench.page.resize(1000, 600)
    assert toolbar.details.isVisible()


def test_the_columns_fill_a_window_that_is_shown_for_the_first_time(stage: Stage) -> None:
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)
    columns = page.view.columns
    assert columns.length() == columns.viewport().width()
    assert ColumnId.STATUS in columns.shown_columns


def test_columns_that_a_person_chose_stay_in_a_narrow_window(bench: Bench) -> None:
    bench.show(*crowd())
    columns = bench.page.view.columns
    bench.page.resize(690, 600)
    {action.text(): action for action in columns.menu().actions()}["Status"].trigger()
    assert ColumnId.STATUS in columns.shown_columns
    assert ColumnId.MEMORY_PERCENT not in columns.shown_columns
    bench.page.resize(1280, 600)
    assert ColumnId.STATUS in columns.shown_columns


def test_damaged_memories_give_the_first_arrangement(bench: Bench) -> None:
    bench.settings.remember(headers={"processes": "1:###:x:y"}, splitters={"processes": "###"})
    page = bench.make_page()
    assert page.view.columns.shown_columns[0] is ColumnId.NAME


def test_gpu_columns_are_there_only_with_a_gpu(bench: Bench) -> None:
    bench.show(*crowd())
    assert ColumnId.GPU not in bench.page.view.columns.shown_columns
    gpus = Gpus(GpuAvailability.OK, (GpuDevice(0, "Imaginary", "nvidia"),))
    bench.show(*crowd(), gpus=gpus)
    assert ColumnId.GPU in bench.page.view.columns.shown_columns
    assert bench.page.demand().process_gpu


def test_cpu_counts_the_machine_when_the_settings_say_so(bench: Bench) -> None:
    cpu = full_snapshot().cpu
    bench.show(make_process(1, cpu=50.0), cpu=cpu)
    table = bench.page.table
    title = table.headerData(ColumnId.CPU, Qt.Orientation.Horizontal)
    assert table.cell(0, ColumnId.CPU).text == "50.0"
    bench.settings.change(process_cpu="machine")
    bench.settle()
    assert table.cell(0, ColumnId.CPU).text == "25.0"
    assert table.headerData(ColumnId.CPU, Qt.Orientation.Horizontal) != title


# Details and properties


def test_details_show_the_selected_process_with_its_charts(bench: Bench) -> None:
    bench.control.answers[31, 310] = ProcessDetails((31, 310), open_file_count=38)
    for _ in range(5):
        bench.show(*crowd())
    bench.select(31)
    bench.qtbot.waitUntil(lambda: "38" in bench.page.details.facts.text, timeout=3_000)
    details = bench.page.details
    assert details.title.text == "browser-tab · 31"
    assert "parent browser (30)" in details.facts.text
    assert details.command.text == "program-31 --serve"
    (_times, values), *_ = details.cpu.series
    assert list(values[-5:]) == [5.0] * 5, "what was seen before the click is there at once"
    assert bench.page.demand().watched == {(31, 310)}
    bench.show(*(process for process in crowd() if process.identity.pid != 31))
    assert details.state.text == "This process has ended."


def test_properties_fill_when_the_source_has_answered(bench: Bench) -> None:
    bench.show(*crowd())
    bench.control.answers_at_once = False
    bench.page.actions_on_processes.properties([crowd()[1]])
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    assert "Reading" in dialog.files.message.text()
    _key, question = bench.control.questions[-1]
    question.set_result(
        ProcessDetails(
            (20, 200),
            working_directory="/home/anna",
            environment={"LANG": "C"},
            files=(),
            affinity=(0, 1, 2, 5),
            unreadable={"threads": "not-permitted", "open_file_count": "not-permitted"},
        )
    )
    bench.settle()
    assert dialog.general.facts()["Open files"] == "–"
    assert "owner" in dialog.general.why_unknown("Open files")
    assert dialog.general.why_unknown("Working directory") == ""
    assert dialog.general.facts()["Working directory"] == "/home/anna"
    assert dialog.general.facts()["CPU affinity"] == "0–2, 5"
    assert dialog.environment.model.rows == [("LANG", "C")]
    assert dialog.files.message.text() == "There are none."
    assert "owner" in dialog.threads.message.text()
    bench.show(crowd()[0])
    assert dialog.state.text() == "This process has ended."
    dialog.close()


def test_every_dash_in_the_properties_says_why(bench: Bench) -> None:
    process = make_process(20, executable=None, parent=None, user=None)
    bench.show(process)
    bench.control.answers[20, 200] = ProcessDetails(
        (20, 200),
        memory=MemoryParts(rss=1 << 20, shared=1 << 19),
        threads=(ProcessThread(20, None, 1.0, 2.0),),
        unreadable={"memory_shares": "not-permitted"},
    )
    bench.page.actions_on_processes.properties([process])
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    bench.settle()
    for tab in (dialog.general, dialog.memory):
        for title, value in tab.facts().items():
            assert bool(tab.why_unknown(title)) == (value == "–"), title
    assert dialog.memory.facts()["Shared"] != "–"
    for title in ("Proportional (PSS)", "Its own (USS)", "Swapped out"):
        assert "owner" in dialog.memory.why_unknown(title), title
    unknown = dialog.threads.model.index(0, 1)
    assert unknown.data() == "–"
    assert unknown.data(Qt.ItemDataRole.ToolTipRole) == "The system does not tell."
    dialog.close()


def test_the_facts_of_the_properties_show_that_they_have_the_focus(bench: Bench, qapp: QApplication) -> None:
    sheet = qapp.styleSheet()
    qapp.setStyleSheet(style_sheet(LIGHT))
    bench.show(*crowd())
    bench.page.actions_on_processes.properties([crowd()[1]])
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    dialog.activateWindow()
    bench.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.general.setFocus(Qt.FocusReason.TabFocusReason)
    picture = dialog.general.grab().toImage()
    assert picture.pixelColor(0, picture.height() // 2).name() == LIGHT.accent
    dialog.close()
    qapp.setStyleSheet(sheet)


def test_properties_of_a_process_that_cannot_be_read_say_why(bench: Bench) -> None:
    bench.show(*crowd())
    bench.control.answers_at_once = False
    bench.page.actions_on_processes.properties([crowd()[1]])
    bench.control.questions[-1][1].set_exception(RuntimeError("the disk is gone"))
    bench.settle()
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    assert "the disk is gone" in dialog.files.message.text()
    assert dialog.refresh_button.isEnabled()
    dialog.close()


def test_nothing_is_asked_while_the_page_is_hidden(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.page.set_active(False)
    bench.qtbot.wait(300)
    assert bench.control.questions == []
    assert QApplication.activeModalWidget() is None
