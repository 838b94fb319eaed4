"""Pressure stall information, where the kernel measures it."""

from __future__ import annotations

import os
import sys

import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.pressure import PressureProbe, parse_pressure
from hertzmon_gui.model.snapshot import Pressure, PressureShare
from tests.collector.trees import Machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

SOME = "some avg10=12.34 avg60=5.00 avg300=1.00 total=7954462\n"
FULL = "full avg10=1.50 avg60=0.00 avg300=0.00 total=0\n"


def test_the_three_resources_are_read_and_read_again(machine: Machine) -> None:
    machine.write({"proc/pressure/cpu": SOME, "proc/pressure/memory": SOME + FULL, "proc/pressure/io": SOME + FULL})
    probe = PressureProbe(machine.context)
    both = PressureShare(12.34, 1.5)
    assert probe.read(machine.tick()) == Pressure(PressureShare(12.34), both, both)
    machine.write({"proc/pressure/cpu": "some avg10=100.01 avg60=0 avg300=0 total=0\n"})
    assert probe.read(machine.tick()).cpu == PressureShare(100.0)
    probe.close()


def test_what_is_missing_is_unknown_and_nothing_at_all_is_no_data(machine: Machine) -> None:
    machine.write({"proc/pressure/io": SOME, "proc/pressure/cpu": ""})
    probe = PressureProbe(machine.context)
    assert probe.read(machine.tick()) == Pressure(None, None, PressureShare(12.34))
    machine.remove("proc/pressure/io")
    os.mkdir(machine.root / "proc/pressure/io")  # noqa: PTH102 (what can be opened and not read, like a refused file)
    with pytest.raises(NoData):
        PressureProbe(machine.context).read(machine.tick())
    assert parse_pressure(b"none of this\n") is None
