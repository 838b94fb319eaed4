"""HertzMon's own cost."""

from __future__ import annotations

import threading

import psutil
import pytest

from hertzmon_gui.collector.own_cost import OwnCostMeter
from hertzmon_gui.collector.probe import NoData


def test_the_share_is_none_at_first_then_taken_over_real_time() -> None:
    used = iter([1.0, 1.5, 2.0, 9.0])
    meter = OwnCostMeter(lambda: next(used))
    first = meter.read(10.0, 3.0)
    assert (first.cpu_percent, first.tick_ms) == (None, 3.0)
    assert meter.read(12.0, 3.0).cpu_percent == pytest.approx(25.0)
    assert meter.read(12.0, 3.0).cpu_percent is None  # no time has passed
    meter.forget()
    assert meter.read(13.0, 3.0).cpu_percent is None


def test_memory_and_threads_are_real() -> None:
    cost = OwnCostMeter().read(1.0, 0.0)
    own = psutil.Process()
    assert cost.threads == own.num_threads()
    assert cost.memory_bytes == pytest.approx(own.memory_info().rss, rel=0.05)


@pytest.mark.parametrize("error", [psutil.AccessDenied(), OSError(13, "refused"), NoData("no /proc")], ids=repr)
def test_memory_that_cannot_be_read_is_unknown(error: Exception) -> None:
    class Hidden:
        def memory_and_threads(self) -> tuple[int, int]:
            raise error

        def close(self) -> None:
            pass

    cost = OwnCostMeter(process=Hidden()).read(1.0, 0.0)
    assert cost.memory_bytes is None
    assert cost.threads == threading.active_count()
