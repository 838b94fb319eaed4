"""Files that a spreadsheet opens: no text in them may become a formula."""

from __future__ import annotations

import csv
import io

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hertzmon_gui.ui.csv_export import safe_cell, to_csv, to_tsv


@pytest.mark.parametrize("text", ["=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "  =1", "＝1"])
def test_formulas_are_made_texts(text: str) -> None:
    assert str(safe_cell(text)).startswith("'")


@pytest.mark.parametrize("text", ["python", "a=b", "/usr/bin/x -y", "", "中文"])
def test_plain_texts_stay_as_they_are(text: str) -> None:
    assert safe_cell(text) == text


def test_numbers_stay_numbers_and_unknown_is_empty() -> None:
    assert to_csv(("a", "b", "c"), [(-1, 2.5, None)]) == b"\xef\xbb\xbfa,b,c\r\n-1,2.5,\r\n"


@given(st.lists(st.lists(st.text(), min_size=2, max_size=2), max_size=5))
def test_a_csv_is_read_back_as_it_was_written(rows: list[list[str]]) -> None:
    text = to_csv(("one", "two"), rows).decode("utf-8-sig")
    read = list(csv.reader(io.StringIO(text, newline="")))
    assert read[0] == ["one", "two"]
    assert read[1:] == [[str(safe_cell(cell)) for cell in row] for row in rows]
    for line in read:
        assert not any(cell.lstrip(" ").startswith(("=", "+", "-", "@")) for cell in line)


def test_tabs_and_line_ends_do_not_break_a_copied_row() -> None:
    assert to_tsv(("a", "b"), [("x\ty", "1\n2")]) == "a\tb\nx y\t1 2\n"
