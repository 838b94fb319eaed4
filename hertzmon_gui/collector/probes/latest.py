"""The latest value of a slow reading, for probes whose section is made by one slow call."""

from __future__ import annotations

from typing import TypeVar

from hertzmon_gui.collector.slow_lane import SlowReading

Value = TypeVar("Value")


def latest(reading: SlowReading[Value]) -> Value | None:
    """What the last call that succeeded gave, None while the first is under way; RuntimeError when none ever did."""
    if reading.value is None and reading.error is not None:
        # A fresh error each time: raised again and again, one object would gather a traceback without end.
        raise RuntimeError(f"{type(reading.error).__name__}: {reading.error}")
    return reading.value
