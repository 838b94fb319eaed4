"""CoreStrip: one cell per logical CPU, the fuller the brighter."""

from __future__ import annotations

import math
from collections.abc import Sequence

from PySide6.QtCore import QEvent, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hertzmon_gui.model.snapshot import CoreUsage
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.theme import mixed

_MOST_IN_ROW = 32
_ROW_HEIGHT = 14
_GAP = 4
# Steps of brightness; a cell is painted again when its step changes.
_STEPS = 24


class CoreStrip(QWidget):
    """The load of each core as brightness."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self._cores: tuple[CoreUsage, ...] = ()
        self._steps: tuple[int, ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    def set_cores(self, cores: Sequence[CoreUsage]) -> None:
        """Show these loads; an unknown one is an empty cell."""
        steps = tuple(-1 if core.percent is None else round(core.percent / 100 * _STEPS) for core in cores)
        resized = len(cores) != len(self._cores)
        self._cores = tuple(cores)
        if steps != self._steps:
            self._steps = steps
            self.update()
        if resized:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """As many rows as the cores need."""
        rows = max(1, math.ceil(len(self._cores) / _MOST_IN_ROW))
        return QSize(100, rows * (_ROW_HEIGHT + _GAP) - _GAP)

    def event(self, event: QEvent) -> bool:
        """Name the core under the pointer."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for core, cell in zip(self._cores, self._cells(), strict=True):
                if cell.contains(event.pos()):
                    tip = self.tr("Core {0}: {1}").format(core.index, text.percent(core.percent))
                    QToolTip.showText(event.globalPos(), tip, self)
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        for step, cell in zip(self._steps, self._cells(), strict=True):
            colour = theme.raised if step < 0 else mixed(theme.cpu, theme.surface, 0.14 + 0.86 * step / _STEPS)
            painter.setBrush(QColor(colour))
            painter.drawRoundedRect(cell, 3, 3)

    def _cells(self) -> list[QRectF]:
        count = len(self._cores)
        if count == 0:
            return []
        rows = math.ceil(count / _MOST_IN_ROW)
        columns = math.ceil(count / rows)
        gap = _GAP if columns <= 16 else 2
        width = (self.width() - gap * (columns - 1)) / columns
        return [
            QRectF((at % columns) * (width + gap), (at // columns) * (_ROW_HEIGHT + _GAP), width, _ROW_HEIGHT)
            for at in range(count)
        ]
