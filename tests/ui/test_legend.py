"""Legends: as much as there is room for, and it stands still."""

from __future__ import annotations

import pytest
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui.widgets.legend import Legend
from tests.ui.stage import Stage

FULL = [("read", "Read  min 0 B/s · mean 1 B/s · max 2 B/s"), ("write", "Write  min 0 B/s · mean 1 B/s · max 2 B/s")]
RANGES = [("read", "Read  0 B/s – 2 B/s"), ("write", "Write  0 B/s – 2 B/s")]
NAMES = [("read", "Read"), ("write", "Write")]


@pytest.fixture
def legend(stage: Stage, qtbot: QtBot) -> Legend:
    made = Legend(stage.context)
    qtbot.addWidget(made)
    made.resize(800, 20)
    made.show()
    return made


@pytest.mark.parametrize(("width", "shown"), [(900, FULL), (330, RANGES), (120, NAMES), (10, NAMES)])
def test_the_fullest_version_that_has_room_is_shown(legend: Legend, width: int, shown: object) -> None:
    legend.set_entries(FULL, RANGES, NAMES)
    legend.resize(width, 20)
    legend.grab()
    assert list(legend.shown) == shown
    assert list(legend.entries) == FULL


def test_what_had_no_room_once_stays_short_until_the_window_grows(legend: Legend) -> None:
    long = [("read", "Read 100.0 MB/s"), ("write", "Write")]
    legend.set_entries(long, NAMES)
    legend.resize(130, 20)
    legend.grab()
    legend.set_entries([("read", "Read 1 B/s"), ("write", "Write")], NAMES)
    legend.grab()
    assert list(legend.shown) == NAMES
    legend.resize(400, 20)
    legend.grab()
    assert legend.shown[0][1] == "Read 1 B/s"


def test_an_entry_does_not_dance_with_the_digits_of_the_one_before(legend: Legend) -> None:
    def picture(first: str) -> object:
        legend.set_entries([("read", first), ("write", "Write")])
        image = legend.grab().toImage()
        return image.copy(image.width() // 5, 0, image.width() * 4 // 5, image.height())

    widest = picture("Read 100.0 MB/s")
    assert picture("Read 1 B/s") == widest


def test_the_room_of_a_long_entry_closes_again(legend: Legend) -> None:
    def picture(first: str) -> object:
        legend.set_entries([("read", first), ("write", "Write")])
        return legend.grab().toImage()

    narrow = picture("Read 1 B/s")
    picture("Read 100.0 MB/s")
    assert [picture("Read 1 B/s") == narrow for _ in range(15)] == [False] * 14 + [True]
