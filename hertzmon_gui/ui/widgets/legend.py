"""Legend: which colour is what, in one quiet line."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import zip_longest

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.theme import shade

_CHIP = 8
_GAP = 14


class Legend(QWidget):
    """Entries of a colour and a text, from the left; `short` ones stand in where the full ones have no room."""

    def __init__(self, context: UiContext, entries: Sequence[tuple[str, str]] = ()) -> None:
        super().__init__()
        self._context = context
        self._entries = tuple(entries)
        self._short = self._entries
        self._widest: list[int] = []  # the room of each entry
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)
        context.settings_changed.connect(self._widest.clear)

    @property
    def entries(self) -> tuple[tuple[str, str], ...]:
        """Pairs of a colour (see `shade`) and a text."""
        return self._entries

    def set_entries(self, entries: Sequence[tuple[str, str]], short: Sequence[tuple[str, str]] = ()) -> None:
        """Show other entries."""
        if tuple(entries) != self._entries:
            self._entries = tuple(entries)
            self._short = tuple(short) or self._entries
            self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(80, QFontMetrics(fonts.small()).height() + 2)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chips and texts."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setFont(fonts.small())
        metrics = QFontMetrics(fonts.small())
        widths = [_CHIP + 5 + metrics.horizontalAdvance(text) + _GAP for _, text in self._entries]
        is_short = sum(widths) - _GAP > self.width()
        if not is_short:
            self._widest[:] = [max(pair) for pair in zip_longest(widths, self._widest, fillvalue=0)][: len(widths)]
        left = 0
        for at, (colour, text) in enumerate(self._short if is_short else self._entries):
            width = _CHIP + 5 + metrics.horizontalAdvance(text)
            if left + width > self.width():
                break
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade(theme, colour)))
            painter.drawRoundedRect(QRectF(left, (self.height() - _CHIP) / 2, _CHIP, _CHIP), 2, 2)
            painter.setPen(QColor(theme.dim))
            painter.drawText(left + _CHIP + 5, (self.height() + metrics.ascent() - metrics.descent()) // 2, text)
            # Right of the widest text so far, where there is room for that: or the next entry would dance.
            left += width + _GAP if is_short or sum(self._widest) - _GAP > self.width() else self._widest[at]
