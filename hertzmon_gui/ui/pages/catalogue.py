"""The pages there are: when each is shown, and what the sidebar says of it."""

from __future__ import annotations

from collections.abc import Callable

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model import metrics
from hertzmon_gui.model.metrics import MetricGroup
from hertzmon_gui.model.remote_access import ApiPhase
from hertzmon_gui.model.snapshot import GpuAvailability, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.pages.titles import page_title
from hertzmon_gui.ui.probe_state import Section


class Spark(Struct, frozen=True):
    """The sidebar's sparkline: a metric or the sum of some, the colour, and the top (None: the window's own peak)."""

    group: MetricGroup
    metric_ids: tuple[str, ...]
    colour: str
    top: float | None = 100.0


class PageEntry(Struct, frozen=True):
    """One page: its id, how it is built, whether this machine has what it shows, and its value in the sidebar.

    `section` is the part of a snapshot that the value comes from, and `tip` says more of it.
    """

    page_id: str
    build: Callable[[UiContext], Page]
    value: Callable[[UiContext, Snapshot], str]
    is_there: Callable[[UiContext, Snapshot | None], bool]
    spark: Spark | None = None
    section: Section | None = None
    tip: Callable[[UiContext, Snapshot], str] | None = None

    @property
    def title(self) -> str:
        """The page's name in the user's language."""
        return page_title(self.page_id)


def entries() -> tuple[PageEntry, ...]:
    """All pages, in the sidebar's order."""
    return (
        PageEntry("overview", _overview, lambda _c, _s: "", _always),
        PageEntry(
            "processes",
            _processes,
            _process_count,
            _always,
            section="processes",
        ),
        PageEntry(
            "cpu",
            _cpu,
            lambda _c, snapshot: text.percent(snapshot.cpu.percent if snapshot.cpu else None),
            _always,
            Spark(metrics.CPU, ("percent",), "cpu"),
            "cpu",
        ),
        PageEntry(
            "memory",
            _memory,
            lambda _c, snapshot: text.percent(snapshot.memory.percent if snapshot.memory else None),
            _always,
            Spark(metrics.MEMORY, ("percent",), "memory"),
            "memory",
        ),
        PageEntry(
            "disks",
            _disks,
            _disk_rate,
            _always,
            Spark(metrics.DISKS, ("read_rate", "write_rate"), "read", None),
            "disks",
            _disk_directions,
        ),
        PageEntry(
            "network",
            _network,
            _network_rate,
            _always,
            Spark(metrics.NETWORK, ("receive_rate", "send_rate"), "receive", None),
            "network",
            _network_directions,
        ),
        PageEntry(
            "gpu",
            _gpu,
            _gpu_load,
            _has_gpu,
            Spark(metrics.GPU, ("load",), "gpu"),
            "gpus",
        ),
        PageEntry(
            "sensors",
            _sensors,
            _hottest,
            _has_sensors,
            Spark(metrics.TEMPERATURE, ("celsius",), "sensor"),
            "sensors",
        ),
        PageEntry(
            "remote-access",
            _remote_access,
            _api_phase,
            lambda context, _s: context.remote_access is not None,
        ),
    )


def spark_instance(spark: Spark, context: UiContext, snapshot: Snapshot) -> str:
    """The instance that the sparkline follows: the first GPU, the hottest sensor."""
    if spark.group is metrics.TEMPERATURE:
        if snapshot.sensors is None or not snapshot.sensors.temperatures:
            return ""
        hottest = max(snapshot.sensors.temperatures, key=lambda sensor: sensor.celsius)
        return f"{hottest.chip}/{hottest.label}"
    instances = context.source.history.instances(spark.group.id)
    return instances[0] if instances else ""


def _always(_context: UiContext, _snapshot: Snapshot | None) -> bool:
    return True


def _has_gpu(_context: UiContext, snapshot: Snapshot | None) -> bool:
    """A failing driver counts: its page says what is wrong."""
    gpus = snapshot.gpus if snapshot else None
    return gpus is not None and (bool(gpus.devices) or gpus.availability is GpuAvailability.FAILED)


def _has_sensors(_context: UiContext, snapshot: Snapshot | None) -> bool:
    if snapshot is None:
        return False
    sensors = snapshot.sensors
    return snapshot.battery is not None or (sensors is not None and bool(sensors.temperatures or sensors.fans))


def _process_count(_context: UiContext, snapshot: Snapshot) -> str:
    return "" if snapshot.processes is None else text.count(len(snapshot.processes.rows))


def _disk_rate(context: UiContext, snapshot: Snapshot) -> str:
    disks = snapshot.disks
    return context.format.disk_rate(_both(disks.read_rate, disks.write_rate) if disks else None)


def _disk_directions(context: UiContext, snapshot: Snapshot) -> str:
    disks, write = snapshot.disks, context.format.disk_rate
    if disks is None:
        return ""
    sentence = QCoreApplication.translate("Pages", "Read {0}\nWrite {1}")
    return sentence.format(write(disks.read_rate), write(disks.write_rate))


def _network_rate(context: UiContext, snapshot: Snapshot) -> str:
    network = snapshot.network
    return context.format.network_rate(_both(network.receive_rate, network.send_rate) if network else None)


def _network_directions(context: UiContext, snapshot: Snapshot) -> str:
    network, write = snapshot.network, context.format.network_rate
    if network is None:
        return ""
    sentence = QCoreApplication.translate("Pages", "Receive {0}\nSend {1}")
    return sentence.format(write(network.receive_rate), write(network.send_rate))


def _both(one: float | None, other: float | None) -> float | None:
    """The sum of two directions, as far as they are known."""
    known = [rate for rate in (one, other) if rate is not None]
    return sum(known) if known else None


def _gpu_load(_context: UiContext, snapshot: Snapshot) -> str:
    devices = snapshot.gpus.devices if snapshot.gpus else ()
    return text.percent(devices[0].load_percent if devices else None)


def _hottest(context: UiContext, snapshot: Snapshot) -> str:
    if snapshot.sensors is not None and snapshot.sensors.temperatures:
        return context.format.temperature(max(sensor.celsius for sensor in snapshot.sensors.temperatures))
    return text.percent(snapshot.battery.percent if snapshot.battery else None)


def _api_phase(context: UiContext, _snapshot: Snapshot) -> str:
    translate = QCoreApplication.translate
    if context.remote_access is None:
        return ""
    phase = context.remote_access.state.phase
    if phase is ApiPhase.LISTENING:
        return translate("Pages", "on")
    if phase is ApiPhase.FAILED:
        return translate("Pages", "failed")
    return translate("Pages", "starting") if phase is ApiPhase.STARTING else translate("Pages", "off")


# Each page is imported when it is first visited: the first one then comes up sooner.
def _overview(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.overview import OverviewPage

    return OverviewPage(context)


def _processes(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.processes import ProcessesPage

    return ProcessesPage(context)


def _cpu(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.cpu import CpuPage

    return CpuPage(context)


def _memory(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.memory import MemoryPage

    return MemoryPage(context)


def _disks(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.disks import DisksPage

    return DisksPage(context)


def _network(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.network import NetworkPage

    return NetworkPage(context)


def _gpu(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.gpu import GpuPage

    return GpuPage(context)


def _sensors(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.sensors import SensorsPage

    return SensorsPage(context)


def _remote_access(context: UiContext) -> Page:
    from hertzmon_gui.ui.pages.remote_access import RemoteAccessPage

    return RemoteAccessPage(context)
