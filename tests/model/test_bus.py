"""The bus: readers get every snapshot, and none can hold up the sampler or another reader."""

from __future__ import annotations

import threading

import pytest

from hertzmon_gui.model.bus import SnapshotBus
from hertzmon_gui.model.snapshot import Snapshot

# Long enough never to run out on a busy machine; no test waits for it.
PLENTY_SECONDS = 30.0


def snapshot(seq: int) -> Snapshot:
    return Snapshot(seq=seq, wall_time=1000.0 + seq, monotonic_time=float(seq), interval_seconds=1.0)


def test_before_the_first_there_is_none() -> None:
    bus = SnapshotBus()
    assert bus.latest is None
    assert bus.wait_newer(-1, 0.0) is None
    assert not bus.closed


def test_the_latest_is_the_one_that_subscribers_get() -> None:
    bus = SnapshotBus()
    heard: list[tuple[Snapshot, Snapshot | None]] = []
    bus.subscribe(lambda published: heard.append((published, bus.latest)))
    first, second = snapshot(0), snapshot(1)
    bus.publish(first)
    bus.publish(second)
    assert heard == [(first, first), (second, second)]


def test_a_subscriber_that_fails_is_logged_and_stops_no_other(caplog: pytest.LogCaptureFixture) -> None:
    bus = SnapshotBus()
    heard: list[int] = []

    def fail(published: Snapshot) -> None:
        raise RuntimeError("broken reader")

    bus.subscribe(fail)
    bus.subscribe(lambda published: heard.append(published.seq))
    bus.publish(snapshot(0))
    bus.publish(snapshot(1))
    assert heard == [0, 1]
    assert "broken reader" in caplog.text
    assert bus.wait_newer(0, 0.0) is bus.latest


def test_an_ended_subscription_hears_nothing_more_and_ending_it_twice_is_harmless() -> None:
    bus = SnapshotBus()
    heard: list[str] = []
    stop = bus.subscribe(lambda published: heard.append("ended"))
    bus.subscribe(lambda published: heard.append("other"))
    stop()
    stop()
    bus.publish(snapshot(0))
    assert heard == ["other"]


def test_a_subscriber_may_end_itself_while_it_is_called() -> None:
    bus = SnapshotBus()
    heard: list[str] = []

    def once(published: Snapshot) -> None:
        heard.append("once")
        stop()

    stop = bus.subscribe(once)
    bus.subscribe(lambda published: heard.append("always"))
    bus.publish(snapshot(0))
    bus.publish(snapshot(1))
    assert heard == ["once", "always", "always"]


def test_waiting_ends_with_the_next_snapshot() -> None:
    bus = SnapshotBus()
    bus.publish(snapshot(4))
    got: list[Snapshot | None] = []
    waiter = threading.Thread(target=lambda: got.append(bus.wait_newer(4, PLENTY_SECONDS)))
    waiter.start()
    newer = snapshot(5)
    bus.publish(newer)
    waiter.join(PLENTY_SECONDS)
    assert got == [newer]


def test_waiting_for_what_is_there_already_returns_at_once() -> None:
    bus = SnapshotBus()
    bus.publish(snapshot(4))
    assert bus.wait_newer(3, PLENTY_SECONDS) is bus.latest
    assert bus.wait_newer(-1, PLENTY_SECONDS) is bus.latest


def test_waiting_in_vain_gives_none() -> None:
    bus = SnapshotBus()
    bus.publish(snapshot(4))
    assert bus.wait_newer(4, 0.0) is None


def test_closing_wakes_every_waiter() -> None:
    bus = SnapshotBus()
    got: list[Snapshot | None] = []
    waiters = [threading.Thread(target=lambda: got.append(bus.wait_newer(0, PLENTY_SECONDS))) for _ in range(3)]
    for waiter in waiters:
        waiter.start()
    bus.close()
    for waiter in waiters:
        waiter.join(PLENTY_SECONDS)
    assert got == [None, None, None]
    assert bus.closed
    assert bus.wait_newer(0, PLENTY_SECONDS) is None
