"""GpuSection: one GPU on the GPU page."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QVBoxLayout, QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import GpuDevice, Gpus, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale, Scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.style import GAP
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid
from hertzmon_gui.ui.widgets.plain_rows import PlainRows

_SMALL_WIDTH = 200
_MOST_PROCESSES = 15
_USUAL_POWER_WATTS = 300.0  # where the driver tells no limit
_LEAST_CLOCK_MEGAHERTZ = 500.0
_READERS = {"nvml": "NVML", "gputil": "GPUtil", "drm": "DRM"}


class GpuSection(QWidget):
    """One device: a large chart, small ones of what the driver tells, the rest as facts, and who uses it.

    Of a sleeping device nothing is known, so there is only its name.
    """

    def __init__(self, context: UiContext, device: GpuDevice, *, is_one_of_many: bool) -> None:
        super().__init__()
        self._context = context
        self._instance = str(device.index)
        self._power_limit = device.power_limit_watts or _USUAL_POWER_WATTS
        self.title = self.tr("GPU {0}: {1}").format(device.index, device.name) if is_one_of_many else device.name
        self._asleep = Card(context, self.title, is_button=False)
        self.panel = ChartPanel(
            context,
            self.title,
            [
                MetricCurve(metrics.GPU, "load", "gpu", self._instance),
                MetricCurve(metrics.GPU, "memory_percent", "memory", self._instance, filled=False),
            ],
            FixedScale(100.0),
            text.percent,
        )
        self.small = PanelGrid(_SMALL_WIDTH, most_columns=4)
        self._facts_card = Card(context, self.tr("Details"), with_headline=False, is_button=False)
        self.facts = Facts(context, columns=2)
        self._facts_card.body.addWidget(self.facts)
        self._processes_card = Card(context, self.tr("Processes"), with_headline=False, is_button=False)
        self.processes = PlainRows(
            context, ((self.tr("Name"), 3), (self.tr("PID"), 1), (self.tr("Load"), 1), (self.tr("Memory"), 1.4))
        )
        self._processes_card.body.addWidget(self.processes)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(GAP)
        for widget in (self._asleep, self.panel, self.small, self._facts_card, self._processes_card):
            column.addWidget(widget)
        self._show_asleep(device.asleep)
        self._processes_card.hide()

    def draw(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        self.panel.draw(snapshot)
        self.small.draw(snapshot)

    def write(self, snapshot: Snapshot, gpus: Gpus, device: GpuDevice) -> None:
        """Write the numbers."""
        self._show_asleep(device.asleep)
        vendor = device.vendor.upper()
        if device.asleep:
            why = self.tr("To read it would wake it up and cost power.")
            self._asleep.header.set_texts(self.tr("Asleep"), why, vendor)
            return
        write = self._context.format.memory
        detail = ""
        if device.memory_used is not None and device.memory_total is not None:
            detail = self.tr("{0} of {1}").format(write(device.memory_used), write(device.memory_total))
        self.panel.header.set_texts(text.percent(device.load_percent), detail, vendor)
        self.panel.write_legend()
        captions = self._captions(device)
        known = [name for name, caption in captions.items() if caption is not None]
        if not set(known) <= self.small.panels.keys():  # what is missing for a moment leaves a gap, not a hole
            self.small.match([name for name in captions if name in known or name in self.small.panels], self._made)
            self.small.draw(snapshot)
        for name, caption in captions.items():
            self.small.write(name, text.unknown() if caption is None else caption)
        unnamed = self.tr("The reading does not say which library it came through.")
        self.facts.set_facts(self._facts(gpus, device), {self.tr("Read through"): unnamed})
        self._write_processes(snapshot, device)

    def _show_asleep(self, is_asleep: bool) -> None:
        self._asleep.setVisible(is_asleep)
        self.panel.setVisible(not is_asleep)
        self._facts_card.setVisible(not is_asleep)
        self.small.setVisible(not is_asleep and bool(self.small.panels))
        if is_asleep:
            self._processes_card.hide()

    def _captions(self, device: GpuDevice) -> dict[str, str | None]:
        """What stands beside the names of the small charts; None where the driver does not tell."""

        def written(value: float | None, write: Callable[[float | None], str]) -> str | None:
            return None if value is None else write(value)

        has_engines = device.encoder_percent is not None or device.decoder_percent is not None
        return {
            "temperature": written(device.temperature_celsius, self._context.format.temperature),
            "power": written(device.power_watts, text.watts),
            "clock": written(device.graphics_clock_mhz, text.frequency),
            "engines": "" if has_engines else None,  # their legend tells both
        }

    def _made(self, name: str) -> SmallPanel:
        scale: Scale = FixedScale(100.0)
        write: Callable[[float], str] = text.percent
        title = ""
        match name:
            case "temperature":
                curves = [self._curve("temperature", "sensor")]
                write = lambda value: self._context.format.temperature(value)  # noqa: E731 (one of several ways to write)
            case "power":
                curves, scale, write = [self._curve("power", "write")], FixedScale(self._power_limit), text.watts
            case "clock":
                curves, write = [self._curve("graphics_clock", "cpu")], text.frequency
                scale = RateScale(_LEAST_CLOCK_MEGAHERTZ)
            case _:
                title = self.tr("Video")
                curves = [self._curve("encoder", "send"), self._curve("decoder", "receive")]
        return SmallPanel(self._context, title or curves[0].text, curves, scale, write)

    def _curve(self, metric_id: str, colour: str) -> MetricCurve:
        return MetricCurve(metrics.GPU, metric_id, colour, self._instance)

    def _facts(self, gpus: Gpus, device: GpuDevice) -> list[tuple[str, str]]:
        """What no chart tells."""
        rate = self._context.format.disk_rate
        candidates = (
            (self.tr("Power limit"), device.power_limit_watts, text.watts),
            (self.tr("Memory clock"), device.memory_clock_mhz, text.frequency),
            (self.tr("Fan"), device.fan_percent, text.percent),
            (self.tr("PCIe receive"), device.pcie_receive_rate, rate),
            (self.tr("PCIe send"), device.pcie_send_rate, rate),
        )
        facts = [(name, write(value)) for name, value, write in candidates if value is not None]
        readers = [_READERS[reader] for reader in (gpus.reader or "").split("+") if reader in _READERS]
        facts.append((self.tr("Read through"), ", ".join(readers) or text.unknown()))
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
