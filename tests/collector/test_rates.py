"""Rates over real time, from counters that are hostile."""

from __future__ import annotations

import pytest

from hertzmon_gui.collector.rates import CounterRates


def test_a_rate_needs_two_readings_and_takes_the_real_time() -> None:
    rates = CounterRates()
    rates.begin(10.0)
    assert rates.rate("a", 100) is None
    rates.begin(12.0)
    assert rates.elapsed_seconds == 2.0
    assert rates.rate("a", 150) == 25.0


def test_a_counter_that_goes_back_gives_none_for_that_round_only() -> None:
    rates = CounterRates()
    answers = []
    for time, counter in ((1.0, 100), (2.0, 5), (3.0, 8)):
        rates.begin(time)
        answers.append(rates.rate("a", counter))
    assert answers == [None, None, 3.0]


def test_a_key_that_was_away_starts_anew() -> None:
    rates = CounterRates()
    rates.begin(1.0)
    rates.rate("a", 1)
    rates.begin(2.0)
    rates.begin(3.0)
    assert rates.rate("a", 1000) is None


def test_no_time_no_rate() -> None:
    rates = CounterRates()
    rates.begin(1.0)
    rates.rate("a", 1)
    rates.begin(1.0)
    assert rates.elapsed_seconds is None
    assert rates.rate("a", 2) is None


@pytest.mark.parametrize("after_gap", [True, False])
def test_a_gap_and_forgetting_compare_with_nothing(after_gap: bool) -> None:
    rates = CounterRates()
    rates.begin(1.0)
    rates.rate("a", 1)
    if not after_gap:
        rates.forget()
    rates.begin(2.0, after_gap=after_gap)
    assert rates.elapsed_seconds is None
    assert rates.rate("a", 1_000_000) is None
    rates.begin(3.0)
    assert rates.rate("a", 1_000_007) == 7.0


def test_an_unknown_counter_has_no_rate_and_starts_anew() -> None:
    rates = CounterRates()
    answers = []
    for time, counter in ((1.0, 10), (2.0, None), (3.0, 30), (4.0, 40)):
        rates.begin(time)
        answers.append(rates.rate("a", counter))
    assert answers == [None, None, None, 10.0]
