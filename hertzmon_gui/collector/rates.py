"""Rates: what counters did per second, over the time that really passed."""

from __future__ import annotations

from collections.abc import Hashable


class CounterRates:
    """Turns ever-growing counters into rates, one per key.

    The first reading of a key, and one that went backwards (a reset, a wrap, a device that came back), give None for
    that tick. Keys that were not read in a round are forgotten at its end.
    """

    def __init__(self) -> None:
        self._previous: dict[Hashable, float] = {}
        self._current: dict[Hashable, float] = {}
        self._previous_time: float | None = None
        self._time: float | None = None

    def begin(self, monotonic_time: float, *, after_gap: bool = False) -> None:
        """Start a round of readings taken at this time; after a gap it is the first."""
        if after_gap:
            self.forget()
        self._previous, self._current = self._current, {}
        self._previous_time, self._time = self._time, monotonic_time

    def forget(self) -> None:
        """Drop all readings: the next round gives None for every key."""
        self._previous, self._current = {}, {}
        self._previous_time = self._time = None

    @property
    def elapsed_seconds(self) -> float | None:
        """The time between the last two rounds; None before the second, or when the clock did not move."""
        if self._time is None or self._previous_time is None or self._time <= self._previous_time:
            return None
        return self._time - self._previous_time

    def difference(self, key: Hashable, counter: float | None) -> float | None:
        """How much the counter grew since the last round; None also for a counter that is unknown."""
        if counter is None:
            return None
        self._current[key] = counter
        before = self._previous.get(key)
        return None if before is None or counter < before else counter - before

    def rate(self, key: Hashable, counter: float | None) -> float | None:
        """How much the counter grew per second since the last round."""
        return self.per_second(self.difference(key, counter))

    def per_second(self, difference: float | None) -> float | None:
        """A difference over the time between the last two rounds."""
        elapsed = self.elapsed_seconds
        return None if difference is None or elapsed is None else difference / elapsed
