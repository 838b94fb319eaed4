"""Cards: what their header says when there is little room, and that it stands still."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui.widgets.card import CardHeader, fitted
from tests.ui.stage import Stage


@pytest.mark.parametrize(
    ("line", "room_for", "shown"),
    [
        ("read · write\u00a020.4\u00a0MB/s", "read · write\u00a020.4\u00a0MB/s", "read · write\u00a020.4\u00a0MB/s"),
        ("read · write\u00a020.4\u00a0MB/s", "read · write\u00a020.4", "read"),
        ("20.4\u00a0MB/s · 1.0\u00a0TB", "20.4\u00a0M", ""),
        ("load 18.2  13.4", "load 18.2", "load…"),
        ("2001:db8:85a3::7334", "2001:db8:85a3…", "2001:db8:85a3…"),
        ("", "", ""),
    ],
)
def test_a_number_is_written_whole_or_not_at_all(qapp: QApplication, line: str, room_for: str, shown: str) -> None:
    metrics = QFontMetrics(qapp.font())
    assert fitted(line, metrics, metrics.horizontalAdvance(room_for) + 1) == shown


def test_of_words_without_room_the_beginning_is_written(qapp: QApplication) -> None:
    metrics = QFontMetrics(qapp.font())
    line = "The first reading is on its way."
    shown = fitted(line, metrics, metrics.horizontalAdvance(line) // 2)
    assert shown.endswith("…")
    assert line.startswith(shown[:-1])


def shown_header(stage: Stage, qtbot: QtBot, width: int) -> CardHeader:
    header = CardHeader(stage.context, "Disks")
    qtbot.addWidget(header)
    header.resize(width, header.sizeHint().height())
    header.show()
    return header


def test_what_stands_beside_the_headline_does_not_dance(stage: Stage, qtbot: QtBot) -> None:
    header = shown_header(stage, qtbot, 400)
    places = []
    for headline in ("0 B/s", "99.9 MB/s", "3 B/s", "12.0 kB/s"):
        header.set_texts(headline, "read")
        header.grab()
        places.append(header.detail_left)
    assert places[0] < places[1] == places[2] == places[3]


def test_other_units_begin_anew(stage: Stage, qtbot: QtBot) -> None:
    header = shown_header(stage, qtbot, 400)
    header.set_texts("100.0 MB/s", "read")
    header.grab()
    wide = header.detail_left
    header.set_texts("1 b/s", "read")
    stage.settings.change(network_units="bytes")
    qtbot.waitUntil(lambda: header.grab() is not None and header.detail_left < wide)


def test_a_narrow_header_has_a_line_more_for_what_belongs_to_the_headline(stage: Stage, qtbot: QtBot) -> None:
    wide, narrow = shown_header(stage, qtbot, 400), shown_header(stage, qtbot, 150)
    assert narrow.sizeHint().height() > wide.sizeHint().height()
    narrow.set_texts("99.9 MB/s", "read")
    narrow.grab()
    assert narrow.detail_left == 0


def test_the_room_of_a_wide_headline_closes_again(stage: Stage, qtbot: QtBot) -> None:
    header = shown_header(stage, qtbot, 400)
    header.set_texts("0 b/s", "down")
    header.grab()
    narrow = header.detail_left
    header.set_texts("100.0 Mb/s", "down")
    for _ in range(14):
        header.set_texts("0 b/s", "down")
        qtbot.wait(1)
        assert header.grab() is not None
        assert header.detail_left > narrow
    painted = header.grab().toImage()
    header.set_texts("0 b/s", "down")  # nothing else is new, and yet it is painted again
    qtbot.waitUntil(lambda: header.detail_left == narrow)
    assert header.grab().toImage() != painted
