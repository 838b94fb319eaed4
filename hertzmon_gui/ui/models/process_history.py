"""RecentProcesses: the last minutes of every process's CPU and memory, so that a click shows a chart at once."""

from __future__ import annotations

from collections import deque

import numpy as np
from msgspec import Struct
from numpy.typing import NDArray

from hertzmon_gui.model.snapshot import Processes, ProcessKey
from hertzmon_gui.model.window import Values, WindowBuffer

_KEPT_TICKS = 120
_LONGEST_TICKS = 3_600


class _Tick(Struct, frozen=True):
    time: float
    pids: NDArray[np.int64]
    starts: NDArray[np.int64]
    cpu: NDArray[np.float32]
    rss: NDArray[np.float32]


class RecentProcesses:
    """A few bytes a process and tick for everyone; a whole hour for the one that is watched.

    Series are CPU percent (100 is one core) and resident bytes, with monotonic times; unknown values and gaps are NaN.
    """

    def __init__(self) -> None:
        self._ticks: deque[_Tick] = deque(maxlen=_KEPT_TICKS)
        self._watched: ProcessKey | None = None
        self._window = WindowBuffer(2, _LONGEST_TICKS)

    def add(self, processes: Processes, time: float, *, after_gap: bool = False) -> None:
        """Take a new snapshot's processes."""
        if after_gap and self._ticks:
            self._add(_Tick(time, *_NOBODY))
        rows = processes.rows
        # None becomes NaN in an array of floats.
        self._add(
            _Tick(
                time,
                np.array([row.identity.pid for row in rows], dtype=np.int64),
                np.array([row.identity.start_ticks for row in rows], dtype=np.int64),
                np.array([row.cpu_percent for row in rows], dtype=np.float32),
                np.array([row.rss_bytes for row in rows], dtype=np.float32),
            )
        )

    def watch(self, key: ProcessKey | None) -> None:
        """Keep an hour of this process from now on, beginning with what is known of it."""
        if key == self._watched:
            return
        self._watched = key
        self._window = WindowBuffer(2, _LONGEST_TICKS)
        for tick in self._ticks if key is not None else ():
            self._append(tick)

    def continue_from(self, other: RecentProcesses) -> None:
        """Know what `other` knows, and watch what it watches."""
        self._ticks, self._watched, self._window = other._ticks, other._watched, other._window

    def series(self) -> tuple[tuple[Values, Values], tuple[Values, Values]]:
        """(times, CPU percent) and (times, resident bytes) of the watched process."""
        times, values = self._window.views()
        return (times, values[0]), (times, values[1])

    def _add(self, tick: _Tick) -> None:
        self._ticks.append(tick)
        if self._watched is not None:
            self._append(tick)

    def _append(self, tick: _Tick) -> None:
        pid, start = self._watched or (0, 0)
        found = np.flatnonzero((tick.pids == pid) & (tick.starts == start))
        if found.size:
            self._window.append(tick.time, (float(tick.cpu[found[0]]), float(tick.rss[found[0]])))
        else:
            self._window.append(tick.time, (None, None))


_NOBODY = (
    np.empty(0, dtype=np.int64),
    np.empty(0, dtype=np.int64),
    np.empty(0, dtype=np.float32),
    np.empty(0, dtype=np.float32),
)
