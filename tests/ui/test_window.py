"""The window as a person meets it."""

from __future__ import annotations

from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, Qt
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QPushButton, QWidget
from pytestqt.qtbot import QtBot

from hertzmon_gui.model import metrics
from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.model.snapshot import GpuAvailability, Gpus, ProbeState, ProbeStatus
from hertzmon_gui.model.source import NOTHING, Demand
from hertzmon_gui.options import PAGES
from hertzmon_gui.ui.appearance import Appearance
from hertzmon_gui.ui.charts.history_chart import MetricCurve, about
from hertzmon_gui.ui.main_window import MainWindow
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.pages.cpu import CpuPage
from hertzmon_gui.ui.pages.overview import OverviewPage
from hertzmon_gui.ui.pages.overview_cards import SystemCard
from hertzmon_gui.ui.theme import DARK, LIGHT
from hertzmon_gui.ui.widgets.notice import NoticeBar
from tests.fakes import full_snapshot
from tests.ui.remote import FakeRemoteAccess
from tests.ui.stage import QUIET, Stage, bare_snapshot, modest_snapshot

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


def overview(window: MainWindow) -> OverviewPage:
    page = window.current_page
    assert isinstance(page, OverviewPage)
    return page


def wants(stage: Stage) -> Demand:
    return stage.source.demands["window"].demand


def works(page: Page) -> bool:
    return page.active


def is_paused(stage: Stage) -> bool:
    return stage.source.paused


def notices(window: MainWindow) -> list[str]:
    return [bar.label.text() for bar in window.findChildren(NoticeBar)]


def test_it_shows_what_the_source_knows_already(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window()
    headlines = [card.header.headline for card in overview(window).cards]
    assert headlines[0] == "37.5\u00a0%"
    assert headlines[1] == "6.0\u00a0GiB"
    assert window.sidebar.button("cpu").value == "38\u00a0%"
    assert "1.5\u00a0%" in window.sidebar.own_cost.cost


def test_it_follows_the_source(stage: Stage) -> None:
    window = stage.window()
    stage.publish(full_snapshot(1))
    cpu = full_snapshot(2).cpu
    assert cpu is not None
    stage.publish(replace(full_snapshot(2), cpu=replace(cpu, percent=81.0)))
    assert overview(window).cards[0].header.headline == "81.0\u00a0%"


def test_texts_change_at_most_once_a_second(stage: Stage) -> None:
    window = stage.window()
    cpu = full_snapshot().cpu
    assert cpu is not None
    for quarter in range(5):
        time = 1000.0 + quarter / 4
        load = replace(cpu, percent=float(quarter))
        stage.publish(replace(full_snapshot(quarter), monotonic_time=time, cpu=load))
        shown = "4.0\u00a0%" if quarter == 4 else "0.0\u00a0%"
        assert overview(window).cards[0].header.headline == shown


def test_pages_follow_the_machine(stage: Stage) -> None:
    window = stage.window()
    assert "gpu" not in window.sidebar.page_ids
    stage.publish(modest_snapshot(1))
    assert window.sidebar.page_ids == [page for page in PAGES if page not in {"gpu", "sensors"}]
    stage.publish(full_snapshot(2))
    assert window.sidebar.page_ids == list(PAGES)


def test_the_third_card_is_what_the_machine_has(stage: Stage) -> None:
    window = stage.window()
    stage.publish(modest_snapshot(1))
    assert type(overview(window).cards[2]).__name__ == "SystemCard"
    stage.publish(replace(full_snapshot(2), gpus=None))
    assert type(overview(window).cards[2]).__name__ == "SensorsCard"
    stage.publish(full_snapshot(3))
    assert type(overview(window).cards[2]).__name__ == "GpuCard"
    assert len(overview(window).cards) == 6


def test_a_machine_without_gpu_and_sensors_shows_its_pressure_once_it_is_known(stage: Stage) -> None:
    window = stage.window()
    stage.publish(modest_snapshot(1))
    card = overview(window).cards[2]
    assert isinstance(card, SystemCard)
    assert card.chart is not None
    assert [curve.label for curve in card.chart.curves] == ["Load, 1 min", "Load, 5 min", "Load, 15 min"]
    stage.publish(replace(modest_snapshot(2), pressure=full_snapshot().pressure))
    assert [curve.label for curve in card.chart.curves] == ["CPU pressure", "Memory pressure", "IO pressure"]
    stage.publish(modest_snapshot(3))  # unknown for a moment: a gap, not another chart
    assert card.chart.curves[0].label == "CPU pressure"


def test_a_card_opens_its_page(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window()
    opened = []
    for at in range(6):
        window.open_page("overview")
        card = overview(window).cards[at]
        card.setFocus()
        QTest.keyClick(card, Qt.Key.Key_Return)
        opened.append(window.current_page.page_id)
    assert opened == ["cpu", "memory", "gpu", "network", "disks", "processes"]


def test_the_memory_bar_adds_up_to_the_total(stage: Stage) -> None:
    snapshot = full_snapshot()
    memory = snapshot.memory
    assert memory is not None
    stage.source.publish(snapshot)
    card = overview(stage.window()).cards[1]
    assert card.header.caption == "16.0\u00a0GiB"
    assert memory.apps + memory.cached + memory.unused == memory.total


@pytest.mark.parametrize("page", PAGES)
@pytest.mark.parametrize("make", [bare_snapshot, modest_snapshot, full_snapshot])
@pytest.mark.parametrize("theme", ["light", "dark"])
def test_every_page_opens_on_every_machine(stage: Stage, page: str, make: type, theme: str, qapp: QApplication) -> None:
    stage.settings.change(theme=theme)
    appearance = Appearance(qapp, stage.context)
    assert stage.context.theme is (DARK if theme == "dark" else LIGHT)
    window = stage.window(page)
    for seq in range(1, 4):
        stage.publish(make(seq))
    assert window.current_page.page_id == page
    picture = window.grab().toImage()
    assert not picture.isNull()
    appearance.deleteLater()


@pytest.mark.parametrize("page", PAGES)
def test_nothing_flashes_up_as_a_window_of_its_own(stage: Stage, qapp: QApplication, page: str) -> None:
    """As a widget does that is shown before it has a parent; it takes the keyboard with it, too."""
    shown: list[QWidget] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if event.type() == QEvent.Type.Show and isinstance(watched, QWidget) and watched.isWindow():
                shown.append(watched)
            return False

    watcher = Watcher()
    qapp.installEventFilter(watcher)
    window = stage.window(page)
    stage.publish(full_snapshot(1))
    stage.publish(modest_snapshot(2))
    stage.publish(full_snapshot(3))
    qapp.removeEventFilter(watcher)
    assert shown == [window]
    assert window.isActiveWindow()


def test_a_hidden_window_draws_nothing_and_wants_only_what_charts_remember(stage: Stage) -> None:
    window = stage.window("cpu")
    stage.publish(full_snapshot(1))
    assert wants(stage).charts
    window.hide()
    assert wants(stage) == Demand()
    assert not works(window.current_page)
    seen: list[int] = []
    window.current_page.on_snapshot = lambda snapshot: seen.append(snapshot.seq)  # type: ignore[method-assign]
    stage.publish(full_snapshot(2))
    assert seen == []
    window.show()
    assert seen == [2]
    assert wants(stage).charts


def test_a_minimised_window_wants_no_processes(stage: Stage) -> None:
    window = stage.window()
    assert wants(stage).processes
    window.showMinimized()
    assert wants(stage) == Demand()
    window.showNormal()
    assert wants(stage).processes


def test_only_the_open_page_works(stage: Stage) -> None:
    window = stage.window("cpu")
    first = window.current_page
    window.open_page("memory")
    assert not works(first)
    assert works(window.current_page)
    window.open_page("cpu")
    assert window.current_page is first


def test_the_network_page_alone_asks_for_connections(stage: Stage) -> None:
    window = stage.window()
    assert not wants(stage).connections
    window.open_page("network")
    assert wants(stage).connections
    window.open_page("overview")
    assert not wants(stage).connections


def test_keys_open_pages_in_the_sidebar_s_order(stage: Stage) -> None:
    stage.source.publish(modest_snapshot())
    window = stage.window()
    for position, page in enumerate(window.sidebar.page_ids):
        QTest.keyClick(window, Qt.Key(Qt.Key.Key_1 + position), Qt.KeyboardModifier.ControlModifier)
        assert window.current_page.page_id == page
    before = window.current_page
    QTest.keyClick(window, Qt.Key.Key_9, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page is before


def test_arrow_keys_go_from_page_to_page(stage: Stage) -> None:
    stage.source.publish(modest_snapshot())
    window = stage.window()
    button = window.sidebar.button("overview")
    button.setFocus()
    QTest.keyClick(button, Qt.Key.Key_Down)
    assert window.current_page.page_id == "processes"
    QTest.keyClick(window.sidebar.button("processes"), Qt.Key.Key_Up)
    assert window.current_page.page_id == "overview"


@pytest.mark.parametrize("key", [Qt.Key.Key_Pause, Qt.Key.Key_F6])
def test_pause_stops_the_source_and_says_so(stage: Stage, key: Qt.Key) -> None:
    window = stage.window()
    place = window.current_page.geometry().topLeft()
    top = window.current_page.mapTo(window, place).y()
    QTest.keyClick(window, key)
    assert is_paused(stage)
    bar = window.findChild(NoticeBar)
    assert bar is not None
    button = bar.findChild(QPushButton)
    assert button is not None
    button.click()
    assert not is_paused(stage)
    stage.qtbot.waitUntil(lambda: notices(window) == [])
    stage.qtbot.waitUntil(lambda: window.current_page.mapTo(window, place).y() == top)


def test_f5_asks_for_a_tick(stage: Stage) -> None:
    stage.source.publish(full_snapshot(1))
    window = stage.window()
    QTest.keyClick(window, Qt.Key.Key_F5)
    latest = stage.source.bus.latest
    assert latest is not None
    assert latest.seq == 2


def test_find_goes_to_the_processes(stage: Stage) -> None:
    stage.source.publish(full_snapshot(1))
    window = stage.window()
    QTest.keyClick(window, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert window.current_page.page_id == "processes"


def test_quit_and_close(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window()
    with qtbot.waitSignal(window.quit_requested):
        QTest.keyClick(window, Qt.Key.Key_Q, Qt.KeyboardModifier.ControlModifier)
    with qtbot.waitSignal(window.closed):
        QTest.keyClick(window, Qt.Key.Key_W, Qt.KeyboardModifier.ControlModifier)
    assert not window.isVisible()


def test_closing_to_the_tray_only_hides(stage: Stage, qtbot: QtBot) -> None:
    window = stage.window(keep=True)
    with qtbot.assertNotEmitted(window.closed):
        window.close()
    assert not window.isVisible()
    window.bring_to_front()
    assert window.isVisible()


def test_geometry_and_page_are_remembered(stage: Stage) -> None:
    window = stage.window("memory")
    window.resize(780, 600)
    window.save_state()
    assert stage.settings.window.page == "memory"
    again = MainWindow(stage.context, "memory", keep_when_closed=lambda: False)
    stage.qtbot.addWidget(again, before_close_func=lambda one: one.close_for_good())
    assert (again.width(), again.height()) == (780, 600)


def test_full_screen_is_for_now_and_not_for_the_next_start(stage: Stage) -> None:
    window = stage.window("memory")
    window.setWindowState(Qt.WindowState.WindowMaximized)
    QTest.keyClick(window, Qt.Key.Key_F11)
    assert window.isFullScreen()
    window.save_state()
    again = MainWindow(stage.context, "memory", keep_when_closed=lambda: False)
    stage.qtbot.addWidget(again, before_close_func=lambda one: one.close_for_good())
    assert again.windowState() == Qt.WindowState.WindowMaximized


def test_on_a_small_screen_the_title_bar_has_room_too(stage: Stage) -> None:
    window = MainWindow(stage.context, "overview", keep_when_closed=lambda: False)
    stage.qtbot.addWidget(window, before_close_func=lambda one: one.close_for_good())
    room = window.screen().availableGeometry()
    assert room.height() < 820, "a screen too low for the usual size"
    assert window.width() <= room.width()
    assert window.height() <= room.height() - 40


def test_damaged_geometry_is_no_harm(stage: Stage) -> None:
    stage.settings.remember(geometry="bm90IGEgZ2VvbWV0cnk=")
    window = stage.window(shown=False)
    assert window.width() >= 760


def test_units_apply_at_once(stage: Stage) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window()
    stage.settings.change(memory_units="si", network_units="bytes")
    stage.qtbot.waitUntil(lambda: overview(window).cards[1].header.caption == "17.2\u00a0GB")
    assert overview(window).cards[3].header.headline == "20\u00a0B/s"


def test_problems_of_the_start_are_shown(stage: Stage) -> None:
    stage.context.problems.append("settings.json was damaged; <b>it</b> was kept.")
    window = stage.window()
    assert notices(window) == ["settings.json was damaged; <b>it</b> was kept."]


def test_what_keeps_the_api_from_serving_is_said_until_it_is_mended(stage: Stage) -> None:
    window = stage.window()
    assert isinstance(stage.remote, FakeRemoteAccess)
    problem = "Port 8000 is in use. Choose another one in Remote access."
    stage.remote.become(ApiState(ApiPhase.FAILED, port=8000, problem=problem))
    stage.qtbot.waitUntil(lambda: notices(window) == [problem])
    window.findChildren(NoticeBar)[0].findChildren(QPushButton)[0].click()
    assert window.current_page.page_id == "remote-access"
    stage.remote.become(ApiState(ApiPhase.LISTENING, urls=("http://127.0.0.1:8001/",), port=8001))
    stage.qtbot.waitUntil(lambda: notices(window) == [])


def test_an_unknown_page_is_the_overview(stage: Stage) -> None:
    assert stage.window("no-such-page").current_page.page_id == "overview"


def test_a_window_that_is_closed_for_good_hears_nothing(stage: Stage, tmp_path: Path) -> None:
    window = stage.window()
    window.close_for_good()
    window.close_for_good()
    stage.publish(full_snapshot(3))
    assert overview(window).cards[0].header.headline == "…"
    assert wants(stage) == NOTHING


def test_an_unknown_value_says_why(stage: Stage) -> None:
    failed = ProbeStatus("memory", ProbeState.FAILED, detail="/proc/meminfo: Permission denied")
    stage.source.publish(replace(full_snapshot(), memory=None, probes=(failed,)))
    window = stage.window()
    card = overview(window).cards[1]
    assert card.header.headline == "N/A"
    assert card.header.detail == "It could not be read."
    assert "Permission denied" in card.toolTip()
    assert window.sidebar.button("memory").value == "N/A"
    assert "Permission denied" in window.sidebar.button("memory").toolTip()
    stage.publish(full_snapshot(9))
    assert window.sidebar.button("memory").toolTip() == ""
    assert "Permission denied" not in card.toolTip()


def test_cards_say_in_the_catalogues_words_what_they_show(stage: Stage) -> None:
    window = stage.window()
    stage.publish(full_snapshot(1))
    cpu, memory = overview(window).cards[:2]
    for card, metric in ((cpu, metrics.CPU.metric("percent")), (memory, metrics.MEMORY.metric("percent"))):
        assert card.toolTip() == f"{metric.description}\nSource: {metric.source}"
    stage.publish(replace(full_snapshot(2), cpu=None, probes=(ProbeStatus("cpu", ProbeState.FAILED, detail="broken"),)))
    assert "broken" in cpu.toolTip()
    stage.publish(full_snapshot(3))
    assert cpu.toolTip().startswith(metrics.CPU.metric("percent").description)


def test_a_chart_of_several_metrics_tells_each_once(stage: Stage) -> None:
    curves = [MetricCurve(metrics.DISKS, "read_rate", "read"), MetricCurve(metrics.DISKS, "write_rate", "write")]
    assert about([*curves, curves[0]]) == (
        "Read: Bytes read from disk per second.\nWrite: Bytes written to disk per second.\n"
        "Source: /proc/diskstats; psutil.disk_io_counters"
    )


def test_a_number_that_is_not_there_says_why(stage: Stage) -> None:
    """The probes' own words; a probe is called after its section, not after its page."""
    window = stage.window()
    full = full_snapshot(1)
    assert full.gpus is not None
    idle = tuple(replace(device, load_percent=None) for device in full.gpus.devices)
    failing = Gpus(GpuAvailability.FAILED, problem="driver lost")
    failed = (ProbeStatus("gpus", ProbeState.FAILED, detail="driver lost"),)
    stage.publish(replace(full, gpus=failing, probes=failed))
    assert "driver lost" in window.sidebar.button("gpu").toolTip()
    stage.publish(full_snapshot(2))
    assert window.sidebar.button("gpu").toolTip() == ""
    read = (ProbeStatus("gpus", ProbeState.OK),)
    stage.publish(replace(full_snapshot(3), gpus=replace(full.gpus, devices=idle), probes=read))
    assert window.sidebar.button("gpu").toolTip() == "This machine does not provide it."


def test_the_cpu_page_shows_load_clock_and_pressure_where_they_are_told(stage: Stage) -> None:
    window = stage.window("cpu")
    page = window.current_page
    assert isinstance(page, CpuPage)
    stage.publish(modest_snapshot(1))
    assert list(page.strain.panels) == ["load", "clock"]
    stage.publish(full_snapshot(2))
    assert list(page.strain.panels) == ["load", "clock", "pressure"]
