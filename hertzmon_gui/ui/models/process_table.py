"""ProcessTable: the Qt model of the process table, as a list or as a tree laid out flat, keyed by process."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from typing import Any

from PySide6.QtCore import (
    QAbstractItemModel,
    QAbstractTableModel,
    QCoreApplication,
    QModelIndex,
    QObject,
    QPersistentModelIndex,
    Qt,
)

from hertzmon_gui.model.snapshot import Process, Processes, ProcessKey
from hertzmon_gui.ui.format import not_told
from hertzmon_gui.ui.models.process_arrangement import Flash, Layout, ProcessArrangement
from hertzmon_gui.ui.models.process_columns import COLUMNS, Cell, ColumnId, Look, cell, column_help, column_title
from hertzmon_gui.ui.models.process_order import Place, Scope

_Index = QModelIndex | QPersistentModelIndex
_ROOT_PLACE = Place()
_NO_PARENT = QModelIndex()
# The overload of Qt's layout signals that says that columns stay where they are.
_WITH_HINT = "QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"
_ROWS_MOVE = QAbstractItemModel.LayoutChangeHint.VerticalSortHint


class ProcessTable(QAbstractTableModel):
    """All processes of the newest snapshot that scope and search let through, in the wanted order.

    Rows are announced as they come and go, never as a reset: new rows are inserted at the end, one change of layout
    puts every row in its place and those that leave at the end, and these are removed. So selection, current row and
    scroll offset survive. A tree is laid out flat: `place` says where a row stands in it. Values that change are
    announced only for cells that were shown and that `visible_rows` still covers.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.visible_rows: Callable[[], range] = lambda: range(len(self._rows))
        self._rows: list[Process] = []
        self._keys: list[ProcessKey] = []
        self._row_of: dict[ProcessKey, int] | None = None
        self._places: list[Place] = []
        self._branches: dict[ProcessKey, list[Process]] = {}
        self._deepest: int | None = None
        self._cells: dict[tuple[int, int], Cell] = {}
        self._look = Look()
        self._arrangement = ProcessArrangement()

    # What is shown

    def update(self, processes: Processes, monotonic_time: float, *, after_gap: bool = False) -> None:
        """Take the processes of a new snapshot; nothing is coloured as new after a gap, or at first."""
        repaint = self._arrangement.take(processes, monotonic_time, after_gap=after_gap)
        if self._arrangement.is_frozen and self._keys:
            before = Layout(self._rows, self._keys, self._places, self._branches)
            self._announce(self._arrangement.held(before), repaint)
        else:
            self._arrange(repaint)

    def set_scope(self, scope: Scope, owner: str | None = None) -> None:
        """List all processes, those of the user `owner`, or those that are active."""
        arrangement = self._arrangement
        if (scope, owner) != (arrangement.scope, arrangement.owner):
            arrangement.scope, arrangement.owner = scope, owner
            arrangement.note_activity()
            self._arrange()

    def set_search(self, needle: str) -> None:
        """List only processes in which every word of `needle` occurs."""
        if needle != self._arrangement.needle:
            self._arrangement.needle = needle
            self._arrange()

    def set_tree(self, is_tree: bool) -> None:
        """Show children below their parents, or a flat list."""
        if is_tree != self._arrangement.is_tree:
            self._arrangement.is_tree = is_tree
            self._arrange()

    def set_frozen(self, is_frozen: bool) -> None:
        """Keep every row where it is while values go on; what ended leaves, and what is new comes, when this ends."""
        if is_frozen != self._arrangement.is_frozen:
            self._arrangement.is_frozen = is_frozen
            if not is_frozen:
                self._arrange()

    def set_look(self, look: Look) -> None:
        """Write values with other units."""
        if look != self._look:
            self._look = look
            self._cells.clear()
            self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(COLUMNS) - 1)
            self._announce_rows(self.visible_rows())

    def set_collapsed(self, key: ProcessKey, is_collapsed: bool) -> None:
        """Hide or show what is below a process in the tree."""
        self._arrangement.collapsed[key] = is_collapsed
        self._arrange()

    def set_all_collapsed(self, is_collapsed: bool) -> None:
        """Collapse or expand every branch."""
        self._arrangement.collapsed = dict.fromkeys(self._arrangement.live, is_collapsed)
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one, Qt's word for none, changes nothing."""
        if column >= 0:
            arrangement = self._arrangement
            arrangement.sort_column = ColumnId(column)
            arrangement.descending = order == Qt.SortOrder.DescendingOrder
            self._arrange()

    def continue_from(self, other: ProcessTable) -> None:
        """Show what `other` shows; it is not to be used any more."""
        self._arrangement = other._arrangement
        self._arrange()

    @property
    def look(self) -> Look:
        """How values are written."""
        return self._look

    @property
    def is_tree(self) -> bool:
        """Whether children stand below their parents."""
        return self._arrangement.is_tree

    @property
    def is_empty(self) -> bool:
        """Whether no snapshot with processes has come yet."""
        return self._arrangement.is_empty

    @property
    def total_count(self) -> int:
        """How many processes there are, shown or not."""
        return len(self._arrangement.live)

    def shown(self) -> list[Process]:
        """The living processes that scope and search let through, hidden branches included."""
        return self._arrangement.shown

    # One row

    def process(self, row: int) -> Process:
        """The process of a row; one that has ended with its last values."""
        return self._rows[row]

    def key(self, row: int) -> ProcessKey:
        """The identity of a row."""
        return self._keys[row]

    def row_of(self, key: ProcessKey) -> int | None:
        """Where a process is shown, None when it is not."""
        if self._row_of is None:
            self._row_of = {known: row for row, known in enumerate(self._keys)}
        return self._row_of.get(key)

    def live(self, key: ProcessKey) -> Process | None:
        """The newest values of a process, shown or not; None when it has gone."""
        return self._arrangement.live.get(key)

    def parent_of(self, process: Process) -> Process | None:
        """The living parent of a process; a process that started later and has the parent's pid is none."""
        if process.parent_pid is None:
            return None
        for key, candidate in self._arrangement.live.items():
            if key[0] == process.parent_pid and key[1] <= process.identity.start_ticks:
                return candidate
        return None

    def living(self) -> list[Process]:
        """Every living process, shown or not."""
        return list(self._arrangement.live.values())

    def place(self, row: int) -> Place:
        """Where a row stands in the tree."""
        return self._places[row] if self._places else _ROOT_PLACE

    @property
    def deepest(self) -> int:
        """How many levels the tree has below its roots."""
        if self._deepest is None:
            self._deepest = max((len(place.guides) for place in self._places), default=0)
        return self._deepest

    def flash(self, row: int) -> Flash | None:
        """Why a row is coloured now."""
        return self._arrangement.flash(self._keys[row])

    def has_ended(self, row: int) -> bool:
        """Whether the process of a row has gone."""
        return self._arrangement.has_ended(self._keys[row])

    def cell(self, row: int, column: int) -> Cell:
        """What a cell shows; a collapsed branch shows the sums of its processes."""
        known = self._cells.get((row, column))
        if known is None:
            known = self._cells[row, column] = cell(COLUMNS[column], self._value(row, column), self._look)
        return known

    # Qt's side

    def rowCount(self, parent: _Index = _NO_PARENT) -> int:
        """As Qt asks for it."""
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index = _NO_PARENT) -> int:
        """As Qt asks for it."""
        return 0 if parent.isValid() else len(COLUMNS)

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's QVariant)
        """As Qt asks for it."""
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        if role == Qt.ItemDataRole.DisplayRole:
            return self.cell(row, column).text
        if role == Qt.ItemDataRole.ToolTipRole:
            return self._tool_tip(row, column)
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return self._accessible_text(row, column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if COLUMNS[column].is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> Any:  # noqa: ANN401 (Qt's QVariant)
        """As Qt asks for it."""
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(COLUMNS):
            return None
        column = COLUMNS[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column_title(column.id, self._look)
        if role == Qt.ItemDataRole.ToolTipRole:
            return column_help(column.id, self._look)
        if role == Qt.ItemDataRole.InitialSortOrderRole:
            return Qt.SortOrder.DescendingOrder if column.first_descending else Qt.SortOrder.AscendingOrder
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if column.is_number else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    # What Qt is told

    def _arrange(self, repaint: Iterable[ProcessKey] = ()) -> None:
        """Work out the rows anew and announce what became of them."""
        if not self._arrangement.is_empty:
            self._announce(self._arrangement.layout(), repaint)

    def _announce(self, layout: Layout, repaint: Iterable[ProcessKey]) -> None:
        keys = layout.keys
        if keys == self._keys:
            self._announce_values(layout, repaint)
            return
        old_keys = self._keys
        old_set, new_set = set(old_keys), set(keys)
        added = [row for row, key in enumerate(keys) if key not in old_set] if not new_set <= old_set else []
        leaving = [row for row, key in enumerate(old_keys) if key not in new_set] if not old_set <= new_set else []
        if added:
            first = len(old_keys)
            self.beginInsertRows(_NO_PARENT, first, first + len(added) - 1)
            rows = [*self._rows, *(layout.rows[row] for row in added)]
            self._put(Layout(rows, [*old_keys, *(keys[row] for row in added)]))
            self.endInsertRows()
        arranged = layout
        if leaving:
            rows = [*layout.rows, *(self._rows[row] for row in leaving)]
            arranged = Layout(rows, [*keys, *(old_keys[row] for row in leaving)])
        if arranged.keys != self._keys:
            self._permute(arranged)
        if leaving:
            self.beginRemoveRows(_NO_PARENT, len(keys), len(arranged.keys) - 1)
            self._put(layout)
            self.endRemoveRows()
        self._put(layout)

    def _permute(self, layout: Layout) -> None:
        self.layoutAboutToBeChanged[_WITH_HINT].emit([], _ROWS_MOVE)  # type: ignore[index]  # overloads are missing in the stubs
        before = self.persistentIndexList()
        old_keys = self._keys
        self._put(layout)
        if before:
            row_of = {key: row for row, key in enumerate(layout.keys)}
            after = [self.createIndex(row_of[old_keys[index.row()]], index.column()) for index in before]
            self.changePersistentIndexList(before, after)
        self.layoutChanged[_WITH_HINT].emit([], _ROWS_MOVE)  # type: ignore[index]  # overloads are missing in the stubs

    def _put(self, layout: Layout) -> None:
        self._rows, self._keys, self._row_of = layout.rows, layout.keys, None
        self._places, self._branches, self._deepest = layout.places, layout.branches, None
        self._cells.clear()

    def _announce_values(self, layout: Layout, repaint: Iterable[ProcessKey]) -> None:
        """The same rows in the same order: announce the cells that were shown and show something else now."""
        shown, self._cells = self._cells, {}
        places_changed = layout.places != self._places
        self._put(layout)
        visible = self.visible_rows()
        whole_rows = {row for key in repaint if (row := self.row_of(key)) is not None and row in visible}
        self._announce_rows(sorted(whole_rows))
        for (row, column), before in shown.items():
            if row in visible and row not in whole_rows:
                changed = self.cell(row, column) != before
                if changed or (places_changed and column == ColumnId.NAME):
                    index = self.createIndex(row, column)
                    self.dataChanged.emit(index, index)

    def _announce_rows(self, rows: Iterable[int]) -> None:
        for row in rows:
            if row < len(self._rows):
                self.dataChanged.emit(self.createIndex(row, 0), self.createIndex(row, len(COLUMNS) - 1))

    # What a cell says

    def _value(self, row: int, column: int) -> Any:  # noqa: ANN401 (values of every column)
        process = self._rows[row]
        declared = COLUMNS[column]
        branch = self._branches.get(self._keys[row]) if declared.adds_up and self._branches else None
        if branch is None:
            return declared.read(process)
        known = [value for member in branch if (value := declared.read(member)) is not None]
        return sum(known) if known else None

    def _tool_tip(self, row: int, column: int) -> str | None:
        process = self._rows[row]
        if column == ColumnId.NAME:
            return " ".join(process.identity.command_line) or process.identity.name
        if COLUMNS[column].read(process) is None:
            return not_told()
        if self._keys[row] in self._branches and COLUMNS[column].adds_up:
            return QCoreApplication.translate("ProcessTable", "Sum of the collapsed branch")
        return self.cell(row, column).text

    def _accessible_text(self, row: int, column: int) -> str:
        text = self.cell(row, column).text
        if column != ColumnId.NAME or not self._places:
            return text
        place = self.place(row)
        level = QCoreApplication.translate("ProcessTable", "{0}, level {1}").format(text, place.depth + 1)
        if not place.descendants:
            return level
        if place.is_collapsed:
            return QCoreApplication.translate("ProcessTable", "{0}, collapsed").format(level)
        return QCoreApplication.translate("ProcessTable", "{0}, expanded").format(level)
