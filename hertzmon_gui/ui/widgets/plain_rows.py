"""PlainRows: a small table that is only looked at, painted in one go."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QRectF, QSize, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext

_COLUMN_GAP = 14


class PlainRows(QWidget):
    """Columns with a name and a relative width; those in `texts` are left-aligned, the others are numbers."""

    def __init__(
        self, context: UiContext, columns: Sequence[tuple[str, float]], texts: frozenset[int] = frozenset({0})
    ) -> None:
        super().__init__()
        self._texts = texts
        self._context = context
        self._columns = tuple(columns)
        self._rows: tuple[tuple[str, ...], ...] = ()
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        context.theme_changed.connect(self.update)

    @property
    def rows(self) -> tuple[tuple[str, ...], ...]:
        """What is shown."""
        return self._rows

    def set_rows(self, rows: Sequence[tuple[str, ...]]) -> None:
        """Show these."""
        fresh = tuple(rows)
        if fresh != self._rows:
            resized = len(fresh) != len(self._rows)
            self._rows = fresh
            self.setAccessibleName("; ".join(", ".join(row) for row in fresh))
            self.update()
            if resized:
                self.updateGeometry()

    def sizeHint(self) -> QSize:
        """All rows and the header."""
        return QSize(200, self._row_height() * (len(self._rows) + 1))

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint header and rows."""
        theme = self._context.theme
        painter = QPainter(self)
        painter.fillRect(event.rect(), QColor(theme.surface))
        painter.setFont(fonts.body())
        metrics = QFontMetrics(fonts.body())
        height = self._row_height()
        whole = sum(share for _, share in self._columns)
        for index, row in enumerate((tuple(name for name, _ in self._columns), *self._rows)):
            painter.setPen(QColor(theme.text if index else theme.dim))
            left = 0.0
            for column, ((_, share), cell) in enumerate(zip(self._columns, row, strict=True)):
                width = self.width() * share / whole
                side = Qt.AlignmentFlag.AlignLeft if column in self._texts else Qt.AlignmentFlag.AlignRight
                gap = 0 if column == len(self._columns) - 1 else _COLUMN_GAP
                shown = metrics.elidedText(cell, Qt.TextElideMode.ElideRight, round(width - gap))
                place = QRectF(left, index * height, width - gap, height)
                painter.drawText(place, side | Qt.AlignmentFlag.AlignVCenter, shown)
                left += width
            painter.setPen(QColor(theme.line))
            painter.drawLine(0, (index + 1) * height - 1, self.width(), (index + 1) * height - 1)

    @staticmethod
    def _row_height() -> int:
        return round(QFontMetrics(fonts.body()).height() * 1.65)
