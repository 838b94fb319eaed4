"""History: the recent values of every metric of the catalogue, one window per group and instance."""

from __future__ import annotations

import numpy as np

from hertzmon_gui.model.metrics import GROUPS, MetricGroup
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.window import Values, WindowBuffer

LONGEST_WINDOW_SECONDS = 3600.0
_EMPTY: Values = np.empty(0)
# A machine with more sensors or virtual interfaces than this keeps the first ones.
_MOST_INSTANCES = 256
# A machine on which interfaces or mounts come and go all day keeps this many of those that went, the latest.
_MOST_ABSENT = 64

_Key = tuple[str, str]


class History:
    """Windows of the last hour, fed by the sampler and read from any thread.

    An instance (a disk, a core) that goes away gets NaN until its window holds nothing else, then it is forgotten;
    sooner when many more went after it.
    """

    def __init__(self, interval_seconds: float) -> None:
        self._capacity = _samples(interval_seconds)
        self._windows: dict[_Key, WindowBuffer] = {}  # replaced as a whole, never changed in place
        self._absent: dict[_Key, int] = {}

    def append(self, snapshot: Snapshot) -> None:
        """Add one sample of every metric; a gap before the snapshot becomes a NaN between its neighbours."""
        if snapshot.after_gap:
            self._append_gap(snapshot.monotonic_time)
        known = self._windows
        fresh: dict[_Key, WindowBuffer] = {}
        seen: set[_Key] = set()
        for group in GROUPS:
            self._append_group(group, snapshot, known, fresh, seen)
        lost = self._append_absent(snapshot.monotonic_time, known, seen)
        if fresh or lost:
            self._windows = {key: window for key, window in known.items() if key not in lost} | fresh

    def set_interval(self, seconds: float) -> None:
        """Keep an hour at another pace: the samples that fit move over. Called on the sampler thread."""
        capacity = _samples(seconds)
        if capacity == self._capacity:
            return
        self._capacity = capacity
        self._windows = {key: window.resized(capacity) for key, window in self._windows.items()}

    def instances(self, group_id: str) -> tuple[str, ...]:
        """The instances of a group that have samples, in the order in which they appeared."""
        return tuple(instance for known, instance in self._windows if known == group_id)

    def series(self, group: MetricGroup, metric_id: str, instance: str = "") -> tuple[Values, Values]:
        """Monotonic times and values of one metric, oldest first; both empty when nothing is known."""
        window = self._windows.get((group.id, instance))
        if window is None:
            return _EMPTY, _EMPTY
        times, values = window.views()
        return times, values[[metric.id for metric in group.metrics].index(metric_id)]

    def _append_group(
        self,
        group: MetricGroup,
        snapshot: Snapshot,
        known: dict[_Key, WindowBuffer],
        fresh: dict[_Key, WindowBuffer],
        seen: set[_Key],
    ) -> None:
        for count, (instance, row) in enumerate(group.rows(snapshot)):
            if count == _MOST_INSTANCES:
                break
            key = (group.id, instance)
            if key in seen:
                continue
            seen.add(key)
            window = known.get(key) or fresh.get(key)
            if window is None:
                window = fresh[key] = WindowBuffer(len(group.metrics), self._capacity)
            window.append(snapshot.monotonic_time, [metric.read(row) for metric in group.metrics])

    def _append_absent(self, time: float, known: dict[_Key, WindowBuffer], seen: set[_Key]) -> set[_Key]:
        for key in seen & self._absent.keys():
            del self._absent[key]
        lost = set()
        for key in known.keys() - seen:
            window = known[key]
            window.append(time, [None] * window.series_count)
            self._absent[key] = self._absent.get(key, 0) + 1
            if self._absent[key] >= self._capacity:
                lost.add(key)
        # The least absent come first: what went last is what one still looks at.
        lost.update(sorted(self._absent, key=self._absent.__getitem__)[_MOST_ABSENT:])
        for key in lost:
            del self._absent[key]
        return lost

    def _append_gap(self, time: float) -> None:
        for window in self._windows.values():
            times, _ = window.views()
            middle = time if times.size == 0 else (float(times[-1]) + time) / 2
            window.append(middle, [None] * window.series_count)


def _samples(interval_seconds: float) -> int:
    return int(LONGEST_WINDOW_SECONDS / max(interval_seconds, 0.25)) + 2
