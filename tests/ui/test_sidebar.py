"""The sidebar's values: both directions of what is read and written, received and sent."""

from __future__ import annotations

import pytest
from msgspec.structs import replace

from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage, bare_snapshot

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


def test_an_entry_tells_the_sum_of_both_directions_and_its_tooltip_each(stage: Stage) -> None:
    window = stage.window()
    stage.publish(full_snapshot())
    disks, network = window.sidebar.button("disks"), window.sidebar.button("network")
    assert disks.value == "1.5\u00a0kB/s"
    assert disks.toolTip() == "Read 512\u00a0B/s\nWrite 1.0\u00a0kB/s"
    assert network.value == "240\u00a0b/s"
    assert network.toolTip() == "Receive 160\u00a0b/s\nSend 80\u00a0b/s"


def test_one_known_direction_is_better_than_none(stage: Stage) -> None:
    window = stage.window()
    plain = full_snapshot()
    assert plain.disks is not None
    stage.publish(replace(plain, disks=replace(plain.disks, read_rate=None)))
    assert window.sidebar.button("disks").value == "1.0\u00a0kB/s"
    assert "N/A" in window.sidebar.button("disks").toolTip()


def test_writing_alone_raises_the_sparkline(stage: Stage) -> None:
    window = stage.window()
    stage.publish(bare_snapshot(0))
    for seq in range(1, 30):
        plain = full_snapshot(seq)
        assert plain.disks is not None
        stage.publish(replace(plain, disks=replace(plain.disks, read_rate=0.0, write_rate=5e6)))
    picture = window.sidebar.button("disks").grab().toImage()
    pixels = ((y, picture.pixelColor(x, y)) for y in range(picture.height()) for x in range(picture.width()))
    green = [y for y, colour in pixels if colour.green() > colour.red() + 60]
    assert green
    assert min(green) < picture.height() / 2
