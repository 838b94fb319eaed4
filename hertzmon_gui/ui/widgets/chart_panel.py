"""Panels of a resource page: a large chart with its numbers, and small ones for each core, disk or interface."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QSizePolicy

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui.charts.history_chart import HistoryChart, MetricCurve, about
from hertzmon_gui.ui.charts.scale import FixedScale, Scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.legend import Legend

_LARGE_HEIGHT = 300
_SMALL_HEIGHT = 148


class ChartPanel(Card):
    """A large chart with axes; more than one curve gets a legend with minimum, mean and maximum."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        curves: Sequence[MetricCurve],
        scale: Scale,
        write: Callable[[float], str],
        *,
        height: int = _LARGE_HEIGHT,
        is_stacked: bool = False,
    ) -> None:
        super().__init__(context, title, is_button=False)
        self._curves = tuple(curves)
        self._write_value = write
        self.setToolTip(about(curves))
        self.chart = HistoryChart(context, title, curves, scale, write, is_stacked=is_stacked)
        self.legend = Legend(context)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.legend)
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on."""
        self.chart.refresh(snapshot)

    def write_legend(self) -> None:
        """Write what the visible window holds."""
        names = [(curve.colour, curve.text) for curve in self._curves]
        full, ranges = list(names), list(names)
        for at, (curve, found) in enumerate(zip(self._curves, self.chart.summaries(), strict=True)):
            if found is None:
                continue
            least, mean, most = (self._write_value(value) for value in (found.minimum, found.mean, found.maximum))
            extent = self.tr("min {0} · mean {1} · max {2}").format(least, mean, most)
            full[at] = (curve.colour, f"{curve.text}  {extent}")
            ranges[at] = (curve.colour, f"{curve.text}  {least} – {most}")
        self.legend.set_entries(full, ranges, names)


class SmallPanel(Card):
    """A small chart of one instance; more than one curve gets a legend with the newest values.

    Where the caption has those, `values_in_caption`, the legend has only names.
    """

    def __init__(
        self,
        context: UiContext,
        title: str,
        curves: Sequence[MetricCurve],
        scale: Scale,
        write: Callable[[float], str],
        *,
        height: int = _SMALL_HEIGHT,
        values_in_caption: bool = False,
    ) -> None:
        super().__init__(context, title, with_headline=False, is_button=False)
        self._curves = tuple(curves)
        self._write_value = write
        self.setToolTip(about(curves))
        self.chart = HistoryChart(context, title, curves, scale, write, compact=True)
        self.chart.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.chart.shows_top = not isinstance(scale, FixedScale)
        self.legend = Legend(context)
        self.body.addWidget(self.chart, 1)
        self.body.addWidget(self.legend)
        self._values_in_caption = values_in_caption
        if values_in_caption:
            self.legend.set_entries([(curve.colour, curve.text) for curve in self._curves])
        self.legend.setVisible(len(self._curves) > 1)  # now that it is in here: before, it would be a window
        self.setMinimumHeight(height)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.MinimumExpanding)

    def draw(self, snapshot: Snapshot) -> None:
        """Move the chart on."""
        self.chart.refresh(snapshot)

    def write(self, caption: str) -> None:
        """Write the caption, and the newest values into the legend."""
        self.header.set_texts(caption=caption)
        if len(self._curves) == 1 or self._values_in_caption:
            return
        named, values = [], []
        for curve, (_, samples), found in zip(self._curves, self.chart.series, self.chart.summaries(), strict=True):
            if found is None:  # nothing is known yet
                named.append((curve.colour, curve.text))
                continue
            newest = self._write_value(float(samples[-1]))
            named.append((curve.colour, f"{curve.text} {newest}"))
            values.append((curve.colour, newest))
        self.legend.set_entries(named, values)
