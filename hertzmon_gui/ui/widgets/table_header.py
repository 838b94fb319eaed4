"""TableHeader: the titles of a table, the sorted one with an arrow beside it."""

from __future__ import annotations

from PySide6.QtCore import QPoint, QRect, QSize, Qt
from PySide6.QtGui import QColor, QMouseEvent, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.context import UiContext

ARROW_WIDTH = 12


class TableHeader(QHeaderView):
    """Paints what the model's `headerData` says, `padding` away from the columns' edges as the cells are."""

    def __init__(self, context: UiContext, parent: QWidget, *, padding: int) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self._context = context
        self._padding = padding
        self.setSectionsClickable(True)
        self.setHighlightSections(False)
        self.setSortIndicatorShown(True)
        self.setMouseTracking(True)

    def sizeHint(self) -> QSize:
        """A little higher than a row."""
        hint = super().sizeHint()
        return QSize(hint.width(), self.fontMetrics().height() + 18)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N802, N803 (Qt's)
        """Paint a title, the sorted one with an arrow, in the table's calm way."""
        theme = self._context.theme
        is_sorted = self.sortIndicatorSection() == logicalIndex
        is_hovered = rect.contains(self.viewport().mapFromGlobal(self.cursor().pos()))
        painter.fillRect(rect, QColor(theme.surface))
        painter.setFont(fonts.body())
        painter.setPen(QColor(theme.text if is_sorted or is_hovered else theme.dim))
        inner = rect.adjusted(self._padding, 0, -self._padding, 0)
        title, side = (
            self.model().headerData(logicalIndex, Qt.Orientation.Horizontal, role)
            for role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.TextAlignmentRole)
        )
        arrow = ARROW_WIDTH if is_sorted else 0
        room = inner.width() - arrow
        metrics = painter.fontMetrics()
        title = metrics.elidedText(title, Qt.TextElideMode.ElideRight, room)
        width = metrics.horizontalAdvance(title)
        left = inner.right() + 1 - width - arrow if side & Qt.AlignmentFlag.AlignRight else inner.left()
        painter.drawText(QRect(left, rect.top(), width + 2, rect.height()), Qt.AlignmentFlag.AlignVCenter, title)
        if is_sorted:
            _paint_arrow(painter, left + width + 4, rect.center().y(), self.sortIndicatorOrder())
        painter.setPen(QColor(theme.border))
        painter.drawLine(rect.bottomLeft(), rect.bottomRight())

    def paintEvent(self, event: object) -> None:
        """Paint the sections on the table's own ground."""
        painter = QPainter(self.viewport())
        ground = self.viewport().rect()
        painter.fillRect(ground, QColor(self._context.theme.surface))
        painter.setPen(QColor(self._context.theme.border))
        painter.drawLine(ground.bottomLeft(), ground.bottomRight())
        painter.end()
        super().paintEvent(event)  # type: ignore[arg-type] # Qt hands over a QPaintEvent

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the title under the pointer."""
        super().mouseMoveEvent(event)
        self.viewport().update()

    def leaveEvent(self, event: object) -> None:  # noqa: ARG002 (Qt's signature)
        """Let the title go dark."""
        self.viewport().update()


def _paint_arrow(painter: QPainter, left: int, middle: int, order: Qt.SortOrder) -> None:
    rise = 2 if order == Qt.SortOrder.DescendingOrder else -2
    points = [QPoint(left, middle - rise), QPoint(left + 8, middle - rise), QPoint(left + 4, middle + rise)]
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=True)
    painter.setBrush(painter.pen().color())
    painter.setPen(Qt.PenStyle.NoPen)
    painter.drawPolygon(points)
    painter.setRenderHint(QPainter.RenderHint.Antialiasing, on=False)
