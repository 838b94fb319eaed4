"""What a chart does to samples before it draws them."""

from __future__ import annotations

import numpy as np
import pytest

from hertzmon_gui.ui.charts.export import csv_table, safe_cell
from hertzmon_gui.ui.charts.samples import nearest, peak, stacked, summary, thinned, visible

TIMES = np.arange(100.0, 110.0)
VALUES = np.array([1.0, 2.0, 3.0, np.nan, 5.0, 4.0, 3.0, 2.0, 9.0, 1.0])


def test_the_window_begins_one_sample_early_so_that_the_line_reaches_the_edge() -> None:
    times, values = visible(TIMES, VALUES, 104.5)
    assert times[0] == 104.0
    assert values.base is not None  # a view: nothing is copied
    assert visible(TIMES, VALUES, 0.0)[0].size == 10
    assert visible(np.empty(0), np.empty(0), 5.0)[0].size == 0


def test_a_summary_leaves_out_what_is_unknown_and_what_is_older() -> None:
    found = summary(TIMES, VALUES, 102.0)
    assert found is not None
    assert (found.minimum, found.maximum) == (1.0, 9.0)
    assert found.mean == pytest.approx((3 + 5 + 4 + 3 + 2 + 9 + 1) / 7)
    assert summary(TIMES, np.full(10, np.nan), 0.0) is None
    assert summary(TIMES, VALUES, 200.0) is None


def test_thinning_loses_no_peak_and_keeps_gaps_open() -> None:
    times = np.arange(0.0, 1000.0)
    values = np.ones(1000)
    values[503] = 77.0
    values[700:720] = np.nan
    thin_times, thin = thinned(times, values, 10.0)
    assert thin.size == 200
    assert np.nanmax(thin) == 77.0
    assert np.isnan(thin[140:144]).all()
    assert thin_times[0] == 0.0


@pytest.mark.parametrize("at", [500, 503, 509, 0, 999])
def test_no_line_goes_across_a_gap_shorter_than_a_bin(at: int) -> None:
    times = np.arange(0.0, 1000.0)
    values = np.ones(1000)
    values[at] = np.nan
    thin_times, thin = thinned(times, values, 10.0)
    assert thin_times.size == thin.size == 201
    assert np.flatnonzero(np.isnan(thin)).tolist() == [at // 10 * 2 + 2]
    assert (np.diff(thin_times) >= 0).all()


def test_thinned_bins_stand_still_in_time() -> None:
    times = np.arange(0.0, 1000.0)
    values = np.sin(times)
    first = dict(zip(*thinned(times, values, 10.0), strict=True))
    later = dict(zip(*thinned(times[5:], values[5:], 10.0), strict=True))
    shared = [time for time in first if time in later and time >= 10.0]
    assert shared
    assert all(first[time] == later[time] for time in shared)


def test_the_nearest_sample_is_found_on_both_sides() -> None:
    assert nearest(TIMES, 104.4, 0.1) == 4
    assert nearest(TIMES, 104.6, 0.1) == 5
    assert nearest(TIMES, 99.0, 1.0) == 0
    assert nearest(TIMES, 110.0, 1.0) == 9
    assert nearest(np.empty(0), 1.0, 1.0) is None


def test_where_nothing_was_measured_yet_there_is_no_sample_near() -> None:
    assert nearest(TIMES, 0.0, 1.0) is None
    assert nearest(TIMES, 999.0, 1.0) is None


def test_the_peak_of_nothing_is_zero() -> None:
    assert peak(VALUES) == 9.0
    assert peak(np.full(3, np.nan)) == 0.0
    assert peak(np.empty(0)) == 0.0


def test_a_table_has_empty_cells_for_what_is_unknown_and_no_formulas() -> None:
    table = csv_table(["=cmd()", "plain"], [(TIMES[2:5], VALUES[2:5]), (TIMES[3:5], VALUES[3:5])], 1_759_999_900.0)
    lines = table.splitlines()
    assert lines[0] == "time_utc,'=cmd(),plain"
    assert lines[1] == "2025-10-09T08:53:22.000+00:00,3,"
    assert lines[2].endswith(",,")
    assert lines[3].endswith(",5,5")


@pytest.mark.parametrize("text", ["=1", "+1", "-1", "@x", "\tx"])
def test_no_cell_begins_as_a_formula_does(text: str) -> None:
    assert safe_cell(text) == f"'{text}"


def test_stacked_series_stand_on_each_other_and_end_together() -> None:
    times = np.arange(4.0)
    first, second = np.array([1.0, np.nan, 3.0, 4.0]), np.array([np.nan, 20.0, 30.0])
    below, whole = stacked([(times, first), (times[1:], second)])
    np.testing.assert_array_equal(below[1], [np.nan, 3.0, 4.0])
    np.testing.assert_array_equal(whole[0], [1.0, 2.0, 3.0])
    np.testing.assert_array_equal(whole[1], [np.nan, 23.0, 34.0])
    assert stacked([]) == []
