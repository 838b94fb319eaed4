"""ConnectionsProbe: the machine's TCP and UDP sockets and whose they are, while someone looks."""

from __future__ import annotations

import sys
import time
from collections.abc import Callable

from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext
from hertzmon_gui.collector.probes.linux.sockets import LinuxSocketReader, SocketLine, as_connection
from hertzmon_gui.collector.probes.portable.sockets import portable_connections
from hertzmon_gui.collector.probes.slow_section import SlowSection
from hertzmon_gui.model.snapshot import Connections
from hertzmon_gui.model.source import Demand

MOST_ROWS = 2000
_PERIOD_SECONDS = 2.0
_OWNERS_PERIOD_SECONDS = 6.0


def _read_connections(context: ProbeContext) -> Callable[[], Connections]:
    if sys.platform == "linux":
        return OwnedSockets(LinuxSocketReader(context.root)).read
    else:  # noqa: RET505 (each branch is type-checked on its own platform)

        def read() -> Connections:
            rows = portable_connections()
            rows.sort(key=lambda row: row.state == "time-wait")
            return Connections(rows=tuple(rows[:MOST_ROWS]), total=len(rows))

        return read


class OwnedSockets:
    """Joins sockets to processes; who owns which is asked seldom, because the answer is costly."""

    def __init__(self, reader: LinuxSocketReader, now: Callable[[], float] = time.monotonic) -> None:
        self._reader = reader
        self._now = now
        self._owners: dict[int, int | None] = {}  # None: nobody was found, and is not sought again
        self._owners_at: float | None = None

    def read(self) -> Connections:
        """The sockets that fit under the cap; those that are only waiting to be forgotten yield to the others."""
        lines = self._reader.sockets()
        shown = sorted(lines, key=lambda line: line.state == "time-wait")[:MOST_ROWS]
        self._renew_owners(shown)
        rows = tuple(as_connection(line, self._owners.get(line.inode)) for line in shown)
        return Connections(rows=rows, total=len(lines))

    def _renew_owners(self, lines: list[SocketLine]) -> None:
        now = self._now()
        if self._owners_at is None or now - self._owners_at >= _OWNERS_PERIOD_SECONDS:
            inodes = {line.inode for line in lines if line.inode}
            # An inode's number is used again: only a full look tells whose it is now.
            if inodes != self._owners.keys():
                owners = self._reader.owners()
                self._owners = {inode: owners.get(inode) for inode in inodes}
            self._owners_at = now


class ConnectionsProbe:
    """Reads sockets in the slow lane: a busy server has a hundred thousand."""

    name = "connections"
    period_seconds = 1.0

    def __init__(self, context: ProbeContext, read_connections: Callable[[], Connections] | None = None) -> None:
        self._section = SlowSection(
            context.slow_lane, "connections", read_connections or _read_connections(context), _PERIOD_SECONDS
        )

    def wanted(self, demand: Demand) -> bool:
        """Only while someone looks, and once there is something to show."""
        return self._section.want(demand.connections)

    def read(self, clock: Clock) -> Connections:  # noqa: ARG002 (nothing is rated)
        """The latest reading; NoData where the system lists no sockets."""
        connections = self._section.value
        if connections is None:
            raise NoData("the list of sockets does not come")
        return connections

    def late(self) -> str | None:
        """Whether the sockets could not be listed."""
        return "the list of sockets is late" if self._section.stale else None

    def close(self) -> None:
        """Read no more."""
        self._section.close()
