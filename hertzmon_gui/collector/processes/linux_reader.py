"""LinuxProcessReader: sweeps /proc, at the cost of one system call and next to nothing else for an idle process.

`/proc/<pid>/stat` of each process is kept open and read again with pread. The reads run in one `map`, so that the
interpreter does no work per process; a line whose bytes are those of the last sweep gives the last sweep's row. A kept
descriptor of an ended process answers ESRCH even when its pid is in use again, which is the identity check.
"""

from __future__ import annotations

import operator
import os
from collections.abc import Collection
from itertools import compress, count, repeat
from pathlib import Path

import msgspec

from hertzmon_gui.collector.files import read_once
from hertzmon_gui.collector.probe import Clock
from hertzmon_gui.collector.processes.descriptors import DescriptorBudget
from hertzmon_gui.collector.processes.linux_entry import ProcessEntry
from hertzmon_gui.collector.processes.linux_identity import LinuxIdentityReader
from hertzmon_gui.collector.processes.linux_identity_watch import IdentityWatch
from hertzmon_gui.collector.processes.linux_io import LinuxProcessIo, ProcessIo
from hertzmon_gui.collector.processes.linux_stat import LINE_BYTES, Stat
from hertzmon_gui.collector.processes.user_names import UserNames
from hertzmon_gui.model.snapshot import Process, Processes, ProcessIdentity, ProcessState
from hertzmon_gui.model.source import Demand

_LOOK_AGAIN_SECONDS = 30.0
_CLOCK_JUMP_SECONDS = 1.0
_threads = operator.attrgetter("threads")
_state = operator.attrgetter("state")


class LinuxProcessReader:
    """Sweeps one /proc; see ProcessReader. Processes beyond the descriptor budget cost an open and a close each."""

    def __init__(self, root: Path, users: UserNames, descriptors: DescriptorBudget) -> None:
        self._proc = str(root / "proc")
        self._descriptors = descriptors
        self._ticks_per_second = os.sysconf("SC_CLK_TCK")
        self._page_bytes = os.sysconf("SC_PAGE_SIZE")
        self._identities = LinuxIdentityReader(root / "proc", users, self._ticks_per_second)
        self._watch = IdentityWatch(self._identities, users)
        self._io = LinuxProcessIo(self._proc, descriptors)
        self._memory_bytes = 0
        self._most_cpu_percent = 100.0
        self._measured_at: float | None = None
        self._known: dict[str, ProcessEntry] = {}
        # Columns, one place per process, ascending by pid.
        self._entries: list[ProcessEntry] = []
        self._files: list[int] = []
        self._lines: list[bytes | None] = []
        self._rows: list[Process] = []
        # Processes whose row changes even when the line does not: a share that must fall to 0.
        self._unsettled: set[ProcessEntry] = set()
        self._is_first = True
        self._with_io: set[ProcessEntry] = set()
        self._time: float | None = None
        self._listed_at: float | None = None
        self._last_pid: bytes | None = None
        self._clock_offset: float | None = None

    def sweep(self, clock: Clock) -> Processes:
        """Every process at this tick."""
        self._measure_machine(clock)
        self._check_clock(clock)
        listed = self._list_if_changed(clock.monotonic)
        lines = self._read_lines()
        previous, self._time = self._time, clock.monotonic  # only now: a sweep that failed before was none
        comparable = previous is not None and clock.monotonic > previous and not clock.after_gap
        elapsed = clock.monotonic - previous if previous is not None and comparable else None
        if clock.after_gap:
            self._unsettled.update(self._entries)
        gone = self._update(lines, elapsed)
        if listed is not None:
            gone.update(self._known[name] for name in self._known.keys() - set(listed))
        self._forget(gone)
        if listed is not None:
            self._welcome(listed, elapsed, clock.monotonic)
        for entry, identity in self._watch.changes(self._entries, self._rows, clock.monotonic):
            self._replace_identity(entry, identity)
        rows = self._with_rates(clock.demand, clock.monotonic, comparable)
        return Processes(
            rows=tuple(rows),
            threads=sum(map(_threads, rows)),
            running=sum(map(operator.is_, map(_state, rows), repeat(ProcessState.RUNNING))),
        )

    def close(self) -> None:
        """Let go of every descriptor."""
        self._forget(set(self._entries))

    def _list_if_changed(self, now: float) -> list[str] | None:
        """The names under /proc, None when no process can have been born since they were last listed.

        The kernel counts on with each process or thread that it makes; where its count is as before, none was made.
        """
        try:
            last_pid = read_once(f"{self._proc}/loadavg", 128).rpartition(b" ")[2]
        except OSError:
            last_pid = b""
        if (
            last_pid
            and last_pid == self._last_pid
            and self._listed_at is not None
            and now - self._listed_at < _LOOK_AGAIN_SECONDS
        ):
            return None
        try:
            names = os.listdir(self._proc)  # noqa: PTH208 (a Path for each name costs more than the listing)
        except OSError:
            if not self._entries:
                raise
            return None  # for lack of descriptors: those that are known can still be read
        self._last_pid, self._listed_at = last_pid, now
        return names

    def _read_lines(self) -> list[bytes | None]:
        """Each known process's line as it is now; None for one that has ended."""
        lines: list[bytes | None] = []
        # A map goes on behind the element that raised, and extend keeps what it has: one exception per odd case.
        reads = map(os.pread, self._files, repeat(LINE_BYTES), repeat(0))
        while True:
            try:
                lines.extend(reads)
            except OSError:
                entry = self._entries[len(lines)]
                lines.append(None if entry.descriptor >= 0 else self._read_once(entry.identity.pid))
            else:
                return lines

    def _read_once(self, pid: int | str) -> bytes | None:
        try:
            return read_once(f"{self._proc}/{pid}/stat", LINE_BYTES)
        except OSError:
            return None

    def _update(self, lines: list[bytes | None], elapsed: float | None) -> set[ProcessEntry]:
        """Make the rows anew that are not what they were; which processes have gone."""
        gone: set[ProcessEntry] = set()
        settling = self._unsettled
        self._unsettled = set()
        for index in list(compress(count(), map(operator.ne, lines, self._lines))):
            entry, line = self._entries[index], lines[index]
            settling.discard(entry)
            row = None if not line else self._renew(entry, line, elapsed)
            if row is None:
                gone.add(entry)
            else:
                self._rows[index] = row
        percent = None if elapsed is None else 0.0
        for entry in settling:
            row = self._rows[entry.index]
            if row.cpu_percent != percent:
                self._rows[entry.index] = msgspec.structs.replace(row, cpu_percent=percent)
            if percent is None:
                self._unsettled.add(entry)
        self._lines = lines
        return gone

    def _renew(self, entry: ProcessEntry, line: bytes, elapsed: float | None) -> Process | None:
        """The row of a process that did something; None when another process has its pid, or the line is torn."""
        identity = entry.identity
        try:
            stat = Stat(line)
        except (ValueError, IndexError):
            return None
        if stat.start != identity.start_ticks:
            return None
        state = stat.state
        if stat.comm != entry.comm or (stat.stack != entry.stack and stat.stack != b"0"):
            # An exec: the name changed, or the stack lies elsewhere. A zombie's stack is 0, and its command line gone.
            entry.comm, entry.stack = stat.comm, stat.stack
            if state is not ProcessState.ZOMBIE:
                identity = entry.identity = self._identity(identity.pid, stat)
            if state is ProcessState.DISK_SLEEP:
                self._watch.look_soon(entry)
        ticks = stat.cpu_ticks - entry.cpu_ticks
        entry.cpu_ticks = stat.cpu_ticks
        percent = self._percent(ticks, elapsed)
        if percent != 0.0:
            self._unsettled.add(entry)
        return self._row(identity, stat, state, percent)

    def _percent(self, ticks: int, elapsed: float | None) -> float | None:
        if elapsed is None or ticks < 0:
            return None
        # The kernel's steps may carry the share of a short interval beyond what there is.
        return min(100.0 * ticks / self._ticks_per_second / elapsed, self._most_cpu_percent)

    def _row(self, identity: ProcessIdentity, stat: Stat, state: ProcessState, percent: float | None) -> Process:
        rss_bytes = self._resident_pages(identity.pid, stat) * self._page_bytes
        return Process(
            identity,
            stat.parent,
            state,
            percent,
            min(100.0 * rss_bytes / self._memory_bytes, 100.0) if self._memory_bytes else None,
            rss_bytes,
            stat.vms_bytes,
            stat.cpu_ticks / self._ticks_per_second,
            stat.threads,
            stat.nice,
        )

    def _resident_pages(self, pid: int, stat: Stat) -> int:
        """From statm, which adds up what the kernel counts per CPU; in stat it is off by up to megabytes per CPU."""
        if not stat.vms_bytes:
            return stat.rss_pages
        try:
            return int(read_once(f"{self._proc}/{pid}/statm", 128).split(None, 2)[1])
        except (OSError, ValueError, IndexError):
            return stat.rss_pages

    def _identity(self, pid: int, stat: Stat) -> ProcessIdentity:
        return self._identities.read(
            pid, stat.start, stat.comm, stat.is_kernel_thread, stuck=stat.state is ProcessState.DISK_SLEEP
        )

    def _forget(self, gone: set[ProcessEntry]) -> None:
        if not gone:
            return
        for entry in gone:
            if entry.descriptor >= 0:
                self._descriptors.close(entry.descriptor)
            if entry.io is not None:
                self._io.close(entry.io)
            del self._known[str(entry.identity.pid)]
        self._unsettled -= gone
        self._with_io -= gone
        self._watch.forget(gone)
        self._arrange([entry.index for entry in self._entries if entry not in gone])

    def _welcome(self, listed: Collection[str], elapsed: float | None, now: float) -> None:
        """Take in the processes that were not there before."""
        newest = self._entries[-1].identity.pid if self._entries else -1
        count_before, in_order = len(self._entries), True
        for name in listed:
            if name in self._known or not name.isdigit():
                continue
            entry, line, row = self._open(name, elapsed) or (None, None, None)
            if entry is None or row is None:
                continue
            in_order &= entry.identity.pid > newest
            newest = entry.identity.pid
            entry.index = len(self._entries)
            self._known[name] = entry
            self._entries.append(entry)
            self._files.append(entry.descriptor)
            self._lines.append(line)
            self._rows.append(row)
            if row.cpu_percent != 0.0:
                self._unsettled.add(entry)
            if not entry.identity.is_kernel_thread:
                if not self._is_first:
                    self._watch.look_again(entry, now)
                if row.state is ProcessState.DISK_SLEEP:
                    self._watch.look_soon(entry)
        self._is_first = False
        if not in_order and len(self._entries) > count_before:
            self._arrange(sorted(range(len(self._entries)), key=lambda index: self._entries[index].identity.pid))

    def _open(self, name: str, elapsed: float | None) -> tuple[ProcessEntry, bytes, Process] | None:
        """A process that has just been found; None when it has gone again."""
        try:
            descriptor = self._descriptors.open(f"{self._proc}/{name}/stat")
        except OSError as error:
            if isinstance(error, FileNotFoundError | ProcessLookupError):
                return None
            descriptor = None  # no descriptor to be had after all: others in this program took them
        try:
            line = self._read_once(name) if descriptor is None else os.pread(descriptor, LINE_BYTES, 0)
            stat = Stat(line or b"")
        except (OSError, ValueError, IndexError):
            if descriptor is not None:
                self._descriptors.close(descriptor)
            return None
        identity = self._identity(int(name), stat)
        entry = ProcessEntry(-1 if descriptor is None else descriptor, stat, identity)
        # Born since the last sweep, so all of its CPU time was in this interval.
        return entry, line or b"", self._row(identity, stat, stat.state, self._percent(stat.cpu_ticks, elapsed))

    def _arrange(self, order: list[int]) -> None:
        """Put the columns into this order; places that it does not name are dropped."""
        self._entries = [self._entries[index] for index in order]
        self._files = [self._files[index] for index in order]
        self._lines = [self._lines[index] for index in order]
        self._rows = [self._rows[index] for index in order]
        for index, entry in enumerate(self._entries):
            entry.index = index

    def _check_clock(self, clock: Clock) -> None:
        """Start times are counted from boot: when the wall clock is set, the time of the boot becomes another."""
        offset = clock.wall - clock.monotonic
        jumped = self._clock_offset is not None and abs(offset - self._clock_offset) > _CLOCK_JUMP_SECONDS
        if self._clock_offset is None or jumped:
            self._clock_offset = offset
        if jumped and self._identities.renew_boot_time():
            for entry in self._entries:
                self._replace_identity(entry, self._identities.with_create_time(entry.identity))

    def _replace_identity(self, entry: ProcessEntry, identity: ProcessIdentity) -> None:
        entry.identity = identity
        self._rows[entry.index] = msgspec.structs.replace(self._rows[entry.index], identity=identity)

    def _with_rates(self, demand: Demand, now: float, comparable: bool) -> list[Process]:
        """The rows, with IO rates for those for which somebody wants them."""
        if demand.process_io:
            wanted = set(self._entries)
        else:
            wanted = {entry for key in demand.watched if (entry := self._known.get(str(key[0]))) is not None}
        for entry in self._with_io - wanted:
            if entry.io is not None:
                self._io.close(entry.io)
                entry.io = None
        self._with_io = wanted
        if not wanted:
            return self._rows
        rows = self._rows.copy()
        for entry in wanted:
            if entry.io is None:
                entry.io = ProcessIo()
            rows[entry.index] = self._io.row(entry.io, rows[entry.index], now, comparable)
        return rows

    def _measure_machine(self, clock: Clock) -> None:
        """How much memory and how many CPUs there are; both can be added to a running machine."""
        measured = self._measured_at
        if measured is not None and clock.monotonic - measured < _LOOK_AGAIN_SECONDS and not clock.after_gap:
            return
        self._measured_at = clock.monotonic
        self._most_cpu_percent = 100.0 * (os.cpu_count() or 1)
        try:
            self._memory_bytes = int(read_once(f"{self._proc}/meminfo", 64).split(None, 2)[1]) * 1024
        except (OSError, ValueError, IndexError):
            self._memory_bytes = 0  # unknown
