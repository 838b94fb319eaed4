"""The scheduler: periods, demand, failures that harm nobody else, and what a snapshot says about them."""

from __future__ import annotations

import logging
from collections.abc import Callable
from typing import Any

import pytest

from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext, ProbeFactory
from hertzmon_gui.collector.scheduler import Scheduler
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.snapshot import (
    Battery,
    Cpu,
    GpuAvailability,
    GpuDevice,
    GpuProcess,
    Gpus,
    ProbeState,
    ProbeStatus,
    Process,
    Processes,
    ProcessIdentity,
    ProcessState,
    Snapshot,
)
from hertzmon_gui.model.source import NOTHING, Demand
from tests.collector.scripted_probe import LateScript, ScriptedProbe

EVERYTHING = Demand(processes=True, process_io=True, process_gpu=True, connections=True)
BATTERY = Battery(50.0, True)


def cpu(percent: float | None = 10.0) -> Cpu:
    return Cpu(1, 1, percent, None, (), None, None)


def raise_error(error: Exception) -> Callable[[], Any]:
    def fail() -> Any:
        raise error

    return fail


class Bench:
    """A scheduler over scripted probes with a clock of its own."""

    def __init__(self, *probes: ScriptedProbe) -> None:
        factories: list[ProbeFactory] = [lambda context, probe=probe: probe for probe in probes]  # type: ignore[misc]
        self.scheduler = Scheduler(factories, ProbeContext(SlowLane()))
        self.time = 1000.0

    def tick(
        self, seconds: float = 1.0, demand: Demand = EVERYTHING, *, after_gap: bool = False, everything: bool = False
    ) -> Snapshot:
        self.time += seconds
        clock = Clock(self.time + 1e9, self.time, demand, after_gap)
        return self.scheduler.tick(clock, 1.0, everything=everything)


def status(snapshot: Snapshot, name: str) -> ProbeStatus:
    return next(probe for probe in snapshot.probes if probe.name == name)


def test_a_snapshot_carries_sections_times_and_health() -> None:
    bench = Bench(ScriptedProbe("cpu", cpu), ScriptedProbe("battery", lambda: BATTERY))
    first, second = bench.tick(), bench.tick(2.0)
    assert (first.seq, second.seq) == (1, 2)
    assert (first.interval_seconds, second.interval_seconds) == (None, 2.0)
    assert second.monotonic_time == bench.time
    assert second.wall_time == bench.time + 1e9
    assert (second.cpu, second.battery) == (cpu(), BATTERY)
    assert second.memory is None
    assert second.own is not None
    assert second.own.tick_ms > 0
    assert [(probe.name, probe.state, probe.age_seconds) for probe in second.probes] == [
        ("cpu", ProbeState.OK, 0.0),
        ("battery", ProbeState.OK, 0.0),
    ]
    assert all(probe.duration_ms is not None for probe in second.probes)


def test_the_slow_lane_is_tended_when_every_probe_has_been_read() -> None:
    """Its thread would compete with the first probe for the interpreter."""
    order: list[str] = []

    class NotedLane(SlowLane):
        def tend(self) -> None:
            order.append("lane")

    def noting(name: str) -> Callable[[], Any]:
        def answer() -> Cpu:
            order.append(name)
            return cpu()

        return answer

    probes = [ScriptedProbe("cpu", noting("first")), ScriptedProbe("memory", noting("last"))]
    factories: list[ProbeFactory] = [lambda context, probe=probe: probe for probe in probes]  # type: ignore[misc]
    Scheduler(factories, ProbeContext(NotedLane())).tick(Clock(1e9, 1.0, EVERYTHING), 1.0)
    assert order == ["first", "last", "lane"]


def test_a_period_shows_the_last_section_with_its_age() -> None:
    slow = ScriptedProbe("battery", lambda: BATTERY, period_seconds=3.0)
    bench = Bench(slow)
    bench.tick()
    bench.tick(0.1)  # the second reading of whatever has just begun
    snapshot = bench.tick()
    assert snapshot.battery is BATTERY
    assert status(snapshot, "battery").age_seconds == pytest.approx(1.0)
    assert len(slow.clocks) == 2
    bench.tick()
    bench.tick()
    assert len(slow.clocks) == 3


def test_a_refresh_reads_everything_whatever_its_period() -> None:
    slow = ScriptedProbe("battery", lambda: BATTERY, period_seconds=100.0)
    bench = Bench(slow)
    bench.tick()
    bench.tick()
    bench.tick(everything=True)
    assert len(slow.clocks) == 3


def test_the_first_reading_asks_for_a_second_soon() -> None:
    bench = Bench(ScriptedProbe("cpu", cpu))
    wants = []
    for seconds, after_gap in ((1.0, False), (0.1, False), (100.0, True), (0.1, False)):
        bench.tick(seconds, after_gap=after_gap)
        wants.append(bench.scheduler.wants_second_reading)
    assert wants == [True, False, True, False]


def test_what_nobody_wants_is_not_read() -> None:
    probe = ScriptedProbe("cpu", cpu)
    bench = Bench(probe)
    snapshot = bench.tick(demand=NOTHING)
    assert snapshot.cpu is None
    assert status(snapshot, "cpu").state is ProbeState.IDLE
    assert probe.clocks == []
    assert bench.tick().cpu is not None


def test_a_probe_that_was_not_wanted_meanwhile_has_a_gap_before_it() -> None:
    probe = ScriptedProbe("cpu", cpu)
    bench = Bench(probe)
    for demand in (EVERYTHING, EVERYTHING, NOTHING, EVERYTHING, EVERYTHING):
        bench.tick(demand=demand)
    assert [clock.after_gap for clock in probe.clocks] == [False, False, True, False]


def test_a_failing_probe_harms_no_other_and_says_why(caplog: pytest.LogCaptureFixture) -> None:
    bench = Bench(
        ScriptedProbe("cpu", raise_error(OSError("no such device"))), ScriptedProbe("battery", lambda: BATTERY)
    )
    snapshot = bench.tick()
    assert snapshot.cpu is None
    assert snapshot.battery is BATTERY
    assert status(snapshot, "cpu").state is ProbeState.FAILED
    assert "no such device" in (status(snapshot, "cpu").detail or "")
    assert "no such device" in caplog.text


def test_a_failing_probe_is_logged_once_backed_off_from_and_comes_back(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    probe = ScriptedProbe("cpu", raise_error(OSError("reset")))
    bench = Bench(probe)
    for _ in range(100):
        bench.tick()
    assert 5 < len(probe.clocks) < 15
    assert caplog.text.count("failed") == 1
    probe.answer = cpu
    snapshots = [bench.tick() for _ in range(31)]
    assert snapshots[-1].cpu == cpu()
    assert status(snapshots[-1], "cpu").state is ProbeState.OK
    assert "works again" in caplog.text


def test_no_data_is_no_failure_and_is_asked_for_seldom(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.INFO)
    probe = ScriptedProbe("battery", raise_error(NoData("no battery")))
    bench = Bench(probe)
    for _ in range(29):
        snapshot = bench.tick()
    assert status(snapshot, "battery").state is ProbeState.NO_DATA
    assert status(snapshot, "battery").detail == "no battery"
    assert len(probe.clocks) == 1
    assert caplog.text.count("no battery") == 1
    probe.answer = lambda: BATTERY
    bench.tick(60.0)
    assert bench.tick().battery is BATTERY


@pytest.mark.parametrize("nonsense", [None, 7, "text", {"percent": 3}])
def test_what_is_no_section_is_a_failure(nonsense: object) -> None:
    snapshot = Bench(ScriptedProbe("cpu", lambda: nonsense)).tick()
    assert snapshot.cpu is None
    assert status(snapshot, "cpu").state is ProbeState.FAILED


@pytest.mark.parametrize("percent", [-0.5, 340.0, float("nan"), float("inf")])
def test_a_number_that_cannot_be_true_is_not_shown(percent: float) -> None:
    snapshot = Bench(ScriptedProbe("cpu", lambda: cpu(percent))).tick()
    assert snapshot.cpu is None
    assert status(snapshot, "cpu").state is ProbeState.FAILED
    assert "percent" in (status(snapshot, "cpu").detail or "")


def test_a_late_reading_shows_its_section_as_stale() -> None:
    probe = LateScript("battery", lambda: BATTERY)
    bench = Bench(probe)
    assert status(bench.tick(), "battery").state is ProbeState.OK
    probe.overdue = "the firmware does not answer"
    snapshot = bench.tick()
    assert snapshot.battery is BATTERY
    assert status(snapshot, "battery").state is ProbeState.STALE
    assert status(snapshot, "battery").detail == "the firmware does not answer"


def test_a_probe_that_fails_wherever_it_is_asked_harms_no_other() -> None:
    class Moody(ScriptedProbe):
        def wanted(self, demand: Demand) -> bool:
            raise OSError("not even this")

    class Confused(ScriptedProbe):
        def late(self) -> str | None:
            raise OSError("nor this")

    bench = Bench(Moody("cpu", cpu), Confused("memory", lambda: BATTERY), ScriptedProbe("battery", lambda: BATTERY))
    for _ in range(5):
        snapshot = bench.tick()
    assert [probe.state for probe in snapshot.probes] == [ProbeState.FAILED, ProbeState.FAILED, ProbeState.OK]
    assert snapshot.battery is BATTERY


def test_a_probe_that_cannot_be_made_is_a_failed_one(caplog: pytest.LogCaptureFixture) -> None:
    class Broken:
        name = "cpu"

        def __init__(self, context: ProbeContext) -> None:
            raise ImportError("no library")

    scheduler = Scheduler([Broken, lambda context: ScriptedProbe("battery", lambda: BATTERY)], ProbeContext(SlowLane()))  # type: ignore[list-item]
    snapshot = scheduler.tick(Clock(0.0, 1.0, EVERYTHING), 1.0)
    assert snapshot.battery is BATTERY
    assert status(snapshot, "cpu").state is ProbeState.FAILED
    assert "no library" in (status(snapshot, "cpu").detail or "")
    scheduler.close()
    assert "no library" in caplog.text


def test_a_probe_without_a_place_in_the_snapshot_is_a_failed_one() -> None:
    snapshot = Bench(ScriptedProbe("weather", lambda: BATTERY), ScriptedProbe("battery", lambda: BATTERY)).tick()
    assert [probe.state for probe in snapshot.probes] == [ProbeState.FAILED, ProbeState.OK]


def test_closing_closes_every_probe_even_behind_one_that_fails(caplog: pytest.LogCaptureFixture) -> None:
    class Stuck(ScriptedProbe):
        def close(self) -> None:
            raise OSError("busy")

    last = ScriptedProbe("battery", lambda: BATTERY)
    Bench(Stuck("cpu", cpu), last).scheduler.close()
    assert last.closed == 1
    assert "busy" in caplog.text


def test_gpu_shares_are_joined_to_the_processes_that_take_them() -> None:
    def process(pid: int) -> Process:
        return Process(ProcessIdentity(pid, 1, None, "p"), 1, ProcessState.SLEEPING, 0.0, 0.0, 0, 0)

    processes = Processes(rows=(process(1), process(2), process(3)), threads=3, running=0)
    devices = (
        GpuDevice(0, "a", "nvidia", processes=(GpuProcess(1, 30.0, 100), GpuProcess(2, None, 7))),
        GpuDevice(1, "b", "nvidia", processes=(GpuProcess(1, 20.0, None), GpuProcess(99, 1.0, 1))),
    )
    bench = Bench(
        ScriptedProbe("processes", lambda: processes), ScriptedProbe("gpus", lambda: Gpus(GpuAvailability.OK, devices))
    )
    rows = bench.tick().processes
    assert rows is not None
    assert [(row.gpu_percent, row.gpu_memory_bytes) for row in rows.rows] == [(50.0, 100), (None, 7), (None, None)]
    assert rows.rows[2] is processes.rows[2]
    unwanted = bench.tick(demand=Demand(processes=True)).processes
    assert unwanted is processes
