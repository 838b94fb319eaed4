"""StackedCores: all cores on top of each other."""

from __future__ import annotations

import math

import numpy as np
from PySide6.QtWidgets import QSizePolicy

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.window import Values
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.scale import FixedScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.card import Card

_HEIGHT = 300
# Of more cores only every second edge is drawn, or every third …
_MOST_LINES = 16


class StackedCores(Card):
    """A large chart whose upper edge is the whole machine."""

    def __init__(self, context: UiContext, title: str) -> None:
        super().__init__(context, title, is_button=False)
        self.chart: TimeChart | None = None
        self._cores: list[int] = []
        self._edges: list[int] = []  # the cores whose upper edges are drawn
        self.setMinimumHeight(_HEIGHT)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on."""
        cpu = snapshot.cpu
        if cpu is None or not cpu.cores:
            return
        cores = [core.index for core in cpu.cores]
        if cores != self._cores:
            self._cores = cores
            self._show_chart()
        history = self._context.source.history
        whole: Values | None = None
        series = []
        for core in cores:
            times, values = history.series(metrics.CORE, "percent", str(core))
            share = values / len(cores)
            if whole is None:
                whole = share
            else:
                shortest = min(whole.size, share.size)
                whole = whole[whole.size - shortest :] + np.nan_to_num(share[share.size - shortest :])
                times = times[times.size - shortest :]
            if core in self._edges:
                series.append((times, whole))
        if self.chart is not None:
            self.chart.show_samples(snapshot.monotonic_time, series)

    def _show_chart(self) -> None:
        if self.chart is not None:
            self.body.removeWidget(self.chart)
            self.chart.deleteLater()
        step = math.ceil(len(self._cores) / _MOST_LINES)
        self._edges = self._cores[::-1][::step][::-1]
        last = self._edges[-1]
        curves = [
            Curve(self.tr("Core {0} and below").format(core), "cpu" if core == last else "cpu*0.6", filled=core == last)
            for core in self._edges
        ]
        self.chart = TimeChart(self._context, self.accessibleName(), curves, FixedScale(100.0), text.percent)
        self.body.addWidget(self.chart, 1)

    def write_legend(self) -> None:
        """The stack explains itself; the crosshair tells the rest."""
