"""Network interfaces from /proc/net/dev and /sys/class/net."""

from __future__ import annotations

from pathlib import Path

from hertzmon_gui.collector.files import KeptFile, names_in, read_int, read_text
from hertzmon_gui.collector.probes.portable.network import PortableNetworkReader, addresses_by_name, looks_virtual
from hertzmon_gui.collector.probes.readers import InterfaceCounters, InterfaceFacts, LinkState
from hertzmon_gui.collector.texts import encodable_name

_ARPHRD_LOOPBACK = 772
_IFF_UP = 1


def parse_net_dev(data: bytes) -> list[InterfaceCounters]:
    """The interfaces in /proc/net/dev, in its order."""
    interfaces = []
    for line in data.split(b"\n")[2:]:
        # The name may hold a colon of its own (an alias); the counters never do.
        name, colon, text = line.rpartition(b":")
        counters = text.split()
        if not colon or len(counters) < 12:
            continue
        received, packets_in, errors_in, drops_in, _, _, _, _, sent, packets_out, errors_out, drops_out = map(
            int, counters[:12]
        )
        interfaces.append(
            InterfaceCounters(
                encodable_name(name.strip()),
                received,
                packets_in,
                errors_in,
                drops_in,
                sent,
                packets_out,
                errors_out,
                drops_out,
            )
        )
    return interfaces


class LinuxNetworkReader:
    """Reads /proc and /sys under `root`."""

    def __init__(self, root: Path) -> None:
        self._net_dev = KeptFile(root / "proc/net/dev")
        self._class_net = root / "sys/class/net"

    def counters(self) -> list[InterfaceCounters]:
        """Read /proc/net/dev."""
        return parse_net_dev(self._net_dev.read())

    def facts(self, name: str) -> InterfaceFacts:
        """Real interfaces have a device behind them; without /sys the name must do."""
        directory = self._class_net / name
        kind = read_int(directory / "type")
        if kind is None:
            return InterfaceFacts(is_loopback=name == "lo", is_virtual=looks_virtual(name))
        return InterfaceFacts(is_loopback=kind == _ARPHRD_LOOPBACK, is_virtual=not (directory / "device").exists())

    def links(self) -> dict[str, LinkState]:
        """Read /sys/class/net and the addresses; without /sys ask the kernel through a socket, as psutil does."""
        listed = names_in(self._class_net)
        if not listed:
            return PortableNetworkReader().links()
        addresses = addresses_by_name()
        # Not from /proc/net/dev: its descriptor belongs to the sampler thread.
        names = {*listed, *addresses}
        return {name: self._link(name, addresses.get(name, ((), None))) for name in names}

    def _link(self, name: str, known: tuple[tuple[str, ...], str | None]) -> LinkState:
        directory = self._class_net / name
        addresses, hardware_address = known
        speed = read_int(directory / "speed")  # refused or -1 where there is no such thing as a speed
        return LinkState(
            is_up=self._is_up(directory),
            speed_mbps=speed if speed is not None and speed > 0 else None,
            addresses=addresses,
            hardware_address=hardware_address,
        )

    def _is_up(self, directory: Path) -> bool | None:
        state = read_text(directory / "operstate")
        if state is None:
            return None
        if state == "unknown":  # loopback, tunnels and others whose driver does not say
            flags = read_int(directory / "flags")
            return None if flags is None else bool(flags & _IFF_UP)
        return state == "up"

    def close(self) -> None:
        """Give back the descriptor."""
        self._net_dev.close()
