"""The running collector: first snapshots, demand, pause, pace, and stopping whatever hangs."""

from __future__ import annotations

import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest

from hertzmon_gui.collector.probe import Clock, ProbeContext, ProbeFactory
from hertzmon_gui.collector.service import CollectorService
from hertzmon_gui.model.metrics import BATTERY
from hertzmon_gui.model.snapshot import Battery, Snapshot
from hertzmon_gui.model.source import Demand, SnapshotSource
from tests.collector.patience import PATIENCE_SECONDS, wait_until
from tests.collector.scripted_probe import ScriptedProbe

NEVER_SECONDS = 3600.0  # an interval within which no test ends


class Running:
    """A service over scripted probes; stopped at the end of the test."""

    def __init__(self) -> None:
        self.services: list[CollectorService] = []

    def start(self, interval_seconds: float, *probes: ScriptedProbe) -> CollectorService:
        factories: list[ProbeFactory] = [lambda context, probe=probe: probe for probe in probes]  # type: ignore[misc]
        service = CollectorService(interval_seconds, factories)
        self.services.append(service)
        service.register_demand("test").set(Demand())
        service.start()
        return service


@pytest.fixture
def running() -> Iterator[Running]:
    running = Running()
    yield running
    for service in running.services:
        service.stop()
    wait_until(lambda: not any(thread.name.startswith("hm-") for thread in threading.enumerate()))


def battery(answer: Callable[[], Any] = lambda: Battery(50.0, True)) -> ScriptedProbe:
    return ScriptedProbe("battery", answer)


def newer(service: CollectorService, seq: int) -> Snapshot:
    snapshot = service.bus.wait_newer(seq, PATIENCE_SECONDS)
    assert snapshot is not None, "no snapshot came"
    return snapshot


def test_it_is_a_snapshot_source(running: Running) -> None:
    source: SnapshotSource = running.start(NEVER_SECONDS, battery())
    assert source.capabilities.process_actions
    assert source.capabilities.local
    assert source.process_control is not None
    assert source.interval_seconds == NEVER_SECONDS
    assert not source.paused


def test_two_readings_come_at_once_however_long_the_interval(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    first = newer(service, 0)
    second = newer(service, first.seq)
    assert not second.after_gap
    assert second.interval_seconds is not None
    assert second.interval_seconds < 60


def test_probes_are_made_read_and_closed_on_the_sampler_thread(running: Running) -> None:
    where: list[str] = []

    class Noting(ScriptedProbe):
        def read(self, clock: Clock) -> Any:
            where.append(threading.current_thread().name)
            return super().read(clock)

        def close(self) -> None:
            where.append(threading.current_thread().name)

    probe = Noting("battery", lambda: Battery(50.0, True))

    def make(context: ProbeContext) -> ScriptedProbe:
        where.append(threading.current_thread().name)
        return probe

    service = CollectorService(NEVER_SECONDS, [make])
    running.services.append(service)
    service.register_demand("test").set(Demand())
    service.start()
    newer(service, 0)
    service.stop()
    assert set(where) == {"hm-sampler"}
    assert len(where) >= 3


def test_the_history_is_fed_before_readers_are_told(running: Running) -> None:
    lengths: list[int] = []
    service = CollectorService(NEVER_SECONDS, [lambda context: battery()])
    running.services.append(service)
    service.register_demand("test").set(Demand())
    service.bus.subscribe(lambda snapshot: lengths.append(len(service.history.series(BATTERY, "percent")[0])))
    service.start()
    newer(service, 1)
    assert lengths[:2] == [1, 2]


def test_a_new_demand_is_answered_at_once(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    handle = service.register_demand("page")
    seq = newer(service, 1).seq
    handle.set(Demand(processes=True))
    newer(service, seq)


def test_nobody_asking_reads_nothing(running: Running) -> None:
    probe = battery()
    service = CollectorService(NEVER_SECONDS, [lambda context: probe])
    running.services.append(service)
    service.start()
    assert newer(service, 0).battery is None
    assert probe.clocks == []


def test_refresh_ticks_at_once(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    seq = newer(service, 1).seq
    service.refresh_now()
    newer(service, seq)


def test_a_pause_stops_ticking_and_leaves_a_gap(running: Running) -> None:
    service = running.start(0.02, battery())
    newer(service, 2)
    service.set_paused(True)
    assert service.paused
    seq = newer(service, 0).seq
    while (snapshot := service.bus.wait_newer(seq, 0.3)) is not None:  # at most the tick under way
        seq = snapshot.seq
    service.set_paused(False)
    snapshot = newer(service, seq)
    assert snapshot.seq == seq + 1
    assert snapshot.after_gap


def test_refresh_works_while_paused_and_leaves_it_paused(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    seq = newer(service, 1).seq
    service.set_paused(True)
    service.refresh_now()
    first = newer(service, seq)
    second = newer(service, first.seq)  # so that rates are there
    assert not second.after_gap
    assert service.paused
    assert service.bus.wait_newer(second.seq, 0.3) is None


def test_a_new_demand_while_paused_does_not_tick(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    seq = newer(service, 1).seq
    service.set_paused(True)
    service.register_demand("page").set(Demand(processes=True))
    assert service.bus.wait_newer(seq, 0.3) is None


def test_another_interval_holds_from_now_on_and_the_history_learns_of_it(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    seq = newer(service, 1).seq
    asked: list[str] = []
    real = service.history.set_interval

    def set_interval(seconds: float) -> None:
        asked.append(threading.current_thread().name)
        real(seconds)

    service.history.set_interval = set_interval  # type: ignore[method-assign]
    service.set_interval(0.02)
    assert service.interval_seconds == 0.02
    for _ in range(3):
        seq = newer(service, seq).seq
    assert asked == ["hm-sampler"]
    assert len(service.history.series(BATTERY, "percent")[0]) >= 5


@pytest.mark.parametrize("seconds", [0.0, -1.0, float("nan"), float("inf")])
def test_an_impossible_interval_is_refused(seconds: float) -> None:
    with pytest.raises(ValueError, match="interval"):
        CollectorService(seconds, [])
    service = CollectorService(1.0, [])
    with pytest.raises(ValueError, match="interval"):
        service.set_interval(seconds)


def test_missed_ticks_are_skipped(running: Running) -> None:
    waits = threading.Event()
    service = running.start(0.02, battery(lambda: waits.wait(0.2) or Battery(50.0, True)))
    first = newer(service, 2)
    second = newer(service, first.seq)
    assert second.seq == first.seq + 1
    assert second.interval_seconds is not None
    assert second.interval_seconds > 0.1


def test_stopping_wakes_waiters_and_is_idempotent(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    seq = newer(service, 1).seq
    answers: list[Snapshot | None] = []
    waiter = threading.Thread(target=lambda: answers.append(service.bus.wait_newer(seq, NEVER_SECONDS)))
    waiter.start()
    service.stop()
    service.stop()
    waiter.join(PATIENCE_SECONDS)
    assert answers == [None]
    assert service.bus.closed


def test_stopping_before_starting() -> None:
    service = CollectorService(1.0, [])
    service.stop()
    assert service.bus.closed


def test_starting_twice_is_an_error(running: Running) -> None:
    service = running.start(NEVER_SECONDS, battery())
    with pytest.raises(RuntimeError, match="once"):
        service.start()


def test_stopping_from_a_subscriber_does_not_wait_for_itself(running: Running) -> None:
    service = running.start(0.02, battery())
    service.bus.subscribe(lambda snapshot: service.stop())
    wait_until(lambda: service.bus.closed)


def test_stopping_leaves_a_probe_that_hangs_behind(running: Running, release: threading.Event) -> None:
    inside = threading.Event()

    def hang() -> Battery:
        inside.set()
        release.wait()
        return Battery(50.0, True)

    service = running.start(NEVER_SECONDS, battery(hang))
    assert inside.wait(PATIENCE_SECONDS)
    service.stop()
    assert service.bus.closed
    release.set()


def test_a_hanging_slow_call_delays_no_tick_and_no_stop(running: Running, release: threading.Event) -> None:
    inside = threading.Event()

    class SlowProbe(ScriptedProbe):
        def __init__(self, context: ProbeContext) -> None:
            self.reading = context.slow_lane.register("mount", self._hang, 0.0, deadline_seconds=0.05)
            super().__init__("battery", lambda: Battery(50.0, None))

        def _hang(self) -> int:
            inside.set()
            release.wait()
            return 1

        def late(self) -> str | None:
            return "mount" if self.reading.stale else None

    service = CollectorService(0.02, [SlowProbe])
    running.services.append(service)
    service.register_demand("test").set(Demand())
    service.start()
    assert inside.wait(PATIENCE_SECONDS)
    wait_until(lambda: service.bus.latest is not None and service.bus.latest.probes[0].state == "stale")
    newer(service, newer(service, 0).seq)
    service.stop()
    assert not any(thread.name == "hm-sampler" for thread in threading.enumerate())
    release.set()


def test_a_reader_that_fails_stops_nobody(running: Running, caplog: pytest.LogCaptureFixture) -> None:
    service = running.start(0.02, battery())

    def fail(snapshot: Snapshot) -> None:
        raise RuntimeError("a careless reader")

    service.bus.subscribe(fail)
    newer(service, newer(service, 2).seq)
    service.stop()
    assert "a careless reader" in caplog.text
