"""OwnCostMeter: what HertzMon itself takes of the machine."""

from __future__ import annotations

import sys
import threading
import time
from collections.abc import Callable
from typing import Protocol

import psutil

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.model.snapshot import OwnCost


class OwnProcess(Protocol):
    """What the system says of this process."""

    def memory_and_threads(self) -> tuple[int, int]:
        """Resident bytes and the number of threads; fails where the system hides them."""

    def close(self) -> None:
        """Give back descriptors."""


class OwnCostMeter:
    """HertzMon's CPU share since the last tick, from the process's own clock, its resident memory and its threads."""

    def __init__(
        self,
        process_seconds: Callable[[], float] = time.process_time,
        process: OwnProcess | None = None,
    ) -> None:
        self._process_seconds = process_seconds
        self._process = process or _own_process()
        self._last: tuple[float, float] | None = None

    def read(self, monotonic_time: float, tick_ms: float) -> OwnCost:
        """The cost at the end of a tick that took `tick_ms`; `cpu_percent` is None at the first."""
        now = (monotonic_time, self._process_seconds())
        last, self._last = self._last, now
        percent = None
        if last is not None and now[0] > last[0]:
            percent = max(0.0, (now[1] - last[1]) / (now[0] - last[0]) * 100)
        memory_bytes: int | None
        try:
            memory_bytes, threads = self._process.memory_and_threads()
        except (psutil.Error, NoData, OSError, ValueError, IndexError):
            memory_bytes, threads = None, threading.active_count()  # those that Python knows of
        return OwnCost(cpu_percent=percent, memory_bytes=memory_bytes, tick_ms=tick_ms, threads=threads)

    def forget(self) -> None:
        """Start anew after a gap."""
        self._last = None

    def close(self) -> None:
        """Give back descriptors."""
        self._process.close()


class _PsutilSelf:
    """This process through psutil."""

    def __init__(self) -> None:
        self._process = psutil.Process()

    def memory_and_threads(self) -> tuple[int, int]:
        return int(self._process.memory_info().rss), int(self._process.num_threads())

    def close(self) -> None:
        """Nothing is held."""


def _own_process() -> OwnProcess:
    if sys.platform == "linux":
        from hertzmon_gui.collector.processes.linux_self import LinuxSelf

        return LinuxSelf()
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return _PsutilSelf()
