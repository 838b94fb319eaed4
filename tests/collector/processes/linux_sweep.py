"""Sweeps of a machine's /proc by the Linux reader."""

from __future__ import annotations

import os

from hertzmon_gui.collector.processes.descriptors import DescriptorBudget
from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader
from hertzmon_gui.collector.processes.user_names import UserNames
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.model.snapshot import Process, Processes
from hertzmon_gui.model.source import Demand
from tests.collector.trees import Machine

HERTZ = os.sysconf("SC_CLK_TCK")
PAGE = os.sysconf("SC_PAGE_SIZE")
ALL = Demand(processes=True)
WITH_IO = Demand(processes=True, process_io=True)


def make_reader(machine: Machine, limit: int = 4096) -> LinuxProcessReader:
    return LinuxProcessReader(machine.root, UserNames(machine.root, machine.lane), DescriptorBudget(limit))


def sweep(machine: Machine, reader: LinuxProcessReader, seconds: float = 1.0, demand: Demand = ALL) -> Processes:
    processes = reader.sweep(machine.tick(seconds, demand=demand))
    assert nonsense(processes, rows_of_processes=True) is None
    return processes


def by_pid(processes: Processes) -> dict[int, Process]:
    return {row.identity.pid: row for row in processes.rows}
