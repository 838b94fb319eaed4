"""TickClock: the times of a tick, and whether the machine slept before it."""

from __future__ import annotations

import time
from collections.abc import Callable


class TickClock:
    """One wall and one monotonic time a tick.

    A gap is a tick that comes far too late (the program was stopped, sampling was paused) or after a suspend, which the
    monotonic clock does not count on Linux and macOS. A wall clock that is set by hand makes no gap on Linux: rates are
    taken over monotonic time.
    """

    def __init__(
        self,
        wall: Callable[[], float] = time.time,
        monotonic: Callable[[], float] = time.monotonic,
        slept: Callable[[], float] | None = None,
    ) -> None:
        self._read_wall = wall
        self._read_monotonic = monotonic
        self._read_slept = slept or _slept_seconds
        self._last: tuple[float, float] | None = None
        self._forgotten = False
        self.wall = wall()
        self.monotonic = monotonic()

    def advance(self, interval_seconds: float) -> bool:
        """Take the times of a new tick; whether there is a gap before it."""
        self.wall, self.monotonic = self._read_wall(), self._read_monotonic()
        slept = self._read_slept()
        last, self._last = self._last, (self.monotonic, slept)
        forgotten, self._forgotten = self._forgotten, False
        if last is None:
            return False
        late = self.monotonic - last[0] > max(3 * interval_seconds, interval_seconds + 2.0)
        return forgotten or late or slept - last[1] > 1.0

    def forget(self) -> None:
        """Let there be a gap before the next tick: sampling was paused."""
        self._forgotten = True


def _slept_seconds() -> float:
    """How long the machine has been suspended since boot, give or take a constant."""
    boottime = getattr(time, "CLOCK_BOOTTIME", None)
    if boottime is not None:
        return time.clock_gettime(boottime) - time.monotonic()
    # macOS has no such clock for Python: the wall clock runs on in sleep, so a forward jump counts as one. Windows'
    # monotonic clock counts sleep, which shows as a late tick.
    return time.time() - time.monotonic()
