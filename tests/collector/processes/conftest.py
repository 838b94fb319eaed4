"""Fixtures of the process readers' tests."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.collector.processes.proc_files import write_machine
from tests.collector.trees import Machine

if TYPE_CHECKING:
    from hertzmon_gui.collector.processes.linux_reader import LinuxProcessReader


@pytest.fixture
def reader(machine: Machine) -> LinuxProcessReader:
    """The Linux reader over a machine without processes."""
    from tests.collector.processes.linux_sweep import make_reader

    write_machine(machine)
    return make_reader(machine)
