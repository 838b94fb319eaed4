"""Processes for the tests of the process table."""

from __future__ import annotations

import random
from typing import Any

from hertzmon_gui.model.snapshot import Process, Processes, ProcessIdentity, ProcessState, Snapshot


def make_process(pid: int, *, start: int | None = None, parent: int | None = 0, **values: Any) -> Process:
    """A process; what is not told is plain."""
    identity = ProcessIdentity(
        pid=pid,
        start_ticks=pid * 10 if start is None else start,
        create_time=1_700_000_000.0 + pid,
        name=values.pop("name", f"program-{pid}"),
        username=values.pop("user", "anna"),
        executable=values.pop("executable", f"/usr/bin/program-{pid}"),
        command_line=tuple(values.pop("command", (f"program-{pid}", "--serve"))),
        is_kernel_thread=values.pop("is_kernel_thread", False),
    )
    return Process(
        identity=identity,
        parent_pid=parent,
        state=values.pop("state", ProcessState.SLEEPING),
        cpu_percent=values.pop("cpu", 0.0),
        memory_percent=values.pop("memory_percent", 0.1),
        rss_bytes=values.pop("rss", 1 << 20),
        vms_bytes=values.pop("vms", 1 << 24),
        **values,
    )


def make_processes(*rows: Process) -> Processes:
    """A section that holds `rows`."""
    return Processes(rows=rows, threads=len(rows), running=0)


def make_snapshot(*rows: Process, seq: int = 1, time: float | None = None, **sections: Any) -> Snapshot:
    """A snapshot whose processes are `rows`; one a second."""
    monotonic = float(seq) if time is None else time
    return Snapshot(seq, 1_700_000_000.0 + monotonic, monotonic, 1.0, processes=make_processes(*rows), **sections)


class Churn:
    """A crowd of processes of which some end, some start and all change at every step."""

    def __init__(self, count: int, seed: int = 1, turnover: int = 5) -> None:
        self._random = random.Random(seed)
        self._turnover = turnover
        self._next_pid = count + 1
        self.parents: dict[int, int] = {pid: self._random.randrange(pid) for pid in range(1, count + 1)}

    def step(self, keep: frozenset[int] = frozenset()) -> tuple[Process, ...]:
        """The crowd a tick later; the pids in `keep` live on."""
        mortal = [pid for pid in self.parents if pid not in keep]
        for pid in self._random.sample(mortal, min(self._turnover, len(mortal))):
            del self.parents[pid]
        for _ in range(self._turnover):
            self.parents[self._next_pid] = self._random.choice(list(self.parents))
            self._next_pid += 1
        return tuple(
            make_process(
                pid,
                parent=parent,
                cpu=self._random.choice((0.0, 0.0, round(self._random.random() * 90, 1))),
                rss=self._random.randrange(1 << 32),
                user=("anna", "root", "ben")[pid % 3],
                name=f"program-{pid % 17}",
            )
            for pid, parent in sorted(self.parents.items())
        )
