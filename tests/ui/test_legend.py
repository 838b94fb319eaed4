"""Legends: as much as there is room for, and it stands still."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QFontMetrics
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.pages.cpu_strain import CpuStrain
from hertzmon_gui.ui.pages.overview_cards import MemoryCard
from hertzmon_gui.ui.widgets.card import fitted
from hertzmon_gui.ui.widgets.legend import Legend
from tests.fakes import GIB, full_snapshot
from tests.ui.stage import QUIET, Stage

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


@pytest.mark.qt_log_ignore(QUIET, extend=True)
def test_memory_s_parts_tell_their_amounts_in_the_usual_window(stage: Stage) -> None:
    window = stage.window("overview")
    plain = full_snapshot()
    assert plain.memory is not None
    parts = replace(plain.memory, apps=723 * 2**20, cached=3 * GIB, unused=19 * GIB + GIB // 2)
    stage.publish(replace(plain, memory=parts))
    legend = window.findChildren(MemoryCard)[0].legend
    legend.grab()
    written = [words.replace("\u00a0", " ") for _, words in legend.shown]
    assert written == ["Apps 723 MiB", "Cached 3.0 GiB", "Free 19.5"]


@pytest.mark.qt_log_ignore(QUIET, extend=True)
def test_the_load_says_of_which_minutes_it_is_in_the_smallest_window(stage: Stage) -> None:
    window = stage.window("cpu")
    window.resize(900, 600)
    plain = full_snapshot()
    assert plain.cpu is not None
    stage.publish(replace(plain, cpu=replace(plain.cpu, load_average=(12.25, 11.5, 10.75))))
    strain = window.findChildren(CpuStrain)[0]
    panel = strain.panels["load"]
    panel.grab()
    assert [words for _, words in panel.legend.shown] == ["1 min", "5 min", "15 min"]
    caption = panel.header.caption
    assert caption == "12.2 · 11.5 · 10.8"
    small = QFontMetrics(fonts.small())
    assert fitted(caption, small, panel.header.width() - small.horizontalAdvance("Load") - 14) == caption
    assert small.horizontalAdvance("1 min5 min15 min") + 67 < panel.legend.width()  # with chips and gaps
