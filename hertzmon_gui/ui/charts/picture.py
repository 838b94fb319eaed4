"""The picture of a chart that is copied and saved: what it shows, of when, and which line is what."""

from __future__ import annotations

from datetime import datetime
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPixmap

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.charts.crosshair import extent_text
from hertzmon_gui.ui.theme import shade

if TYPE_CHECKING:
    from hertzmon_gui.ui.charts.time_chart import TimeChart

_MARGIN = 14
_CHIP = 8
_GAP = 14


def chart_picture(chart: TimeChart, span: str) -> QPixmap:
    """The chart below its title and its time span, above its legend; without crosshair and focus.

    `span` is the length of the window in words.
    """
    plot = chart.plain_picture()
    ratio = plot.devicePixelRatio()
    width = round(plot.width() / ratio)
    small, strong = QFontMetrics(fonts.small()), QFontMetrics(fonts.strong())
    when = _when(chart, span)
    width = max(width, strong.horizontalAdvance(chart.title) + _GAP + small.horizontalAdvance(when))
    rows = _legend_rows(chart, small, width)
    head = strong.height() + 8
    height = head + round(plot.height() / ratio) + 8 + len(rows) * (small.height() + 2)
    picture = QPixmap(round((width + 2 * _MARGIN) * ratio), round((height + 2 * _MARGIN) * ratio))
    picture.setDevicePixelRatio(ratio)
    theme = chart.context.theme
    picture.fill(QColor(theme.surface))
    painter = QPainter(picture)
    painter.translate(_MARGIN, _MARGIN)
    painter.setFont(fonts.strong())
    painter.setPen(QColor(theme.text))
    painter.drawText(0, strong.ascent(), chart.title)
    painter.setFont(fonts.small())
    painter.setPen(QColor(theme.dim))
    painter.drawText(width - small.horizontalAdvance(when), strong.ascent(), when)
    painter.drawPixmap(0, head, plot)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    top = head + round(plot.height() / ratio) + 8
    for row in rows:
        left = 0
        for colour, text in row:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade(theme, colour)))
            painter.drawRoundedRect(QRectF(left, top + (small.height() - _CHIP) / 2, _CHIP, _CHIP), 2, 2)
            painter.setPen(QColor(theme.dim))
            painter.drawText(left + _CHIP + 5, top + small.ascent(), text)
            left += _room(small, text)
        top += small.height() + 2
    painter.end()
    return picture


def _when(chart: TimeChart, span: str) -> str:
    moment = datetime.fromtimestamp(chart.now + chart.wall_offset()).strftime("%Y-%m-%d %H:%M:%S")
    return QCoreApplication.translate("TimeChart", "{0} until {1}").format(span, moment)


def _legend_rows(chart: TimeChart, metrics: QFontMetrics, width: int) -> list[list[tuple[str, str]]]:
    """Every curve's colour, name and extent, in as many rows as they need."""
    rows: list[list[tuple[str, str]]] = []
    room = 0
    for at, curve in enumerate(chart.curves):
        text = f"{curve.label}  {extent_text(chart, at)}".rstrip()
        room -= _room(metrics, text)
        if room + _GAP < 0 or not rows:
            rows.append([])
            room = width - _room(metrics, text)
        rows[-1].append((curve.colour, text))
    return rows


def _room(metrics: QFontMetrics, text: str) -> int:
    return _CHIP + 5 + metrics.horizontalAdvance(text) + _GAP
