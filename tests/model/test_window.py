"""The window buffer against a plain list, and the promise that a view is valid for ever."""

from __future__ import annotations

import math

import numpy as np
import pytest
from hypothesis import given
from hypothesis import strategies as st

from hertzmon_gui.model.window import WindowBuffer


def fill(window: WindowBuffer, count: int, start: int = 0) -> None:
    for number in range(start, start + count):
        window.append(float(number), [number * 10.0 + series for series in range(window.series_count)])


def test_a_fresh_window_is_empty() -> None:
    times, values = WindowBuffer(2, 5).views()
    assert times.shape == (0,)
    assert values.shape == (2, 0)


@given(capacity=st.integers(1, 40), count=st.integers(0, 150), series=st.integers(1, 3))
def test_it_holds_the_last_samples_in_order(capacity: int, count: int, series: int) -> None:
    window = WindowBuffer(series, capacity)
    fill(window, count)
    times, values = window.views()
    expected = list(range(count))[-capacity:]
    assert times.tolist() == expected
    for row in range(series):
        assert values[row].tolist() == [number * 10.0 + row for number in expected]


@given(capacity=st.integers(1, 20), before=st.integers(0, 60), after=st.integers(1, 120))
def test_a_view_never_changes_once_handed_out(capacity: int, before: int, after: int) -> None:
    window = WindowBuffer(1, capacity)
    fill(window, before)
    times, values = window.views()
    kept_times, kept_values = times.copy(), values.copy()
    fill(window, after, start=before)
    assert np.array_equal(times, kept_times)
    assert np.array_equal(values, kept_values)


def test_views_are_no_copies() -> None:
    window = WindowBuffer(1, 4)
    fill(window, 2)
    assert np.shares_memory(window.views()[1], window.views()[1])


def test_unknown_values_and_missing_ones_are_nan() -> None:
    window = WindowBuffer(3, 4)
    window.append(1.0, [None, 2.0])
    _, values = window.views()
    assert math.isnan(values[0, 0])
    assert values[1, 0] == 2.0
    assert math.isnan(values[2, 0])


@given(old=st.integers(1, 30), new=st.integers(1, 30), count=st.integers(0, 80))
def test_resized_it_keeps_the_newest_and_goes_on(old: int, new: int, count: int) -> None:
    window = WindowBuffer(2, old)
    fill(window, count)
    resized = window.resized(new)
    kept = list(range(count))[-old:][-new:]
    assert resized.views()[0].tolist() == kept
    assert (resized.capacity, resized.series_count) == (new, 2)
    fill(resized, 3 * new, start=count)
    assert resized.views()[0].tolist() == list(range(count, count + 3 * new))[-new:]
    assert window.views()[0].tolist() == list(range(count))[-old:]


@pytest.mark.parametrize(("series", "capacity"), [(0, 1), (1, 0)])
def test_an_empty_shape_is_refused(series: int, capacity: int) -> None:
    with pytest.raises(ValueError, match="at least one"):
        WindowBuffer(series, capacity)
