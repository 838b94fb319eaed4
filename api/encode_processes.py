"""From a snapshot to the payloads of its processes: which of them, in which order."""

from __future__ import annotations

import math
from collections.abc import Iterable
from heapq import nsmallest
from typing import Literal, get_args

from api.notation import rounded
from api.payloads import ProcessMemoryPayload, ProcessPayload
from api.process_facts import ProcessFacts
from hertzmon_gui.model.snapshot import Process, Snapshot

SortBy = Literal["cpu_percent", "memory_percent", "create_time"]
SORT_FIELDS: tuple[SortBy, ...] = get_args(SortBy)


def sorted_processes(
    rows: Iterable[Process], sort_by: SortBy, count: int | None = None, *, ascending: bool = False
) -> list[Process]:
    """The first `count` processes, all for None, by the value as it is shown; ties by ascending pid."""
    sign = 1.0 if ascending else -1.0

    def key(process: Process) -> tuple[float, int]:
        if sort_by == "cpu_percent":
            value = rounded(process.cpu_percent, 1)
        elif sort_by == "memory_percent":
            value = rounded(process.memory_percent, 2)
        else:
            created = process.identity.create_time
            value = None if created is None else math.floor(created)
        # What is unknown comes last in either order.
        return (math.inf if value is None else sign * value, process.identity.pid)

    return sorted(rows, key=key) if count is None else nsmallest(count, rows, key=key)


def process_payload(process: Process, facts: ProcessFacts) -> ProcessPayload:
    """One process with its secrets replaced."""
    known = facts.of(process.identity)
    return ProcessPayload(
        pid=process.identity.pid,
        name=process.identity.name,
        status=process.state.value,
        cpu_percent=rounded(process.cpu_percent, 1),
        memory_percent=rounded(process.memory_percent, 2),
        memory_info=ProcessMemoryPayload(process.rss_bytes, process.vms_bytes),
        create_time=known.create_time,
        cmdline=known.command_line,
    )


def processes_payload(
    snapshot: Snapshot, facts: ProcessFacts, limit: int, sort_by: SortBy = "cpu_percent"
) -> list[ProcessPayload] | None:
    """The first `limit` processes in descending order; None while unknown."""
    if snapshot.processes is None:
        return None
    return [process_payload(row, facts) for row in sorted_processes(snapshot.processes.rows, sort_by, limit)]
