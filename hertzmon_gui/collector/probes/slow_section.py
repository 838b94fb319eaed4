"""SlowSection: the section of a probe that is made by one slow call."""

from __future__ import annotations

from collections.abc import Callable
from typing import Generic, TypeVar

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.slow_lane import SlowLane, SlowReading

Value = TypeVar("Value")


class SlowSection(Generic[Value]):
    """Calls `read` in the slow lane while someone wants the section, and keeps nothing beyond that."""

    def __init__(
        self,
        lane: SlowLane,
        name: str,
        read: Callable[[], Value],
        period_seconds: float,
        deadline_seconds: float = 2.0,
    ) -> None:
        self._lane = lane
        self._name = name
        self._read = read
        self._period_seconds = period_seconds
        self._deadline_seconds = deadline_seconds
        self._reading: SlowReading[Value | NoData] | None = None

    def _call(self) -> Value | NoData:
        # That this machine has no such thing is an answer, not a failure to be logged.
        try:
            return self._read()
        except NoData as reason:
            return NoData(str(reason))

    def want(self, wanted: bool) -> bool:
        """Begin or end; whether there is something to show yet: a value, an error, or that the call is overdue."""
        if not wanted:
            self.close()
        elif self._reading is None:
            self._reading = self._lane.register(self._name, self._call, self._period_seconds, self._deadline_seconds)
        reading = self._reading
        return reading is not None and (reading.finished is not None or reading.stale)

    @property
    def value(self) -> Value | None:
        """What the last call that succeeded gave, None when none did yet; NoData and RuntimeError as they did."""
        reading = self._reading
        if reading is None:
            return None
        if reading.finished is None and reading.error is not None:
            # A fresh error each time: raised again and again, one object would gather a traceback without end.
            raise RuntimeError(f"{type(reading.error).__name__}: {reading.error}")
        if isinstance(reading.value, NoData):
            raise NoData(str(reading.value))
        return reading.value

    @property
    def overdue(self) -> bool:
        """Whether a call is under way for longer than its deadline."""
        return self._reading is not None and self._reading.overdue

    @property
    def stale(self) -> bool:
        """Whether the value is not what a call now would give."""
        return self._reading is not None and self._reading.stale

    def close(self) -> None:
        """Call no more."""
        if self._reading is not None:
            self._lane.unregister(self._reading)
            self._reading = None
