"""How a tree that is laid out flat is drawn before a name: lines from the parents, and the chevron."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QColor, QPainter, QPen

from hertzmon_gui.ui.models.process_order import Place
from hertzmon_gui.ui.theme import Theme

CHEVRON_WIDTH = 16
_INDENT = 16
_LEAST_INDENT = 3
# However deep the tree is, this share of the name's column is left for names: deep trees are indented less.
_NAME_SHARE = 0.6


def indent(name_width: int, deepest: int) -> int:
    """Pixels a level, so that the deepest name in a column of this width still has room."""
    room = int(name_width * (1 - _NAME_SHARE))
    return max(_LEAST_INDENT, min(_INDENT, room // max(1, deepest)))


def paint_branch(painter: QPainter, theme: Theme, place: Place, area: QRect, step: int) -> int:
    """Draw into a name's cell, `step` pixels a level; returns where the name begins."""
    left, middle = area.left(), area.center().y()
    painter.setPen(QColor(theme.border))
    for level, goes_on in enumerate(place.guides):
        x = left + level * step + CHEVRON_WIDTH // 2 - 2
        is_own = level == place.depth - 1
        if is_own:
            reach = step - 6 if place.descendants else step + 4
            painter.drawLine(x, middle, x + max(0, reach), middle)
        if goes_on:
            painter.drawLine(x, area.top(), x, area.bottom())
        elif is_own:
            painter.drawLine(x, area.top(), x, middle)
    start = left + place.depth * step
    if place.descendants:
        _paint_chevron(painter, QPoint(start + 6, middle), QColor(theme.dim), is_open=not place.is_collapsed)
    return start + CHEVRON_WIDTH


def _paint_chevron(painter: QPainter, middle: QPoint, colour: QColor, *, is_open: bool) -> None:
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(QPen(colour, 1.5))
    if is_open:
        points = [middle + QPoint(-4, -2), middle + QPoint(0, 2), middle + QPoint(4, -2)]
    else:
        points = [middle + QPoint(-2, -4), middle + QPoint(2, 0), middle + QPoint(-2, 4)]
    painter.drawPolyline(points)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
