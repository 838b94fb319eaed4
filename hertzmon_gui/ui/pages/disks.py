"""Disks: what all of them do, what each does, and how full every volume is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Disk, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.probe_state import reason
from hertzmon_gui.ui.rates import disk_scale
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage
from hertzmon_gui.ui.widgets.volume_rows import VolumeRows

_SMALL_WIDTH = 300
_MOST_SMALL_CHARTS = 24


class DisksPage(ScrollPage):
    """One large chart, one small chart per whole device, one bar per volume."""

    page_id = "disks"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.panel = ChartPanel(
            context,
            self.title,
            [MetricCurve(metrics.DISKS, "read_rate", "read"), MetricCurve(metrics.DISKS, "write_rate", "write")],
            disk_scale(context),
            lambda value: context.format.disk_rate(value),
        )
        self.column.addWidget(self.panel, 3)
        self._devices = FlowGrid(_SMALL_WIDTH, most_columns=3)
        self.column.addWidget(self._devices, 1)
        card = Card(context, self.tr("Volumes"), with_headline=False, is_button=False)
        self.volumes = VolumeRows(context)
        card.body.addWidget(self.volumes)
        self.column.addWidget(card)
        self._device_panels: dict[str, SmallPanel] = {}
        context.settings_changed.connect(self._follow_units)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Disks")

    @property
    def device_names(self) -> list[str]:
        """The devices that have a chart."""
        return list(self._device_panels)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.disks is not None:
            self._match_devices([disk for disk in snapshot.disks.devices if disk.is_whole])
        self.panel.draw(snapshot)
        for panel in self._device_panels.values():
            panel.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        disks = snapshot.disks
        if disks is None:
            self.panel.header.set_texts(text.unknown(), reason(snapshot, "disks"))
            return
        write = self.context.format.disk_rate
        self.panel.header.set_texts(write(disks.read_rate), self.tr("read · {0} write").format(write(disks.write_rate)))
        self.panel.write_legend()
        for disk in disks.devices:
            panel = self._device_panels.get(disk.name)
            if panel is not None:
                panel.header.set_texts(caption=self._caption(disk))
                panel.setToolTip(self._tip(disk))
        self.volumes.set_volumes(disks.volumes)

    def _caption(self, disk: Disk) -> str:
        parts = []
        if disk.busy_percent is not None:
            parts.append(self.tr("{0} busy").format(text.percent(disk.busy_percent)))
        if disk.latency_ms is not None:
            parts.append(text.milliseconds(disk.latency_ms))
        if disk.size_bytes is not None:
            parts.append(self.context.format.capacity(disk.size_bytes))
        return " · ".join(parts)

    def _tip(self, disk: Disk) -> str:
        lines = [disk.model_name or disk.name]
        lines.append(self.tr("{0} reads, {1} writes").format(_ops(disk.read_ops_rate), _ops(disk.write_ops_rate)))
        write = self.context.format.capacity
        lines.append(
            self.tr("{0} read and {1} written since the start").format(write(disk.read_bytes), write(disk.write_bytes))
        )
        return "\n".join(lines)

    def _match_devices(self, devices: list[Disk]) -> None:
        wanted = [disk.name for disk in devices[:_MOST_SMALL_CHARTS]]
        if wanted == list(self._device_panels):
            return
        self._device_panels = {name: self._device_panels.get(name) or self._made(name) for name in wanted}
        self._devices.set_tiles(list(self._device_panels.values()))

    def _made(self, name: str) -> SmallPanel:
        curves = [
            MetricCurve(metrics.DISK, "read_rate", "read", instance=name),
            MetricCurve(metrics.DISK, "write_rate", "write", instance=name),
        ]
        return SmallPanel(
            self.context, name, curves, disk_scale(self.context), lambda value: self.context.format.disk_rate(value)
        )

    def _follow_units(self) -> None:
        charts = [self.panel.chart, *(panel.chart for panel in self._device_panels.values())]
        for chart in charts:
            chart.set_scale(disk_scale(self.context))


def _ops(rate: float | None) -> str:
    return text.per_second(rate)
