"""StackedCores: all cores on top of each other."""

from __future__ import annotations

import math

from PySide6.QtWidgets import QSizePolicy

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.window import Values
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.samples import stacked
from hertzmon_gui.ui.charts.scale import FixedScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.legend import Legend

_HEIGHT = 300
# Of more cores each two are one layer, or each three …
_MOST_LAYERS = 16
_SHADES = ("cpu", "cpu*0.55")  # neighbours differ


class StackedCores(Card):
    """A large chart of each core's share of the machine, whose upper edge is the whole machine."""

    def __init__(self, context: UiContext, title: str) -> None:
        super().__init__(context, title, is_button=False)
        self.chart: TimeChart | None = None
        self.legend = Legend(context)
        self.body.addWidget(self.legend)
        self._cores: list[int] = []
        self._layers: list[list[int]] = []
        self.setToolTip(
            self.tr("Each core's share of the whole machine. Point at the chart, or walk through it, to read each one.")
        )
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
        if self.chart is not None:
            self.chart.show_samples(snapshot.monotonic_time, [self._share(layer) for layer in self._layers])

    def _share(self, layer: list[int]) -> tuple[Values, Values]:
        """The part of the machine's time that these cores are busy."""
        history = self._context.source.history
        times, sums = stacked([history.series(metrics.CORE, "percent", str(core)) for core in layer])[-1]
        return times, sums / len(self._cores)

    def _show_chart(self) -> None:
        if self.chart is not None:
            self.body.removeWidget(self.chart)
            self.chart.deleteLater()
        step = math.ceil(len(self._cores) / _MOST_LAYERS)
        self._layers = [self._cores[at : at + step] for at in range(0, len(self._cores), step)]
        curves = [
            Curve(self._name(layer), _SHADES[at % len(_SHADES)], unit="%") for at, layer in enumerate(self._layers)
        ]
        self.chart = TimeChart(
            self._context,
            self.accessibleName(),
            curves,
            FixedScale(100.0),
            lambda value: text.percent(value, 1),
            is_stacked=True,
        )
        self.body.insertWidget(self.body.indexOf(self.legend), self.chart, 1)
        ends = [(curves[0].colour, self.tr("{0} at the bottom").format(curves[0].label))]
        if len(curves) > 1:
            ends.append((curves[-1].colour, self.tr("{0} at the top").format(curves[-1].label)))
        self.legend.set_entries(ends)

    def _name(self, layer: list[int]) -> str:
        if len(layer) == 1:
            return self.tr("Core {0}").format(layer[0])
        return self.tr("Cores {0}–{1}").format(layer[0], layer[-1])

    def write_legend(self) -> None:
        """The stack's ends stay what they are; the crosshair tells the rest."""
