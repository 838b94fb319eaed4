"""Disks: what all of them do, what each does, and how full every volume is."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Disk, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.unit_scale import disk_scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.probe_state import unless_awaited
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid
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
        self.devices = PanelGrid(_SMALL_WIDTH, most_columns=3)
        self.column.addWidget(self.devices, 1)
        self._volumes_card = Card(context, self.tr("Volumes"), with_headline=False, is_button=False)
        self._volumes_card.hide()
        self.volumes = VolumeRows(context)
        self._volumes_card.body.addWidget(self.volumes)
        self.column.addWidget(self._volumes_card)

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.disks is not None:
            whole = [disk.name for disk in snapshot.disks.devices if disk.is_whole]
            self.devices.match(whole[:_MOST_SMALL_CHARTS], self._made)
        self.panel.draw(snapshot)
        self.devices.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        disks = snapshot.disks
        if disks is None:
            self.show_unread(snapshot, "disks", self.panel.header)
            return
        self.show_content()
        write = self.context.format.disk_rate
        detail = self.tr("read · write {0}").format(write(disks.write_rate))
        self.panel.header.set_texts(*unless_awaited(snapshot, "disks", disks.read_rate, write(disks.read_rate), detail))
        self.panel.write_legend()
        for disk in disks.devices:
            self.devices.write(disk.name, self._caption(disk), self._tip(disk))
        self.volumes.set_volumes(disks.volumes)
        self._volumes_card.setVisible(bool(disks.volumes))

    def _caption(self, disk: Disk) -> str:
        parts = []
        if disk.busy_percent is not None:
            parts.append(self.tr("{0} busy").format(text.percent(disk.busy_percent)))
        if disk.latency_ms is not None:
            parts.append(text.milliseconds(disk.latency_ms))
        if disk.size_bytes is not None:
            parts.append(self.context.format.capacity(disk.size_bytes))
        if disk.model_name:
            parts.append(disk.model_name)
        return " · ".join(parts)

    def _tip(self, disk: Disk) -> str:
        write = self.context.format.capacity
        reads, writes = text.per_second(disk.read_ops_rate), text.per_second(disk.write_ops_rate)
        return "\n".join(
            (
                disk.model_name or disk.name,
                self.tr("{0} reads, {1} writes").format(reads, writes),
                self.tr("{0} read and {1} written since the start").format(
                    write(disk.read_bytes), write(disk.write_bytes)
                ),
            )
        )

    def _made(self, name: str) -> SmallPanel:
        curves = [
            MetricCurve(metrics.DISK, "read_rate", "read", instance=name),
            MetricCurve(metrics.DISK, "write_rate", "write", instance=name),
        ]
        return SmallPanel(
            self.context, name, curves, disk_scale(self.context), lambda value: self.context.format.disk_rate(value)
        )
