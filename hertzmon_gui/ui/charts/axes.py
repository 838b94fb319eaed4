"""The grid and the axes of a chart, and the room that they leave to the curves."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.charts.menu import window_text

if TYPE_CHECKING:
    from hertzmon_gui.ui.charts.time_chart import TimeChart

# Grid columns, and of how many one has a label: the first that put the labels at whole minutes are taken.
_COLUMNS = ((6, 2), (5, 1), (4, 1))
_ROWS = 4
_LABEL_GAP = 2  # no label is nearer to the curves
_LONGEST_IN_SECONDS = 60
_TRAILING_ZEROS = re.compile(r"\.0+(?!\d)")


def grid_columns(seconds: float) -> tuple[int, int]:
    """How many columns the grid of a window has, and how many of them go to a label."""
    if seconds > _LONGEST_IN_SECONDS:
        for columns, each in _COLUMNS:
            if seconds * each / columns % 60 == 0:
                return columns, each
    return _COLUMNS[0]


def _label(chart: TimeChart, value: float) -> str:
    """A value as the axis writes it: 75 kb/s where the headline says 75.0 kb/s."""
    return _TRAILING_ZEROS.sub("", chart.write(value))


def plot_rectangle(chart: TimeChart) -> QRectF:
    """Where the curves go, in the chart's coordinates."""
    whole = QRectF(chart.viewport().rect())
    metrics = QFontMetricsF(fonts.small())
    if chart.compact:
        if chart.shows_top:
            whole.setTop(round(metrics.height()))
        return whole
    labels = (_label(chart, value) for value in chart.steps(chart.drawn_top, _ROWS))
    gutter = max(metrics.horizontalAdvance(label) for label in labels) + 8
    return whole.adjusted(round(gutter), round(metrics.height() / 2), -1, -round(metrics.height() + 3))


def paint(painter: QPainter, chart: TimeChart, exposed: QRectF) -> None:
    """Paint the grid and, unless only the curves' place is `exposed`, what is written beside it."""
    plot = chart.plot_rectangle
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QColor(chart.context.theme.grid))
    inner = 1 if chart.compact else 0  # a compact chart's outer lines would be a frame
    columns, _ = grid_columns(chart.seconds)
    for column in range(inner, columns + 1 - inner):
        x = round(plot.left() + (plot.width() - 1) * column / columns)
        painter.drawLine(QPointF(x, plot.top()), QPointF(x, plot.bottom() - 1))
    values = chart.steps(chart.drawn_top, _ROWS)
    for value in values[:-1] if chart.compact and not chart.shows_top else values:
        y = round(plot.bottom() - 1 - (plot.height() - 1) * value / chart.drawn_top)
        painter.drawLine(QPointF(plot.left(), y), QPointF(plot.right() - 1, y))
    painter.setFont(fonts.small())
    painter.setPen(QColor(chart.context.theme.dim))
    if chart.compact and chart.shows_top:
        _write_top(painter, chart)
    elif not chart.compact and chart.has_samples:  # before there is a value, the top is none either
        beside = plot.adjusted(-_LABEL_GAP, -_LABEL_GAP, _LABEL_GAP, _LABEL_GAP)
        if beside.contains(exposed):
            return
        _write_values(painter, chart)
        _write_times(painter, chart)


def _write_top(painter: QPainter, chart: TimeChart) -> None:
    """Write the top of the scale above the line that it names."""
    plot = chart.plot_rectangle
    place = QRectF(plot.left(), 0, plot.width(), plot.top())
    flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
    painter.drawText(place, flags, _label(chart, chart.drawn_top))


def _write_values(painter: QPainter, chart: TimeChart) -> None:
    plot = chart.plot_rectangle
    height = QFontMetricsF(fonts.small()).height()
    flags = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
    rows = _ROWS if plot.height() > height * 8 else 2
    for value in chart.steps(chart.drawn_top, rows):
        y = plot.bottom() - plot.height() * value / chart.drawn_top
        painter.drawText(QRectF(0, y - height / 2, plot.left() - 6, height), flags, _label(chart, value))


def _write_times(painter: QPainter, chart: TimeChart) -> None:
    plot = chart.plot_rectangle
    height = QFontMetricsF(fonts.small()).height()
    columns, each = grid_columns(chart.seconds)
    longest_in_seconds = _LONGEST_IN_SECONDS if chart.seconds <= _LONGEST_IN_SECONDS else 0
    for column in range(0, columns + 1, each):
        x = plot.left() + plot.width() * column / columns
        ago = chart.seconds * (columns - column) / columns
        label = (
            QCoreApplication.translate("TimeChart", "now")
            if ago == 0
            else f"−{window_text(round(ago), longest_in_seconds)}"
        )
        place = QRectF(x - 60, plot.bottom() + 2, 120, height)
        flag = Qt.AlignmentFlag.AlignHCenter
        if column == 0:
            place, flag = QRectF(x, place.y(), 120, height), Qt.AlignmentFlag.AlignLeft
        elif column == columns:
            place, flag = QRectF(x - 120, place.y(), 120, height), Qt.AlignmentFlag.AlignRight
        painter.drawText(place, flag | Qt.AlignmentFlag.AlignVCenter, label)
