"""Sockets from /proc/net/{tcp,udp}{,6}, and whose they are from the descriptors of all processes."""

from __future__ import annotations

import os
import socket
import struct
import sys
from pathlib import Path

from msgspec import Struct

from hertzmon_gui.collector.files import names_in, read_bytes
from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.model.snapshot import Connection

# include/net/tcp_states.h
_TCP_STATES = {
    1: "established",
    2: "syn-sent",
    3: "syn-recv",
    4: "fin-wait1",
    5: "fin-wait2",
    6: "time-wait",
    7: "close",
    8: "close-wait",
    9: "last-ack",
    10: "listen",
    11: "closing",
    12: "syn-recv",
}
_TABLES = (("tcp", "ipv4", "tcp"), ("tcp6", "ipv6", "tcp"), ("udp", "ipv4", "udp"), ("udp6", "ipv6", "udp"))


class SocketLine(Struct, frozen=True, gc=False):
    """One line of a table, its addresses not yet decoded."""

    family: str
    protocol: str
    local: bytes
    remote: bytes
    state: str
    inode: int


def parse_address(text: bytes) -> tuple[str, int]:
    """`0100007F:1F90` as ("127.0.0.1", 8080): each 32-bit word is in the machine's own order."""
    address, _, port = text.partition(b":")
    raw = bytes.fromhex(address.decode("ascii"))
    if sys.byteorder == "little":
        raw = struct.pack(f">{len(raw) // 4}I", *struct.unpack(f"<{len(raw) // 4}I", raw))
    return socket.inet_ntop(socket.AF_INET6 if len(raw) > 4 else socket.AF_INET, raw), int(port, 16)


def parse_sockets(data: bytes, family: str, protocol: str) -> list[SocketLine]:
    """The lines of one table."""
    sockets = []
    for line in data.split(b"\n")[1:]:
        words = line.split(None, 10)
        if len(words) < 10:
            continue
        number = int(words[3], 16)
        state = _TCP_STATES.get(number, "unknown") if protocol == "tcp" else "none"
        sockets.append(SocketLine(family, protocol, words[1], words[2], state, int(words[9])))
    return sockets


class LinuxSocketReader:
    """Reads /proc under `root`."""

    def __init__(self, root: Path) -> None:
        self._proc = root / "proc"

    def sockets(self) -> list[SocketLine]:
        """Every TCP and UDP socket of this network namespace."""
        tables = [(read_bytes(self._proc / "net" / name, whole=True), f, p) for name, f, p in _TABLES]
        if all(data is None for data, _, _ in tables):
            raise NoData("the system does not list its sockets")
        return [line for data, f, p in tables if data is not None for line in parse_sockets(data, f, p)]

    def owners(self) -> dict[int, int]:
        """The process that holds each socket, by inode, as far as one may look; it reads every descriptor there is."""
        owners: dict[int, int] = {}
        for pid in names_in(self._proc):
            if not pid.isdigit():
                continue
            directory = f"{self._proc}/{pid}/fd"
            for descriptor in names_in(Path(directory)):
                try:
                    target = os.readlink(f"{directory}/{descriptor}")  # noqa: PTH115 (a Path for each is dearer than the call)
                except OSError:
                    continue
                if target.startswith("socket:["):
                    owners.setdefault(int(target[8:-1]), int(pid))
        return owners


def as_connection(line: SocketLine, pid: int | None) -> Connection:
    """The line with its addresses decoded; a socket that is connected to nobody has no remote address."""
    local_address, local_port = parse_address(line.local)
    remote_address, remote_port = parse_address(line.remote)
    is_connected = remote_port != 0
    return Connection(
        family=line.family,
        protocol=line.protocol,
        local_address=local_address,
        local_port=local_port,
        remote_address=remote_address if is_connected else None,
        remote_port=remote_port if is_connected else None,
        state=line.state,
        pid=pid,
    )
