"""Searching on the Processes page."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from PySide6.QtTest import QTest

from tests.ui.process_bench import Bench, crowd
from tests.ui.process_rows import make_process

# Qt's platform without a screen says so when a window is raised or sized; that is no fault of the page.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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
