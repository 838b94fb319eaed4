"""OwnCostMeter: what HertzMon itself takes of the machine."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable

import psutil

from hertzmon_gui.model.snapshot import OwnCost


class OwnCostMeter:
    """HertzMon's CPU share since the last tick, from the process's own clock, and its resident memory."""

    def __init__(self, process_seconds: Callable[[], float] = time.process_time) -> None:
        self._process_seconds = process_seconds
        self._process = psutil.Process()
        self._last: tuple[float, float] | None = None

    def read(self, monotonic_time: float, tick_ms: float) -> OwnCost:
        """The cost at the end of a tick that took `tick_ms`; `cpu_percent` is None at the first."""
        now = (monotonic_time, self._process_seconds())
        last, self._last = self._last, now
        percent = None
        if last is not None and now[0] > last[0]:
            percent = max(0.0, (now[1] - last[1]) / (now[0] - last[0]) * 100)
        memory_bytes, threads = self._memory_and_threads()
        return OwnCost(cpu_percent=percent, memory_bytes=memory_bytes, tick_ms=tick_ms, threads=threads)

    def forget(self) -> None:
        """Start anew after a gap."""
        self._last = None

    def _memory_and_threads(self) -> tuple[int | None, int]:
        try:
            return int(self._process.memory_info().rss), int(self._process.num_threads())
        except (psutil.Error, OSError):
            return None, threading.active_count()  # those that Python knows of
