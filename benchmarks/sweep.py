"""The process sweep and the whole tick against a C loop and psutil, encoding, and the memory that many ticks take."""

from __future__ import annotations

import gc
import shutil
import subprocess
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import msgspec
import psutil

from api.encode_processes import processes_payload
from api.process_facts import ProcessFacts
from benchmarks.population import population
from benchmarks.table import Row
from hertzmon_gui.collector.default_probes import default_probes
from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.collector.scheduler import Scheduler
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.history import History
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import Demand

EVERYTHING_CHEAP = Demand(charts=True, processes=True)
_PSUTIL_FIELDS = [
    "pid", "name", "status", "cpu_percent", "memory_percent", "memory_info", "create_time", "cmdline",
]  # fmt: skip
_BATCHES = 5


def run(quick: bool) -> list[Row]:
    """Sweep and tick at 100, 1,000 and 5,000 processes, and the memory slope."""
    rows: list[Row] = []
    sweeps: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as directory:
        c_loop = build_c_loop(Path(directory))
        for total in (100, 1000) if quick else (100, 1000, 5000):
            with population(total) as count:
                # The three take turns, so that a change of the machine's mood meets all of them.
                sweep, tick, c_seconds = _compare(count, c_loop, rounds=4 if quick else 20)
                sweeps[total] = sweep
                rows += _rows(total, count, sweep, tick, c_seconds)
                if total == 1000:
                    slow = psutil_seconds(rounds=2 if quick else 5)
                    rows.append(_row(f"psutil.process_iter, {total} processes", slow, count, "C loop", c_seconds, None))
                    rows.append(
                        _row(
                            f"sweep with IO, {total} processes", io_sweep_seconds(10), count, "C loop", c_seconds, None
                        )
                    )
                    rows += encoding(total, rounds=20)
    if 5000 in sweeps:
        rows.append(
            Row("sweep, 5,000 processes against 1,000", sweeps[5000] * 1e3, "ms", "sweep, 1,000 processes",
                sweeps[5000] / sweeps[1000], 5.5)
        )  # fmt: skip
    ticks = 1000 if quick else 10_000
    rows.append(Row(f"memory over {ticks} ticks", memory_slope_bytes(ticks) / 1e6, "MB", target=1.0))
    return rows


def build_c_loop(directory: Path) -> Path | None:
    """The C yardstick, compiled; None where there is no compiler or no /proc."""
    compiler = shutil.which("cc") or shutil.which("gcc") or shutil.which("clang")
    if compiler is None or sys.platform != "linux":
        return None
    program = directory / "proc_sweep"
    subprocess.run([compiler, "-O2", "-o", program, Path(__file__).with_name("proc_sweep.c")], check=True)
    return program


def c_loop_seconds(program: Path, rounds: int) -> float:
    """CPU seconds of one C sweep."""
    text = subprocess.run([program, str(rounds)], check=True, capture_output=True, text=True).stdout
    return float(text.split()[1]) / 1e9


def psutil_seconds(rounds: int) -> float:
    """CPU seconds of one sweep with psutil, with the fields that the API shows."""
    return _cpu_seconds(lambda: [process.info for process in psutil.process_iter(_PSUTIL_FIELDS)], rounds)


def io_sweep_seconds(rounds: int) -> float:
    """CPU seconds of one sweep that reads everybody's IO too."""
    probe = ProcessesProbe(ProbeContext(SlowLane()))
    demand = Demand(processes=True, process_io=True)
    try:
        return _cpu_seconds(lambda: probe.read(Clock(time.time(), time.monotonic(), demand)), rounds)
    finally:
        probe.close()


def encoding(total: int, rounds: int) -> list[Row]:
    """What it costs to write a whole snapshot as JSON, and the API's list of all processes, once per snapshot."""
    bench = _Bench(1.0)
    try:
        bench.tick()
        snapshot = bench.tick()
    finally:
        bench.close()
    encoder, facts = msgspec.json.Encoder(), ProcessFacts()
    whole = _cpu_seconds(lambda: encoder.encode(snapshot), rounds)
    listed = _cpu_seconds(lambda: encoder.encode(processes_payload(snapshot, facts, total)), rounds)
    return [
        Row(f"encode a snapshot, {total} processes", whole * 1e3, "ms"),
        Row(f"encode the API's list, {total} processes", listed * 1e3, "ms"),
    ]


def memory_slope_bytes(ticks: int) -> float:
    """How much resident memory grows over so many ticks after the first tenth, history included."""
    bench = _Bench(1000)
    own = psutil.Process()
    try:
        for _ in range(ticks // 10):
            bench.tick()
        gc.collect()
        before = own.memory_info().rss
        for _ in range(ticks):
            bench.tick()
        gc.collect()
        return float(own.memory_info().rss - before)
    finally:
        bench.close()


class _Bench:
    """A scheduler with all probes whose clock goes a second a tick."""

    def __init__(self, history_interval_seconds: float) -> None:
        self._lane = SlowLane()
        self._scheduler = Scheduler(default_probes(), ProbeContext(self._lane))
        # A coarse history, so that its windows are full, and have been renewed, before the measurement starts.
        self._history = History(history_interval_seconds)
        self._time = time.monotonic()
        self._wall_offset = time.time() - self._time

    def tick(self) -> Snapshot:
        self._time += 1.0
        snapshot = self._scheduler.tick(Clock(self._wall_offset + self._time, self._time, EVERYTHING_CHEAP), 1.0)
        self._history.append(snapshot)
        return snapshot

    def close(self) -> None:
        self._scheduler.close()
        self._lane.stop()


def _compare(count: int, c_loop: Path | None, rounds: int) -> tuple[float, float, float | None]:
    """CPU seconds of our sweep, of a whole tick and of the C loop, the best of a few batches each."""
    rounds = max(rounds, rounds * 1000 // count)
    probe = ProcessesProbe(ProbeContext(SlowLane()))
    bench = _Bench(1.0)
    try:
        sweeps, ticks, loops = [], [], []
        for _ in range(_BATCHES):
            sweeps.append(_cpu_seconds(lambda: _sweep(probe), rounds))
            ticks.append(_cpu_seconds(bench.tick, rounds))
            if c_loop is not None:
                loops.append(c_loop_seconds(c_loop, rounds))
        return min(sweeps), min(ticks), min(loops, default=None)
    finally:
        probe.close()
        bench.close()


def _sweep(probe: ProcessesProbe) -> None:
    probe.read(Clock(time.time(), time.monotonic(), EVERYTHING_CHEAP))


def _cpu_seconds(work: Callable[[], object], rounds: int) -> float:
    work()
    before = time.process_time()
    for _ in range(rounds):
        work()
    return (time.process_time() - before) / rounds


def _rows(total: int, count: int, sweep: float, tick: float, c_seconds: float | None) -> list[Row]:
    aims = (1.25, 1.6) if total == 1000 else (None, None)
    rows = [
        _row(f"sweep, {total} processes", sweep, count, "C loop", c_seconds, aims[0]),
        _row(f"tick, {total} processes", tick, count, "C loop", c_seconds, aims[1]),
    ]
    if c_seconds is not None:
        rows.append(Row(f"C loop, {total} processes", c_seconds / count * 1e6, "µs/process"))
    return rows


def _row(
    name: str, seconds: float, count: int, baseline: str, baseline_seconds: float | None, target: float | None
) -> Row:
    if baseline_seconds is None:
        return Row(name, seconds / count * 1e6, "µs/process")
    return Row(name, seconds / count * 1e6, "µs/process", baseline, seconds / baseline_seconds, target)
