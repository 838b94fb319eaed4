"""Row: one line of the table that `dev.py bench` prints."""

from __future__ import annotations

from msgspec import Struct


class Row(Struct, frozen=True):
    """A measured value, and how it stands to the yardstick measured in the same run.

    `ratio` is value / yardstick; `target` is the ratio, or the value where there is no yardstick, not to be exceeded.
    """

    name: str
    value: float | None
    unit: str
    baseline_name: str | None = None
    ratio: float | None = None
    target: float | None = None
