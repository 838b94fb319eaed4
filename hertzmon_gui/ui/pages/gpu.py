"""GPU: each device with its load, memory, engines, power and processes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus, Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale, Scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.probe_state import reason
from hertzmon_gui.ui.style import GAP
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.empty_state import EmptyState
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid
from hertzmon_gui.ui.widgets.plain_rows import PlainRows
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_SMALL_WIDTH = 220
_MOST_PROCESSES = 15


class GpuPage(ScrollPage):
    """One section per device; what the driver does not tell is left out."""

    page_id = "gpu"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.empty = EmptyState(context, self.tr("No GPU"))
        self.column.addWidget(self.empty, 1)
        self.sections: dict[int, GpuSection] = {}

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("GPU")

    def demand(self) -> Demand:
        """The GPU's processes, with their names."""
        return Demand(charts=True, processes=True, process_gpu=True)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.gpus is not None:
            self._match_devices(snapshot.gpus)
        for section in self.sections.values():
            section.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers, or why there are none."""
        gpus = snapshot.gpus
        if gpus is None:
            self.empty.set_texts(self.tr("No GPU"), reason(snapshot, "gpus"))
            return
        if not gpus.devices:
            self.empty.set_texts(self.tr("No GPU"), self._why_empty(gpus))
        for device in gpus.devices:
            section = self.sections.get(device.index)
            if section is not None:
                section.write(snapshot, gpus, device)

    def _why_empty(self, gpus: Gpus) -> str:
        if gpus.availability is GpuAvailability.NO_LIBRARY:
            return self.tr("No library to read GPUs with is installed.")
        if gpus.availability is GpuAvailability.FAILED:
            return self.tr("The driver does not answer: {0}").format(gpus.problem or text.unknown())
        return self.tr("No GPU was found in this machine.")

    def _match_devices(self, gpus: Gpus) -> None:
        wanted = {device.index: device for device in gpus.devices}
        self.empty.setVisible(not wanted)
        for index in self.sections.keys() - wanted.keys():
            gone = self.sections.pop(index)
            gone.hide()
            gone.deleteLater()
        for index in sorted(wanted.keys() - self.sections.keys()):
            section = GpuSection(self.context, wanted[index])
            self.sections[index] = section
            self.column.addWidget(section)


class GpuSection(QWidget):
    """One device."""

    def __init__(self, context: UiContext, device: GpuDevice) -> None:
        super().__init__()
        self._context = context
        instance = str(device.index)
        self.panel = ChartPanel(
            context,
            device.name,
            [
                MetricCurve(metrics.GPU, "load", "gpu", instance),
                MetricCurve(metrics.GPU, "memory_percent", "memory", instance, filled=False),
            ],
            FixedScale(100.0),
            text.percent,
        )
        self._small = FlowGrid(_SMALL_WIDTH, most_columns=5)
        self.small_panels: dict[str, SmallPanel] = {}
        card = Card(context, self.tr("Details"), with_headline=False, is_button=False)
        self.facts = Facts(context, columns=2)
        card.body.addWidget(self.facts)
        self._processes_card = Card(context, self.tr("Processes"), with_headline=False, is_button=False)
        self.processes = PlainRows(
            context, ((self.tr("Name"), 3), (self.tr("PID"), 1), (self.tr("Load"), 1), (self.tr("Memory"), 1.4))
        )
        self._processes_card.body.addWidget(self.processes)
        self._processes_card.hide()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self.panel, self._small, card, self._processes_card):
            column.addWidget(widget)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        self.panel.draw(snapshot)
        for panel in self.small_panels.values():
            panel.draw(snapshot)

    def write(self, snapshot: Snapshot, gpus: Gpus, device: GpuDevice) -> None:
        """Write the numbers."""
        write = self._context.format.memory
        detail = self.tr("asleep") if device.asleep else ""
        if device.memory_used is not None and device.memory_total is not None:
            detail = self.tr("{0} of {1}").format(write(device.memory_used), write(device.memory_total))
        self.panel.header.set_texts(text.percent(device.load_percent), detail, device.vendor.upper())
        self.panel.write_legend()
        self._match_small_panels(snapshot, device)
        for name, (value, writer, _scale) in self._small_values(device).items():
            if name in self.small_panels:
                self.small_panels[name].header.set_texts(caption=writer(value))
        self.facts.set_facts(self._facts(gpus, device))
        self._write_processes(snapshot, device)

    def _small_values(self, device: GpuDevice) -> dict[str, tuple[float | None, Callable[[float | None], str], Scale]]:
        context = self._context
        return {
            "temperature": (
                device.temperature_celsius,
                lambda value: context.format.temperature(value),
                FixedScale(100.0),
            ),
            "power": (device.power_watts, text.watts, FixedScale(device.power_limit_watts or 300.0)),
            "graphics_clock": (device.graphics_clock_mhz, text.frequency, RateScale(500.0)),
            "encoder": (device.encoder_percent, text.percent, FixedScale(100.0)),
            "decoder": (device.decoder_percent, text.percent, FixedScale(100.0)),
        }

    def _match_small_panels(self, snapshot: Snapshot, device: GpuDevice) -> None:
        known = {name: parts for name, parts in self._small_values(device).items() if parts[0] is not None}
        if known.keys() <= self.small_panels.keys():
            return  # a value that is missing for a moment leaves a gap, not a hole in the page
        colours = {
            "temperature": "sensor",
            "power": "write",
            "graphics_clock": "cpu",
            "encoder": "send",
            "decoder": "receive",
        }
        for name, (_value, writer, scale) in known.items():
            if name not in self.small_panels:
                curve = MetricCurve(metrics.GPU, name, colours[name], str(device.index))
                self.small_panels[name] = SmallPanel(self._context, curve.text, [curve], scale, writer)
        self._small.set_tiles(list(self.small_panels.values()))
        self.draw(snapshot)

    def _facts(self, gpus: Gpus, device: GpuDevice) -> list[tuple[str, str]]:
        rate = self._context.format.disk_rate
        candidates = (
            (self.tr("Temperature"), device.temperature_celsius, self._context.format.temperature),
            (self.tr("Power"), device.power_watts, text.watts),
            (self.tr("Power limit"), device.power_limit_watts, text.watts),
            (self.tr("Graphics clock"), device.graphics_clock_mhz, text.frequency),
            (self.tr("Memory clock"), device.memory_clock_mhz, text.frequency),
            (self.tr("Fan"), device.fan_percent, text.percent),
            (self.tr("PCIe receive"), device.pcie_receive_rate, rate),
            (self.tr("PCIe send"), device.pcie_send_rate, rate),
        )
        facts = [(name, writer(value)) for name, value, writer in candidates if value is not None]
        readers = {"nvml": "NVML", "gputil": "GPUtil", "drm": "DRM"}
        facts.append((self.tr("Read through"), readers.get(gpus.reader or "", text.unknown())))
        if gpus.driver_version:
            facts.append((self.tr("Driver"), gpus.driver_version))
        return facts

    def _write_processes(self, snapshot: Snapshot, device: GpuDevice) -> None:
        rows = snapshot.processes.rows if snapshot.processes is not None else ()
        names = {process.identity.pid: process.identity.name for process in rows}
        busiest = sorted(device.processes, key=lambda one: (-(one.percent or 0), -(one.memory_bytes or 0), one.pid))
        self.processes.set_rows(
            [
                (
                    names.get(one.pid, text.unknown()),
                    str(one.pid),
                    text.percent(one.percent),
                    self._context.format.memory(one.memory_bytes),
                )
                for one in busiest[:_MOST_PROCESSES]
            ]
        )
        self._processes_card.setVisible(bool(device.processes))
