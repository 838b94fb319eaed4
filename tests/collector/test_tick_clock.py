"""Gaps are found: suspend, a stopped program, a pause; a wall clock that is set makes none."""

from __future__ import annotations

from hertzmon_gui.collector.tick_clock import TickClock


class Times:
    def __init__(self) -> None:
        self.wall, self.monotonic, self.slept = 1e9, 100.0, 0.0
        self.clock = TickClock(lambda: self.wall, lambda: self.monotonic, lambda: self.slept)

    def advance(self, seconds: float, *, slept: float = 0.0, set_by: float = 0.0) -> bool:
        self.monotonic += seconds
        self.slept += slept
        self.wall += seconds + slept + set_by
        return self.clock.advance(1.0)


def test_the_first_tick_and_regular_ones_have_no_gap() -> None:
    times = Times()
    assert [times.advance(seconds) for seconds in (0.0, 0.1, 1.0, 1.02, 2.5)] == [False] * 5
    assert (times.clock.wall, times.clock.monotonic) == (times.wall, times.monotonic)


def test_a_suspend_is_a_gap_though_the_monotonic_clock_slept_too() -> None:
    times = Times()
    times.advance(1.0)
    assert times.advance(1.0, slept=3600.0)
    assert not times.advance(1.0)


def test_a_tick_far_too_late_is_a_gap() -> None:
    times = Times()
    times.advance(1.0)
    assert times.advance(10.0)
    assert not times.advance(1.0)


def test_a_wall_clock_that_is_set_makes_no_gap() -> None:
    times = Times()
    times.advance(1.0)
    assert not times.advance(1.0, set_by=7200.0)
    assert not times.advance(1.0, set_by=-7200.0)


def test_a_pause_is_a_gap() -> None:
    times = Times()
    times.advance(1.0)
    times.clock.forget()
    assert times.advance(1.0)
    assert not times.advance(1.0)


def test_the_real_clocks_go_forward() -> None:
    clock = TickClock()
    before = clock.monotonic
    assert not clock.advance(1.0)
    assert clock.monotonic >= before
