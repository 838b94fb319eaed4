"""ProcessTable: the Qt model of the process table, as a list or as a tree laid out flat, keyed by process."""

from __future__ import annotations

import math
from collections.abc import Callable, Iterable, Sequence
from enum import Enum
from typing import Any

from msgspec import Struct
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
from hertzmon_gui.ui.models.process_columns import COLUMNS, Cell, ColumnId, Look, cell, column_help, column_title
from hertzmon_gui.ui.models.process_order import (
    ACTIVE_SECONDS,
    Place,
    Scope,
    SearchIndex,
    SortValue,
    arrange_list,
    arrange_tree,
    is_active,
)

# How long a row is coloured after its process has appeared, and how long it stays after its process has gone.
FLASH_SECONDS = 1.5

_Index = QModelIndex | QPersistentModelIndex
_ROOT_PLACE = Place()
_NO_PARENT = QModelIndex()
# The overload of Qt's layout signals that says that columns stay where they are.
_WITH_HINT = "QList<QPersistentModelIndex>,QAbstractItemModel::LayoutChangeHint"
_ROWS_MOVE = QAbstractItemModel.LayoutChangeHint.VerticalSortHint


class Flash(Enum):
    """Why a row is coloured."""

    STARTED = "started"
    ENDED = "ended"


class _Layout(Struct, frozen=True):
    """What the rows are; between two announcements they have no place in a tree."""

    rows: list[Process]
    keys: list[ProcessKey]
    places: list[Place] = []
    branches: dict[ProcessKey, list[Process]] = {}


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
        self._shown: list[Process] = []
        self._keys: list[ProcessKey] = []
        self._row_of: dict[ProcessKey, int] | None = None
        self._places: list[Place] = []
        self._branches: dict[ProcessKey, list[Process]] = {}
        self._deepest: int | None = None
        self._cells: dict[tuple[int, int], Cell] = {}
        self._processes: Processes | None = None
        self._live: dict[ProcessKey, Process] = {}
        self._time = 0.0
        self._started: dict[ProcessKey, float] = {}
        self._ended: dict[ProcessKey, tuple[float, Process]] = {}
        self._last_active: dict[ProcessKey, float] = {}
        self._search_index = SearchIndex()
        self._look = Look()
        self._scope = Scope.ALL
        self._owner: str | None = None
        self._needle = ""
        self._is_tree = True
        self._is_frozen = False
        self._sort_column = ColumnId.CPU
        self._sort_order = Qt.SortOrder.DescendingOrder
        self._collapsed: dict[ProcessKey, bool] = {}

    # What is shown

    def update(self, processes: Processes, monotonic_time: float, *, after_gap: bool = False) -> None:
        """Take the processes of a new snapshot; nothing is coloured as new after a gap, or at first."""
        live = {(row.identity.pid, row.identity.start_ticks): row for row in processes.rows}
        fresh_start = self._processes is None or after_gap
        if fresh_start:
            self._started, self._ended = {}, {}
        else:
            for key in live.keys() - self._live.keys():
                self._started[key] = monotonic_time
            for key in self._live.keys() - live.keys():
                self._ended[key] = (monotonic_time, self._live[key])
        oldest = monotonic_time - FLASH_SECONDS
        flashing = self._started.keys() | self._ended.keys()
        self._started = {key: since for key, since in self._started.items() if since > oldest and key in live}
        self._ended = {key: entry for key, entry in self._ended.items() if entry[0] > oldest and key not in live}
        self._processes, self._live, self._time = processes, live, monotonic_time
        if self._collapsed:
            self._collapsed = {key: state for key, state in self._collapsed.items() if key in live}
        self._note_activity(processes.rows)
        self._arrange(repaint=flashing | self._started.keys() | self._ended.keys())

    def set_scope(self, scope: Scope, owner: str | None = None) -> None:
        """List all processes, those of the user `owner`, or those that are active."""
        if (scope, owner) != (self._scope, self._owner):
            self._scope, self._owner = scope, owner
            self._note_activity(self._processes.rows if self._processes is not None else ())
            self._arrange()

    def set_search(self, needle: str) -> None:
        """List only processes in which every word of `needle` occurs."""
        if needle != self._needle:
            self._needle = needle
            self._arrange()

    def set_tree(self, is_tree: bool) -> None:
        """Show children below their parents, or a flat list."""
        if is_tree != self._is_tree:
            self._is_tree = is_tree
            self._arrange()

    def set_frozen(self, is_frozen: bool) -> None:
        """Keep the order of the rows while their values go on."""
        if is_frozen != self._is_frozen:
            self._is_frozen = is_frozen
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
        self._collapsed[key] = is_collapsed
        self._arrange()

    def set_all_collapsed(self, is_collapsed: bool) -> None:
        """Collapse or expand every branch."""
        self._collapsed = dict.fromkeys(self._live, is_collapsed)
        self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Sort by a column; a negative one, Qt's word for none, changes nothing."""
        if column >= 0:
            self._sort_column, self._sort_order = ColumnId(column), order
            was_frozen, self._is_frozen = self._is_frozen, False
            self._arrange()
            self._is_frozen = was_frozen

    @property
    def look(self) -> Look:
        """How values are written."""
        return self._look

    @property
    def is_tree(self) -> bool:
        """Whether children stand below their parents."""
        return self._is_tree

    @property
    def is_empty(self) -> bool:
        """Whether no snapshot with processes has come yet."""
        return self._processes is None

    @property
    def total_count(self) -> int:
        """How many processes there are, shown or not."""
        return len(self._live)

    def shown(self) -> list[Process]:
        """The living processes that scope and search let through, hidden branches included."""
        return self._shown

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
        return self._live.get(key)

    def parent_of(self, process: Process) -> Process | None:
        """The living parent of a process; a process that started later and has the parent's pid is none."""
        if process.parent_pid is None:
            return None
        for key, candidate in self._live.items():
            if key[0] == process.parent_pid and key[1] <= process.identity.start_ticks:
                return candidate
        return None

    def living(self) -> list[Process]:
        """Every living process, shown or not."""
        return list(self._live.values())

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
        key = self._keys[row]
        if key in self._ended:
            return Flash.ENDED
        return Flash.STARTED if key in self._started else None

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

    # How the order is made

    def _note_activity(self, rows: Sequence[Process]) -> None:
        if self._scope is not Scope.ACTIVE:
            self._last_active = {}
            return
        oldest = self._time - ACTIVE_SECONDS
        self._last_active = {key: since for key, since in self._last_active.items() if since > oldest}
        for process in rows:
            if is_active(process):
                self._last_active[process.identity.key] = self._time

    def _arrange(self, repaint: Iterable[ProcessKey] = ()) -> None:
        """Work out the rows anew and announce what became of them."""
        if self._processes is None:
            return
        keys, processes = list(self._live), list(self._live.values())
        if self._ended:
            keys, processes = self._with_ended()
        matches = self._matches(processes)
        column = COLUMNS[self._sort_column]
        descending = self._sort_order == Qt.SortOrder.DescendingOrder
        if self._is_frozen:
            rows = {key: row for row, key in enumerate(self._keys)}
            after_all = len(rows)
            values: list[SortValue] = [rows.get(key, after_all) for key in keys]
            descending = False
        else:
            values = _sort_values(processes, column.read, column.is_number, descending)
        matching = range(len(keys)) if matches is None else [index for index, match in enumerate(matches) if match]
        if self._is_tree:
            order = arrange_tree(
                processes,
                values,
                descending,
                sum_branches=column.adds_up and not self._is_frozen,
                matches=matches,
                is_collapsed=self._is_collapsed,
            )
        else:
            order = arrange_list(matching, values, descending)
        self._shown = [processes[index] for index in matching if keys[index] in self._live]
        layout = _Layout(
            [processes[index] for index in order.indices],
            [keys[index] for index in order.indices],
            order.places,
            {keys[root]: [processes[index] for index in branch] for root, branch in order.branches.items()},
        )
        self._announce(layout, repaint)

    def _with_ended(self) -> tuple[list[ProcessKey], list[Process]]:
        """The living and those that have just ended.

        By pid, as the system lists them: rows of equal value stay where they are when their process ends.
        """
        everyone = self._live | {key: process for key, (_, process) in self._ended.items()}
        keys = sorted(everyone)
        return keys, [everyone[key] for key in keys]

    def _matches(self, processes: Sequence[Process]) -> list[bool] | None:
        """For each process whether scope and search let it through; None when they let all through."""
        if self._scope is Scope.ALL and not self._needle:
            return None
        found = self._search_index.matches(processes, self._needle) if self._needle else [True] * len(processes)
        if self._scope is Scope.MINE:
            owner = self._owner
            return [
                match and process.identity.username == owner for match, process in zip(found, processes, strict=True)
            ]
        if self._scope is Scope.ACTIVE:
            active = self._last_active
            return [match and process.identity.key in active for match, process in zip(found, processes, strict=True)]
        return found

    def _is_collapsed(self, process: Process) -> bool:
        # The kernel's own threads are many and seldom looked for: their branch begins collapsed.
        return self._collapsed.get(process.identity.key, process.identity.is_kernel_thread)

    def _announce(self, layout: _Layout, repaint: Iterable[ProcessKey]) -> None:
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
            self._put(_Layout(rows, [*old_keys, *(keys[row] for row in added)]))
            self.endInsertRows()
        arranged = layout
        if leaving:
            rows = [*layout.rows, *(self._rows[row] for row in leaving)]
            arranged = _Layout(rows, [*keys, *(old_keys[row] for row in leaving)])
        if arranged.keys != self._keys:
            self._permute(arranged)
        if leaving:
            self.beginRemoveRows(_NO_PARENT, len(keys), len(arranged.keys) - 1)
            self._put(layout)
            self.endRemoveRows()
        self._put(layout)

    def _permute(self, layout: _Layout) -> None:
        self.layoutAboutToBeChanged[_WITH_HINT].emit([], _ROWS_MOVE)  # type: ignore[index]  # overloads are missing in the stubs
        before = self.persistentIndexList()
        old_keys = self._keys
        self._put(layout)
        if before:
            row_of = {key: row for row, key in enumerate(layout.keys)}
            after = [self.createIndex(row_of[old_keys[index.row()]], index.column()) for index in before]
            self.changePersistentIndexList(before, after)
        self.layoutChanged[_WITH_HINT].emit([], _ROWS_MOVE)  # type: ignore[index]  # overloads are missing in the stubs

    def _put(self, layout: _Layout) -> None:
        self._rows, self._keys, self._row_of = layout.rows, layout.keys, None
        self._places, self._branches, self._deepest = layout.places, layout.branches, None
        self._cells.clear()

    def _announce_values(self, layout: _Layout, repaint: Iterable[ProcessKey]) -> None:
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
            return QCoreApplication.translate("ProcessTable", "The system does not tell.")
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


def _sort_values(
    processes: Sequence[Process], read: Callable[[Process], Any], is_number: bool, descending: bool
) -> list[SortValue]:
    """What each process is sorted by; unknown values come last in either direction."""
    values = [read(process) for process in processes]
    if is_number or any(isinstance(value, float) for value in values):
        missing = -math.inf if descending else math.inf
        return [missing if value is None else value for value in values]
    last = "" if descending else "\U0010ffff"
    return [last if not value else value.casefold() for value in values]
