"""StackedCores: all cores on top of each other."""

from __future__ import annotations

import numpy as np
from PySide6.QtWidgets import QSizePolicy

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.scale import FixedScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.card import Card

_HEIGHT = 300


class StackedCores(Card):
    """A large chart whose upper edge is the whole machine."""

    def __init__(self, context: UiContext, title: str) -> None:
        super().__init__(context, title, is_button=False)
        self._chart: TimeChart | None = None
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on."""
        cpu = snapshot.cpu
        if cpu is None or not cpu.cores:
            return
        chart = self._chart
        if chart is None or len(chart.curves) != len(cpu.cores):
            if chart is not None:
                self.body.removeWidget(chart)
                chart.deleteLater()
            curves = [Curve(self.tr("Core {0} and below").format(core.index), "cpu") for core in cpu.cores]
            chart = TimeChart(self._context, self.accessibleName(), curves, FixedScale(100.0), text.percent)
            self._chart = chart
            self.body.addWidget(chart, 1)
        history = self._context.source.history
        whole = None
        series = []
        for core in cpu.cores:
            times, values = history.series(metrics.CORE, "percent", str(core.index))
            share = values / len(cpu.cores)
            if whole is None:
                whole = share
            else:
                shortest = min(whole.size, share.size)
                whole = whole[whole.size - shortest :] + np.nan_to_num(share[share.size - shortest :])
                times = times[times.size - shortest :]
            series.append((times, whole))
        chart.show_samples(snapshot.monotonic_time, series)

    def write_legend(self) -> None:
        """The stack explains itself; the crosshair tells the rest."""
