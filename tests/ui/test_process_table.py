"""The model of the process table: what Qt is told, and that rows keep their identity."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QAbstractItemModel, QItemSelectionModel, QPersistentModelIndex, Qt
from PySide6.QtTest import QAbstractItemModelTester
from PySide6.QtWidgets import QTableView
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.snapshot import Process, ProcessKey
from hertzmon_gui.ui.models.process_arrangement import FLASH_SECONDS, MOST_ENDED_SHOWN, Flash
from hertzmon_gui.ui.models.process_columns import COLUMNS, ColumnId, Look
from hertzmon_gui.ui.models.process_order import ACTIVE_SECONDS, Scope
from hertzmon_gui.ui.models.process_table import ProcessTable
from tests.ui.process_rows import Churn, make_process, make_processes

Descending = Qt.SortOrder.DescendingOrder
Ascending = Qt.SortOrder.AscendingOrder


@pytest.fixture
def table(qtbot: QtBot) -> ProcessTable:
    return ProcessTable()


def show(table: ProcessTable, *rows: Process, time: float = 1.0) -> None:
    table.update(make_processes(*rows), time)


def pids(table: ProcessTable) -> list[int]:
    return [table.key(row)[0] for row in range(table.rowCount())]


def texts(table: ProcessTable, column: ColumnId) -> list[str]:
    return [table.cell(row, column).text for row in range(table.rowCount())]


@pytest.mark.parametrize("is_tree", [False, True])
def test_qt_is_told_the_truth_about_every_change(qtbot: QtBot, table: ProcessTable, is_tree: bool) -> None:
    # The tester warns, which fails the test, when a signal and the rows disagree. It is slow: a small crowd.
    QAbstractItemModelTester(table, QAbstractItemModelTester.FailureReportingMode.Warning, table)
    table.set_tree(is_tree)
    churn = Churn(25, turnover=3)
    for step in range(15):
        show(table, *churn.step(), time=float(step))
        table.set_search(("", "program-1", "nothing has this")[step % 3])
        table.set_all_collapsed(step % 4 == 0)
        table.sort(ColumnId(step % len(COLUMNS)), Descending if step % 2 else Ascending)


def test_sorting_by_every_column_in_both_directions_keeps_every_process(table: ProcessTable) -> None:
    rows = [make_process(1, cpu=None, rss=None, user=None), make_process(2, cpu=3.0), make_process(3, cpu=1.0)]
    table.set_tree(False)
    show(table, *rows)
    for column in ColumnId:
        for order in (Ascending, Descending):
            table.sort(column, order)
            assert sorted(pids(table)) == [1, 2, 3]
    table.sort(ColumnId.CPU, Descending)
    assert pids(table) == [2, 3, 1]
    table.sort(ColumnId.CPU, Ascending)
    assert pids(table) == [3, 2, 1], "what is unknown comes last in either direction"
    table.sort(ColumnId.USER, Ascending)
    assert pids(table)[-1] == 1


@pytest.mark.parametrize("is_tree", [False, True])
def test_selection_survives_a_hundred_refreshes_with_churn_and_every_sort(
    qtbot: QtBot, table: ProcessTable, is_tree: bool
) -> None:
    view = QTableView()
    qtbot.addWidget(view)
    view.setModel(table)
    view.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
    table.set_tree(is_tree)
    churn = Churn(150)
    kept = frozenset({3, 40, 77, 120})
    show(table, *churn.step(kept))
    selected: set[ProcessKey] = {(pid, pid * 10) for pid in kept}
    resets = []
    table.modelReset.connect(lambda: resets.append(True))
    selection = view.selectionModel()
    flags = QItemSelectionModel.SelectionFlag.Select | QItemSelectionModel.SelectionFlag.Rows
    for key in selected:
        selection.select(table.index(table.row_of(key) or 0, 0), flags)
    current = (77, 770)
    selection.setCurrentIndex(table.index(table.row_of(current) or 0, 0), QItemSelectionModel.SelectionFlag.NoUpdate)
    for step in range(100):
        show(table, *churn.step(kept), time=float(step + 2))
        if step % 2:
            table.sort(ColumnId(step // 2 % len(COLUMNS)), Descending if step % 4 == 1 else Ascending)
        assert {table.key(index.row()) for index in selection.selectedRows()} == selected
        assert table.key(selection.currentIndex().row()) == current
    assert not resets


@pytest.mark.parametrize("is_tree", [False, True])
def test_five_thousand_rows_are_each_there_once_and_in_order(table: ProcessTable, is_tree: bool) -> None:
    churn = Churn(5_000, turnover=MOST_ENDED_SHOWN)
    table.set_tree(is_tree)
    for time in (1.0, 2.0, 10.0):
        rows = churn.step()
        show(table, *rows, time=time)
    # At 10.0 the rows of the second step are forgotten, those of the third that ended are still shown.
    living = [pid for row, pid in enumerate(pids(table)) if table.flash(row) is not Flash.ENDED]
    assert sorted(living) == sorted(churn.parents)
    assert table.rowCount() == 5_000 + MOST_ENDED_SHOWN
    if not is_tree:
        shares = [table.process(row).cpu_percent or 0.0 for row in range(table.rowCount())]
        assert shares == sorted(shares, reverse=True)


def test_expanded_and_collapsed_branches_survive(table: ProcessTable) -> None:
    rows = [make_process(1), make_process(2, parent=1), make_process(3, parent=2), make_process(4, parent=1)]
    show(table, *rows)
    table.set_collapsed((2, 20), True)
    for time in range(2, 6):
        show(table, *rows, make_process(10 + time, cpu=float(time)), time=float(time * 10))
        assert 3 not in pids(table)
        assert 4 in pids(table)
    table.set_collapsed((2, 20), False)
    assert 3 in pids(table)


def test_a_collapsed_row_shows_the_sum_of_its_branch(table: ProcessTable) -> None:
    rows = [make_process(1, cpu=1.0), make_process(2, parent=1, cpu=2.5), make_process(3, parent=2, cpu=None)]
    show(table, *rows)
    assert texts(table, ColumnId.CPU) == ["1.0", "2.5", "–"]
    table.set_collapsed((1, 10), True)
    assert texts(table, ColumnId.CPU) == ["3.5"]
    assert {process.identity.pid for process in table.shown()} == {1, 2, 3}


def test_kernel_threads_begin_collapsed(table: ProcessTable) -> None:
    show(table, make_process(2, is_kernel_thread=True), make_process(3, parent=2, is_kernel_thread=True))
    assert pids(table) == [2]


def test_what_started_and_ended_is_coloured_for_a_moment_and_then_gone(table: ProcessTable) -> None:
    first, second = make_process(1), make_process(2)
    show(table, first)
    assert table.flash(0) is None, "at first nothing is new"
    show(table, first, second, time=2.0)
    assert [table.flash(row) for row in range(2)] == [None, Flash.STARTED]
    show(table, first, second, time=2.0 + FLASH_SECONDS)
    assert [table.flash(row) for row in range(2)] == [None, None]
    show(table, first, time=10.0)
    assert [table.flash(row) for row in range(2)] == [None, Flash.ENDED]
    assert [process.identity.pid for process in table.shown()] == [1]
    show(table, first, time=10.0 + FLASH_SECONDS)
    assert pids(table) == [1]


def test_a_crowd_that_ends_at_once_goes_at_once(table: ProcessTable) -> None:
    crowd = [make_process(pid) for pid in range(10, 11 + MOST_ENDED_SHOWN)]
    show(table, make_process(1), *crowd)
    show(table, make_process(1), time=2.0)
    assert pids(table) == [1]


def test_a_reused_pid_is_another_row(table: ProcessTable) -> None:
    table.set_tree(False)
    show(table, make_process(5, start=50))
    held = QPersistentModelIndex(table.index(0, 0))
    show(table, make_process(5, start=999), time=2.0)
    assert table.key(held.row()) == (5, 50)
    assert table.flash(held.row()) is Flash.ENDED
    show(table, make_process(5, start=999), time=20.0)
    assert not held.isValid()
    assert table.row_of((5, 50)) is None
    assert table.row_of((5, 999)) == 0


def test_frozen_rows_stay_in_place_while_values_go_on(table: ProcessTable) -> None:
    table.set_tree(False)
    show(table, make_process(1, cpu=9.0), make_process(2, cpu=5.0))
    table.set_frozen(True)
    show(table, make_process(1, cpu=0.0), make_process(2, cpu=50.0), make_process(3, cpu=99.0), time=2.0)
    assert pids(table) == [1, 2], "new ones wait"
    assert texts(table, ColumnId.CPU) == ["0.0", "50.0"]
    table.set_frozen(False)
    assert pids(table) == [3, 2, 1]


@pytest.mark.parametrize("is_tree", [True, False])
def test_what_ends_while_rows_are_frozen_stays_in_place(table: ProcessTable, is_tree: bool) -> None:
    table.set_tree(is_tree)
    rows = [make_process(pid, parent=pid // 4, cpu=50.0 - pid) for pid in range(1, 41)]
    show(table, *rows)
    before, places = pids(table), [table.place(row) for row in range(40)]
    table.set_frozen(True)
    # A parent goes and its children are given to another, more go than are ever coloured, and long ones go unseen.
    left = [make_process(one.identity.pid, parent=1, cpu=1.0) for one in rows if one.identity.pid not in range(2, 35)]
    for time in (2.0, 3.0, 30.0):
        show(table, *left, make_process(99, parent=1), time=time)
        assert pids(table) == before
        assert [table.place(row) for row in range(40)] == places
    ended = [pid for row, pid in enumerate(before) if table.has_ended(row)]
    assert sorted(ended) == list(range(2, 35))
    assert table.flash(before.index(2)) is None, "grey, and no longer red"
    assert table.cell(before.index(2), ColumnId.CPU).text == "48.0", "with its last values"
    assert len(table.shown()) == 8, "totals count who lives"
    table.set_frozen(False)
    assert sorted(pids(table)) == [1, 35, 36, 37, 38, 39, 40, 99]


def test_a_collapsed_branch_goes_on_while_rows_are_frozen(table: ProcessTable) -> None:
    table.set_tree(True)
    show(table, make_process(1, cpu=1.0), make_process(2, parent=1, cpu=2.0), make_process(3, parent=1, cpu=3.0))
    table.set_collapsed((1, 10), True)
    table.set_frozen(True)
    show(table, make_process(1, cpu=1.0), make_process(2, parent=1, cpu=20.0), time=2.0)
    assert pids(table) == [1]
    assert texts(table, ColumnId.CPU) == ["21.0"]


def test_who_chooses_while_rows_are_frozen_gets_it(table: ProcessTable) -> None:
    table.set_tree(False)
    show(table, make_process(1, cpu=9.0), make_process(2, cpu=5.0))
    table.set_frozen(True)
    table.sort(ColumnId.PID, Qt.SortOrder.DescendingOrder)
    assert pids(table) == [2, 1]
    table.set_search("program-1")
    assert pids(table) == [1]
    show(table, make_process(1, cpu=9.0), make_process(2, cpu=5.0), make_process(3), time=2.0)
    assert pids(table) == [1]


def test_only_cells_that_changed_and_can_be_seen_are_announced(table: ProcessTable) -> None:
    table.set_tree(False)
    table.sort(ColumnId.PID, Ascending)
    show(table, *(make_process(pid, cpu=1.0) for pid in range(1, 6)))
    table.visible_rows = lambda: range(3)
    for row in range(5):
        for column in (ColumnId.CPU, ColumnId.MEMORY):
            table.cell(row, column)
    announced: list[tuple[int, int]] = []
    table.dataChanged.connect(lambda first, last: announced.append((first.row(), first.column())))
    show(table, *(make_process(pid, cpu=2.0 if pid in (2, 5) else 1.0) for pid in range(1, 6)), time=2.0)
    assert announced == [(1, ColumnId.CPU)]


def test_scopes(table: ProcessTable) -> None:
    rows = [make_process(1, user="root"), make_process(2, user="anna"), make_process(3, user="ben", cpu=4.0)]
    show(table, *rows)
    table.set_scope(Scope.MINE, "anna")
    assert pids(table) == [2]
    table.set_scope(Scope.ACTIVE)
    assert pids(table) == [3]
    idle = [make_process(1, user="root"), make_process(2, user="anna"), make_process(3, user="ben")]
    show(table, *idle, time=2.0)
    assert pids(table) == [3], "what was active a moment ago stays"
    show(table, *idle, time=2.0 + ACTIVE_SECONDS)
    assert pids(table) == []
    table.set_scope(Scope.ALL)
    assert sorted(pids(table)) == [1, 2, 3]


def test_search_narrows_and_widens(table: ProcessTable) -> None:
    show(table, make_process(1), make_process(2, parent=1, name="needle"), make_process(3))
    table.set_search("NEED")
    assert pids(table) == [1, 2], "the parent is shown as context"
    assert table.place(0).is_context
    table.set_tree(False)
    assert pids(table) == [2]
    table.set_search("nothing has this")
    assert pids(table) == []
    table.set_search("")
    assert sorted(pids(table)) == [1, 2, 3]


def test_the_header_says_what_a_hundred_percent_of_cpu_is(table: ProcessTable) -> None:
    show(table, make_process(1, cpu=200.0))
    header = Qt.Orientation.Horizontal
    core = table.headerData(ColumnId.CPU, header)
    assert texts(table, ColumnId.CPU) == ["200.0"]
    table.set_look(Look(cpu_share=0.125, counts_machine=True))
    assert table.headerData(ColumnId.CPU, header) != core
    assert texts(table, ColumnId.CPU) == ["25.0"]


def test_zeros_and_unknown_values_are_dim_and_others_are_not(table: ProcessTable) -> None:
    show(table, make_process(1, cpu=0.04, read_rate=0.0, write_rate=2_000_000.0, gpu_percent=None, nice=0))
    dim = {column: table.cell(0, column).is_dim for column in ColumnId}
    assert dim[ColumnId.CPU]
    assert dim[ColumnId.DISK_READ]
    assert dim[ColumnId.GPU]
    assert not dim[ColumnId.DISK_WRITE]
    assert not dim[ColumnId.PRIORITY], "a nice value of 0 is a value"
    assert not dim[ColumnId.PID]


def test_a_model_without_snapshot_is_empty(table: ProcessTable) -> None:
    assert table.is_empty
    table.set_search("x")
    table.sort(ColumnId.NAME, Ascending)
    assert table.rowCount() == 0
    assert isinstance(table, QAbstractItemModel)
