"""PartsBar: a bar whose parts add up to the whole."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPainterPath, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.theme import shade

_HEIGHT = 10


class PartsBar(QWidget):
    """Parts as (colour, amount) of a total; what they leave of it stays empty."""

    def __init__(self, context: UiContext, *, height: int = _HEIGHT) -> None:
        super().__init__()
        self._context = context
        self._bar_height = height
        self._parts: tuple[tuple[str, float], ...] = ()
        self._total = 0.0
        self._drawn: tuple[tuple[str, int], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    def set_parts(self, parts: Sequence[tuple[str, float]], total: float) -> None:
        """Show these parts; painted again when one changes by a pixel."""
        self._parts = tuple(parts)
        self._total = total
        drawn = tuple((colour, round(amount / total * self.width()) if total else 0) for colour, amount in parts)
        if drawn != self._drawn:
            self._drawn = drawn
            self.update()

    def sizeHint(self) -> QSize:
        """One bar."""
        return QSize(100, self._bar_height)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the parts from the left."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        outline = QPainterPath()
        outline.addRoundedRect(QRectF(self.rect()), self.height() / 2, self.height() / 2)
        painter.setClipPath(outline)
        painter.fillRect(self.rect(), QColor(theme.raised))
        if self._total <= 0:
            return
        left = 0.0
        for colour, amount in self._parts:
            width = amount / self._total * self.width()
            painter.fillRect(QRectF(left, 0, width, self.height()), QColor(shade(theme, colour)))
            left += width
