"""Sparklines: a minute of one metric in the space of a word, painted without a widget of their own."""

from __future__ import annotations

import numpy as np
from PySide6.QtCore import QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPolygonF

from hertzmon_gui.model.window import Values

SECONDS = 60.0
_FILL_OPACITY = 70


def paint_sparkline(
    painter: QPainter,
    place: QRectF,
    times: Values,
    values: Values,
    now: float,
    top: float,
    colour: QColor,
    seconds: float = SECONDS,
) -> None:
    """Paint the last seconds into `place`; `top` is the value at its upper edge. Gaps stay open."""
    first = int(np.searchsorted(times, now - seconds))
    times, values = times[first:], values[first:]
    if times.size < 2 or top <= 0:
        return
    x = place.right() - (now - times) / seconds * place.width()
    y = place.bottom() - np.clip(values / top, 0.0, 1.0) * place.height()
    fill = QColor(colour)
    fill.setAlpha(_FILL_OPACITY)
    for run in _known_runs(values):
        points = [QPointF(*pair) for pair in zip(x[run].tolist(), y[run].tolist(), strict=True)]
        area = QPolygonF([QPointF(points[0].x(), place.bottom()), *points, QPointF(points[-1].x(), place.bottom())])
        painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(fill)
        painter.drawPolygon(area)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(colour)
        painter.drawPolyline(QPolygonF(points))


def _known_runs(values: Values) -> list[slice]:
    """The stretches of at least two known values."""
    edges = np.flatnonzero(np.diff(np.isfinite(values), prepend=False, append=False))
    return [slice(int(start), int(end)) for start, end in zip(edges[::2], edges[1::2], strict=True) if end - start > 1]
