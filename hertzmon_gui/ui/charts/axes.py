"""The grid and the axes of a chart, and the room that they leave to the curves."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.charts.menu import window_text

if TYPE_CHECKING:
    from hertzmon_gui.ui.charts.time_chart import TimeChart

_COLUMNS = 6
_ROWS = 4


def plot_rectangle(chart: TimeChart) -> QRectF:
    """Where the curves go, in the chart's coordinates."""
    whole = QRectF(chart.viewport().rect())
    metrics = QFontMetricsF(fonts.small())
    if chart.compact:
        if chart.shows_top:
            whole.setTop(round(metrics.height()))
        return whole
    labels = (chart.write(chart.drawn_top * step / _ROWS) for step in range(_ROWS + 1))
    gutter = max(metrics.horizontalAdvance(label) for label in labels) + 8
    return whole.adjusted(round(gutter), round(metrics.height() / 2), -1, -round(metrics.height() + 3))


def paint(painter: QPainter, chart: TimeChart) -> None:
    """Paint the grid and what is written beside it."""
    plot = chart.plot_rectangle
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QColor(chart.context.theme.grid))
    inner = 1 if chart.compact else 0  # a compact chart's outer lines would be a frame
    for column in range(inner, _COLUMNS + 1 - inner):
        x = round(plot.left() + (plot.width() - 1) * column / _COLUMNS)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() - 1))
    for row in range(1 if chart.compact and not chart.shows_top else 0, _ROWS + 1):
        y = round(plot.top() + (plot.height() - 1) * row / _ROWS)
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right() - 1, y))
    painter.setFont(fonts.small())
    painter.setPen(QColor(chart.context.theme.dim))
    if chart.compact and chart.shows_top:
        _write_top(painter, chart)
    elif not chart.compact and chart.series:  # before there is a value, the top is none either
        _write_values(painter, chart)
        _write_times(painter, chart)


def _write_top(painter: QPainter, chart: TimeChart) -> None:
    """Write the top of the scale above the line that it names."""
    plot = chart.plot_rectangle
    place = QRectF(plot.left(), 0, plot.width(), plot.top())
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags, chart.write(chart.drawn_top))


def _write_values(painter: QPainter, chart: TimeChart) -> None:
    plot = chart.plot_rectangle
    height = QFontMetricsF(fonts.small()).height()
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    rows = _ROWS if plot.height() > height * 8 else 2
    for row in range(rows + 1):
        y = plot.top() + plot.height() * row / rows
        label = chart.write(chart.drawn_top * (rows - row) / rows)
        painter.drawText(QRectF(0, y - height / 2, plot.left() - 6, height), flags, label)


def _write_times(painter: QPainter, chart: TimeChart) -> None:
    plot = chart.plot_rectangle
    height = QFontMetricsF(fonts.small()).height()
    for column in range(0, _COLUMNS + 1, 2):
        x = plot.left() + plot.width() * column / _COLUMNS
        ago = chart.seconds * (_COLUMNS - column) / _COLUMNS
        label = QCoreApplication.translate("TimeChart", "now") if ago == 0 else f"−{window_text(round(ago))}"
        place = QRectF(x - 60, plot.bottom() + 2, 120, height)
        flag = Qt.AlignmentFlag.AlignHCenter
        if column == 0:
            place, flag = QRectF(x, place.y(), 120, height), Qt.AlignmentFlag.AlignLeft
        elif column == _COLUMNS:
            place, flag = QRectF(x - 120, place.y(), 120, height), Qt.AlignmentFlag.AlignRight
        painter.drawText(place, flag | Qt.AlignmentFlag.AlignVCenter, label)
