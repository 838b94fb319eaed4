"""The axis of a rate: nice, and calm."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from hertzmon_gui.ui.charts.scale import (
    SHRINK_AFTER_SECONDS,
    FixedScale,
    RateScale,
    StepKind,
    nice_ceiling,
    round_steps,
)


@pytest.mark.parametrize(
    ("value", "ceiling"),
    [
        (0, 1),
        (-3, 1),
        (0.3, 0.4),
        (1, 1),
        (1.01, 2),
        (2, 2),
        (3, 4),
        (5, 6),
        (7, 8),
        (9, 10),
        (99, 100),
        (101, 200),
        (1e9 + 1, 2e9),
    ],
)
def test_nice_numbers(value: float, ceiling: float) -> None:
    assert nice_ceiling(value) == pytest.approx(ceiling)


@given(st.floats(min_value=1e-3, max_value=1e15))
def test_a_nice_ceiling_is_close_above(value: float) -> None:
    assert value * 0.999999 <= nice_ceiling(value) <= value * 2.000001
    assert value <= nice_ceiling(max(value, 1.0), "binary") <= max(value, 1.0) * 2


def test_it_grows_at_once_and_shrinks_late() -> None:
    scale = RateScale(floor=10.0)
    assert scale.update(900.0, 0.0) == 1000.0
    assert scale.update(150.0, 1.0) == 1000.0
    assert scale.update(130.0, 1.0 + SHRINK_AFTER_SECONDS - 0.1) == 1000.0
    assert scale.update(130.0, 1.0 + SHRINK_AFTER_SECONDS) == 200.0


def test_a_peak_in_between_starts_the_wait_anew() -> None:
    scale = RateScale(floor=10.0)
    scale.update(900.0, 0.0)
    scale.update(100.0, 1.0)
    scale.update(950.0, 6.0)
    assert scale.update(100.0, 12.0) == 1000.0
    assert scale.update(100.0, 12.0 + SHRINK_AFTER_SECONDS) == 100.0


def test_it_does_not_breathe_around_a_step() -> None:
    scale = RateScale(floor=1.0)
    tops = {scale.update(100.0 + (5.0 if second % 2 else -5.0), float(second)) for second in range(1, 120)}
    assert tops == {200.0}


def test_it_never_falls_below_its_floor_and_never_below_the_curve() -> None:
    scale = RateScale(floor=50.0)
    for second in range(200):
        peak = 40.0 if second < 100 else 60.0
        assert scale.update(peak, float(second)) >= max(peak, 50.0)


def test_a_peak_within_the_tolerance_stays_in_the_scale() -> None:
    scale = RateScale(5.0, tolerance=0.03)
    assert scale.update(100.4, 0.0) == 100.0
    assert scale.update(103.0, 1.0) == 100.0
    assert scale.update(104.0, 2.0) == 200.0


def test_steps_are_nice_in_the_unit_that_is_written() -> None:
    assert RateScale(12_500.0, factor=8.0).update(1_550_000.0, 0.0) * 8 == pytest.approx(20_000_000)
    assert RateScale(1.0, "binary").update(700_000.0, 0.0) == 1024**2


def test_a_fixed_scale_does_not_move() -> None:
    scale = FixedScale(100.0)
    assert [scale.update(peak, 0.0) for peak in (0.0, 99.0, 400.0)] == [100.0] * 3


@pytest.mark.parametrize(
    ("top", "kind", "rows", "lines"),
    [
        (23.4 * 1024**3, "binary", 4, [0, 8 * 1024**3, 16 * 1024**3]),
        (15.6 * 1024**3, "binary", 4, [0, 4 * 1024**3, 8 * 1024**3, 12 * 1024**3]),
        (15.6 * 1024**3, "binary", 2, [0, 8 * 1024**3]),
        (16.2 * 1024**3, "binary", 4, [0, 8 * 1024**3]),
        (17.2e9, "decimal", 4, [0, 5e9, 10e9, 15e9]),
        (1.0, "binary", 4, [0]),
    ],
)
def test_lines_of_any_top_are_round(top: float, kind: StepKind, rows: int, lines: list[float]) -> None:
    assert round_steps(top, rows, kind) == [*lines, top]


@given(st.floats(min_value=1.0, max_value=1e15), st.sampled_from(["binary", "decimal"]), st.sampled_from([2, 4]))
def test_lines_of_any_top_rise_to_it(top: float, kind: StepKind, rows: int) -> None:
    lines = round_steps(top, rows, kind)
    assert lines[-1] == top
    assert lines == sorted(set(lines))
    assert len(lines) <= rows + 1
