"""Facts: pairs of a name and a value, painted in quiet rows."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

from PySide6.QtCore import QEvent, QRect, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QHelpEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QToolTip, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.format import not_told, unknown

_FEWEST_ROWS = 2
_ROW_IN_LINES = 1.65
_TIGHT_ROW_IN_LINES = 1.35


class Facts(QWidget):
    """Names at the left, values at the right of each of `columns` columns; what is too long is elided, not lost.

    With `may_shrink` the last rows give way where there is no room, and the others share what they leave.
    """

    def __init__(self, context: UiContext, columns: int = 1, *, may_shrink: bool = False) -> None:
        super().__init__()
        self._may_shrink = may_shrink
        self._context = context
        self._columns = columns
        self._facts: tuple[tuple[str, str], ...] = ()
        self._reasons: dict[str, str] = {}
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        context.theme_changed.connect(self.update)

    @property
    def facts(self) -> tuple[tuple[str, str], ...]:
        """What is shown."""
        return self._facts

    def set_facts(self, facts: Sequence[tuple[str, str]], reasons: Mapping[str, str] | None = None) -> None:
        """Show these; `reasons` says by a fact's name why nobody can tell it, where nobody can."""
        self._reasons = dict(reasons or {})
        fresh = tuple(facts)
        if fresh == self._facts:
            return
        resized = len(fresh) != len(self._facts)
        self._facts = fresh
        self.setAccessibleName("; ".join(f"{name}: {value}" for name, value in fresh))
        self.update()
        if resized:
            self.updateGeometry()

    def sizeHint(self) -> QSize:
        """All rows."""
        return QSize(120 * self._columns, self._row_height() * math.ceil(len(self._facts) / self._columns))

    def minimumSizeHint(self) -> QSize:
        """All rows, or enough of them to be of use."""
        height = self.sizeHint().height()
        return QSize(120, min(height, self._row_height() * _FEWEST_ROWS) if self._may_shrink else height)

    def event(self, event: QEvent) -> bool:
        """Show a whole value where it was elided, and why one is not known."""
        if isinstance(event, QHelpEvent) and event.type() == QEvent.Type.ToolTip:
            for (name, value), place in zip(self._facts, self._places(), strict=True):
                if place.contains(event.pos()):
                    said = self._reasons.get(name, not_told()) if value == unknown() else value
                    QToolTip.showText(event.globalPos(), f"{name}\n{said}", self)
                    return True
        return super().event(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the rows."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setFont(fonts.body())
        metrics = QFontMetrics(fonts.body())
        middle = Qt.AlignmentFlag.AlignVCenter
        for (name, value), place in zip(self._facts, self._places(), strict=True):
            if place.bottom() >= self.height():
                continue
            painter.setPen(QColor(theme.dim))
            painter.drawText(QRectF(place), middle | Qt.AlignmentFlag.AlignLeft, name)
            room = place.width() - metrics.horizontalAdvance(name) - 12
            painter.setPen(QColor(theme.text))
            shown = metrics.elidedText(value, Qt.TextElideMode.ElideRight, room)
            painter.drawText(QRectF(place), middle | Qt.AlignmentFlag.AlignRight, shown)
            painter.setPen(QColor(theme.line))
            painter.drawLine(place.left(), place.bottom(), place.right(), place.bottom())

    def _places(self) -> list[QRect]:
        gap = 28
        width = (self.width() - gap * (self._columns - 1)) // self._columns
        height = self._shared_row_height()
        return [
            QRect((at % self._columns) * (width + gap), at // self._columns * height, width, height)
            for at in range(len(self._facts))
        ]

    def _shared_row_height(self) -> int:
        """The height of a row where not all of them have room: no hole is left where the last ones fell out."""
        rows = math.ceil(len(self._facts) / self._columns)
        if not self._may_shrink or self.height() >= rows * self._row_height():
            return self._row_height()
        tight = round(QFontMetrics(fonts.body()).height() * _TIGHT_ROW_IN_LINES)
        return self.height() // min(rows, max(1, self.height() // tight))

    @staticmethod
    def _row_height() -> int:
        return round(QFontMetrics(fonts.body()).height() * _ROW_IN_LINES)
