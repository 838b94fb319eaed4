"""ConnectionsView: who is connected to whom."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.models.connections import ConnectionsModel
from hertzmon_gui.ui.probe_state import reason
from hertzmon_gui.ui.widgets.table_header import TableHeader

_TABLE_HEIGHT = 280
_HEADER_STATE = "connections"
_CELL_PADDING = 8  # what the style sheet and Qt leave beside a cell's text


class ConnectionsView(QWidget):
    """The table of sockets, with its filter."""

    def __init__(self, context: UiContext) -> None:
        super().__init__()
        self._context = context
        self.model = ConnectionsModel()
        self.search = QLineEdit()
        self.search.setPlaceholderText(self.tr("Filter by process, address, port or state"))
        self.search.setClearButtonEnabled(True)
        self.search.setAccessibleName(self.tr("Filter the connections"))
        self.search.setMaximumWidth(360)
        self.search.textChanged.connect(self.model.set_filter)
        self._title = QLabel(self.tr("Connections"))
        self._title.setFont(fonts.strong())
        self._count = QLabel()
        self._count.setProperty("tone", "dim")
        self.table = QTableView()
        self.table.setAccessibleName(self.tr("Connections"))
        self.table.setModel(self.model)
        self.table.setSelectionBehavior(QTableView.SelectionBehavior.SelectRows)
        self.table.setTabKeyNavigation(False)  # Tab leaves the table
        self.table.setShowGrid(False)
        self.table.setWordWrap(False)
        self.table.setSortingEnabled(True)
        self.table.verticalHeader().hide()
        self.table.verticalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        self.table.verticalHeader().setDefaultSectionSize(round(self.fontMetrics().height() * 1.7))
        header = TableHeader(context, self.table, padding=_CELL_PADDING)
        self.table.setHorizontalHeader(header)
        for column, width in enumerate((120, 72, 0, 0, 76, 120)):
            if width:
                header.resizeSection(column, width)
            else:  # the addresses share what the others leave
                header.setSectionResizeMode(column, QHeaderView.ResizeMode.Stretch)
        saved = context.settings.window.headers.get(_HEADER_STATE, "")
        if saved:
            header.restoreState(QByteArray.fromBase64(saved.encode()))
        else:
            self.table.sortByColumn(0, Qt.SortOrder.AscendingOrder)
        self.table.setMinimumHeight(_TABLE_HEIGHT)
        top = QHBoxLayout()
        top.addWidget(self._title)
        top.addWidget(self._count)
        top.addStretch(1)
        top.addWidget(self.search, 1)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 4, 0, 0)
        column_layout.setSpacing(8)
        column_layout.addLayout(top)
        column_layout.addWidget(self.table, 1)

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Bring the table up to a snapshot."""
        connections = snapshot.connections
        if connections is None:
            self._count.setText(reason(snapshot, "connections"))
            return
        processes = snapshot.processes.rows if snapshot.processes is not None else ()
        names = {process.identity.pid: process.identity.name for process in processes}
        self.model.set_connections(connections.rows, names)
        shown = text.count(len(connections.rows))
        if connections.total > len(connections.rows):
            shown = self.tr("{0} of {1}").format(shown, text.count(connections.total))
        self._count.setText(shown)

    def save_state(self) -> None:
        """Remember columns and order."""
        state = bytes(self.table.horizontalHeader().saveState().toBase64().data()).decode()
        headers = {**self._context.settings.window.headers, _HEADER_STATE: state}
        self._context.settings.remember(headers=headers)
