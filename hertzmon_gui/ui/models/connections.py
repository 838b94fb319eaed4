"""ConnectionsModel: the machine's sockets as a table that keeps its selection while they come and go."""

from __future__ import annotations

from collections.abc import Mapping

from PySide6.QtCore import QAbstractTableModel, QCoreApplication, QModelIndex, QPersistentModelIndex, Qt

from hertzmon_gui.model.snapshot import Connection
from hertzmon_gui.ui.format import not_told, unknown

_Index = QModelIndex | QPersistentModelIndex
_Row = tuple[str, str, str, str, str, str]
_Key = tuple[str, int, str | None, int | None, str, int | None]
COLUMN_COUNT = 6
_NUMERIC = frozenset({4})


class ConnectionsModel(QAbstractTableModel):
    """Rows of process, protocol, local and remote address, pid and state.

    A refresh moves rows by Qt's layout change, so that what is selected stays selected.
    """

    def __init__(self) -> None:
        super().__init__()
        self._all: dict[_Key, _Row] = {}
        self._rows: list[tuple[_Key, _Row]] = []
        self._filter = ""
        self._column = 0
        self._order = Qt.SortOrder.AscendingOrder

    def set_connections(self, connections: tuple[Connection, ...], names: Mapping[int, str]) -> None:
        """Show these sockets; `names` maps pids to process names."""
        self._all = {_key(row): _row(row, names) for row in connections}
        self._rebuild()

    def set_filter(self, text: str) -> None:
        """Show only rows that contain `text` somewhere."""
        self._filter = text.casefold().strip()
        self._rebuild()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        """Order by a column."""
        self._column, self._order = column, order
        self._rebuild()

    def rowCount(self, parent: _Index | None = None) -> int:
        """The rows that pass the filter."""
        return 0 if parent is not None and parent.isValid() else len(self._rows)

    def columnCount(self, parent: _Index | None = None) -> int:
        """Process, protocol, local, remote, pid, state."""
        return 0 if parent is not None and parent.isValid() else COLUMN_COUNT

    def data(self, index: _Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """A cell's text, which is the tooltip too, for where it does not fit; numbers at the right."""
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            shown = self._rows[index.row()][1][index.column()]
            return not_told() if role == Qt.ItemDataRole.ToolTipRole and shown == unknown() else shown
        if role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if index.column() in _NUMERIC else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        """The columns' names."""
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.DisplayRole:
            return _headers()[section]
        if orientation is Qt.Orientation.Horizontal and role == Qt.ItemDataRole.TextAlignmentRole:
            side = Qt.AlignmentFlag.AlignRight if section in _NUMERIC else Qt.AlignmentFlag.AlignLeft
            return side | Qt.AlignmentFlag.AlignVCenter
        return None

    def _rebuild(self) -> None:
        rows = [
            (key, row)
            for key, row in self._all.items()
            if not self._filter or any(self._filter in cell.casefold() for cell in row)
        ]
        column = self._column
        rows.sort(
            key=lambda item: (
                _number(item[1][column]) if column in _NUMERIC else 0,
                item[1][column].casefold(),
                item[1],
            ),
            reverse=self._order is Qt.SortOrder.DescendingOrder,
        )
        if rows == self._rows:
            return
        self.layoutAboutToBeChanged.emit()
        before = self._rows
        places = {key: at for at, (key, _) in enumerate(rows)}
        self._rows = rows
        kept = self.persistentIndexList()
        moved = [
            self.index(places[before[index.row()][0]], index.column())
            if before[index.row()][0] in places
            else QModelIndex()
            for index in kept
        ]
        self.changePersistentIndexList(kept, moved)
        self.layoutChanged.emit()


def _headers() -> tuple[str, ...]:
    translate = QCoreApplication.translate
    return (
        translate("Connections", "Process"),
        translate("Connections", "Protocol"),
        translate("Connections", "Local address"),
        translate("Connections", "Remote address"),
        translate("Connections", "PID"),
        translate("Connections", "State"),
    )


def _key(row: Connection) -> _Key:
    return (
        row.local_address,
        row.local_port,
        row.remote_address,
        row.remote_port,
        f"{row.protocol}{row.family}",
        row.pid,
    )


def _row(row: Connection, names: Mapping[int, str]) -> _Row:
    protocol = row.protocol.upper() + ("6" if row.family == "ipv6" else "")
    remote = "" if row.remote_address is None else _address(row.remote_address, row.remote_port)
    process = unknown() if row.pid is None else names.get(row.pid, unknown())
    pid = "" if row.pid is None else str(row.pid)
    return (process, protocol, _address(row.local_address, row.local_port), remote, pid, row.state.upper())


def _address(address: str, port: int | None) -> str:
    shown = f"[{address}]" if ":" in address else address
    return shown if port is None else f"{shown}:{port}"


def _number(text: str) -> int:
    return int(text) if text.isdigit() else -1
