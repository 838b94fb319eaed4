"""TimeChart: curves over the last seconds, newest at the right, painted by pyqtgraph's curve items."""

from __future__ import annotations

from collections.abc import Callable, Sequence

import numpy as np
import pyqtgraph
from msgspec import Struct
from PySide6.QtCore import QCoreApplication, QEvent, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import (
    QAccessible,
    QColor,
    QContextMenuEvent,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPen,
    QPixmap,
    QResizeEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QGraphicsItem, QGraphicsRectItem, QGraphicsView, QSizePolicy, QWidget

from hertzmon_gui.model.window import Values
from hertzmon_gui.ui.charts import axes, crosshair
from hertzmon_gui.ui.charts.menu import chart_menu
from hertzmon_gui.ui.charts.samples import Summary, nearest, peak, stacked, summary, thinned, visible
from hertzmon_gui.ui.charts.scale import Scale, quarters
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.theme import mixed, shade

_LINE_WIDTH = 1.5
_FILL_OPACITY = 56
_STACK_SHARE = 0.4
_KEY_STEPS = 60
# The crosshair goes to a sample this near, and to any between whose neighbours it stands.
_REACH_PIXELS = 6
# More samples than this per pixel are thinned out before they are painted.
_DENSEST = 1.0
# An hour moves by a pixel in some seconds: until then it is not painted again.
_LEAST_MOVE_PIXELS = 0.5


class Curve(Struct, frozen=True):
    """One line of a chart: its name, its colour (see `theme.shade`), and whether the area below is filled.

    `unit` is what its samples count, for tables: "B/s".
    """

    label: str
    colour: str
    filled: bool = True
    unit: str = ""


class TimeChart(pyqtgraph.GraphicsView):  # type: ignore[misc] # pyqtgraph is untyped
    """A chart of the last `chart_seconds`; `show_samples` draws what it is given and keeps it for the crosshair.

    A compact chart has no axis texts beside the top of a rate's scale. In a stacked one each curve stands on those
    before it; the numbers told of it are its own.
    """

    _is_built = False  # pyqtgraph's constructor sends a resize event before ours has run

    def __init__(
        self,
        context: UiContext,
        title: str,
        curves: Sequence[Curve],
        scale: Scale,
        write: Callable[[float], str],
        *,
        compact: bool = False,
        is_stacked: bool = False,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.context = context
        self.title = title
        self.curves = tuple(curves)
        self.write = write
        self.compact = compact
        self.is_stacked = is_stacked
        self.shows_top = not compact
        self.steps: Callable[[float, int], list[float]] = quarters
        self._scale = scale
        self._drawn_top = scale.top
        self._seconds: float = context.settings.settings.chart_seconds
        self._now = 0.0
        self._drawn_now = float("-inf")
        self._series: list[tuple[Values, Values]] = []
        self._pointer: QPointF | None = None
        self._is_plain = False
        self._plot = QRectF()
        self.setAccessibleName(title)
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus if compact else Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setMinimumSize(self.minimumSizeHint())
        # A few grid lines are painted faster than the memory of a picture of them is worth.
        self.setCacheMode(QGraphicsView.CacheModeFlag.CacheNone)
        self._clip = QGraphicsRectItem()
        self._clip.setPen(Qt.PenStyle.NoPen)
        self._clip.setFlag(QGraphicsItem.GraphicsItemFlag.ItemClipsChildrenToShape)
        self.scene().addItem(self._clip)
        # Areas lie below all lines.
        self._areas = {
            number: pyqtgraph.PlotCurveItem(connect="finite", pen=None)
            for number, curve in enumerate(self.curves)
            if curve.filled
        }
        self._lines = [pyqtgraph.PlotCurveItem(connect="finite", antialias=True) for _ in self.curves]
        for line in self._lines:
            # Qt strokes a smooth path thirty times as slowly as smooth segments.
            line.setSegmentedLineMode("on")
        for item in (*self._areas.values(), *self._lines):
            item.setParentItem(self._clip)
        if is_stacked:
            # An upper curve's area reaches down behind the lower ones', and of lines on each other the lowest is seen:
            # the others stand for nothing there.
            for number, line in enumerate(self._lines):
                line.setZValue(-number)
            for number, area in self._areas.items():
                area.setZValue(-number - len(self._lines))
        self._is_built = True
        self._apply_theme()
        context.theme_changed.connect(self._apply_theme)
        context.settings_changed.connect(self._apply_settings)

    @property
    def series(self) -> list[tuple[Values, Values]]:
        """Times and values of each curve, as last shown."""
        return self._series

    @property
    def has_samples(self) -> bool:
        """Whether there is anything to draw, known or not."""
        return any(times.size for times, _ in self._series)

    @property
    def seconds(self) -> float:
        """The length of the window."""
        return self._seconds

    @property
    def now(self) -> float:
        """The monotonic time of the right edge."""
        return self._now

    @property
    def plot_rectangle(self) -> QRectF:
        """Where the curves are, in the widget's coordinates."""
        return self._plot

    @property
    def drawn_top(self) -> float:
        """The value at the upper edge."""
        return self._drawn_top

    def set_scale(self, scale: Scale) -> None:
        """Measure with another scale from the next sample on."""
        self._scale = scale

    def show_samples(self, now: float, series: Sequence[tuple[Values, Values]]) -> None:
        """Draw monotonic times and values of each curve, oldest first; `now` is the right edge."""
        start = now - self._seconds
        self._now = now
        was_empty = not self.has_samples
        self._series = [visible(times, values, start) for times, values in series]
        top = self._scale.update(max((peak(values) for _, values in self._drawn_series()), default=0.0), now)
        if top != self._drawn_top:
            self._drawn_top = top
            self._layout_plot()
            self.viewport().update()
            self._drawn_now = float("-inf")
        elif self._pointer is not None or was_empty:
            self.viewport().update()  # the crosshair's box reaches beyond the curves, and so do the first labels
        moved = (now - self._drawn_now) / self._seconds * self._plot.width()
        if not 0.0 < moved < _LEAST_MOVE_PIXELS:
            self._draw()

    def summaries(self) -> list[Summary | None]:
        """Minimum, mean and maximum of each curve's visible part."""
        start = self._now - self._seconds
        return [summary(times, values, start) for times, values in self._series]

    def plain_picture(self) -> QPixmap:
        """The chart as it is shown, without crosshair and focus."""
        self._is_plain = True
        try:
            picture: QPixmap = self.grab()
            return picture
        finally:
            self._is_plain = False

    def describe(self) -> str:
        """What the chart shows, in words."""
        parts = []
        for curve, (_, values), found in zip(self.curves, self._series, self.summaries(), strict=True):
            if found is None or values.size == 0:
                parts.append(QCoreApplication.translate("TimeChart", "{0}: no data").format(curve.label))
                continue
            parts.append(
                QCoreApplication.translate("TimeChart", "{0}: now {1}, minimum {2}, mean {3}, maximum {4}").format(
                    curve.label,
                    self.write(float(values[-1])),
                    self.write(found.minimum),
                    self.write(found.mean),
                    self.write(found.maximum),
                )
            )
        return "; ".join(parts)

    def wall_offset(self) -> float:
        """What turns a monotonic time of this chart into seconds since the epoch."""
        latest = self.context.source.bus.latest
        return 0.0 if latest is None else latest.wall_time - latest.monotonic_time

    def hovered(self) -> tuple[float, list[float | None]] | None:
        """The time under the pointer and each curve's value there; None while the pointer is elsewhere."""
        if self._pointer is None or self._plot.width() <= 0:
            return None
        moment = self._now - (self._plot.right() - self._pointer.x()) / self._plot.width() * self._seconds
        reach = self._seconds / self._plot.width() * _REACH_PIXELS
        found: list[float | None] = []
        time = moment
        for times, values in self._series:
            at = nearest(times, moment, reach)
            if at is None:
                found.append(None)
                continue
            time = float(times[at])
            value = float(values[at])
            found.append(None if value != value else value)
        return time, found

    def sizeHint(self) -> QSize:
        """Small: layouts stretch charts."""
        return QSize(160, 60 if self.compact else 180)

    def minimumSizeHint(self) -> QSize:
        """The least at which a curve can be read."""
        return QSize(60, 36 if self.compact else 90)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Lay the plot out anew."""
        super().resizeEvent(event)
        if self._is_built:
            self._layout_plot()
            self._draw()

    def close(self) -> bool:
        """Close as any widget does; pyqtgraph's way takes the scene from under the curves, and Qt crashes."""
        closed: bool = QGraphicsView.close(self)
        return closed

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Leave clicks to the card below."""
        event.ignore()

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        """Leave clicks to the card below."""
        event.ignore()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Move the crosshair."""
        self._pointer = event.position()
        self.viewport().update()
        event.ignore()

    def viewportEvent(self, event: QEvent) -> bool:
        """Let no tooltip of the panel lie over the crosshair."""
        if event.type() is QEvent.Type.ToolTip:
            return True
        handled: bool = super().viewportEvent(event)
        return handled

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 (Qt's signature)
        """Take the crosshair away."""
        self._pointer = None
        self.viewport().update()

    def wheelEvent(self, event: QWheelEvent) -> None:
        """Leave the wheel to the page, which scrolls."""
        event.ignore()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Move the crosshair by the arrow keys, away by Esc."""
        step = {Qt.Key.Key_Left: -1, Qt.Key.Key_Right: 1}.get(Qt.Key(event.key()), 0)
        if event.key() == Qt.Key.Key_Escape and self._pointer is not None:
            self._pointer = None
        elif step:
            x = self._plot.right() if self._pointer is None else self._pointer.x()
            x += step * self._plot.width() / _KEY_STEPS
            self._pointer = QPointF(min(max(x, self._plot.left()), self._plot.right()), self._plot.center().y())
        else:
            event.ignore()
            return
        self.viewport().update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the focus."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Take the keyboard's crosshair away."""
        self._pointer = None
        self.viewport().update()
        super().focusOutEvent(event)

    def contextMenuEvent(self, event: QContextMenuEvent) -> None:
        """Offer to copy and save."""
        menu = chart_menu(self)
        menu.exec(event.globalPos())
        menu.deleteLater()

    def drawBackground(self, painter: QPainter, rectangle: QRectF) -> None:  # noqa: N802 (Qt's)
        """Paint the grid and the axes."""
        painter.fillRect(QRectF(self.viewport().rect()), QColor(self.context.theme.surface))
        axes.paint(painter, self, rectangle)

    def drawForeground(self, painter: QPainter, rectangle: QRectF) -> None:  # noqa: N802, ARG002 (Qt's)
        """Paint the crosshair and the focus."""
        if self._is_plain:
            return
        theme = self.context.theme
        found = self.hovered()
        if found is not None:
            crosshair.paint(painter, self, *found)
        if self.hasFocus():
            painter.setPen(QColor(theme.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRect(QRectF(self.viewport().rect()).adjusted(0, 0, -1, -1))

    def _drawn_series(self) -> list[tuple[Values, Values]]:
        return stacked(self._series) if self.is_stacked else self._series

    def _layout_plot(self) -> None:
        whole = axes.plot_rectangle(self)
        self._plot = whole
        self._clip.setRect(whole)

    def _draw(self) -> None:
        """Hand each curve its samples as pixels, `now` at the right edge.

        Samples lie between whole device pixels, where segments meet without a seam.
        """
        plot = self._plot
        if not self._series or plot.width() <= 0 or plot.height() <= 1:
            return
        self._drawn_now = self._now
        ratio = self.devicePixelRatioF()
        pixels_per_second = plot.width() / self._seconds
        bottom = plot.bottom() - _LINE_WIDTH / 2
        for number, (times, values) in enumerate(self._drawn_series()):
            if times.size > plot.width() * _DENSEST:
                times, values = thinned(times, values, 2 / pixels_per_second)
            x = np.round((plot.right() + (times - self._now) * pixels_per_second) * ratio) / ratio
            # What stands above the top, by the scale's tolerance, is drawn at the top.
            y = bottom - np.minimum(values / self._drawn_top, 1.0) * (plot.height() - _LINE_WIDTH)
            self._lines[number].setData(x, y)
            area = self._areas.get(number)
            if area is not None:
                area.setData(x, y, fillLevel=bottom)
        if QAccessible.isActive():
            self.setAccessibleDescription(self.describe())

    def _apply_theme(self) -> None:
        theme = self.context.theme
        for number, curve in enumerate(self.curves):
            colour = QColor(shade(theme, curve.colour))
            pen = QPen(colour, _LINE_WIDTH)
            pen.setCapStyle(Qt.PenCapStyle.FlatCap)
            self._lines[number].setPen(pen)
            if curve.filled:
                fill = QColor(colour)
                if self.is_stacked:
                    fill = QColor(mixed(colour.name(), theme.surface, _STACK_SHARE))
                else:
                    fill.setAlpha(_FILL_OPACITY)
                self._areas[number].setBrush(fill)
        self.viewport().update()

    def _apply_settings(self) -> None:
        seconds = self.context.settings.settings.chart_seconds
        self._seconds = seconds
        self._layout_plot()
        self.viewport().update()
        self._draw()
