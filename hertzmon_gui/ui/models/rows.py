"""RowsTable: a small sortable table of plain values, for lists that are read now and then."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from hertzmon_gui.ui.format import not_told
from hertzmon_gui.ui.hidden_characters import without_hidden_characters

Value = str | int | float | None
_NO_PARENT = QModelIndex()


class RowsTable(QAbstractTableModel):
    """Rows of texts and numbers below `titles`; numbers stand at the right, unknown values are a dash and come last."""

    def __init__(self, titles: Sequence[str], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._titles = tuple(titles)
        self._rows: list[tuple[Value, ...]] = []
        self._sorting: tuple[int, Qt.SortOrder] | None = None

    @property
    def titles(self) -> tuple[str, ...]:
        """The header."""
        return self._titles

    @property
    def rows(self) -> list[tuple[Value, ...]]:
        """The rows from top to bottom."""
        return self._rows

    def show(self, rows: Sequence[tuple[Value, ...]]) -> None:
        """Replace all rows."""
        self.beginResetModel()
        self._rows = self._sorted(rows)
        self.endResetModel()

    def rowCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """As Qt asks for it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: QModelIndex | QPersistentModelIndex = _NO_PARENT) -> int:
        """As Qt asks for it."""
        return 0 if parent.isValid() else len(self._titles)

    def data(self, index: QModelIndex | QPersistentModelIndex, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's QVariant)
        """As Qt asks for it."""
        if not index.isValid():
            return None
        value = self._rows[index.row()][index.column()]
        if role == Qt.ItemDataRole.ToolTipRole:
            return not_told() if value is None else _text(value)
        if role == Qt.ItemDataRole.DisplayRole:
            return _text(value)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if isinstance(value, int | float) else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's QVariant)
        """As Qt asks for it."""
        if orientation != Qt.Orientation.Horizontal or section >= len(self._titles):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._titles[section]
        if role == Qt.ItemDataRole.TextAlignmentRole:
            is_number = any(isinstance(row[section], int | float) for row in self._rows)
            side = Qt.AlignmentFlag.AlignRight if is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one, Qt's word for none, changes nothing."""
        if column >= 0:
            self._sorting = (column, order)
            self.beginResetModel()
            self._rows = self._sorted(self._rows)
            self.endResetModel()

    def _sorted(self, rows: Sequence[tuple[Value, ...]]) -> list[tuple[Value, ...]]:
        if self._sorting is None:
            return list(rows)
        column, order = self._sorting
        known = [row for row in rows if row[column] is not None]
        unknown = [row for row in rows if row[column] is None]
        known.sort(key=lambda row: _sort_key(row[column]), reverse=order == Qt.SortOrder.DescendingOrder)
        return known + unknown


def _sort_key(value: Value) -> tuple[bool, float, str]:
    if isinstance(value, str):
        return (True, 0.0, value.casefold())
    return (False, float(value or 0), "")


def _text(value: Value) -> str:
    if value is None:
        return "–"
    if isinstance(value, float):
        return f"{value:.2f}"
    return without_hidden_characters(str(value))
