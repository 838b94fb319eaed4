"""HertzMon's own cost."""

from __future__ import annotations

import threading

import psutil
import pytest

from hertzmon_gui.collector.own_cost import OwnCostMeter


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
    assert cost.threads == psutil.Process().num_threads()
    assert cost.memory_bytes is not None
    assert cost.memory_bytes > 1_000_000


def test_memory_that_cannot_be_read_is_unknown(monkeypatch: pytest.MonkeyPatch) -> None:
    meter = OwnCostMeter()

    def refuse(self: psutil.Process) -> object:
        raise psutil.AccessDenied

    monkeypatch.setattr(psutil.Process, "memory_info", refuse)
    cost = meter.read(1.0, 0.0)
    assert cost.memory_bytes is None
    assert cost.threads == threading.active_count()
