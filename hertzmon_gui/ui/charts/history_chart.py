"""HistoryChart: a TimeChart of metrics of the catalogue, read from the source's history."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from msgspec import Struct
from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QWidget

from hertzmon_gui.model.metrics import MetricGroup, Unit
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui.charts.scale import Scale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.context import UiContext

# Whatever units the user reads, a table has these.
_SYMBOLS = {
    Unit.PERCENT: "%",
    Unit.BYTES: "B",
    Unit.BYTES_PER_SECOND: "B/s",
    Unit.PER_SECOND: "1/s",
    Unit.CELSIUS: "°C",
    Unit.WATTS: "W",
    Unit.MEGAHERTZ: "MHz",
    Unit.RPM: "1/min",
    Unit.MILLISECONDS: "ms",
}


class MetricCurve(Struct, frozen=True):
    """One metric as a line; the label is the catalogue's unless another one is given."""

    group: MetricGroup
    metric_id: str
    colour: str
    instance: str = ""
    filled: bool = True
    label: str = ""

    @property
    def text(self) -> str:
        """The line's name in the user's language."""
        return self.label or QCoreApplication.translate("Metrics", self.group.metric(self.metric_id).label)

    @property
    def description(self) -> str:
        """What the metric is, in the catalogue's words and the user's language."""
        return QCoreApplication.translate("Metrics", self.group.metric(self.metric_id).description)

    @property
    def unit(self) -> str:
        """What its samples count."""
        return _SYMBOLS.get(self.group.metric(self.metric_id).unit, "")

    @property
    def source(self) -> str:
        """Where the number comes from."""
        return self.group.metric(self.metric_id).source


def about(curves: Sequence[MetricCurve]) -> str:
    """What a chart's lines are and where their numbers come from, for a tooltip: each thing said once."""
    metrics = {(curve.group.id, curve.metric_id): curve for curve in curves}.values()
    pair = QCoreApplication.translate("Metrics", "{0}: {1}")
    lines = [pair.format(curve.text, curve.description) if len(metrics) > 1 else curve.description for curve in metrics]
    sources = "; ".join(dict.fromkeys(curve.source for curve in metrics))
    if sources:
        lines.append(QCoreApplication.translate("Metrics", "Source: {0}").format(sources))
    return "\n".join(lines)


class HistoryChart(TimeChart):
    """A chart that `refresh` brings up to a snapshot."""

    def __init__(
        self,
        context: UiContext,
        title: str,
        metrics: Sequence[MetricCurve],
        scale: Scale,
        write: Callable[[float], str],
        *,
        compact: bool = False,
        is_stacked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        curves = [Curve(metric.text, metric.colour, metric.filled, metric.unit) for metric in metrics]
        super().__init__(context, title, curves, scale, write, compact=compact, is_stacked=is_stacked, parent=parent)
        self._metrics = tuple(metrics)

    def refresh(self, snapshot: Snapshot) -> None:
        """Draw the history up to this snapshot."""
        history = self.context.source.history
        self.show_samples(
            snapshot.monotonic_time,
            [history.series(metric.group, metric.metric_id, metric.instance) for metric in self._metrics],
        )
