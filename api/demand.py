"""ApiDemand: what the API asks of the collector, and the costly parts only while somebody has asked lately."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable
from typing import Literal

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import Demand, SnapshotSource

Costly = Literal["process_io", "process_gpu", "connections"]
_REMEMBER_SECONDS = 60.0


class ApiDemand:
    """A standing demand for charts and processes from `open` to `close`."""

    def __init__(self, source: SnapshotSource, clock: Callable[[], float] = time.monotonic) -> None:
        self._clock = clock
        self._lock = threading.Lock()
        self._wanted_until: dict[Costly, float] = {}
        self._handle = source.register_demand("api")
        self._current = Demand(charts=True, processes=True)
        self._handle.set(self._current)
        self._unsubscribe = source.bus.subscribe(self._forget)

    def want(self, part: Costly) -> None:
        """Have this part read for the next minute."""
        with self._lock:
            self._wanted_until[part] = self._clock() + _REMEMBER_SECONDS
            self._update()

    def close(self) -> None:
        """Need nothing more."""
        self._unsubscribe()
        self._handle.close()

    def _forget(self, _snapshot: Snapshot) -> None:
        if self._wanted_until:
            with self._lock:
                now = self._clock()
                self._wanted_until = {part: until for part, until in self._wanted_until.items() if until > now}
                self._update()

    def _update(self) -> None:
        demand = Demand(
            charts=True,
            processes=True,
            process_io="process_io" in self._wanted_until,
            process_gpu="process_gpu" in self._wanted_until,
            connections="connections" in self._wanted_until,
        )
        if demand != self._current:
            self._current = demand
            self._handle.set(demand)
