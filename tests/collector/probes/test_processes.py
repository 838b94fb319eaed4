"""The processes probe: when it is wanted, and how it fails without a /proc."""

from __future__ import annotations

import sys

import pytest

from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.model.source import NOTHING, Demand
from tests.collector.processes.proc_files import stat_line, write_machine, write_process
from tests.collector.trees import Machine


def test_it_is_wanted_for_the_table_and_for_what_is_watched(machine: Machine) -> None:
    probe = ProcessesProbe(machine.context)
    assert probe.wanted(Demand(charts=False, processes=True))
    assert probe.wanted(Demand(charts=False, watched=frozenset({(1, 1)})))
    assert not probe.wanted(Demand())
    assert not probe.wanted(NOTHING)
    probe.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_it_reads_the_root_that_it_is_given(machine: Machine) -> None:
    write_machine(machine)
    write_process(machine, stat_line(42, b"answer"))
    probe = ProcessesProbe(machine.context)
    assert [row.identity.name for row in probe.read(machine.tick()).rows] == ["answer"]
    probe.close()
    probe.close()


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_without_a_proc_it_fails_rather_than_shows_nothing(machine: Machine) -> None:
    probe = ProcessesProbe(machine.context)
    with pytest.raises(FileNotFoundError):
        probe.read(machine.tick())
    probe.close()
