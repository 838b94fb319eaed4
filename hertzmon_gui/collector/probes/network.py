"""NetworkProbe: what each network interface carries."""

from __future__ import annotations

import sys

from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.linux.network import LinuxNetworkReader
from hertzmon_gui.collector.probes.portable.network import PortableNetworkReader
from hertzmon_gui.collector.probes.readers import InterfaceCounters, InterfaceFacts, LinkState, NetworkReader
from hertzmon_gui.collector.probes.totals import sum_known
from hertzmon_gui.collector.rates import CounterRates
from hertzmon_gui.model.snapshot import Interface, Network
from hertzmon_gui.model.source import Demand

_LINKS_PERIOD_SECONDS = 5.0
_UNKNOWN_LINK = LinkState()


def _reader(context: ProbeContext) -> NetworkReader:
    if sys.platform == "linux":
        return LinuxNetworkReader(context.root)
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return PortableNetworkReader()


class NetworkProbe:
    """Reads every interface, loopback too."""

    name = "network"
    period_seconds = 0.0

    def __init__(self, context: ProbeContext, reader: NetworkReader | None = None) -> None:
        self._reader = reader or _reader(context)
        self._links = context.slow_lane.register("network links", self._reader.links, _LINKS_PERIOD_SECONDS)
        self._rates = CounterRates()
        self._facts: dict[str, InterfaceFacts] = {}

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it."""
        self._links.enabled = demand.charts
        return demand.charts

    def read(self, clock: Clock) -> Network:
        """Read the counters and set them against the last ones."""
        counters = self._reader.counters()
        self._rates.begin(clock.monotonic, after_gap=clock.after_gap)
        # An interface that went and came back under the same name may be another one.
        self._facts = {row.name: self._facts.get(row.name) or self._reader.facts(row.name) for row in counters}
        links = self._links.value or {}
        interfaces = tuple(self._interface(row, links.get(row.name, _UNKNOWN_LINK)) for row in counters)
        counted = self._counted(interfaces)
        return Network(
            interfaces=interfaces,
            send_rate=sum_known(interface.send_rate for interface in counted),
            receive_rate=sum_known(interface.receive_rate for interface in counted),
        )

    def _interface(self, row: InterfaceCounters, link: LinkState) -> Interface:
        facts = self._facts[row.name]
        return Interface(
            name=row.name,
            bytes_sent=row.bytes_sent,
            bytes_received=row.bytes_received,
            packets_sent=row.packets_sent,
            packets_received=row.packets_received,
            send_rate=self._rates.rate((row.name, "sent"), row.bytes_sent),
            receive_rate=self._rates.rate((row.name, "received"), row.bytes_received),
            errors_in=row.errors_in,
            errors_out=row.errors_out,
            drops_in=row.drops_in,
            drops_out=row.drops_out,
            is_up=link.is_up,
            speed_mbps=link.speed_mbps,
            addresses=link.addresses,
            hardware_address=link.hardware_address,
            is_loopback=facts.is_loopback,
            is_virtual=facts.is_virtual,
        )

    @staticmethod
    def _counted(interfaces: tuple[Interface, ...]) -> list[Interface]:
        """Those whose traffic makes the total; inside a container the only ones there are virtual."""
        outward = [interface for interface in interfaces if not interface.is_loopback]
        return [interface for interface in outward if not interface.is_virtual] or outward

    def close(self) -> None:
        """Give back descriptors."""
        self._links.enabled = False
        self._reader.close()
