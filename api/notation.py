"""How single values are written in an answer: times as texts, numbers as they are shown."""

from __future__ import annotations

import math
from datetime import UTC, datetime, timedelta


def rounded(value: float | None, digits: int) -> float | None:
    """A value as it is shown; None when it is unknown or not a finite number."""
    if value is None or not math.isfinite(value):
        return None
    return round(value, digits)


def utc_text(epoch_seconds: float) -> str:
    """Epoch seconds as 2026-01-31T12:00:00Z."""
    return datetime.fromtimestamp(math.floor(epoch_seconds), UTC).strftime("%Y-%m-%dT%H:%M:%SZ")


def local_text(epoch_seconds: float) -> str:
    """Epoch seconds as the host's local time, 2026-01-31 12:00:00."""
    return datetime.fromtimestamp(math.floor(epoch_seconds)).astimezone().strftime("%Y-%m-%d %H:%M:%S")


def uptime_text(seconds: float) -> str:
    """Seconds as `2 days, 14:30:00`."""
    return str(timedelta(seconds=int(seconds)))
