"""Sums over rows some of whose values are unknown."""

from __future__ import annotations

from collections.abc import Iterable


def sum_known(values: Iterable[float | None]) -> float | None:
    """The sum of the values that are known; None when none is."""
    known = [value for value in values if value is not None]
    return sum(known) if known else None
