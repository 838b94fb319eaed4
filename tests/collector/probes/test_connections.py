"""Connections: on demand only, capped, with owners, and the same sockets as psutil's."""

from __future__ import annotations

import os
import socket
import sys

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.connections import MOST_ROWS, ConnectionsProbe, OwnedSockets
from hertzmon_gui.collector.probes.linux.sockets import LinuxSocketReader, parse_address
from hertzmon_gui.collector.probes.portable.sockets import portable_connections
from hertzmon_gui.model.snapshot import Connection, Connections
from hertzmon_gui.model.source import Demand
from tests.collector.trees import WANTED, Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

HEAD = "  sl  local_address rem_address   st tx_queue rx_queue tr tm->when retrnsmt   uid  timeout inode\n"


def row(local: str, remote: str, state: str, inode: int) -> str:
    return f"   0: {local} {remote} {state} 00000000:00000000 00:00000000 00000000  1000        0 {inode} 1 0 100\n"


LISTENING = row("0100007F:1F90", "00000000:0000", "0A", 111)
ESTABLISHED = row("0100007F:1F90", "0100007F:D431", "01", 222)


@needs_linux
@pytest.mark.skipif(sys.byteorder != "little", reason="the texts are a little-endian machine's")
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (b"0100007F:1F90", ("127.0.0.1", 8080)),
        (b"00000000000000000000000001000000:0016", ("::1", 22)),
        (b"0000000000000000FFFF00000100007F:0050", ("::ffff:127.0.0.1", 80)),
        (b"B80D0120000000000000000001000000:01BB", ("2001:db8::1", 443)),
    ],
)
def test_addresses(text: bytes, expected: tuple[str, int]) -> None:
    assert parse_address(text) == expected


@needs_linux
def test_sockets_with_their_owners_as_far_as_one_may_look(machine: Machine) -> None:
    machine.write(
        {
            "proc/net/tcp": HEAD + LISTENING + ESTABLISHED,
            "proc/net/udp": HEAD + row("0100007F:0035", "00000000:0000", "07", 333),
        }
    )
    descriptors = machine.root / "proc/77/fd"
    descriptors.mkdir(parents=True)
    (descriptors / "5").symlink_to("socket:[111]")
    (descriptors / "6").symlink_to("/dev/null")
    machine.write({"proc/self/fd": "not a folder"})
    probe = ConnectionsProbe(machine.context)
    assert probe.wanted(WANTED)
    connections = machine.read(probe)
    assert connections.total == 3
    assert connections.rows == (
        Connection("ipv4", "tcp", "127.0.0.1", 8080, None, None, "listen", 77),
        Connection("ipv4", "tcp", "127.0.0.1", 8080, "127.0.0.1", 54321, "established", None),
        Connection("ipv4", "udp", "127.0.0.1", 53, None, None, "none", None),
    )


@needs_linux
def test_the_cap_lets_go_of_those_that_only_wait_to_be_forgotten(machine: Machine) -> None:
    waiting = row("0100007F:1F90", "0100007F:D431", "06", 0) * (MOST_ROWS + 50)
    machine.write({"proc/net/tcp": HEAD + waiting + LISTENING})
    probe = ConnectionsProbe(machine.context)
    probe.wanted(WANTED)
    connections = machine.read(probe)
    assert len(connections.rows) == MOST_ROWS
    assert connections.total == MOST_ROWS + 51
    assert connections.rows[0].state == "listen"


@needs_linux
def test_owners_are_asked_seldom_and_a_reused_inode_is_not_the_old_owners(machine: Machine) -> None:
    machine.write({"proc/net/tcp": HEAD + LISTENING})
    now = [0.0]
    sockets = OwnedSockets(LinuxSocketReader(machine.root), lambda: now[0])
    link = machine.root / "proc/77/fd/5"
    link.parent.mkdir(parents=True)
    link.symlink_to("socket:[111]")
    assert [one.pid for one in sockets.read().rows] == [77]
    machine.write({"proc/net/tcp": HEAD})
    now[0] += 100
    assert sockets.read().total == 0
    machine.write({"proc/net/tcp": HEAD + LISTENING})
    link.unlink()
    now[0] += 1
    assert [one.pid for one in sockets.read().rows] == [None]


@needs_linux
def test_the_owner_that_nobody_found_is_sought_again_only_when_sockets_come_or_go(machine: Machine) -> None:
    looks: list[float] = []
    now = [0.0]

    class Counting(LinuxSocketReader):
        def owners(self) -> dict[int, int]:
            looks.append(now[0])
            return super().owners()

    machine.write({"proc/net/tcp": HEAD + LISTENING})
    sockets = OwnedSockets(Counting(machine.root), lambda: now[0])
    for _ in range(3):
        assert [one.pid for one in sockets.read().rows] == [None]
        now[0] += 100
    machine.write({"proc/net/tcp": HEAD + LISTENING + ESTABLISHED})
    sockets.read()

    assert looks == [0.0, 300.0]


def test_nothing_is_read_until_someone_looks_and_nothing_is_kept_after(machine: Machine) -> None:
    probe = ConnectionsProbe(machine.context, lambda: Connections(rows=(), total=7))
    assert not probe.wanted(Demand())
    assert machine.lane.readings == []
    assert probe.wanted(Demand(connections=True))
    assert machine.read(probe).total == 7
    assert not probe.wanted(Demand())
    assert machine.lane.readings == []
    with pytest.raises(NoData):
        probe.read(machine.tick())


@needs_linux
def test_a_system_that_lists_no_sockets_has_no_data(machine: Machine) -> None:
    probe = ConnectionsProbe(machine.context)
    probe.wanted(WANTED)
    with pytest.raises(NoData, match="does not list"):
        machine.read(probe)


@needs_linux
def test_this_machines_sockets_are_psutils(live: Machine) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        probe = ConnectionsProbe(live.context)
        probe.wanted(WANTED)
        mine = [one for one in live.read(probe).rows if one.local_port == port]
        theirs = [one for one in portable_connections() if one.local_port == port]
        assert mine == theirs == [Connection("ipv4", "tcp", "127.0.0.1", port, None, None, "listen", os.getpid())]


def test_where_the_whole_list_is_refused_ones_own_processes_are_listed(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(kind: str) -> None:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil, "net_connections", refuse)
    with socket.create_server(("127.0.0.1", 0)) as server:
        port = server.getsockname()[1]
        assert [one.pid for one in portable_connections() if one.local_port == port] == [os.getpid()]
    monkeypatch.setattr(psutil, "process_iter", lambda: iter(()))
    with pytest.raises(NoData):
        portable_connections()
