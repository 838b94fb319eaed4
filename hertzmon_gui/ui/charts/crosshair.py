"""The crosshair of a chart: a line at the nearest sample, and a box with the values there."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetricsF, QPainter

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.format import SPACE, duration, unknown
from hertzmon_gui.ui.theme import shade

if TYPE_CHECKING:
    from hertzmon_gui.ui.charts.time_chart import TimeChart

_PADDING = 8.0
_CHIP = 8.0
_TOP = 4.0


def paint(painter: QPainter, chart: TimeChart, time: float, values: list[float | None]) -> None:
    """Paint the line, one dot on each curve and the box beside them."""
    theme = chart.context.theme
    plot = chart.plot_rectangle
    ago = max(0.0, chart.now - time)
    x = plot.right() - ago / chart.seconds * plot.width()
    if x < plot.left():
        return
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
    painter.setPen(QColor(theme.dim))
    painter.drawLine(QPointF(round(x), plot.top()), QPointF(round(x), plot.bottom()))
    _paint_box(painter, chart, x, ago, values)


def _paint_box(painter: QPainter, chart: TimeChart, x: float, ago: float, values: list[float | None]) -> None:
    theme = chart.context.theme
    font = fonts.small()
    metrics = QFontMetricsF(font)
    when = (
        QCoreApplication.translate("TimeChart", "now")
        if ago < 0.5
        else QCoreApplication.translate("TimeChart", "{0} ago").format(duration(ago))
    )
    rows = [
        (
            curve,
            f"{curve.label}{SPACE}{SPACE}{unknown() if value is None else chart.write(value)}",
            extent_text(chart, at),
        )
        for at, (curve, value) in enumerate(zip(chart.curves, values, strict=True))
    ]
    line = metrics.height() + 2
    whole = QRectF(chart.viewport().rect())
    room = int((whole.height() - 2 * _TOP - 1.2 * _PADDING) / line)
    if 1 + sum(2 if extent else 1 for *_, extent in rows) > room:
        rows = [(curve, written, "") for curve, written, _ in rows][-max(1, room - 1) :]
    widths = [metrics.horizontalAdvance(when)]
    lines = 1
    for _, text, extent in rows:
        widths += [_CHIP + 6 + metrics.horizontalAdvance(text), _CHIP + 6 + metrics.horizontalAdvance(extent)]
        lines += 2 if extent else 1
    # Whole pixels keep the border sharp in every font.
    size = (math.ceil(max(widths) + 2 * _PADDING), math.ceil(lines * line + 1.2 * _PADDING))
    left = x + 10 if x + 10 + size[0] <= whole.right() else x - 10 - size[0]
    box = QRectF(max(0, round(left)), _TOP, *size)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QColor(theme.border))
    painter.setBrush(QColor(theme.raised))
    painter.drawRoundedRect(box.adjusted(0.5, 0.5, -0.5, -0.5), 6, 6)
    painter.setFont(font)
    y = box.top() + 0.6 * _PADDING
    flag = Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft
    painter.setPen(QColor(theme.dim))
    painter.drawText(QRectF(box.left() + _PADDING, y, size[0], line), flag, when)
    for curve, text, extent in rows:
        y += line
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(shade(theme, curve.colour)))
        painter.drawRoundedRect(QRectF(box.left() + _PADDING, y + (line - _CHIP) / 2, _CHIP, _CHIP), 2, 2)
        place = QRectF(box.left() + _PADDING + _CHIP + 6, y, size[0], line)
        painter.setPen(QColor(theme.text))
        painter.drawText(place, flag, text)
        if extent:
            y += line
            painter.setPen(QColor(theme.dim))
            painter.drawText(place.translated(0, line), flag, extent)


def extent_text(chart: TimeChart, at: int) -> str:
    """Minimum, mean and maximum of a curve's visible part; empty when nothing is known."""
    found = next(iter(chart.summaries()[at:]), None)
    if found is None:
        return ""
    return QCoreApplication.translate("TimeChart", "min {0} · mean {1} · max {2}").format(
        chart.write(found.minimum), chart.write(found.mean), chart.write(found.maximum)
    )
