"""Small tables of the properties dialog, and futures that are waited for."""

from __future__ import annotations

from concurrent.futures import Future

from PySide6.QtCore import QObject, Qt
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui.futures import FutureWaiter
from hertzmon_gui.ui.hidden_characters import without_hidden_characters
from hertzmon_gui.ui.models.rows import RowsTable


def shown(table: RowsTable) -> list[list[str]]:
    return [
        [table.index(row, column).data() for column in range(table.columnCount())] for row in range(table.rowCount())
    ]


def test_rows_are_sorted_by_value_and_unknown_ones_come_last(qtbot: QtBot) -> None:
    table = RowsTable(("name", "number"))
    table.show([("b", 10), ("A", 9), ("c", None)])
    table.sort(1, Qt.SortOrder.DescendingOrder)
    assert shown(table) == [["b", "10"], ["A", "9"], ["c", "–"]]
    table.sort(0, Qt.SortOrder.AscendingOrder)
    assert [row[0] for row in shown(table)] == ["A", "b", "c"]
    table.show([("z", 1), ("y", 2)])
    assert [row[0] for row in shown(table)] == ["y", "z"], "new rows keep the chosen order"
    table.sort(-1)
    assert table.rowCount() == 2


def test_numbers_stand_at_the_right(qtbot: QtBot) -> None:
    table = RowsTable(("name", "number"))
    table.show([("b", 10)])
    right = Qt.AlignmentFlag.AlignRight
    assert table.index(0, 1).data(Qt.ItemDataRole.TextAlignmentRole) & right
    assert not table.index(0, 0).data(Qt.ItemDataRole.TextAlignmentRole) & right


def test_results_and_errors_arrive_from_the_event_loop(qtbot: QtBot) -> None:
    owner = QObject()
    waiter = FutureWaiter(owner)
    heard: list[str] = []
    late: Future[str] = Future()
    failing: Future[str] = Future()
    failing.set_exception(OSError("no such process"))
    waiter.wait(late, heard.append, heard.append)
    waiter.wait(failing, heard.append, lambda error: heard.append(f"failed: {error}"))
    assert heard == [], "never while it is asked"
    qtbot.waitUntil(lambda: heard == ["failed: no such process"], timeout=2_000)
    late.set_result("done")
    qtbot.waitUntil(lambda: heard[1:] == ["done"], timeout=2_000)


def test_what_is_forgotten_is_not_heard(qtbot: QtBot) -> None:
    owner = QObject()
    waiter = FutureWaiter(owner)
    heard: list[str] = []
    future: Future[str] = Future()
    waiter.wait(future, heard.append, heard.append)
    waiter.forget()
    future.set_result("done")
    qtbot.wait(60)
    assert heard == []


def test_what_cannot_be_seen_is_marked() -> None:
    assert without_hidden_characters("a\u202eb\x1b[31m\u200bc") == "a\ufffdb\ufffd[31m\ufffdc"
    assert without_hidden_characters("one\ntwo\tthree") == "one↵two three"
    assert without_hidden_characters("进程 é") == "进程 é"
