"""The cards of the overview: each draws its chart at a tick and writes its numbers once a second."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtGui import QContextMenuEvent

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import GpuDevice, Snapshot, Volume
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import HistoryChart, MetricCurve, about
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale, Scale
from hertzmon_gui.ui.charts.unit_scale import disk_scale, network_scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.probe_state import Section, awaited_reason, placeholder, reason, unless_awaited
from hertzmon_gui.ui.sensor_names import sensor_name, shared_labels
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.core_strip import CoreStrip
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.legend import Legend
from hertzmon_gui.ui.widgets.parts_bar import PartsBar
from hertzmon_gui.ui.widgets.top_processes import TopProcesses

_LEAST_PRESSURE_PERCENT = 10.0
_LEAST_CHART_HEIGHT = 72  # of the system card, whose facts give way


class OverviewCard(Card):
    """A card that can be brought up to a snapshot; `opens` is the id of its page, `about` says what it shows."""

    opens = "overview"
    about = ""

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on; at each tick."""

    def write(self, snapshot: Snapshot) -> None:
        """Write the numbers; at most once a second."""

    def write_unknown(self, snapshot: Snapshot, section: Section) -> None:
        """Say that there is no number, and why."""
        why = reason(snapshot, section)
        self.header.set_texts(placeholder(snapshot, section), why.partition("\n")[0])
        self.setToolTip(why)


class _ChartCard(OverviewCard):
    """A card with one chart."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        curves: Sequence[MetricCurve],
        scale: Scale,
        write: Callable[[float], str],
    ) -> None:
        super().__init__(context, title)
        self.about = about(curves)
        self.chart = HistoryChart(context, title, curves, scale, write, compact=True)
        self.chart.shows_top = not isinstance(scale, FixedScale)
        self.body.addWidget(self.chart, 1)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on."""
        self.chart.refresh(snapshot)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer the chart's menu also to the keyboard, which is on the card."""
        self.chart.contextMenuEvent(event)


class CpuCard(_ChartCard):
    """Load of all CPUs, and of each in a strip."""

    opens = "cpu"

    def __init__(self, context: UiContext) -> None:
        curves = [MetricCurve(metrics.CPU, "percent", "cpu")]
        super().__init__(context, self.tr("CPU"), curves, FixedScale(100.0), lambda value: text.percent(value, 1))
        self.cores = CoreStrip(context)
        self.body.addWidget(self.cores)

    def write(self, snapshot: Snapshot) -> None:
        """Percent, load, cores and clock."""
        cpu = snapshot.cpu
        if cpu is None:
            self.write_unknown(snapshot, "cpu")
            return
        caption = [self.tr("%n core(s)", "", cpu.logical_count)]
        if cpu.frequency is not None:
            caption.append(text.frequency(cpu.frequency.current))
        detail = ""
        if cpu.load_average is not None:
            detail = self.tr("load {0}").format("  ".join(f"{load:.1f}" for load in cpu.load_average))
        headline, detail = unless_awaited(snapshot, "cpu", cpu.percent, text.percent(cpu.percent, 1), detail)
        self.header.set_texts(headline, detail, " · ".join(caption))
        self.cores.set_cores(cpu.cores)


class MemoryCard(_ChartCard):
    """Memory in use, and its parts, which add up to the total."""

    opens = "memory"

    def __init__(self, context: UiContext) -> None:
        curves = [MetricCurve(metrics.MEMORY, "percent", "memory")]
        super().__init__(context, self.tr("Memory"), curves, FixedScale(100.0), lambda value: text.percent(value, 1))
        self.parts = PartsBar(context)
        self.legend = Legend(context)
        self.body.addWidget(self.parts)
        self.body.addWidget(self.legend)

    def write(self, snapshot: Snapshot) -> None:
        """Used, total and parts."""
        memory = snapshot.memory
        if memory is None:
            self.write_unknown(snapshot, "memory")
            return
        write = self._context.format.memory
        used = memory.total - memory.available
        detail = self.tr("used {0}").format(text.percent(memory.percent))
        self.header.set_texts(write(used), detail, write(memory.total))
        parts = (("memory", memory.apps), ("memory*0.55", memory.cached), ("memory*0.25", memory.unused))
        self.parts.set_parts(parts, memory.total)
        names = (self.tr("Apps"), self.tr("Cached"), self.tr("Free"))
        colours = [colour for colour, _ in parts]
        amounts = [write(amount) for _, amount in parts]
        full, short = (
            [(colour, f"{name} {amount}") for colour, name, amount in zip(colours, names, written, strict=True)]
            for written in (amounts, text.without_repeated_units(amounts))
        )
        self.legend.set_entries(full, short, list(zip(colours, names, strict=True)))


class GpuCard(_ChartCard):
    """Load and memory of the first GPU."""

    opens = "gpu"

    def __init__(self, context: UiContext) -> None:
        curves = [
            MetricCurve(metrics.GPU, "load", "gpu", instance="0"),
            MetricCurve(metrics.GPU, "memory_percent", "memory", instance="0", filled=False),
        ]
        super().__init__(context, self.tr("GPU"), curves, FixedScale(100.0), lambda value: text.percent(value, 1))
        self.body.addWidget(Legend(context, [("gpu", self.tr("Load")), ("memory", self.tr("Memory"))]))

    def write(self, snapshot: Snapshot) -> None:
        """Load, memory and temperature."""
        if snapshot.gpus is None or not snapshot.gpus.devices:
            self.write_unknown(snapshot, "gpus")
            return
        gpu, count = snapshot.gpus.devices[0], len(snapshot.gpus.devices)
        caption = self.tr("1 of {0} · {1}").format(count, gpu.name) if count > 1 else gpu.name
        self.header.set_texts(text.percent(gpu.load_percent), self._detail(gpu), caption)

    def _detail(self, gpu: GpuDevice) -> str:
        if gpu.asleep:
            return self.tr("asleep")
        parts = []
        write = self._context.format.memory
        if gpu.memory_used is not None and gpu.memory_total is not None:
            parts.append(self.tr("{0} of {1}").format(write(gpu.memory_used), write(gpu.memory_total)))
        if gpu.temperature_celsius is not None:
            parts.append(self._context.format.temperature(gpu.temperature_celsius))
        return " · ".join(parts)


class SensorsCard(_ChartCard):
    """The hottest sensor, where there is no GPU to show."""

    opens = "sensors"

    def __init__(self, context: UiContext) -> None:
        latest = context.source.bus.latest
        sensors = latest.sensors.temperatures if latest is not None and latest.sensors is not None else ()
        shared = shared_labels(sensors)
        ranked = sorted(sensors, key=lambda sensor: -sensor.celsius)[:3]
        curves = [
            MetricCurve(
                metrics.TEMPERATURE,
                "celsius",
                colour,
                f"{sensor.chip}/{sensor.label}",
                at == 0,
                sensor_name(sensor.chip, sensor.label, shared),
            )
            for at, (sensor, colour) in enumerate(zip(ranked, ("sensor", "send", "cpu"), strict=False))
        ]
        super().__init__(
            context, self.tr("Sensors"), curves, FixedScale(100.0), lambda value: context.format.temperature(value)
        )
        self.body.addWidget(Legend(context, [(curve.colour, curve.label) for curve in curves]))

    def write(self, snapshot: Snapshot) -> None:
        """The hottest one, by name."""
        if snapshot.sensors is None or not snapshot.sensors.temperatures:
            self.write_unknown(snapshot, "sensors")
            return
        hottest = max(snapshot.sensors.temperatures, key=lambda sensor: sensor.celsius)
        self.header.set_texts(self._context.format.temperature(hottest.celsius), hottest.label, hottest.chip)


class SystemCard(OverviewCard):
    """The machine itself, where it has neither a GPU nor sensors."""

    opens = "cpu"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, self.tr("System"))
        self.facts = Facts(context, may_shrink=True)
        self.body.addWidget(self.facts)
        self.chart: HistoryChart | None = None
        self._legend: Legend | None = None
        self._shows_pressure = False

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on: of the pressure once the system has told it, of the load averages before."""
        if self.chart is None or (snapshot.pressure is not None and not self._shows_pressure):
            self._show_chart(with_pressure=snapshot.pressure is not None)
        if self.chart is not None:
            self.chart.refresh(snapshot)

    def _show_chart(self, *, with_pressure: bool) -> None:
        for old in (self.chart, self._legend):
            if old is not None:
                self.body.removeWidget(old)
                old.hide()
                old.deleteLater()
        write: Callable[[float], str] = text.percent if with_pressure else text.decimal
        group, names = (
            (metrics.PRESSURE, ("cpu", "memory", "io"))
            if with_pressure
            else (metrics.CPU, ("load1", "load5", "load15"))
        )
        curves = [
            MetricCurve(group, name, colour, filled=False)
            for name, colour in zip(names, ("cpu", "send", "write"), strict=True)
        ]
        scale = RateScale(_LEAST_PRESSURE_PERCENT if with_pressure else 1.0)
        self._shows_pressure = with_pressure
        self.about = about(curves)
        self.chart = HistoryChart(self._context, self.tr("Pressure and load"), curves, scale, write, compact=True)
        self.chart.shows_top = True
        self.chart.setMinimumHeight(_LEAST_CHART_HEIGHT)
        self._legend = Legend(self._context)
        short = (
            (self.tr("CPU"), self.tr("Memory"), self.tr("IO"))
            if with_pressure
            else (self.tr("1 min"), self.tr("5 min"), self.tr("15 min"))
        )
        self._legend.set_entries(
            [(curve.colour, curve.text) for curve in curves],
            [(curve.colour, name) for curve, name in zip(curves, short, strict=True)],
        )
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self._legend)

    def write(self, snapshot: Snapshot) -> None:
        """Uptime and what the machine runs."""
        system = snapshot.system
        if system is None:
            self.write_unknown(snapshot, "system")
            return
        self.header.set_texts(text.duration(system.uptime_seconds), self.tr("up"), system.architecture)
        processes = snapshot.processes
        facts = [
            (self.tr("System"), system.os_name or system.platform),
            (self.tr("Kernel"), system.kernel or text.unknown()),
            (self.tr("Processor"), (snapshot.cpu.model_name if snapshot.cpu else None) or text.unknown()),
            (self.tr("Processes"), text.count(len(processes.rows) if processes else None)),
            (self.tr("Threads"), text.count(processes.threads if processes else None)),
        ]
        swap = snapshot.memory.swap if snapshot.memory else None
        if swap is not None and swap.total:
            write = self._context.format.memory
            facts.append((self.tr("Swap"), self.tr("{0} of {1}").format(write(swap.used), write(swap.total))))
        unread = reason(snapshot, "processes")
        reasons = {
            self.tr("Kernel"): self.tr("The system does not name its kernel."),
            self.tr("Processor"): (
                self.tr("The processor does not tell its name.") if snapshot.cpu else reason(snapshot, "cpu")
            ),
            self.tr("Processes"): unread,
            self.tr("Threads"): unread,
        }
        self.facts.set_facts(facts, reasons)


class NetworkCard(_ChartCard):
    """What comes and goes over the physical interfaces."""

    opens = "network"

    def __init__(self, context: UiContext) -> None:
        curves = [
            MetricCurve(metrics.NETWORK, "receive_rate", "receive"),
            MetricCurve(metrics.NETWORK, "send_rate", "send"),
        ]
        super().__init__(
            context,
            self.tr("Network"),
            curves,
            network_scale(context),
            lambda value: context.format.network_rate(value),
        )
        self.body.addWidget(Legend(context, [("receive", self.tr("Receive")), ("send", self.tr("Send"))]))

    def write(self, snapshot: Snapshot) -> None:
        """Both rates, and the busiest interface."""
        network = snapshot.network
        if network is None:
            self.write_unknown(snapshot, "network")
            return
        write = self._context.format.network_rate
        up = [nic for nic in network.interfaces if nic.is_up and not nic.is_loopback and not nic.is_virtual]
        busiest = max(up, key=lambda nic: nic.bytes_received + nic.bytes_sent, default=None)
        detail = self.tr("down · up {0}").format(write(network.send_rate))
        headline, detail = unless_awaited(
            snapshot, "network", network.receive_rate, write(network.receive_rate), detail
        )
        self.header.set_texts(headline, detail, busiest.name if busiest else "")


class DisksCard(_ChartCard):
    """What is read and written, and how full the system's disk is."""

    opens = "disks"

    def __init__(self, context: UiContext) -> None:
        curves = [MetricCurve(metrics.DISKS, "read_rate", "read"), MetricCurve(metrics.DISKS, "write_rate", "write")]
        super().__init__(
            context, self.tr("Disks"), curves, disk_scale(context), lambda value: context.format.disk_rate(value)
        )
        self.body.addWidget(Legend(context, [("read", self.tr("Read")), ("write", self.tr("Write"))]))

    def write(self, snapshot: Snapshot) -> None:
        """Both rates, and the fullness of the volume that the system lives on."""
        disks = snapshot.disks
        if disks is None:
            self.write_unknown(snapshot, "disks")
            return
        write = self._context.format.disk_rate
        detail = self.tr("read · write {0}").format(write(disks.write_rate))
        headline, detail = unless_awaited(snapshot, "disks", disks.read_rate, write(disks.read_rate), detail)
        self.header.set_texts(headline, detail, self._fullness(disks.volumes))

    def _fullness(self, volumes: Sequence[Volume]) -> str:
        readable = [volume for volume in volumes if volume.total and volume.percent is not None]
        if not readable:
            return ""
        system = next((volume for volume in readable if volume.mountpoint in {"/", "C:\\"}), readable[0])
        return self.tr("{0}: {1} of {2}").format(
            system.mountpoint, text.percent(system.percent), self._context.format.capacity(system.total)
        )


class TopProcessesCard(OverviewCard):
    """The processes that take the most CPU."""

    opens = "processes"

    def __init__(self, context: UiContext) -> None:
        super().__init__(context, self.tr("Top processes"), with_headline=False)
        self.header.set_texts(caption=self.tr("by CPU"))
        self.table = TopProcesses(context, awaited_reason())
        self.body.addWidget(self.table, 1)
        self.body.setSpacing(4)

    def write(self, snapshot: Snapshot) -> None:
        """The busiest rows, or why there are none."""
        if snapshot.processes is None:
            why = reason(snapshot, "processes")
            self.table.show_instead(why.partition("\n")[0])
            self.setToolTip(why)
        else:
            self.table.set_processes(snapshot.processes.rows, snapshot.cpu.logical_count if snapshot.cpu else 1)
