"""Pages of resources: what they show of large machines, before the first reading, and of what cannot be read."""

from __future__ import annotations

import itertools

import pytest
from msgspec.structs import replace
from PySide6.QtCore import QPoint
from PySide6.QtGui import QHelpEvent
from PySide6.QtWidgets import QApplication, QToolTip

from hertzmon_gui.model.snapshot import (
    GpuAvailability,
    Gpus,
    ProbeState,
    ProbeStatus,
    Sensors,
    Snapshot,
    Temperature,
)
from hertzmon_gui.ui.main_window import MainWindow
from hertzmon_gui.ui.pages.cpu import CpuPage
from hertzmon_gui.ui.pages.cpu_stacked import StackedCores
from hertzmon_gui.ui.pages.disks import DisksPage
from hertzmon_gui.ui.pages.gpu import GpuPage
from hertzmon_gui.ui.pages.memory import MemoryPage
from hertzmon_gui.ui.pages.network import NetworkPage
from hertzmon_gui.ui.pages.overview import OverviewPage
from hertzmon_gui.ui.pages.overview_cards import SensorsCard, TopProcessesCard
from hertzmon_gui.ui.pages.sensors import SensorsPage
from hertzmon_gui.ui.widgets.card import Card, CardHeader
from hertzmon_gui.ui.widgets.core_tiles import CoreTiles
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage
from tests.fakes import full_snapshot
from tests.ui.machines import grand_snapshot
from tests.ui.stage import QUIET, Stage, bare_snapshot, modest_snapshot

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]

READ_PAGES = ("cpu", "memory", "disks", "network")
SECTIONS = ("system", "cpu", "memory", "disks", "network", "connections", "processes", "gpus", "sensors", "battery")


def failing(seq: int = 7) -> Snapshot:
    """A machine whose every probe fails."""
    status = tuple(ProbeStatus(name, ProbeState.FAILED, detail="broken") for name in SECTIONS)
    return replace(bare_snapshot(seq), probes=status)


def is_empty(page: ScrollPage) -> bool:
    return page.is_empty


def header_of(page: ScrollPage) -> CardHeader:
    panel = page.shown_panel if isinstance(page, CpuPage) else vars(page)["panel"]
    assert isinstance(panel, Card)
    return panel.header


def scrolled(window: MainWindow) -> ScrollPage:
    page = window.current_page
    assert isinstance(page, ScrollPage)
    return page


@pytest.mark.parametrize("cores", [33, 64, 128, 256])
def test_many_cores_are_tiles_of_one_widget(stage: Stage, cores: int) -> None:
    window = stage.window("cpu")
    for seq in range(3):
        stage.publish(grand_snapshot(seq, cores))
    page = window.current_page
    assert isinstance(page, CpuPage)
    assert page.cores.panels == {}
    assert page.tiles.isVisible()
    rows = -(-cores // page.tiles.columns)
    assert page.tiles.height() >= rows * page.tiles.fontMetrics().height()
    assert not window.grab().isNull()


def test_few_cores_have_charts_of_their_own(stage: Stage) -> None:
    window = stage.window("cpu")
    stage.publish(full_snapshot())
    page = window.current_page
    assert isinstance(page, CpuPage)
    assert list(page.cores.panels) == ["0", "3"]
    assert not page.tiles.isVisible()


def test_a_tile_names_its_core(stage: Stage) -> None:
    tiles = CoreTiles(stage.context)
    stage.qtbot.addWidget(tiles)
    tiles.resize(600, 100)
    tiles.show()
    cpu = grand_snapshot(1, 40).cpu
    assert cpu is not None
    tiles.set_cores(cpu.cores, 1001.0)
    place = QPoint(tiles.width() // tiles.columns + 10, 10)
    QApplication.sendEvent(tiles, QHelpEvent(QHelpEvent.Type.ToolTip, place, tiles.mapToGlobal(place)))
    assert QToolTip.text().startswith("Core 1: ")
    QToolTip.hideText()


def test_what_a_chart_tells_is_not_told_again_as_a_fact(stage: Stage) -> None:
    window = stage.window("cpu")
    stage.publish(full_snapshot())
    page = window.current_page
    assert isinstance(page, CpuPage)
    names = {name for name, _ in page.facts.facts}
    assert list(page.strain.panels) == ["load", "clock", "pressure"]
    assert not names & {"Clock", "Pressure, some tasks waiting", "Load"}


def test_each_direction_is_told_in_numbers(stage: Stage) -> None:
    window = stage.window("network")
    stage.publish(full_snapshot())
    page = window.current_page
    assert isinstance(page, NetworkPage)
    assert page.panel.header.headline == "160\u00a0b/s"
    assert page.panel.header.detail == "down · up 80\u00a0b/s"
    assert [text for _, text in page.interfaces.panels["eth0"].legend.entries] == [
        "Receive 160\u00a0b/s",
        "Send 80\u00a0b/s",
    ]
    window.open_page("disks")
    disks = window.current_page
    assert isinstance(disks, DisksPage)
    assert [text for _, text in disks.devices.panels["vda"].legend.entries] == [
        "Read 512\u00a0B/s",
        "Write 1.0\u00a0kB/s",
    ]


def test_an_interface_shows_its_shortest_address(stage: Stage) -> None:
    window = stage.window("network")
    stage.publish(grand_snapshot())
    page = window.current_page
    assert isinstance(page, NetworkPage)
    assert page.interfaces.panels["enp195s0f3u1u2"].header.caption.startswith("192.0.2.1 ·")
    assert len(page.interfaces.panels) == 15


def test_units_change_the_scale_of_every_chart(stage: Stage) -> None:
    window = stage.window("network")
    stage.publish(grand_snapshot())
    page = window.current_page
    assert isinstance(page, NetworkPage)
    stage.settings.change(network_units="bytes")
    stage.qtbot.waitUntil(lambda: page.panel.header.headline.endswith("B/s"))
    stage.publish(grand_snapshot(8))
    assert page.panel.chart.drawn_top in {1e9, 8e8, 6e8}  # steps of bytes, not of bits


@pytest.mark.parametrize("name", READ_PAGES)
def test_a_page_says_that_its_first_reading_is_on_its_way(stage: Stage, name: str) -> None:
    window = stage.window(name)
    page = scrolled(window)
    assert not is_empty(page)
    stage.publish(bare_snapshot())
    assert not is_empty(page)  # its charts stand ready
    header = header_of(page)
    assert (header.headline, header.detail) == ("…", "The first reading is on its way.")
    assert window.sidebar.button(name).value == "…"


@pytest.mark.parametrize("name", READ_PAGES)
def test_a_page_that_was_never_read_says_why_instead_of_empty_charts(stage: Stage, name: str) -> None:
    window = stage.window(name)
    stage.publish(failing(1))
    page = scrolled(window)
    assert is_empty(page)
    assert page.empty.sentence == "It could not be read.\n(broken)"
    stage.publish(full_snapshot(2))
    assert not is_empty(page)
    stage.publish(failing(3))
    assert not is_empty(page)  # what was measured stays in sight
    header = header_of(page)
    assert (header.headline, header.detail) == ("N/A", "It could not be read. (broken)")


def test_rates_of_the_first_reading_are_awaited(stage: Stage) -> None:
    window = stage.window("disks")
    full = full_snapshot()
    assert full.disks is not None
    devices = tuple(replace(disk, read_rate=None, write_rate=None) for disk in full.disks.devices)
    disks = replace(full.disks, devices=devices, read_rate=None, write_rate=None)
    stage.publish(replace(full, interval_seconds=None, disks=disks, probes=()))
    page = window.current_page
    assert isinstance(page, DisksPage)
    assert page.panel.header.headline == "…"
    assert [text for _, text in page.devices.panels["vda"].legend.entries] == ["Read", "Write"]
    assert len(page.volumes.volumes) == 2


def test_the_top_processes_say_that_they_are_awaited(stage: Stage) -> None:
    window = stage.window()
    page = window.current_page
    assert isinstance(page, OverviewPage)
    card = page.cards[5]
    assert isinstance(card, TopProcessesCard)
    assert card.table.sentence == "The first reading is on its way."
    window.grab()
    stage.publish(failing(1))
    assert card.table.sentence == "It could not be read."
    assert "broken" in card.toolTip()
    stage.publish(full_snapshot(2))
    assert card.table.sentence == ""
    assert card.table.rows


def test_sensors_and_gpus_are_not_said_to_be_missing_before_the_first_reading(stage: Stage) -> None:
    window = stage.window("sensors")
    sensors = window.current_page
    assert isinstance(sensors, SensorsPage)
    stage.publish(bare_snapshot(1))
    assert (sensors.empty.title, sensors.empty.sentence) == ("Sensors", "The first reading is on its way.")
    stage.publish(failing(2))
    assert sensors.empty.title == "No sensors"
    window.open_page("gpu")
    gpu = window.current_page
    assert isinstance(gpu, GpuPage)
    stage.publish(bare_snapshot(3))
    assert gpu.empty.title == "GPU"
    stage.publish(replace(full_snapshot(4), gpus=Gpus(GpuAvailability.NO_DEVICE)))
    assert (gpu.empty.title, gpu.empty.sentence) == ("No GPU", "No GPU was found in this machine.")


def test_a_sensor_that_fails_keeps_its_chart(stage: Stage) -> None:
    window = stage.window("sensors")
    page = window.current_page
    assert isinstance(page, SensorsPage)
    stage.publish(grand_snapshot(1))
    assert len(page.grid.panels) == 25
    stage.publish(replace(grand_snapshot(2), sensors=None))
    assert len(page.grid.panels) == 25
    assert page.grid.panels["fan/nct6798/fan0"].header.caption == "N/A"
    assert page.grid.panels["battery"].header.caption.startswith("64\u00a0%")


def test_several_gpus_are_told_apart_and_a_sleeping_one_is_left_asleep(stage: Stage) -> None:
    window = stage.window("gpu")
    stage.publish(grand_snapshot(1))
    page = window.current_page
    assert isinstance(page, GpuPage)
    assert [section.title for section in page.sections.values()] == [
        "GPU 0: NVIDIA RTX 6000 Ada Generation",
        "GPU 1: NVIDIA RTX 6000 Ada Generation",
        "GPU 2: AMD Radeon RX 7900 XTX",
        "GPU 3: Intel Arc",
    ]
    first, sleeping = page.sections[0], page.sections[3]
    assert list(first.small.panels) == ["temperature", "power", "clock", "engines"]
    assert ("Read through", "NVML, DRM") in first.facts.facts
    assert first.panel.isVisible()
    assert not sleeping.panel.isVisible()
    gpus = grand_snapshot(2).gpus
    assert gpus is not None
    woken = tuple(replace(device, asleep=False, load_percent=5.0) for device in gpus.devices)
    stage.publish(replace(grand_snapshot(2), gpus=replace(gpus, devices=woken)))
    assert sleeping.panel.isVisible()
    assert sleeping.panel.header.headline == "5\u00a0%"


def test_memory_tells_swap_and_pressure_where_the_machine_has_them(stage: Stage) -> None:
    window = stage.window("memory")
    page = window.current_page
    assert isinstance(page, MemoryPage)
    stage.publish(full_snapshot(1))
    assert list(page.small.panels) == ["swap", "swap-rate", "pressure"]
    assert page.small.panels["swap"].header.caption == "1.0\u00a0GiB of 2.0\u00a0GiB"
    memory = modest_snapshot(2).memory
    assert memory is not None
    stage.publish(replace(modest_snapshot(2), memory=replace(memory, swap=None)))
    assert page.small.panels == {}
    assert not page.small.isVisible()
    assert ("Swap", "none") in page.facts.facts


@pytest.mark.parametrize(("cores", "lines"), [(8, 8), (64, 16), (100, 15)])
def test_stacked_cores_stay_legible(stage: Stage, cores: int, lines: int) -> None:
    window = stage.window("cpu")
    page = window.current_page
    assert isinstance(page, CpuPage)
    page.view.button("stacked").click()
    snapshot = grand_snapshot(1, cores)
    stage.publish(snapshot)
    panel = page.shown_panel
    assert isinstance(panel, StackedCores)
    assert panel.chart is not None
    assert len(panel.chart.curves) == lines
    assert panel.chart.curves[-1].label.endswith(str(cores - 1))
    assert [words for _, words in panel.legend.entries] == [
        f"{panel.chart.curves[0].label} at the bottom",
        f"{panel.chart.curves[-1].label} at the top",
    ]
    colours = [curve.colour for curve in panel.chart.curves]
    assert all(one != other for one, other in itertools.pairwise(colours))
    assert snapshot.cpu is not None
    mean = sum(core.percent or 0.0 for core in snapshot.cpu.cores) / cores
    assert sum(values[-1] for _, values in panel.chart.series) == pytest.approx(mean)


def test_each_stacked_core_tells_its_own_share(stage: Stage) -> None:
    page = stage.window("cpu").current_page
    assert isinstance(page, CpuPage)
    page.view.button("stacked").click()
    stage.publish(full_snapshot())
    panel = page.shown_panel
    assert isinstance(panel, StackedCores)
    assert panel.chart is not None
    assert [
        (curve.label, values[-1]) for curve, (_, values) in zip(panel.chart.curves, panel.chart.series, strict=True)
    ] == [
        ("Core 0", 25.0),
        ("Core 3", 12.5),
    ]


def test_sensors_of_one_label_are_told_apart_by_their_chip(stage: Stage) -> None:
    page = stage.window("sensors").current_page
    assert isinstance(page, SensorsPage)
    disk, other = Temperature("nvme", "Composite", 40.0), Temperature("nvme 2", "Composite", 45.0)
    package = Temperature("coretemp", "Package id 0", 55.0)
    for seq, sensors, titles in (
        (1, (package, disk), ["Package id 0", "Composite"]),
        (2, (package, disk, other), ["Package id 0", "Composite · nvme", "Composite · nvme 2"]),
    ):
        stage.publish(replace(modest_snapshot(seq), sensors=Sensors(sensors)))
        assert [panel.accessibleName() for panel in page.grid.panels.values()] == titles


def test_the_overview_s_sensors_are_told_apart_by_their_chip(stage: Stage) -> None:
    sensors = Sensors((Temperature("nvme", "Composite", 40.0), Temperature("nvme 2", "Composite", 45.0)))
    stage.source.publish(replace(modest_snapshot(), sensors=sensors))
    page = stage.window("overview").current_page
    assert isinstance(page, OverviewPage)
    card = page.cards[2]
    assert isinstance(card, SensorsCard)
    assert [curve.label for curve in card.chart.curves] == ["Composite · nvme 2", "Composite · nvme"]


def test_the_overview_says_that_it_shows_one_gpu_of_many(stage: Stage) -> None:
    page = stage.window("overview").current_page
    assert isinstance(page, OverviewPage)
    stage.publish(full_snapshot(1))
    assert page.cards[2].header.caption == "Imaginary GPU"
    stage.publish(grand_snapshot(2))
    assert page.cards[2].header.caption == "1 of 4 · NVIDIA RTX 6000 Ada Generation"


def test_the_loopback_is_the_last_interface(stage: Stage) -> None:
    page = stage.window("network").current_page
    assert isinstance(page, NetworkPage)
    stage.publish(full_snapshot())
    assert list(page.interfaces.panels) == ["eth0", "lo"]


def test_a_sensor_above_its_limit_warns(stage: Stage) -> None:
    window = stage.window("sensors")
    page = window.current_page
    assert isinstance(page, SensorsPage)
    for seq, celsius in ((1, 55.0), (2, 83.0), (3, 60.0)):
        sensor = Temperature("coretemp", "Package id 0", celsius, 80.0, 100.0)
        stage.publish(replace(full_snapshot(seq), sensors=Sensors((sensor,))))
        assert page.grid.panels["temperature/coretemp/Package id 0"].header.is_alarming is (celsius > 80.0)


def test_a_disk_tells_what_it_is_and_how_busy(stage: Stage) -> None:
    window = stage.window("disks")
    stage.publish(grand_snapshot())
    page = window.current_page
    assert isinstance(page, DisksPage)
    assert len(page.devices.panels) == 12
    caption = page.devices.panels["nvme2n1"].header.caption
    assert caption.endswith(" · 3.0\u00a0TB · Imaginary SSD 990 PRO")
    assert " busy · 0.70\u00a0ms · " in caption
