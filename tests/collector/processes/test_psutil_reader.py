"""The psutil reader, over processes that a fake psutil tells of: what Windows and macOS do to it."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Iterator
from types import SimpleNamespace
from typing import Any

import psutil
import pytest

from hertzmon_gui.collector.processes.psutil_reader import PsutilProcessReader
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.model.snapshot import Processes, ProcessState
from hertzmon_gui.model.source import Demand
from tests.collector.trees import Machine

ALL = Demand(processes=True, process_io=True)


class FakeProcess:
    """One process as psutil would tell of it; an exception in place of a value is raised."""

    def __init__(self, pid: int, **values: Any) -> None:
        self.pid = pid
        self.values: dict[str, Any] = {
            "create_time": 1000.5,
            "name": f"process {pid}",
            "username": "MACHINE\\ada",
            "exe": "C:\\tool.exe",
            "cmdline": ["tool", "--x"],
            "status": "running",
            "ppid": 4,
            "cpu_times": SimpleNamespace(user=1.0, system=0.5),
            "memory_info": SimpleNamespace(rss=1000, vms=2000),
            "num_threads": 3,
            "nice": 32,
            "io_counters": SimpleNamespace(read_bytes=100, write_bytes=200),
            "is_running": True,
            **values,
        }

    @contextlib.contextmanager
    def oneshot(self) -> Iterator[None]:
        yield

    def __getattr__(self, name: str) -> Any:
        def answer() -> Any:
            value = self.values[name]
            if isinstance(value, Exception):
                raise value
            return value

        if name not in self.__dict__.get("values", {}):
            raise AttributeError(name)
        return answer


class FakePsutil:
    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.processes: dict[int, FakeProcess] = {}
        monkeypatch.setattr(psutil, "pids", lambda: sorted(self.processes))
        monkeypatch.setattr(psutil, "Process", self._process)
        monkeypatch.setattr(psutil, "virtual_memory", lambda: SimpleNamespace(total=10_000))

    def _process(self, pid: int) -> FakeProcess:
        if pid not in self.processes:
            raise psutil.NoSuchProcess(pid)
        return self.processes[pid]

    def add(self, pid: int, **values: Any) -> FakeProcess:
        self.processes[pid] = FakeProcess(pid, **values)
        return self.processes[pid]


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakePsutil:
    return FakePsutil(monkeypatch)


def sweep(machine: Machine, reader: PsutilProcessReader, seconds: float = 1.0, demand: Demand = ALL) -> Processes:
    processes = reader.sweep(machine.tick(seconds, demand=demand))
    assert nonsense(processes, rows_of_processes=True) is None
    return processes


def test_figures_and_shares(machine: Machine, fake: FakePsutil) -> None:
    process = fake.add(7)
    reader = PsutilProcessReader()
    first = sweep(machine, reader).rows[0]
    assert first.identity.key == (7, 1_000_500_000)
    assert (first.identity.name, first.identity.username) == ("process 7", "MACHINE\\ada")
    assert (first.cpu_percent, first.read_rate) == (None, None)
    assert (first.memory_percent, first.threads, first.nice) == (10.0, 3, 32)
    process.values["cpu_times"] = SimpleNamespace(user=1.5, system=1.0)
    process.values["io_counters"] = SimpleNamespace(read_bytes=300, write_bytes=200)
    second = sweep(machine, reader, 2.0)
    assert second.rows[0].cpu_percent == pytest.approx(min(50.0, 100.0 * (os.cpu_count() or 1)))
    assert (second.rows[0].read_rate, second.rows[0].write_rate) == (100.0, 0.0)
    assert (second.threads, second.running) == (3, 1)


def test_each_refused_field_is_unknown_by_itself(machine: Machine, fake: FakePsutil) -> None:
    refused = psutil.AccessDenied(7)
    fields = ["create_time", "username", "exe", "cmdline", "status", "ppid", "cpu_times", "memory_info", "num_threads"]
    fake.add(7, **dict.fromkeys([*fields, "nice", "io_counters"], refused))
    reader = PsutilProcessReader()
    sweep(machine, reader)
    row = sweep(machine, reader).rows[0]
    assert row.identity.name == "process 7"
    assert (row.identity.create_time, row.identity.username, row.identity.executable) == (None, None, None)
    assert row.identity.command_line == ()
    assert row.state is ProcessState.UNKNOWN
    assert {row.parent_pid, row.cpu_percent, row.memory_percent, row.threads, row.nice, row.read_rate} == {None}


def test_windows_idle_process_is_left_out(machine: Machine, fake: FakePsutil, monkeypatch: pytest.MonkeyPatch) -> None:
    fake.add(0)
    fake.add(4)
    reader = PsutilProcessReader()
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [0, 4]
    monkeypatch.setattr(psutil, "WINDOWS", True)
    assert [row.identity.pid for row in sweep(machine, PsutilProcessReader()).rows] == [4]


def test_ended_processes_are_gone_at_the_next_sweep(machine: Machine, fake: FakePsutil) -> None:
    fake.add(7)
    fake.add(8)
    fake.add(9)
    reader = PsutilProcessReader()
    sweep(machine, reader)
    del fake.processes[7]
    fake.processes[8].values["status"] = psutil.NoSuchProcess(8)  # ended between the list and the read
    assert [row.identity.pid for row in sweep(machine, reader).rows] == [9]


def test_a_reused_pid_is_another_process(machine: Machine, fake: FakePsutil) -> None:
    old = fake.add(7, cpu_times=SimpleNamespace(user=100.0, system=0.0))
    reader = PsutilProcessReader()
    sweep(machine, reader)
    old.values["is_running"] = False
    fake.add(7, create_time=2000.0, name="new", cpu_times=SimpleNamespace(user=0.25, system=0.0))
    processes = sweep(machine, reader)
    assert [(row.identity.name, row.cpu_percent) for row in processes.rows] == [("new", 25.0)]


def test_a_gap_and_counters_that_go_back_give_no_share(machine: Machine, fake: FakePsutil) -> None:
    process = fake.add(7)
    reader = PsutilProcessReader()
    sweep(machine, reader)
    process.values["cpu_times"] = SimpleNamespace(user=0.0, system=0.0)
    process.values["io_counters"] = SimpleNamespace(read_bytes=0, write_bytes=500)
    row = sweep(machine, reader).rows[0]
    assert (row.cpu_percent, row.read_rate, row.write_rate) == (None, None, 300.0)
    process.values["cpu_times"] = SimpleNamespace(user=1.0, system=0.0)
    row = reader.sweep(machine.tick(3600.0, demand=ALL, after_gap=True)).rows[0]
    assert (row.cpu_percent, row.read_rate) == (None, None)


def test_names_without_lone_surrogates_and_words_that_psutil_invents(machine: Machine, fake: FakePsutil) -> None:
    fake.add(7, name="caf\udce9", status="daydreaming")
    row = sweep(machine, PsutilProcessReader()).rows[0]
    assert row.identity.name == "caf\ufffd"
    assert row.state is ProcessState.UNKNOWN


def test_io_of_watched_processes_only_and_none_where_the_system_has_none(machine: Machine, fake: FakePsutil) -> None:
    fake.add(7)
    fake.add(8)
    del fake.add(9).values["io_counters"]
    reader = PsutilProcessReader()
    watching = Demand(watched=frozenset({(8, 1), (9, 1)}))
    sweep(machine, reader, demand=watching)
    rates = {row.identity.pid: row.read_rate for row in sweep(machine, reader, demand=watching).rows}
    assert rates == {7: None, 8: 0.0, 9: None}
    reader.close()
    assert sweep(machine, reader).rows[0].cpu_percent is not None  # all are new again
