"""PsutilProcessReader: reads all processes where there is no /proc: on Windows and macOS."""

from __future__ import annotations

import contextlib
import os

import msgspec
import psutil

from hertzmon_gui.collector.probe import Clock
from hertzmon_gui.collector.texts import readable
from hertzmon_gui.model.snapshot import Process, Processes, ProcessIdentity, ProcessState

# A zombie refuses what an ended process no longer has.
_REFUSED = (psutil.AccessDenied, psutil.ZombieProcess)


class _Entry:
    """What is kept of one process between two sweeps."""

    __slots__ = ("cpu_seconds", "identity", "io", "process")

    def __init__(self, process: psutil.Process, identity: ProcessIdentity) -> None:
        self.process = process
        self.identity = identity
        self.cpu_seconds: float | None = None
        self.io: tuple[float, int, int] | None = None


class PsutilProcessReader:
    """Reads processes through psutil; see ProcessReader. Windows' pid 0, which is idleness itself, is left out."""

    def __init__(self) -> None:
        self._known: dict[int, _Entry] = {}
        self._time: float | None = None
        self._most_cpu_percent = 100.0 * (os.cpu_count() or 1)
        self._memory_bytes = psutil.virtual_memory().total

    def sweep(self, clock: Clock) -> Processes:
        """Every process at this tick."""
        now = clock.monotonic
        previous, self._time = self._time, now
        comparable = previous is not None and now > previous and not clock.after_gap
        elapsed = now - previous if previous is not None and comparable else None
        if clock.after_gap:
            self._memory_bytes = psutil.virtual_memory().total
        watched = {key[0] for key in clock.demand.watched}
        before, self._known = self._known, {}
        rows: list[Process] = []
        for pid in psutil.pids():
            if pid == 0 and psutil.WINDOWS:
                continue
            entry = before.get(pid)
            is_new = entry is None or not _is_running(entry.process)
            try:
                entry = _entry(pid) if entry is None or is_new else entry
                with entry.process.oneshot():
                    row = self._row(entry, elapsed, is_new)
                    if clock.demand.process_io or pid in watched:
                        row = _with_rates(entry, row, now, comparable)
            except (psutil.Error, OSError):
                continue  # it has just ended
            self._known[pid] = entry
            rows.append(row)
        return Processes(
            rows=tuple(rows),
            threads=sum(row.threads or 0 for row in rows),
            running=sum(row.state is ProcessState.RUNNING for row in rows),
        )

    def close(self) -> None:
        """Forget all processes."""
        self._known = {}

    def _row(self, entry: _Entry, elapsed: float | None, is_new: bool) -> Process:
        process = entry.process
        cpu_seconds = rss_bytes = vms_bytes = threads = nice = parent = None
        state = ProcessState.UNKNOWN
        # Each may be refused by itself: Windows guards its own processes, macOS everyone else's.
        with contextlib.suppress(*_REFUSED):
            state = _state(process.status())
        with contextlib.suppress(*_REFUSED):
            parent = process.ppid()
        with contextlib.suppress(*_REFUSED):
            times = process.cpu_times()
            cpu_seconds = times.user + times.system
        with contextlib.suppress(*_REFUSED):
            memory = process.memory_info()
            rss_bytes, vms_bytes = memory.rss, memory.vms
        with contextlib.suppress(*_REFUSED):
            threads = process.num_threads()
        with contextlib.suppress(*_REFUSED):
            nice = int(process.nice())
        before = 0.0 if is_new and elapsed is not None else entry.cpu_seconds
        entry.cpu_seconds = cpu_seconds
        percent = None
        if elapsed is not None and cpu_seconds is not None and before is not None and cpu_seconds >= before:
            percent = min(100.0 * (cpu_seconds - before) / elapsed, self._most_cpu_percent)
        return Process(
            identity=entry.identity,
            parent_pid=parent,
            state=state,
            cpu_percent=percent,
            memory_percent=None if rss_bytes is None else min(100.0 * rss_bytes / self._memory_bytes, 100.0),
            rss_bytes=rss_bytes,
            vms_bytes=vms_bytes,
            cpu_seconds=cpu_seconds,
            threads=threads,
            nice=nice,
        )


def _entry(pid: int) -> _Entry:
    process = psutil.Process(pid)
    with process.oneshot():
        create_time = None
        with contextlib.suppress(*_REFUSED):
            create_time = process.create_time()
        name, username, executable = "", None, None
        command_line: tuple[str, ...] = ()
        with contextlib.suppress(*_REFUSED):
            name = readable(process.name())
        with contextlib.suppress(*_REFUSED, KeyError):
            username = process.username()
        with contextlib.suppress(*_REFUSED, OSError):
            executable = readable(process.exe()) or None
        with contextlib.suppress(*_REFUSED, OSError):
            command_line = tuple(map(readable, process.cmdline()))
    identity = ProcessIdentity(
        pid=pid,
        start_ticks=0 if create_time is None else round(create_time * 1e6),
        create_time=create_time,
        name=name,
        username=username,
        executable=executable,
        command_line=command_line,
        is_kernel_thread=False,
    )
    return _Entry(process, identity)


def _with_rates(entry: _Entry, row: Process, now: float, comparable: bool) -> Process:
    """The row with what the process read and wrote since the last sweep that asked; macOS does not tell."""
    read_counters = getattr(entry.process, "io_counters", None)
    if read_counters is None:
        return row
    try:
        counters = read_counters()
    except psutil.AccessDenied:
        return row
    before, entry.io = entry.io, (now, counters.read_bytes, counters.write_bytes)
    if before is None or not comparable or now <= before[0]:
        return row
    elapsed = now - before[0]
    read, written = counters.read_bytes - before[1], counters.write_bytes - before[2]
    return msgspec.structs.replace(
        row,
        read_rate=read / elapsed if read >= 0 else None,
        write_rate=written / elapsed if written >= 0 else None,
    )


def _is_running(process: psutil.Process) -> bool:
    try:
        return process.is_running()
    except psutil.Error:
        return False


def _state(status: str) -> ProcessState:
    try:
        return ProcessState(status)
    except ValueError:
        return ProcessState.UNKNOWN
