"""What a chart can be saved as: a table of its samples."""

from __future__ import annotations

import csv
import io
from collections.abc import Sequence
from datetime import UTC, datetime

import numpy as np

from hertzmon_gui.model.window import Values

# A spreadsheet takes a text that begins with one of these for a formula.
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r")


def safe_cell(text: str) -> str:
    """A text that no spreadsheet executes."""
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def csv_table(labels: Sequence[str], series: Sequence[tuple[Values, Values]], wall_offset: float) -> str:
    """A CSV table of a UTC time and one column per series; an unknown value is an empty cell.

    `wall_offset` added to a monotonic time gives seconds since the epoch.
    """
    stream = io.StringIO()
    table = csv.writer(stream, lineterminator="\n")
    table.writerow(["time_utc", *(safe_cell(label) for label in labels)])
    columns = [dict(zip(times.tolist(), values.tolist(), strict=True)) for times, values in series]
    for time in sorted(set().union(*columns)):
        stamp = datetime.fromtimestamp(time + wall_offset, UTC).isoformat(timespec="milliseconds")
        cells = (column.get(time) for column in columns)
        table.writerow([stamp, *("" if cell is None or np.isnan(cell) else f"{cell:.6g}" for cell in cells)])
    return stream.getvalue()
