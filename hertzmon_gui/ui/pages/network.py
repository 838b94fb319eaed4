"""Network: all traffic, each interface, and who is connected to whom."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Interface, Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.unit_scale import network_scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.pages.network_connections import ConnectionsView
from hertzmon_gui.ui.probe_state import unless_awaited
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel, SmallPanel
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_SMALL_WIDTH = 300
_MOST_SMALL_CHARTS = 24


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
        self.interfaces = PanelGrid(_SMALL_WIDTH, most_columns=3)
        self.column.addWidget(self.interfaces, 1)
        self.connections = ConnectionsView(context)
        self.column.addWidget(self.connections, 2)

    def demand(self) -> Demand:
        """Connections, and the processes for their names."""
        return Demand(charts=True, processes=True, connections=True)

    def start_search(self) -> None:
        """Put the keyboard into the connections' filter."""
        self.connections.search.setFocus()

    def continue_from(self, other: Page) -> None:
        """Keep the filter."""
        assert isinstance(other, NetworkPage)
        self.connections.search.setText(other.connections.search.text())

    def save_state(self) -> None:
        """Remember the table's columns."""
        self.connections.save_state()

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.network is not None:
            nics = sorted(snapshot.network.interfaces, key=lambda nic: nic.is_loopback)  # what stays inside comes last
            names = [nic.name for nic in nics if _is_interesting(nic)]
            if self.interfaces.match(names[:_MOST_SMALL_CHARTS], self._made):
                self._order_stops()
        self.panel.draw(snapshot)
        self.interfaces.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers."""
        self.connections.show_snapshot(snapshot)
        network = snapshot.network
        if network is None:
            self.show_unread(snapshot, "network", self.panel.header)
            return
        self.show_content()
        write = self.context.format.network_rate
        detail = self.tr("down · up {0}").format(write(network.send_rate))
        self.panel.header.set_texts(
            *unless_awaited(snapshot, "network", network.receive_rate, write(network.receive_rate), detail)
        )
        self.panel.write_legend()
        for nic in network.interfaces:
            self.interfaces.write(nic.name, self._caption(nic), self._tip(nic))

    def _order_stops(self) -> None:
        """Let Tab pass new charts where they are seen: before the connections, which were there first."""
        search, table = self.connections.search, self.connections.table
        for panel in self.interfaces.panels.values():
            self.setTabOrder(panel.chart, search)
        self.setTabOrder(search, table)

    def _caption(self, nic: Interface) -> str:
        if nic.is_up is False:
            return self.tr("down")
        # The short one of the two kinds; the tooltip has all.
        address = min(nic.addresses, key=lambda one: ":" in one, default="")
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


def _is_interesting(nic: Interface) -> bool:
    return nic.is_up is not False or nic.bytes_received + nic.bytes_sent > 0
