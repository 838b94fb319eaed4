"""Percentages as a snapshot wants them: never beyond their bounds, never made of what is unknown."""

from __future__ import annotations

import math


def known(value: float | None) -> float | None:
    """The value; None when it is NaN or infinite, as GPUtil has it for what nvidia-smi calls [N/A]."""
    return None if value is None or not math.isfinite(value) else float(value)


def clamp_percent(value: float | None) -> float | None:
    """The value within 0…100: fans, for one, are driven beyond their rated speed."""
    value = known(value)
    return None if value is None else min(100.0, max(0.0, value))


def share(part: float | None, whole: float | None) -> float | None:
    """Percent that a part is of a whole."""
    return clamp_percent(100 * part / whole) if part is not None and whole else None
