"""What the processes of a fixture /proc read and write, while someone wants to know."""

from __future__ import annotations

import errno
import os
import sys

import pytest

from hertzmon_gui.model.source import Demand
from tests.collector.processes.proc_files import stat_line, write_process
from tests.collector.trees import Machine

if sys.platform != "linux":
    pytest.skip("reads /proc", allow_module_level=True)

from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader
from tests.collector.processes.linux_sweep import WITH_IO, by_pid, sweep


def test_io_rates_only_while_someone_wants_them(machine: Machine, reader: LinuxProcessReader) -> None:
    write_process(machine, stat_line(7), io=(1000, 50))
    assert sweep(machine, reader).rows[0].read_rate is None
    assert sweep(machine, reader, demand=WITH_IO).rows[0].read_rate is None  # the first reading
    write_process(machine, stat_line(7), io=(5000, 150))
    row = sweep(machine, reader, 2.0, WITH_IO).rows[0]
    assert (row.read_rate, row.write_rate) == (2000.0, 50.0)
    row = sweep(machine, reader, 1.0, WITH_IO).rows[0]
    assert (row.read_rate, row.write_rate) == (0.0, 0.0)
    assert sweep(machine, reader, 1.0, WITH_IO).rows[0] is row
    assert sweep(machine, reader).rows[0].read_rate is None


def test_io_of_watched_processes_only(machine: Machine, reader: LinuxProcessReader) -> None:
    for pid in (7, 8):
        write_process(machine, stat_line(pid), io=(0, 0))
    watching = Demand(watched=frozenset({(8, 5000), (99, 1)}))
    sweep(machine, reader, demand=watching)
    for pid in (7, 8):
        write_process(machine, stat_line(pid), io=(10, 0))
    rows = by_pid(sweep(machine, reader, demand=watching))
    assert (rows[7].read_rate, rows[8].read_rate) == (None, 10.0)


def test_io_counters_that_go_back_or_lie_behind_a_gap_give_no_rate(
    machine: Machine, reader: LinuxProcessReader
) -> None:
    write_process(machine, stat_line(7), io=(1000, 1000))
    sweep(machine, reader, demand=WITH_IO)
    write_process(machine, stat_line(7), io=(10, 2000))
    row = sweep(machine, reader, demand=WITH_IO).rows[0]
    assert (row.read_rate, row.write_rate) == (None, 1000.0)
    write_process(machine, stat_line(7), io=(10_000_000, 2000))
    assert reader.sweep(machine.tick(9.0, after_gap=True, demand=WITH_IO)).rows[0].read_rate is None


def test_io_that_may_not_be_read_is_not_tried_again(
    machine: Machine, reader: LinuxProcessReader, monkeypatch: pytest.MonkeyPatch
) -> None:
    write_process(machine, stat_line(7), io=(0, 0))
    real, attempts = os.open, []

    def refuse(path: str, flags: int, mode: int = 0o777) -> int:
        if str(path).endswith("/io"):
            attempts.append(path)
            raise PermissionError(errno.EACCES, "Permission denied")
        return real(path, flags, mode)

    monkeypatch.setattr(os, "open", refuse)
    for _ in range(3):
        assert sweep(machine, reader, demand=WITH_IO).rows[0].read_rate is None
    assert len(attempts) == 1
