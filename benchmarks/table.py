"""Row: one line of the table that `dev.py bench` prints and of the JSON that it writes."""

from __future__ import annotations

import os
import platform
import time
import unicodedata
from collections.abc import Sequence
from pathlib import Path

import msgspec
from msgspec import Struct

_RIGHT_ALIGNED = frozenset({1, 3, 4})


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

    @property
    def within_target(self) -> bool | None:
        """Whether the target was kept; None where there is none, or nothing was measured."""
        reached = self.value if self.baseline_name is None else self.ratio
        return None if self.target is None or reached is None else reached <= self.target


def compared(
    name: str, value: float, unit: str, baseline: str, baseline_value: float | None, target: float | None = None
) -> Row:
    """A row against a yardstick, which may be missing on this machine."""
    return Row(name, value, unit, baseline, value / baseline_value if baseline_value else None, target)


def formatted(rows: Sequence[Row]) -> str:
    """All rows as one aligned table."""
    cells: list[tuple[str, ...]] = [("what", "value", "", "ratio", "target", "")]
    cells += [_cells(row) for row in rows]
    widths = [max(_width(line[column]) for line in cells) for column in range(len(cells[0]))]
    return "\n".join(
        "  ".join(_padded(text, widths[column], right=column in _RIGHT_ALIGNED) for column, text in enumerate(line))
        .rstrip()
        for line in cells
    )  # fmt: skip


def write_json(rows: Sequence[Row], path: Path) -> None:
    """Save the rows with when and on what they were measured."""
    measured = {
        "time": time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime()),
        "platform": platform.platform(),
        "python": platform.python_version(),
        "cpus": os.cpu_count(),
        "rows": [{**msgspec.structs.asdict(row), "within_target": row.within_target} for row in rows],
    }
    path.write_bytes(msgspec.json.format(msgspec.json.encode(measured)) + b"\n")


def _cells(row: Row) -> tuple[str, ...]:
    value = "–" if row.value is None else _number(row.value)
    ratio = "" if row.ratio is None else f"{row.ratio:.2f} × {row.baseline_name}"
    target = "" if row.target is None else f"≤ {row.target:g}"
    verdict = {None: "", True: "kept", False: "MISSED"}[row.within_target]
    return (row.name, value, row.unit, ratio, target, verdict)


def _number(value: float) -> str:
    return f"{value:,.0f}" if abs(value) >= 1000 else f"{value:.3g}"


def _width(text: str) -> int:
    return sum(2 if unicodedata.east_asian_width(character) in "WF" else 1 for character in text)


def _padded(text: str, width: int, *, right: bool) -> str:
    space = " " * (width - _width(text))
    return space + text if right else text + space
