"""IdentityWatch: looks again at identities that may have changed without an exec, which the stat line would show."""

from __future__ import annotations

from collections import deque
from collections.abc import Collection, Iterator, Sequence

import msgspec

from hertzmon_gui.collector.processes.linux_entry import ProcessEntry
from hertzmon_gui.collector.processes.linux_identity import LinuxIdentityReader
from hertzmon_gui.collector.processes.user_names import UserNames
from hertzmon_gui.model.snapshot import Process, ProcessIdentity, ProcessState

# A process this young may still exec a program of its own name, or change its user: it is looked at once more.
_YOUNG_SECONDS = 3.0
# A process of any age may change its user; in so many sweeps everybody's is looked at.
_SWEEPS_A_ROUND = 60

_Change = tuple[ProcessEntry, ProcessIdentity]


class IdentityWatch:
    """Which processes to look at again: the young, those whose command line waits, and all in turn for their user."""

    def __init__(self, identities: LinuxIdentityReader, users: UserNames) -> None:
        self._identities = identities
        self._users = users
        self._users_known = 0
        self._young: deque[tuple[float, ProcessEntry]] = deque()
        self._waiting: dict[ProcessEntry, int] = {}  # with the CPU time that each had taken when it began to wait
        self._position = 0

    def look_again(self, entry: ProcessEntry, now: float) -> None:
        """Look at a newborn once more, when it has settled."""
        self._young.append((now + _YOUNG_SECONDS, entry))

    def look_soon(self, entry: ProcessEntry) -> None:
        """Look at a process whose command line could not be read, as soon as it can be."""
        self._waiting[entry] = entry.cpu_ticks

    def forget(self, gone: Collection[ProcessEntry]) -> None:
        """These have ended."""
        self._young = deque(item for item in self._young if item[1] not in gone)
        for entry in gone:
            self._waiting.pop(entry, None)

    def changes(self, entries: Sequence[ProcessEntry], rows: Sequence[Process], now: float) -> Iterator[_Change]:
        """The identities that are not what they were; `rows` are those of `entries` in this sweep."""
        while self._young and self._young[0][0] <= now:
            entry = self._young.popleft()[1]
            self._waiting.setdefault(entry, entry.cpu_ticks)
        if self._waiting:
            yield from self._renewed(rows)
        yield from self._other_users(entries)
        if self._users.changes != self._users_known:
            self._users_known = self._users.changes
            yield from self._named_users(entries)

    def _renewed(self, rows: Sequence[Process]) -> Iterator[_Change]:
        for entry, ticks in list(self._waiting.items()):
            row = rows[entry.index]
            # One that has run since is not stuck, only met in D again: whoever copies files nearly always is.
            has_run = entry.cpu_ticks != ticks and row.threads == 1
            if row.state is ProcessState.DISK_SLEEP and not has_run:
                continue
            del self._waiting[entry]
            if row.state is ProcessState.ZOMBIE:
                continue
            old = entry.identity
            fresh = self._identities.read(old.pid, old.start_ticks, entry.comm, old.is_kernel_thread)
            if fresh.username is not None and fresh != old:  # no user: it has just ended
                yield entry, fresh

    def _other_users(self, entries: Sequence[ProcessEntry]) -> Iterator[_Change]:
        """A few processes a sweep: the owner of a process's folder costs little, but there are thousands."""
        if self._position >= len(entries):
            self._position = 0
        until = self._position + len(entries) // _SWEEPS_A_ROUND + 1
        for entry in entries[self._position : until]:
            old = entry.identity
            username = None if old.is_kernel_thread else self._identities.username(old.pid)
            if username is not None and username != old.username:
                yield entry, msgspec.structs.replace(old, username=username)
        self._position = until

    def _named_users(self, entries: Sequence[ProcessEntry]) -> Iterator[_Change]:
        for entry in entries:
            name = entry.identity.username
            if name is not None and name.isdigit() and (found := self._users.name(int(name))) != name:
                yield entry, msgspec.structs.replace(entry.identity, username=found)
