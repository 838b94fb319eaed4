"""Texts of any bytes, and of what Python and Windows make of them, can be encoded afterwards."""

from __future__ import annotations

import pytest

from hertzmon_gui.collector.texts import encodable_name, readable


@pytest.mark.parametrize(
    ("text", "as_name", "as_text"),
    [
        ("名前", "名前", "名前"),
        ("名前".encode(), "名前", "名前"),
        (b"a\xff", "a\\xff", "a\ufffd"),
        ("a\udcff", "a\\xff", "a\ufffd"),  # what Python makes of the byte
        ("a\ud800", "a\\ud800", "a?"),
        ("", "", ""),
    ],
)
def test_what_cannot_be_encoded_is_replaced(text: bytes | str, as_name: str, as_text: str) -> None:
    assert encodable_name(text) == as_name
    assert readable(text) == as_text
    (encodable_name(text) + readable(text)).encode()


def test_two_names_stay_two() -> None:
    assert encodable_name(b"disk\xfe") != encodable_name(b"disk\xff")
