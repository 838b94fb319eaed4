"""Cards: what their header says when there is little room."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication

from hertzmon_gui.ui.widgets.card import whole_parts


@pytest.mark.parametrize(
    ("line", "room_for", "shown"),
    [
        ("read · 20.4 MB/s write", "read · 20.4 MB/s write", "read · 20.4 MB/s write"),
        ("read · 20.4 MB/s write", "read · 20.4 MB/s", "read"),
        ("load 18.2  13.4  11.5", "load 18.2  13.4  1", "load 18.2  13.4"),
        ("down", "do", ""),
        ("", "", ""),
    ],
)
def test_a_number_is_written_whole_or_not_at_all(qapp: QApplication, line: str, room_for: str, shown: str) -> None:
    metrics = QFontMetrics(qapp.font())
    assert whole_parts(line, metrics, metrics.horizontalAdvance(room_for)) == shown
