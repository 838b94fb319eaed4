"""Legend: which colour is what, in one quiet line."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent, QResizeEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.theme import shade
from hertzmon_gui.ui.widgets.recent_texts import RecentTexts

_CHIP = 8
_GAP = 14


Entries = Sequence[tuple[str, str]]


class Legend(QWidget):
    """Entries of a colour and a text, from the left; shorter ones stand in where the full ones have no room.

    An entry keeps the room of the longest text that it had of late, or the next one would dance with each digit.
    """

    def __init__(self, context: UiContext, entries: Entries = ()) -> None:
        super().__init__()
        self._context = context
        self._versions: tuple[Entries, ...] = (tuple(entries),)
        self._version = 0
        self._recent: list[RecentTexts] = []  # of each entry that is shown
        self._rooms: list[int] = []
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)
        context.settings_changed.connect(self._forget_rooms)

    @property
    def entries(self) -> Entries:
        """Pairs of a colour (see `shade`) and a text, in full."""
        return self._versions[0]

    @property
    def shown(self) -> Entries:
        """The entries for which there is room."""
        return self._versions[min(self._version, len(self._versions) - 1)]

    def set_entries(self, entries: Entries, *shorter: Entries) -> None:
        """Show other entries, or the first of the `shorter` ones that there is room for."""
        fresh = tuple(tuple(version) for version in (entries, *shorter))
        is_changed = fresh != self._versions
        self._versions = fresh
        if len(self._recent) == len(self.shown):
            changes = [recent.add(text) for recent, (_, text) in zip(self._recent, self.shown, strict=True)]
            is_changed = is_changed or any(changes)
        if is_changed:
            self.update()

    def sizeHint(self) -> QSize:
        """One line."""
        return QSize(80, QFontMetrics(fonts.small()).height() + 2)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Choose anew what there is room for."""
        super().resizeEvent(event)
        self._forget_rooms()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint chips and texts."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setFont(fonts.small())
        metrics = QFontMetrics(fonts.small())
        self._choose(metrics)
        left = 0
        for (colour, text), room in zip(self.shown, self._rooms, strict=True):
            if left + _CHIP + 5 + metrics.horizontalAdvance(text) > self.width():
                break
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(shade(theme, colour)))
            painter.drawRoundedRect(QRectF(left, (self.height() - _CHIP) / 2, _CHIP, _CHIP), 2, 2)
            painter.setPen(QColor(theme.dim))
            painter.drawText(left + _CHIP + 5, (self.height() + metrics.ascent() - metrics.descent()) // 2, text)
            left += room

    def _choose(self, metrics: QFontMetrics) -> None:
        """Measure the entries; go on to shorter ones while there is no room, and not back: that would flicker."""
        while True:
            if len(self._recent) != len(self.shown):
                self._recent = [RecentTexts() for _ in self.shown]
                for recent, (_, text) in zip(self._recent, self.shown, strict=True):
                    recent.add(text)
            self._rooms = [_CHIP + 5 + recent.widest(metrics) + _GAP for recent in self._recent]
            if sum(self._rooms) - _GAP <= self.width() or self._version >= len(self._versions) - 1:
                return
            self._version += 1
            self._recent = []

    def _forget_rooms(self) -> None:
        self._version = 0
        self._recent = []
        self.update()
