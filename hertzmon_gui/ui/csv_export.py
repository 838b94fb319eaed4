"""Tables as CSV and TSV that no spreadsheet mistakes for a program: process names are chosen by others."""

from __future__ import annotations

import csv
import io
from collections.abc import Iterable, Sequence

Cell = str | int | float | None

# What a spreadsheet takes for the beginning of a formula, after OWASP's "CSV injection".
_FORMULA_STARTS = ("=", "+", "-", "@", "\t", "\r", "\n", "＝", "＋", "－", "＠")


def safe_cell(value: Cell) -> str | int | float:
    """The value as it may stand in a file; a text that would be a formula gets an apostrophe in front."""
    if value is None:
        return ""
    if isinstance(value, str):
        text = value.replace("\x00", "\ufffd")
        return f"'{text}" if text.lstrip(" ").startswith(_FORMULA_STARTS) else text
    return value


def to_csv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> bytes:
    """A CSV file after RFC 4180, UTF-8 with the mark by which spreadsheets know it."""
    stream = io.StringIO(newline="")
    writer = csv.writer(stream, lineterminator="\r\n")
    writer.writerow([safe_cell(title) for title in header])
    writer.writerows([safe_cell(value) for value in row] for row in rows)
    return b"\xef\xbb\xbf" + stream.getvalue().encode("utf-8", errors="replace")


def to_tsv(header: Sequence[str], rows: Iterable[Sequence[Cell]]) -> str:
    """Lines of cells with tabs between them, for the clipboard; tabs and line ends inside a cell become spaces."""
    lines = [header, *rows]
    return "".join("\t".join(_flat(value) for value in line) + "\n" for line in lines)


def _flat(value: Cell) -> str:
    return " ".join(str(safe_cell(value)).split())
