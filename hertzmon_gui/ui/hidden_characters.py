"""Texts that other programs chose, made harmless to look at: a process may name itself anything."""

from __future__ import annotations

import re

# Control characters, and those that reorder or hide text: a name must not be able to look like another one.
_UNSEEN = re.compile(
    "[\u0000-\u001f\u007f-\u009f\u00ad\u061c\u180e\u200b-\u200f\u2028-\u202e\u2060-\u206f\ufeff\ufff9-\ufffb]"
)


def without_hidden_characters(text: str) -> str:
    """`text` on one line, each character that cannot be seen replaced by a mark; ↵ stands for the end of a line."""
    # Nearly every text is fine: finding that out is all the work.
    if text.isascii() and text.isprintable():
        return text
    return _UNSEEN.sub("\ufffd", text.replace("\r\n", "↵").replace("\n", "↵").replace("\t", " "))
