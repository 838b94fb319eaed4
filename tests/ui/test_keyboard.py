"""Where the keyboard is, and that everything can be reached by it."""

from __future__ import annotations

import itertools

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QAbstractButton, QApplication, QLineEdit, QTableView, QWidget

from hertzmon_gui.model.source import Capabilities
from hertzmon_gui.options import PAGES
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from hertzmon_gui.ui.models.process_order import Scope
from hertzmon_gui.ui.pages.processes import ProcessesPage
from hertzmon_gui.ui.style import style_sheet
from hertzmon_gui.ui.theme import DARK, LIGHT, Theme
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage
from tests.fakes import full_snapshot
from tests.ui.process_control import FakeProcessControl
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]

CONTROL = Qt.KeyboardModifier.ControlModifier


def focused() -> QWidget:
    widget = QApplication.focusWidget()
    assert widget is not None
    return widget


@pytest.mark.parametrize("page", PAGES)
def test_the_keyboard_starts_in_the_page(stage: Stage, page: str) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window(page)
    assert window.current_page is focused() or window.current_page.isAncestorOf(focused())


def test_page_keys_scroll_a_page_at_once(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("cpu")
    window.resize(800, 560)
    QTest.keyClick(window, Qt.Key.Key_3, CONTROL)
    page = window.current_page
    assert isinstance(page, ScrollPage)
    bar = page.scroll_area.verticalScrollBar()
    stage.qtbot.waitUntil(lambda: bar.maximum() > 0)
    QTest.keyClick(focused(), Qt.Key.Key_PageDown)
    assert bar.value() > 0


def test_on_the_processes_one_just_types(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window()
    QTest.keyClick(window, Qt.Key.Key_2, CONTROL)
    QTest.keyClicks(focused(), "prog")
    search = focused()
    assert isinstance(search, QLineEdit)
    assert search.text() == "prog"


@pytest.mark.parametrize("button", ["tree", "list", "details", "active"])
def test_on_the_processes_one_just_types_after_a_click_on_a_button(stage: Stage, button: str) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)
    toolbar = page.toolbar
    clicked = toolbar.scopes[Scope.ACTIVE] if button == "active" else getattr(toolbar, button)
    page.start_search()
    QTest.mouseClick(clicked, Qt.MouseButton.LeftButton)
    assert focused() is page.view
    QTest.keyClicks(focused(), "p")
    assert toolbar.search.text() == "p"


def test_on_the_processes_one_just_types_after_a_click_anywhere(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)
    for clicked in (page, page.details, page.totals):
        page.start_search()
        QTest.mouseClick(clicked, Qt.MouseButton.LeftButton, pos=QPoint(5, 5))
        assert focused() is page.view, clicked


def test_after_end_process_the_table_has_the_keyboard(stage: Stage) -> None:
    stage.source.process_control = FakeProcessControl()
    stage.source.capabilities = Capabilities(process_actions=True, local=True)
    stage.source.publish(full_snapshot())
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)
    page.view.selectRow(0)
    page.start_search()
    QTest.mouseClick(page.toolbar.end, Qt.MouseButton.LeftButton)
    (question,) = page.findChildren(ProcessConfirmDialog)
    question.reject()
    stage.qtbot.waitUntil(lambda: focused() is page.view)


def test_who_presses_a_button_by_a_key_stays_there(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)
    page.toolbar.details.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(focused(), Qt.Key.Key_Space)
    assert focused() is page.toolbar.details


def test_walking_through_the_sidebar_stays_there(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window()
    window.sidebar.button("overview").setFocus(Qt.FocusReason.TabFocusReason)
    for page in PAGES[1:]:
        QTest.keyClick(focused(), Qt.Key.Key_Down)
        assert window.current_page.page_id == page
        assert focused() is window.sidebar.button(page)


def test_tab_enters_the_sidebar_at_the_open_page(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("disks")
    window.sidebar.menu_button.setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is window.sidebar.button("disks")
    QTest.keyClick(focused(), Qt.Key.Key_Tab)
    assert focused() is window.sidebar.own_cost
    QTest.keyClick(focused(), Qt.Key.Key_Backtab)
    assert focused() is window.sidebar.button("disks")


def test_a_page_s_key_takes_the_sidebar_s_focus_along(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("disks")
    window.sidebar.button("disks").setFocus(Qt.FocusReason.TabFocusReason)
    QTest.keyClick(focused(), Qt.Key.Key_3, CONTROL)
    assert window.current_page.page_id == "cpu"
    assert focused() is window.sidebar.button("cpu")


@pytest.mark.parametrize("page", PAGES)
def test_tab_reaches_every_button_and_comes_round(stage: Stage, page: str) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window(page)
    reached: set[QWidget] = set()
    for _ in range(200):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if focused() in reached:
            break
        reached.add(focused())
    buttons = {
        button
        for button in window.findChildren(QAbstractButton)
        if button.isVisible() and button.isEnabled() and button.focusPolicy() & Qt.FocusPolicy.TabFocus
    }
    unchecked_of_a_group = {
        button for button in buttons if button.group() is not None and not button.isChecked()
    }  # the arrow keys go there
    assert buttons - unchecked_of_a_group <= reached


@pytest.mark.parametrize("page", [page for page in PAGES if page != "processes"])
def test_tab_goes_down_the_page(stage: Stage, page: str) -> None:
    window = stage.window(page)
    stage.publish(full_snapshot(1))
    stage.publish(full_snapshot(2))
    window.current_page.take_keyboard()
    tops: list[int] = []
    for _ in range(60):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        if not window.current_page.isAncestorOf(focused()):
            break
        tops.append(focused().mapTo(window, QPoint()).y())
    assert tops
    # Within a row, buttons stand in the middle of what is beside them.
    assert all(below >= above - 20 for above, below in itertools.pairwise(tops)), tops


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=lambda theme: theme.name)
def test_a_table_shows_that_it_has_the_focus(stage: Stage, qapp: QApplication, theme: Theme) -> None:
    sheet = qapp.styleSheet()
    qapp.setStyleSheet(style_sheet(theme))
    stage.source.publish(full_snapshot())
    window = stage.window("network")
    (table,) = window.current_page.findChildren(QTableView)
    window.resize(1280, 1200)

    def edge() -> str:
        return table.grab().toImage().pixelColor(0, table.height() // 2).name()

    assert edge() == theme.border
    table.setFocus(Qt.FocusReason.TabFocusReason)
    assert edge() == theme.accent
    qapp.setStyleSheet(sheet)


@pytest.mark.parametrize("page", PAGES)
def test_whatever_takes_the_keyboard_has_a_name(stage: Stage, page: str) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window(page)
    for _ in range(60):
        QTest.keyClick(focused(), Qt.Key.Key_Tab)
        widget = focused()
        text = widget.text() if isinstance(widget, QAbstractButton) else ""
        assert widget.accessibleName() or text, widget
    assert window.isVisible()
