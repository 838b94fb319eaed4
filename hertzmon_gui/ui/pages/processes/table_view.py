"""ProcessTableView: paints the process table row by row, and takes the keys that belong to it."""

from __future__ import annotations

from PySide6.QtCore import (
    QEvent,
    QItemSelectionModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import (
    QColor,
    QFocusEvent,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QRegion,
    QResizeEvent,
)
from PySide6.QtWidgets import QAbstractItemView, QFrame, QTableView, QWidget

from hertzmon_gui.model.snapshot import ProcessKey
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.models.process_arrangement import Flash
from hertzmon_gui.ui.models.process_columns import COLUMNS, ColumnId
from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.pages.processes.branch_lines import CHEVRON_WIDTH, indent, paint_branch
from hertzmon_gui.ui.pages.processes.header import CELL_PADDING, ProcessHeader
from hertzmon_gui.ui.theme import mixed

_MOST_FITTED = 4096
_UPWARDS = frozenset({QAbstractItemView.CursorAction.MoveUp, QAbstractItemView.CursorAction.MovePageUp})


class ProcessTableView(QTableView):
    """The table of a ProcessTable.

    It paints itself instead of asking delegates: a tick repaints some 400 cells, and each would cost a dozen calls from
    Qt into Python. `typed` carries a character that begins a search; `opened` is a double click or Return.
    """

    typed = Signal(str)
    opened = Signal()

    def __init__(self, context: UiContext, table: ProcessTable, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._table = table
        self._fitted: dict[tuple[str, int], str] = {}
        self._hovered = -1
        self._message = ""
        self.columns = ProcessHeader(context, table, self)
        self.setHorizontalHeader(self.columns)
        self.setModel(table)
        self.setSortingEnabled(True)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setSelectionMode(QAbstractItemView.SelectionMode.ExtendedSelection)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setHorizontalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.setFrameShape(QFrame.Shape.NoFrame)
        # The card around the table has the border.
        self.setStyleSheet(
            "QTableView { border: none; border-radius: 0; } QAbstractScrollArea::corner { background: transparent; }"
        )
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setMouseTracking(True)
        self.setAccessibleName(self.tr("Processes"))
        rows = self.verticalHeader()
        rows.hide()
        rows.setMinimumSectionSize(16)
        rows.setSectionResizeMode(rows.ResizeMode.Fixed)
        rows.setDefaultSectionSize(self.fontMetrics().height() + 11)
        table.visible_rows = self.visible_rows
        context.theme_changed.connect(self.viewport().update)

    def visible_rows(self) -> range:
        """The rows that can be seen at least in part."""
        height = self.verticalHeader().defaultSectionSize()
        offset = self.verticalOffset()
        last = (offset + self.viewport().height()) // height + 1
        return range(offset // height, min(last, self._table.rowCount()))

    @property
    def message(self) -> str:
        """What is said while there are no rows."""
        return self._message

    def set_message(self, message: str) -> None:
        """Say this in the middle while there are no rows."""
        if message != self._message:
            self._message = message
            self.viewport().update()

    def selected_keys(self) -> list[ProcessKey]:
        """The selected processes from top to bottom."""
        return [self._table.key(row) for row in sorted(index.row() for index in self.selectionModel().selectedRows())]

    def current_key(self) -> ProcessKey | None:
        """The process of the current row."""
        index = self.currentIndex()
        return self._table.key(index.row()) if index.isValid() else None

    def continue_from(self, other: ProcessTableView) -> None:
        """Select, make current and show at the top what `other` does, on a table of the same rows."""
        selection, flags = self.selectionModel(), QItemSelectionModel.SelectionFlag
        current = other.currentIndex()
        if current.isValid():
            selection.setCurrentIndex(self._table.index(current.row(), current.column()), flags.NoUpdate)
        for index in other.selectionModel().selectedRows():
            selection.select(self._table.index(index.row(), 0), flags.Select | flags.Rows)
        self.executeDelayedItemsLayout()  # or there would be nowhere to scroll to
        # Each language has its font, and so its height of rows.
        scrolled = other.verticalScrollBar().value() / other.verticalHeader().defaultSectionSize()
        self.verticalScrollBar().setValue(round(scrolled * self.verticalHeader().defaultSectionSize()))

    def sizeHint(self) -> QSize:
        """Whatever the page leaves."""
        return QSize(600, 300)

    def rowsAboutToBeRemoved(self, parent: QModelIndex | QPersistentModelIndex, start: int, end: int) -> None:  # noqa: N802 (Qt's name)
        """Let the current row go with its process: Qt would choose, and scroll to, another one."""
        if start <= self.currentIndex().row() <= end:
            self.selectionModel().clearCurrentIndex()
        super().rowsAboutToBeRemoved(parent, start, end)

    # Painting

    def paintEvent(self, event: QPaintEvent) -> None:
        """Paint the cells that lie in the region."""
        painter = QPainter(self.viewport())
        theme = self._context.theme
        region = event.region()
        painter.fillRect(region.boundingRect(), QColor(theme.surface))
        rows = self.visible_rows()
        if not rows:
            self._paint_message(painter)
            return
        spans = self._spans()
        height = self.verticalHeader().defaultSectionSize()
        top = rows.start * height - self.verticalOffset()
        width = self.viewport().width()
        is_whole = region.rectCount() == 1
        selection = self.selectionModel()
        selected = {index.row() for index in selection.selectedRows()} if selection.hasSelection() else set()
        current = self.currentIndex().row() if self.hasFocus() else -1
        for row in rows:
            line = QRect(0, top, width, height)
            if region.intersects(line):
                ground = self._ground(row, is_selected=row in selected)
                if ground is not None:
                    painter.fillRect(line.adjusted(0, 0, 0, -1), QColor(ground))
                painter.setPen(QColor(theme.line))
                painter.drawLine(0, line.bottom(), width, line.bottom())
                self._paint_cells(painter, row, line, spans, None if is_whole else region)
                if row == current:
                    painter.fillRect(QRect(0, top, 3, height - 1), QColor(theme.accent))
            top += height

    def _spans(self) -> list[tuple[int, int, int]]:
        """Column, left edge and width of each column that can be seen."""
        header, edge = self.columns, self.viewport().width()
        spans = []
        for column in header.shown_columns:
            left, width = header.sectionViewportPosition(column), header.sectionSize(column)
            if left < edge and left + width > 0:
                spans.append((int(column), left, width))
        return spans

    def _ground(self, row: int, *, is_selected: bool) -> str | None:
        theme = self._context.theme
        flash = self._table.flash(row)
        if flash is not None:
            colour = theme.started if flash is Flash.STARTED else theme.ended
            return mixed(theme.selection, colour, 0.5) if is_selected else colour
        if is_selected:
            return theme.selection
        return mixed(theme.hovered, theme.surface, 0.4) if row == self._hovered else None

    def _paint_cells(
        self, painter: QPainter, row: int, line: QRect, spans: list[tuple[int, int, int]], region: QRegion | None
    ) -> None:
        theme, table = self._context.theme, self._table
        text_colour, dim_colour = QColor(theme.text), QColor(theme.dim)
        place = table.place(row)
        is_faded = place.is_context or table.has_ended(row)
        right = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        left_flags = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter | Qt.TextFlag.TextSingleLine
        top, height = line.top(), line.height() - 1
        for column, left, width in spans:
            if region is not None and not region.intersects(QRect(left, top, width, height)):
                continue
            cell = table.cell(row, column)
            start = left + CELL_PADDING
            if column == ColumnId.NAME and table.is_tree:
                area = QRect(start, top, width - CELL_PADDING, height + 1)
                start = paint_branch(painter, theme, place, area, self._indent())
            room = left + width - CELL_PADDING - start
            if room <= 0 or not cell.text:
                continue
            painter.setPen(dim_colour if cell.is_dim or is_faded else text_colour)
            text = self._fit(cell.text, room)
            flags = right if COLUMNS[column].is_number else left_flags
            painter.drawText(QRect(start, top, room, height), flags, text)
            if column == ColumnId.NAME and place.is_collapsed:
                begin = start + self.fontMetrics().horizontalAdvance(text) + 8
                painter.setPen(dim_colour)
                painter.drawText(QRect(begin, top, left + width - begin, height), left_flags, f"+{place.descendants}")

    def _indent(self) -> int:
        return indent(self.columns.sectionSize(ColumnId.NAME), self._table.deepest)

    def _fit(self, text: str, room: int) -> str:
        fitted = self._fitted.get((text, room))
        if fitted is None:
            if len(self._fitted) >= _MOST_FITTED:
                self._fitted.clear()
            fitted = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideRight, room)
            self._fitted[text, room] = fitted
        return fitted

    def _paint_message(self, painter: QPainter) -> None:
        painter.setPen(QColor(self._context.theme.dim))
        area = self.viewport().rect().adjusted(40, 20, -40, -20)
        painter.drawText(area, Qt.AlignmentFlag.AlignCenter | Qt.TextFlag.TextWordWrap, self._message)

    # Pointer and keys

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        """Light up the row under the pointer."""
        super().mouseMoveEvent(event)
        self._set_hovered(self.rowAt(event.position().toPoint().y()))

    def leaveEvent(self, event: QEvent) -> None:
        """Let the row go dark."""
        super().leaveEvent(event)
        self._set_hovered(-1)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        """Open or close a branch by its chevron; anything else is Qt's."""
        index = self.indexAt(event.position().toPoint())
        if event.button() == Qt.MouseButton.LeftButton and self._is_on_chevron(index, event.position().toPoint()):
            place = self._table.place(index.row())
            self._table.set_collapsed(self._table.key(index.row()), not place.is_collapsed)
            return
        super().mousePressEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        """Open the process under the pointer; on a chevron it is a second click."""
        index = self.indexAt(event.position().toPoint())
        if self._is_on_chevron(index, event.position().toPoint()):
            self.mousePressEvent(event)
        elif index.isValid() and event.button() == Qt.MouseButton.LeftButton:
            self.opened.emit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """Left and Right fold the tree, Return opens, a character begins a search."""
        key, modifiers = event.key(), event.modifiers()
        plain = modifiers in (Qt.KeyboardModifier.NoModifier, Qt.KeyboardModifier.KeypadModifier)
        if plain and self._table.is_tree and key in (Qt.Key.Key_Left, Qt.Key.Key_Right) and self._fold(key):
            return
        if key in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and (plain or modifiers == Qt.KeyboardModifier.AltModifier):
            if self.currentIndex().isValid():
                self.opened.emit()
            return
        text = event.text()
        held = modifiers & (Qt.KeyboardModifier.ControlModifier | Qt.KeyboardModifier.AltModifier)
        if text and text.isprintable() and not text.isspace() and not held:
            self.typed.emit(text)
            return
        super().keyPressEvent(event)

    def moveCursor(  # noqa: N802 (Qt's name)
        self,
        cursorAction: QAbstractItemView.CursorAction,  # noqa: N803 (Qt's name)
        modifiers: Qt.KeyboardModifier,
    ) -> QModelIndex:
        """Home and End go to the first and the last process, not along the row; what is context is passed by."""
        column = max(0, self.currentIndex().column())
        if cursorAction is QAbstractItemView.CursorAction.MoveHome:
            return self._next_match(self._table.index(0, column), 1)
        if cursorAction is QAbstractItemView.CursorAction.MoveEnd:
            return self._next_match(self._table.index(self._table.rowCount() - 1, column), -1)
        index = super().moveCursor(cursorAction, modifiers)
        return self._next_match(index, -1 if cursorAction in _UPWARDS else 1)

    def _next_match(self, index: QModelIndex, step: int) -> QModelIndex:
        """`index`, or the next one in this direction that a search did not keep as mere context."""
        row = index.row()
        while 0 <= row < self._table.rowCount():
            if not self._table.place(row).is_context:
                return self._table.index(row, index.column())
            row += step
        return self.currentIndex()

    def drop_context(self) -> None:
        """Select only what matches: a row that a search keeps as context must not be acted on."""
        selection = self.selectionModel()
        for index in selection.selectedRows():
            if self._table.place(index.row()).is_context:
                flags = QItemSelectionModel.SelectionFlag.Deselect | QItemSelectionModel.SelectionFlag.Rows
                selection.select(index, flags)
        if self.currentIndex().isValid() and self._table.place(self.currentIndex().row()).is_context:
            selection.clearCurrentIndex()

    def keyboardSearch(self, search: str) -> None:  # noqa: N802 (Qt's name)
        """Not Qt's search by first letters: characters go to the search field."""

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Fit the columns to the new width."""
        super().resizeEvent(event)
        self.columns.fit()

    def focusInEvent(self, event: QFocusEvent) -> None:
        """Show the current row; the first one where there is none yet."""
        super().focusInEvent(event)
        self.viewport().update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        """Hide the mark of the current row."""
        super().focusOutEvent(event)
        self.viewport().update()

    def _fold(self, key: int) -> bool:
        """Close or open the current branch, or go to its parent; whether there was anything to do."""
        index = self.currentIndex()
        if not index.isValid():
            return False
        row = index.row()
        place = self._table.place(row)
        closes = key == Qt.Key.Key_Left
        if place.descendants and place.is_collapsed != closes:
            self._table.set_collapsed(self._table.key(row), closes)
            return True
        if closes and place.depth:
            parent = next(above for above in range(row - 1, -1, -1) if self._table.place(above).depth < place.depth)
            if not self._table.place(parent).is_context:
                self.setCurrentIndex(self._table.index(parent, 0))
            return True
        return False

    def _is_on_chevron(self, index: QModelIndex, position: QPoint) -> bool:
        if not index.isValid() or index.column() != ColumnId.NAME or not self._table.is_tree:
            return False
        place = self._table.place(index.row())
        if not place.descendants:
            return False
        left = self.columns.sectionViewportPosition(ColumnId.NAME)
        start = left + CELL_PADDING + place.depth * self._indent()
        return start - 3 <= position.x() < start + CHEVRON_WIDTH

    def _set_hovered(self, row: int) -> None:
        if row != self._hovered:
            before, self._hovered = self._hovered, row
            height = self.verticalHeader().defaultSectionSize()
            for changed in (before, row):
                if changed >= 0:
                    top = changed * height - self.verticalOffset()
                    self.viewport().update(QRect(0, top, self.viewport().width(), height))
