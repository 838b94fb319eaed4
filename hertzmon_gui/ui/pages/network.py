"""Network: all traffic, each interface, and who is connected to whom."""

from __future__ import annotations

from PySide6.QtCore import QByteArray, Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QLabel, QLineEdit, QTableView, QVBoxLayout, QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Interface, Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.models.connections import ConnectionsModel
from hertzmon_gui.ui.pages.probe_state import reason
from hertzmon_gui.ui.rates import network_scale
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_SMALL_WIDTH = 300
_MOST_SMALL_CHARTS = 24
_TABLE_HEIGHT = 280
_HEADER_STATE = "connections"


class NetworkPage(ScrollPage):
    """One large chart, one small chart per interface that is up or has seen traffic, and the connections."""

    page_id = "network"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.panel = ChartPanel(
            context,
            self.title,
            [
                MetricCurve(metrics.NETWORK, "receive_rate", "receive"),
                MetricCurve(metrics.NETWORK, "send_rate", "send"),
            ],
            network_scale(context),
            lambda value: context.format.network_rate(value),
        )
        self.column.addWidget(self.panel, 3)
        self._interfaces = FlowGrid(_SMALL_WIDTH, most_columns=3)
        self.column.addWidget(self._interfaces, 1)
        self.connections = ConnectionsView(context)
        self.column.addWidget(self.connections, 2)
        self._interface_panels: dict[str, SmallPanel] = {}
        context.settings_changed.connect(self._follow_units)

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Network")

    @property
    def interface_names(self) -> list[str]:
        """The interfaces that have a chart."""
        return list(self._interface_panels)

    def demand(self) -> Demand:
        """Connections, and the processes for their names."""
        return Demand(charts=True, processes=True, connections=True)

    def start_search(self) -> None:
        """Put the keyboard into the connections' filter."""
        self.connections.search.setFocus()

    def save_state(self) -> None:
        """Remember the table's columns."""
        self.connections.save_state()

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.network is not None:
            self._match_interfaces([nic for nic in snapshot.network.interfaces if _is_interesting(nic)])
        self.panel.draw(snapshot)
        for panel in self._interface_panels.values():
            panel.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        self.connections.show_snapshot(snapshot)
        network = snapshot.network
        if network is None:
            self.panel.header.set_texts(text.unknown(), reason(snapshot, "network"))
            return
        write = self.context.format.network_rate
        self.panel.header.set_texts(
            write(network.receive_rate), self.tr("down · {0} up").format(write(network.send_rate))
        )
        self.panel.write_legend()
        for nic in network.interfaces:
            panel = self._interface_panels.get(nic.name)
            if panel is not None:
                panel.header.set_texts(caption=self._caption(nic))
                panel.setToolTip(self._tip(nic))

    def _caption(self, nic: Interface) -> str:
        if nic.is_up is False:
            return self.tr("down")
        address = nic.addresses[0] if nic.addresses else ""
        speed = self.context.format.network_rate(nic.speed_mbps * 125_000) if nic.speed_mbps else ""
        return " · ".join(part for part in (address, speed) if part)

    def _tip(self, nic: Interface) -> str:
        amount = self.context.format.network_amount
        lines = [nic.name, *nic.addresses]
        if nic.hardware_address:
            lines.append(nic.hardware_address)
        lines.append(
            self.tr("{0} received and {1} sent since the start").format(
                amount(nic.bytes_received), amount(nic.bytes_sent)
            )
        )
        if nic.errors_in is not None and nic.errors_out is not None:
            lines.append(self.tr("Errors: {0} in, {1} out").format(nic.errors_in, nic.errors_out))
        if nic.drops_in is not None and nic.drops_out is not None:
            lines.append(self.tr("Dropped: {0} in, {1} out").format(nic.drops_in, nic.drops_out))
        return "\n".join(lines)

    def _match_interfaces(self, interfaces: list[Interface]) -> None:
        wanted = [nic.name for nic in interfaces[:_MOST_SMALL_CHARTS]]
        if wanted == list(self._interface_panels):
            return
        self._interface_panels = {name: self._interface_panels.get(name) or self._made(name) for name in wanted}
        self._interfaces.set_tiles(list(self._interface_panels.values()))

    def _made(self, name: str) -> SmallPanel:
        curves = [
            MetricCurve(metrics.INTERFACE, "receive_rate", "receive", instance=name),
            MetricCurve(metrics.INTERFACE, "send_rate", "send", instance=name),
        ]
        return SmallPanel(
            self.context,
            name,
            curves,
            network_scale(self.context),
            lambda value: self.context.format.network_rate(value),
        )

    def _follow_units(self) -> None:
        charts = [self.panel.chart, *(panel.chart for panel in self._interface_panels.values())]
        for chart in charts:
            chart.set_scale(network_scale(self.context))


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
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
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


def _is_interesting(nic: Interface) -> bool:
    return nic.is_up is not False or nic.bytes_received + nic.bytes_sent > 0
