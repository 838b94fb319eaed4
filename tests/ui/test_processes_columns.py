"""The Processes page's columns and buttons, and what room they have."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus
from hertzmon_gui.ui.fonts import application_font
from hertzmon_gui.ui.models.process_columns import ColumnId
from hertzmon_gui.ui.pages.processes import ProcessesPage
from hertzmon_gui.ui.style import style_sheet
from hertzmon_gui.ui.theme import DARK
from tests.fakes import full_snapshot
from tests.ui.process_bench import Bench, crowd
from tests.ui.process_rows import make_process
from tests.ui.stage import Stage

# Qt's platform without a screen says so when a window is raised or sized; that is no fault of the page.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


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


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_the_columns_of_a_machine_with_a_gpu_fit_the_smallest_window(
    stage: Stage, qapp: QApplication, language: str, request: pytest.FixtureRequest
) -> None:
    if language == "zh_CN":
        request.getfixturevalue("chinese")
    sheet = qapp.styleSheet()
    qapp.setFont(application_font(language))
    qapp.setStyleSheet(style_sheet(DARK))  # its scroll bars take room of their own
    window = stage.window("processes")
    window.resize(900, 600)
    stage.publish(full_snapshot())
    page = window.current_page
    assert isinstance(page, ProcessesPage)
    columns = page.view.columns
    assert columns.shown_columns[-1] is ColumnId.GPU
    assert columns.length() == columns.viewport().width()
    assert page.view.horizontalScrollBar().maximum() == 0
    qapp.setStyleSheet(sheet)


def test_columns_that_a_person_chose_stay_in_a_narrow_window(bench: Bench) -> None:
    bench.show(*crowd())
    columns = bench.page.view.columns
    bench.page.resize(690, 600)
    {action.text(): action for action in columns.menu().actions()}["Status"].trigger()
    assert ColumnId.STATUS in columns.shown_columns
    assert ColumnId.MEMORY_PERCENT not in columns.shown_columns
    bench.page.resize(1280, 600)
    assert ColumnId.STATUS in columns.shown_columns


def test_several_columns_are_ticked_in_one_go(bench: Bench) -> None:
    bench.show(*crowd())
    columns = bench.page.view.columns
    menu = columns.menu()
    menu.popup(QPoint(0, 0))
    by_title = {action.text(): action for action in menu.actions()}
    opened_at = menu.actionGeometry(by_title["PID"]).center()
    QTest.mouseRelease(menu, Qt.MouseButton.RightButton, pos=opened_at)
    assert ColumnId.PID in columns.shown_columns, "the click that opened the menu ticks nothing"
    for title in ("Threads", "Status"):
        place = menu.actionGeometry(by_title[title]).center()
        QTest.mouseMove(menu, place)
        QTest.mouseClick(menu, Qt.MouseButton.LeftButton, pos=place)
        assert menu.isVisible()
    assert ColumnId.THREADS in columns.shown_columns
    assert ColumnId.STATUS not in columns.shown_columns
    menu.setActiveAction(by_title["Threads"])
    QTest.keyClick(menu, Qt.Key.Key_Space)
    assert menu.isVisible()
    assert ColumnId.THREADS not in columns.shown_columns
    QTest.keyClick(menu, Qt.Key.Key_Return)
    assert not menu.isVisible()
    menu.deleteLater()


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
