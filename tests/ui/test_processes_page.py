"""The Processes page as a person drives it."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QFileDialog

from hertzmon_gui.model.snapshot import ProbeState, ProbeStatus, Snapshot
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from hertzmon_gui.ui.models.process_columns import ColumnId
from tests.ui.process_bench import Bench, crowd
from tests.ui.process_rows import Churn, make_process, make_snapshot

# Qt's platform without a screen says so when a window is raised or sized; that is no fault of the page.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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


def test_home_and_end_go_to_the_first_and_the_last_process(bench: Bench) -> None:
    bench.page.toolbar.list.click()
    bench.show(*crowd())
    bench.select(30)
    bench.press(Qt.Key.Key_End)
    assert bench.selected_pids() == [bench.shown_pids()[-1]]
    bench.press(Qt.Key.Key_Home)
    assert bench.selected_pids() == [bench.shown_pids()[0]]


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


def test_nothing_is_asked_while_the_page_is_hidden(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(20)
    bench.page.set_active(False)
    bench.qtbot.wait(300)
    assert bench.control.questions == []
    assert QApplication.activeModalWidget() is None
