"""Network interfaces through psutil."""

from __future__ import annotations

import re
import socket

import psutil

from hertzmon_gui.collector.probes.readers import InterfaceCounters, InterfaceFacts, LinkState
from hertzmon_gui.collector.texts import encodable_name

_LOOPBACK = re.compile(r"lo\d*$|Loopback Pseudo-Interface", re.IGNORECASE)
_VIRTUAL = re.compile(
    r"(veth|docker|br-|virbr|vnet|tun|tap|wg|ifb|dummy|bond|team|cni|flannel|cali|lxc|lxd|vmnet|vboxnet"
    r"|utun|gif|stf|awdl|llw|bridge|anpi|ap\d|vEthernet|isatap|Teredo|6to4)",
    re.IGNORECASE,
)


def is_loopback_name(name: str) -> bool:
    """Whether systems give this name to the loopback."""
    return _LOOPBACK.match(name) is not None


def looks_virtual(name: str) -> bool:
    """Whether the name is one that systems give to bridges, tunnels and the like."""
    return _VIRTUAL.match(name) is not None


def addresses_by_name() -> dict[str, tuple[tuple[str, ...], str | None]]:
    """The IP addresses and the hardware address of each interface."""
    found: dict[str, tuple[tuple[str, ...], str | None]] = {}
    try:
        by_name = psutil.net_if_addrs()
    except OSError:
        return found
    for name, entries in by_name.items():
        # Link-local addresses carry their interface ("fe80::1%eth0"), which is known here.
        addresses = tuple(
            entry.address.partition("%")[0] for entry in entries if entry.family in {socket.AF_INET, socket.AF_INET6}
        )
        hardware = next((entry.address for entry in entries if entry.family == psutil.AF_LINK), None)
        found[encodable_name(name)] = (addresses, hardware or None)
    return found


class PortableNetworkReader:
    """Reads through psutil."""

    def counters(self) -> list[InterfaceCounters]:
        """psutil.net_io_counters, raw: our own rates deal with wraps."""
        return [
            InterfaceCounters(
                name=encodable_name(name),
                bytes_received=counters.bytes_recv,
                packets_received=counters.packets_recv,
                errors_in=counters.errin,
                drops_in=counters.dropin,
                bytes_sent=counters.bytes_sent,
                packets_sent=counters.packets_sent,
                errors_out=counters.errout,
                drops_out=counters.dropout,
            )
            for name, counters in psutil.net_io_counters(pernic=True, nowrap=False).items()
        ]

    def facts(self, name: str) -> InterfaceFacts:
        """Only the name tells here."""
        return InterfaceFacts(is_loopback=is_loopback_name(name), is_virtual=looks_virtual(name))

    def links(self) -> dict[str, LinkState]:
        """psutil.net_if_stats and net_if_addrs."""
        addresses = addresses_by_name()
        states = {encodable_name(name): state for name, state in psutil.net_if_stats().items()}
        links = {}
        for name in addresses.keys() | states.keys():
            known, hardware_address = addresses.get(name, ((), None))
            state = states.get(name)
            links[name] = LinkState(
                is_up=None if state is None else state.isup,
                speed_mbps=None if state is None else state.speed or None,
                addresses=known,
                hardware_address=hardware_address,
            )
        return links

    def close(self) -> None:
        """Nothing is held."""
