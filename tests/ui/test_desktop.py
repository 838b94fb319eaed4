"""The program around the window: language, look, tray, second starts, signals, and the end of it all."""

from __future__ import annotations

import os
import signal
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt, QTimer
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QApplication, QSystemTrayIcon
from pytestqt.qtbot import QtBot

from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import NOTHING, Demand
from hertzmon_gui.options import PAGES, Options
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui import desktop as desktop_module
from hertzmon_gui.ui.desktop import Desktop
from hertzmon_gui.ui.dialogs.process_properties import ProcessPropertiesDialog
from hertzmon_gui.ui.dialogs.settings import SettingsDialog
from hertzmon_gui.ui.main_window import MainWindow
from hertzmon_gui.ui.models.process_columns import ColumnId
from hertzmon_gui.ui.pages.network import NetworkPage
from hertzmon_gui.ui.pages.processes import ProcessesPage
from hertzmon_gui.ui.theme import DARK, LIGHT
from hertzmon_gui.ui.tray import Tray
from hertzmon_gui.ui.widgets.notice import NoticeBar
from tests.fakes import FakeSource, full_snapshot
from tests.ui.process_rows import make_process, make_snapshot
from tests.ui.remote import FakeRemoteAccess
from tests.ui.stage import QUIET

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


class Programs:
    """Starts desktops and ends them after the test."""

    def __init__(self, application: QApplication, folder: Path, patch: pytest.MonkeyPatch) -> None:
        self.application = application
        self.folder = folder
        self.source = FakeSource(full_snapshot(1))
        self.remote = FakeRemoteAccess()
        self.settings = SettingsStore(folder)
        self.codes: list[int] = []
        self.open: list[Desktop] = []
        patch.setattr(application, "exit", self.codes.append)

    def start(self, options: Options | None = None, problems: tuple[str, ...] = ()) -> Desktop:
        desktop = Desktop(
            self.application,
            source=self.source,
            settings=self.settings,
            remote_access=self.remote,
            directory=DataDirectory(self.folder),
            problems=problems,
            options=options or Options(),
        )
        self.open.append(desktop)
        desktop.show()
        return desktop


@pytest.fixture
def programs(qapp: QApplication, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Programs]:
    made = Programs(qapp, tmp_path, monkeypatch)
    sheet, palette, font = qapp.styleSheet(), qapp.palette(), qapp.font()
    yield made
    for desktop in made.open:
        desktop.close()
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
    qapp.setFont(font)


def test_the_window_comes_up_on_the_page_that_was_asked_for(programs: Programs, qtbot: QtBot) -> None:
    desktop = programs.start(Options(page="memory"))
    assert desktop.window.isVisible()
    assert desktop.window.current_page.page_id == "memory"
    with qtbot.waitSignal(desktop.window.painted):
        desktop.window.update()


def test_the_start_page_is_a_setting(programs: Programs) -> None:
    programs.settings.change(start_page="network")
    assert programs.start().window.current_page.page_id == "network"


def test_the_last_page_can_be_the_start_page(programs: Programs) -> None:
    programs.settings.change(start_page="last")
    programs.settings.remember(page="disks")
    assert programs.start().window.current_page.page_id == "disks"


@pytest.mark.parametrize("page", PAGES)
def test_a_new_language_is_spoken_at_once_on_every_page(programs: Programs, qtbot: QtBot, page: str) -> None:
    programs.settings.change(language="en")
    desktop = programs.start(Options(page=page))
    before = desktop.window
    titles = [desktop.window.sidebar.button(known).text() for known in PAGES]
    programs.settings.change(language="zh_CN")
    qtbot.waitUntil(lambda: desktop.window is not before)
    assert desktop.window.isVisible()
    windows = [one for one in QApplication.topLevelWidgets() if isinstance(one, MainWindow) and one.isVisible()]
    assert windows == [desktop.window]
    assert desktop.window.current_page.page_id == page
    assert desktop.window.sidebar.button("overview").text() == "概览"
    assert titles[0] == "Overview"
    programs.source.publish(full_snapshot(2))
    qtbot.wait(5)
    assert not desktop.window.grab().isNull()
    programs.settings.change(language="en")
    qtbot.waitUntil(lambda: desktop.window.sidebar.button("overview").text() == "Overview")


def opened_processes(programs: Programs, qtbot: QtBot) -> tuple[Desktop, ProcessesPage]:
    """A window that speaks English on the processes, of which each tenth has nine below it."""
    programs.settings.change(language="en")
    desktop = programs.start(Options(page="processes"))
    page = desktop.window.current_page
    assert isinstance(page, ProcessesPage)
    rows = [make_process(pid, parent=pid - pid % 10 if pid % 10 else 0) for pid in range(10, 210)]
    for seq in (2_000, 2_010):  # the second no longer shows those of the start, which have ended
        with qtbot.waitSignal(desktop.window.second_passed):
            programs.source.publish(make_snapshot(*rows, seq=seq))
    assert page.table.rowCount() == 200
    return desktop, page


def speak_chinese(programs: Programs, desktop: Desktop, qtbot: QtBot) -> None:
    before = desktop.window
    programs.settings.change(language="zh_CN")
    qtbot.waitUntil(lambda: desktop.window is not before)
    programs.settings.change(language="en")
    qtbot.waitUntil(lambda: desktop.window.sidebar.button("overview").text() == "Overview")


def shown_pids(page: ProcessesPage) -> list[int]:
    return [page.table.key(row)[0] for row in range(page.table.rowCount())]


@pytest.mark.parametrize("other_page", [None, "memory"])
def test_a_new_language_leaves_the_processes_as_they_are(
    programs: Programs, qtbot: QtBot, other_page: str | None
) -> None:
    desktop, page = opened_processes(programs, qtbot)
    page.view.sortByColumn(ColumnId.PID, Qt.SortOrder.AscendingOrder)
    page.table.set_collapsed((20, 200), True)
    page.view.selectRow(shown_pids(page).index(33))
    page.view.verticalScrollBar().setValue(7 * page.view.rowHeight(0))
    rows = shown_pids(page)
    assert 21 not in rows
    if other_page is not None:
        desktop.window.open_page(other_page)

    speak_chinese(programs, desktop, qtbot)

    assert desktop.window.current_page.page_id == (other_page or "processes")
    desktop.window.open_page("processes")
    again = desktop.window.current_page
    assert isinstance(again, ProcessesPage)
    assert again is not page
    assert shown_pids(again) == rows
    assert again.view.selected_keys() == [(33, 330)]
    assert again.view.current_key() == (33, 330)
    assert again.details.key == (33, 330)
    assert again.view.visible_rows().start == 7
    assert again.recent.series()[0][0].size


def test_a_new_language_leaves_search_and_scope(programs: Programs, qtbot: QtBot) -> None:
    desktop, page = opened_processes(programs, qtbot)
    page.toolbar.scopes["active"].click()  # type: ignore[index] # a Scope is its word
    page.toolbar.search.setText(" program-3 ")
    rows = shown_pids(page)
    speak_chinese(programs, desktop, qtbot)
    again = desktop.window.current_page
    assert isinstance(again, ProcessesPage)
    assert again.toolbar.search.text() == " program-3 "
    assert again.toolbar.scopes["active"].isChecked()  # type: ignore[index]
    assert shown_pids(again) == rows
    again.toolbar.scopes["all"].click()  # type: ignore[index]
    assert set(shown_pids(again)) == {*range(30, 40)}


def test_a_new_language_leaves_the_properties_open(programs: Programs, qtbot: QtBot) -> None:
    desktop, page = opened_processes(programs, qtbot)
    process = page.table.process(0)
    page.actions_on_processes.properties([process])

    def dialogs() -> list[ProcessPropertiesDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, ProcessPropertiesDialog)]

    (dialog,) = dialogs()
    dialog.tabs.setCurrentIndex(2)
    dialog.resize(640, 400)
    programs.settings.change(language="zh_CN")
    qtbot.waitUntil(lambda: [one.tabs.tabText(0) for one in dialogs()] == ["常规"])
    (dialog,) = dialogs()
    assert dialog.isVisible()
    parent = dialog.parentWidget()
    assert parent is not None
    assert parent.window() is desktop.window
    assert dialog.tabs.currentIndex() == 2
    assert (dialog.width(), dialog.height()) == (640, 400)
    again = desktop.window.current_page
    assert isinstance(again, ProcessesPage)
    again.actions_on_processes.properties([process])
    assert len(dialogs()) == 1, "it is known to be open"
    dialog.close()
    programs.settings.change(language="en")
    qtbot.waitUntil(lambda: desktop.window.sidebar.button("overview").text() == "Overview")
    assert not any(one.isVisible() for one in dialogs())


def test_a_new_language_leaves_the_filter_of_the_connections(programs: Programs, qtbot: QtBot) -> None:
    programs.settings.change(language="en")
    desktop = programs.start(Options(page="network"))
    page = desktop.window.current_page
    assert isinstance(page, NetworkPage)
    page.connections.search.setText("listen")
    speak_chinese(programs, desktop, qtbot)
    again = desktop.window.current_page
    assert isinstance(again, NetworkPage)
    assert again.connections.search.text() == "listen"


def test_a_new_language_goes_on_saying_that_nothing_is_measured(programs: Programs, qtbot: QtBot) -> None:
    programs.settings.change(language="en")
    desktop = programs.start()
    problem = "Port 8000 is in use."
    programs.remote.become(ApiState(ApiPhase.FAILED, port=8000, problem=problem))
    desktop.window.commands.pause.trigger()
    speak_chinese(programs, desktop, qtbot)
    said = {bar.label.text() for bar in desktop.window.findChildren(NoticeBar)}
    assert said == {"Paused. Nothing is measured.", problem}
    assert desktop.window.commands.pause.text() == "Resume"


def test_a_new_language_leaves_full_screen_as_it_is(programs: Programs, qtbot: QtBot) -> None:
    programs.settings.change(language="en")
    desktop = programs.start()
    before = desktop.window
    before.commands.full_screen.trigger()
    programs.settings.change(language="zh_CN")
    qtbot.waitUntil(lambda: desktop.window is not before)
    assert desktop.window.isFullScreen()
    programs.settings.change(language="en")
    qtbot.waitUntil(lambda: desktop.window.sidebar.button("overview").text() == "Overview")


def test_the_settings_stay_open_when_the_language_is_chosen_in_them(programs: Programs, qtbot: QtBot) -> None:
    programs.settings.change(language="en")
    desktop = programs.start()
    desktop.window.commands.settings.trigger()

    def dialogs() -> list[SettingsDialog]:
        return [one for one in QApplication.topLevelWidgets() if isinstance(one, SettingsDialog)]

    programs.settings.change(language="zh_CN")
    qtbot.waitUntil(lambda: [one.windowTitle() for one in dialogs()] == ["设置"])
    (dialog,) = dialogs()
    assert dialog.isVisible()
    assert dialog.parent() is desktop.window
    dialog.close()
    programs.settings.change(language="en")
    qtbot.waitUntil(lambda: desktop.window.sidebar.button("overview").text() == "Overview")
    assert not any(one.isVisible() for one in dialogs())


def test_the_theme_changes_at_once_without_a_new_window(programs: Programs, qtbot: QtBot) -> None:
    programs.settings.change(theme="light")
    desktop = programs.start()
    window = desktop.window
    assert desktop.context.theme is LIGHT
    programs.settings.change(theme="dark")
    qtbot.waitUntil(lambda: desktop.context.theme is DARK)
    assert desktop.window is window
    assert window.grab().toImage().pixelColor(window.width() - 3, 3).name() == DARK.window


def test_the_system_s_theme_is_followed(programs: Programs, qapp: QApplication) -> None:
    desktop = programs.start()
    expected = DARK if qapp.styleHints().colorScheme() is Qt.ColorScheme.Dark else LIGHT
    assert desktop.context.theme is expected


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_signals_end_the_program_cleanly(programs: Programs, qtbot: QtBot, number: signal.Signals) -> None:
    before = signal.getsignal(number)
    desktop = programs.start()
    os.kill(os.getpid(), number)
    qtbot.waitUntil(lambda: programs.codes == [0])
    desktop.close()
    programs.open.clear()
    assert signal.getsignal(number) is before


def test_closing_the_window_ends_the_program(programs: Programs) -> None:
    desktop = programs.start()
    desktop.window.close()
    assert programs.codes == [0]


def test_quitting_remembers_the_page(programs: Programs) -> None:
    desktop = programs.start(Options(page="cpu"))
    desktop.quit()
    assert programs.codes == [0]
    assert SettingsStore(programs.folder).window.page == "cpu"


def test_nothing_is_wanted_after_the_end(programs: Programs) -> None:
    desktop = programs.start()
    desktop.close()
    programs.open.clear()
    assert programs.source.demands["window"].demand == NOTHING
    programs.source.publish(full_snapshot(9))
    programs.remote.become(ApiState(ApiPhase.OFF))


def test_a_screenshot_waits_for_data_and_ends(
    programs: Programs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_module, "_SCREENSHOT_AFTER_SECONDS", 0.0)
    target = tmp_path / "page.png"
    programs.settings.change(start_minimised=True)
    programs.start(Options(page="cpu", screenshot=target))
    programs.source.publish(Snapshot(seq=2, wall_time=1.0, monotonic_time=2000.0, interval_seconds=1.0))
    qtbot.wait(5)
    assert not target.exists()
    programs.source.publish(full_snapshot(1500))
    qtbot.waitUntil(lambda: programs.codes == [0])
    assert QImage(str(target)).width() > 700


def test_a_screenshot_that_cannot_be_saved_is_an_error(
    programs: Programs, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(desktop_module, "_SCREENSHOT_AFTER_SECONDS", 0.0)
    programs.start(Options(screenshot=tmp_path / "no-such-folder" / "page.png"))
    programs.source.publish(full_snapshot(2))
    qtbot.waitUntil(lambda: programs.codes == [1])


def test_opening_the_api_to_the_network_is_announced_once(programs: Programs, qtbot: QtBot) -> None:
    desktop = programs.start()
    urls = ("https://127.0.0.1:8000/", "https://[::1]:8000/", "https://192.0.2.7:8000/")
    beyond = ApiState(ApiPhase.LISTENING, urls, 8000, is_tls=True, beyond_loopback=True)

    def announced() -> int:
        return sum("192.0.2.7" in bar.label.text() for bar in desktop.window.findChildren(NoticeBar))

    programs.remote.become(beyond)
    qtbot.waitUntil(lambda: announced() == 1)
    programs.remote.become(ApiState(ApiPhase.OFF))
    programs.remote.become(beyond)
    qtbot.wait(20)
    assert announced() == 1


def test_started_minimised_without_a_tray_it_is_in_the_task_bar(programs: Programs) -> None:
    programs.settings.change(start_minimised=True)
    window = programs.start().window
    assert window.isMinimized()
    assert programs.source.demands["window"].demand == Demand()


class FakeTrayIcon(QSystemTrayIcon):
    """A tray icon on a desktop that has a tray."""

    shown = False
    there = True

    def show(self) -> None:
        self.shown = True

    def hide(self) -> None:
        self.shown = False

    def isVisible(self) -> bool:  # noqa: N802 (Qt's name)
        return self.shown

    @classmethod
    def isSystemTrayAvailable(cls) -> bool:  # noqa: N802 (Qt's name; a static method there)
        return cls.there


@pytest.fixture
def tray_there(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hertzmon_gui.ui.tray.QSystemTrayIcon", FakeTrayIcon)


@pytest.mark.usefixtures("tray_there")
def test_with_a_tray_closing_hides_and_the_icon_brings_back(programs: Programs) -> None:
    programs.settings.change(close_to_tray=True)
    desktop = programs.start()
    desktop.window.close()
    assert programs.codes == []
    assert not desktop.window.isVisible()
    wanted = programs.source.demands["window"].demand
    assert wanted.charts
    assert not wanted.processes
    tray = desktop.findChild(Tray)
    assert tray is not None
    tray.show_requested.emit()
    assert desktop.window.isVisible()
    tray.quit_requested.emit()
    assert programs.codes == [0]


@pytest.fixture
def brief_watch(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("hertzmon_gui.ui.tray._WATCH_MS", 10)


@pytest.mark.usefixtures("tray_there", "brief_watch")
def test_when_the_tray_has_gone_for_good_the_window_comes_back(
    programs: Programs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.settings.change(close_to_tray=True)
    desktop = programs.start()
    desktop.window.close()
    qtbot.wait(100)
    assert not desktop.window.isVisible()
    monkeypatch.setattr(FakeTrayIcon, "there", False)
    qtbot.waitUntil(desktop.window.isVisible)
    assert programs.codes == []
    desktop.window.close()
    assert programs.codes == [0], "there is nothing to hide in"


@pytest.mark.usefixtures("tray_there", "brief_watch")
def test_a_tray_that_starts_anew_is_waited_for(
    programs: Programs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.settings.change(start_minimised=True)
    desktop = programs.start()
    looks: list[bool] = []

    def is_there() -> bool:
        looks.append(len(looks) % 3 == 2)  # two looks in a row never find it
        return looks[-1]

    monkeypatch.setattr(FakeTrayIcon, "isSystemTrayAvailable", staticmethod(is_there))
    qtbot.waitUntil(lambda: len(looks) >= 9)
    assert not desktop.window.isVisible()


@pytest.mark.usefixtures("tray_there", "brief_watch")
def test_a_window_that_was_brought_back_is_not_kept_waiting_by_looks(
    programs: Programs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    programs.settings.change(close_to_tray=True)
    desktop = programs.start()
    desktop.window.close()
    tray = desktop.findChild(Tray)
    assert tray is not None
    tray.show_requested.emit()
    looks: list[bool] = []
    monkeypatch.setattr(FakeTrayIcon, "isSystemTrayAvailable", staticmethod(lambda: looks.append(True)))
    qtbot.wait(60)
    assert looks == []


@pytest.mark.usefixtures("tray_there")
def test_the_tray_tells_the_load(programs: Programs, qtbot: QtBot) -> None:
    desktop = programs.start()
    programs.source.publish(full_snapshot(5))
    icon = desktop.findChild(FakeTrayIcon)
    assert icon is not None
    qtbot.waitUntil(lambda: "38" in icon.toolTip())
    assert icon.contextMenu() is not None
    assert not icon.icon().isNull()


def test_a_tray_that_comes_later_is_found_by_ever_rarer_looks(
    programs: Programs, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    answers = [True, False, False, False]

    class LateTrayIcon(FakeTrayIcon):
        @staticmethod
        def isSystemTrayAvailable() -> bool:  # noqa: N802 (Qt's name)
            return answers.pop() if answers else True

    monkeypatch.setattr("hertzmon_gui.ui.tray.QSystemTrayIcon", LateTrayIcon)
    monkeypatch.setattr("hertzmon_gui.ui.tray._LOOK_AGAIN_MS", 10)
    tray = programs.start().findChild(Tray)
    assert tray is not None
    timer = tray.findChild(QTimer)
    assert timer is not None
    assert timer.interval() == 10

    qtbot.waitUntil(lambda: tray.is_shown)

    assert timer.interval() == 40
    assert not timer.isActive()


def test_without_a_tray_closing_ends_even_where_hiding_was_chosen(programs: Programs) -> None:
    programs.settings.change(close_to_tray=True)
    desktop = programs.start()
    desktop.window.close()
    assert programs.codes == [0]


def test_a_second_start_raises_the_window(programs: Programs, qtbot: QtBot, process: Callable[[Path], int]) -> None:
    desktop = programs.start()
    desktop.window.hide()
    assert process(programs.folder) == 0
    assert desktop.window.isVisible()


@pytest.fixture
def process(qtbot: QtBot) -> Callable[[Path], int]:
    """Starts a second HertzMon on a directory and returns its exit code."""
    from tests.ui.test_single_instance import second_start

    def run(directory: Path) -> int:
        second = second_start(directory)
        qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
        return second.returncode

    return run
