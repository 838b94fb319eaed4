"""Joins what the GPUs say about processes to the processes' rows."""

from __future__ import annotations

from typing import TypeVar

import msgspec

from hertzmon_gui.model.snapshot import Gpus, Process, Processes

_Share = tuple[float | None, int | None]
_Number = TypeVar("_Number", int, float)


def with_gpu_shares(processes: Processes, gpus: Gpus) -> Processes:
    """The same processes, each that uses a GPU with its load and memory, summed over all GPUs.

    A process that a driver names without a load keeps None for it, and so does one that no driver names.
    """
    shares: dict[int, _Share] = {}
    for device in gpus.devices:
        for user in device.processes:
            percent, memory_bytes = shares.get(user.pid, (None, None))
            shares[user.pid] = (_sum(percent, user.percent), _sum(memory_bytes, user.memory_bytes))
    if not shares:
        return processes
    return msgspec.structs.replace(processes, rows=tuple(_joined(row, shares) for row in processes.rows))


def _joined(row: Process, shares: dict[int, _Share]) -> Process:
    share = shares.get(row.identity.pid)
    if share is None:
        return row
    return msgspec.structs.replace(row, gpu_percent=share[0], gpu_memory_bytes=share[1])


def _sum(left: _Number | None, right: _Number | None) -> _Number | None:
    if left is None or right is None:
        return right if left is None else left
    return left + right
