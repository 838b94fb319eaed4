"""The slow lane: renewing, failing, hanging, and stopping while something hangs."""

from __future__ import annotations

import threading

from hertzmon_gui.collector.slow_lane import SlowLane
from tests.collector.patience import wait_until


def test_a_reading_is_made_at_once_and_off_the_callers_thread(lane: SlowLane) -> None:
    reading = lane.register("name", lambda: threading.current_thread().name, 60.0)
    wait_until(lambda: reading.value is not None)
    assert reading.value == "hm-slow"
    assert not reading.stale
    assert reading.error is None


def test_tending_renews_what_is_due(lane: SlowLane) -> None:
    calls = []
    lane.register("count", lambda: calls.append(1), 0.0)
    wait_until(lambda: len(calls) >= 1)
    known = len(calls)
    lane.tend()
    wait_until(lambda: len(calls) > known)


def test_what_is_not_due_or_not_wanted_is_left_alone(lane: SlowLane) -> None:
    calls: list[str] = []
    early = lane.register("early", lambda: calls.append("early"), 3600.0)
    wait_until(lambda: early.finished is not None)
    off = lane.register("off", lambda: calls.append("off"), 0.01)
    wait_until(lambda: off.finished is not None)
    off.enabled = False
    # The worker may have chosen it just before; it is done with that once it has come to another.
    between = lane.register("between", lambda: calls.append("between"), 3600.0)
    wait_until(lambda: between.finished is not None)
    calls.clear()
    lane.tend()
    last = lane.register("last", lambda: calls.append("last"), 3600.0)
    wait_until(lambda: last.finished is not None)
    assert calls == ["last"]


def test_a_failure_keeps_the_value_and_says_why(lane: SlowLane) -> None:
    answers: list[int | None] = [1, None, 2]

    def read() -> int:
        answer = answers.pop(0) if len(answers) > 1 else answers[0]
        if answer is None:
            raise OSError("the driver is gone")
        return answer

    reading = lane.register("flaky", read, 3600.0)
    wait_until(lambda: reading.value == 1)
    reading.due = 0.0
    lane.tend()
    wait_until(lambda: reading.error is not None)
    assert reading.value == 1
    assert reading.stale
    reading.due = 0.0
    lane.tend()
    wait_until(lambda: reading.value == 2)
    assert reading.error is None
    assert not reading.stale


def test_a_call_that_hangs_is_not_called_again_and_the_others_go_on(lane: SlowLane, release: threading.Event) -> None:
    calls: list[str] = []

    def hang() -> str:
        calls.append("hang")
        release.wait()
        return "late"

    hung = lane.register("hung", hang, 0.0, deadline_seconds=0.0)
    wait_until(lambda: bool(calls))
    other = lane.register("other", lambda: "fine", 3600.0)
    wait_until(lambda: hung.overdue)
    lane.tend()
    wait_until(lambda: other.value == "fine")
    for _ in range(5):
        lane.tend()
    assert calls == ["hang"]
    assert hung.stale
    assert hung.value is None


def test_a_call_that_comes_back_late_is_taken_up_again(lane: SlowLane, release: threading.Event) -> None:
    def hang() -> str:
        release.wait()
        return "late"

    hung = lane.register("hung", hang, 3600.0, deadline_seconds=0.0)
    wait_until(lambda: hung.overdue)
    lane.tend()
    release.set()
    wait_until(lambda: hung.value == "late")
    wait_until(lambda: not hung.stale)
    hung.due, hung.value = 0.0, None
    lane.tend()
    wait_until(lambda: hung.value == "late")
    wait_until(lambda: sum(thread.name == "hm-slow" for thread in threading.enumerate()) == 1)


def test_asking_anew_for_what_hangs_makes_no_second_call(lane: SlowLane, release: threading.Event) -> None:
    calls: list[int] = []

    def hang() -> str:
        calls.append(1)
        release.wait()
        return "late"

    hung = lane.register("driver", hang, 3600.0, deadline_seconds=0.0)
    wait_until(lambda: hung.overdue)
    lane.tend()
    lane.unregister(hung)
    again = lane.register("driver", hang, 3600.0, deadline_seconds=0.0)
    other = lane.register("other", lambda: 1, 3600.0)
    wait_until(lambda: other.value == 1)
    assert again.overdue
    assert len(calls) == 1
    release.set()
    wait_until(lambda: not again.overdue)
    lane.tend()
    wait_until(lambda: again.value == "late")
    assert len(calls) == 2


def test_an_unregistered_reading_is_not_called(lane: SlowLane) -> None:
    calls: list[int] = []
    reading = lane.register("gone", lambda: calls.append(1), 0.0)
    wait_until(lambda: bool(calls))
    lane.unregister(reading)
    marker = lane.register("marker", lambda: 1, 3600.0)
    wait_until(lambda: marker.value == 1)
    known = len(calls)
    lane.tend()
    marker.due, marker.value = 0.0, None
    lane.tend()
    wait_until(lambda: marker.value == 1)
    assert len(calls) == known


def test_stopping_ends_the_worker_even_while_a_call_hangs(release: threading.Event) -> None:
    lane = SlowLane()
    hung = lane.register("hung", release.wait, 0.0)
    wait_until(lambda: hung.started is not None)
    lane.stop()
    lane.stop()
    release.set()
    wait_until(lambda: not any(thread.name == "hm-slow" for thread in threading.enumerate()))
    reading = lane.register("too late", lambda: 1, 0.0)
    assert reading.value is None
    assert not any(thread.name == "hm-slow" for thread in threading.enumerate())
