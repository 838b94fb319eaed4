"""Every probe on machines that lack much: nothing but NoData may come out, and no number that cannot be true."""

from __future__ import annotations

import sys

import pytest

from hertzmon_gui.collector.gpu.probe import GpuProbe
from hertzmon_gui.collector.probe import NoData, ProbeFactory
from hertzmon_gui.collector.probes.battery import BatteryProbe
from hertzmon_gui.collector.probes.connections import ConnectionsProbe
from hertzmon_gui.collector.probes.cpu import CpuProbe
from hertzmon_gui.collector.probes.disks import DisksProbe
from hertzmon_gui.collector.probes.memory import MemoryProbe
from hertzmon_gui.collector.probes.network import NetworkProbe
from hertzmon_gui.collector.probes.pressure import PressureProbe
from hertzmon_gui.collector.probes.sensors import SensorsProbe
from hertzmon_gui.collector.sanity import nonsense
from tests.collector.trees import WANTED, Machine

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

PROBES: tuple[ProbeFactory, ...] = (
    BatteryProbe,
    ConnectionsProbe,
    CpuProbe,
    DisksProbe,
    GpuProbe,
    MemoryProbe,
    NetworkProbe,
    PressureProbe,
    SensorsProbe,
)


def read_twice(machine: Machine, factory: ProbeFactory) -> object | None:
    """The second section, None where there is no data."""
    probe = factory(machine.context)
    section: object | None = None
    for _ in range(2):
        clock = machine.tick()
        if not probe.wanted(WANTED):
            continue
        try:
            section = probe.read(clock)
        except NoData:
            section = None
    probe.close()
    assert section is None or nonsense(section) is None
    return section


@pytest.mark.parametrize("factory", PROBES)
def test_an_empty_machine(machine: Machine, factory: ProbeFactory) -> None:
    read_twice(machine, factory)


@pytest.mark.parametrize("factory", PROBES)
def test_a_container_without_sys(machine: Machine, factory: ProbeFactory) -> None:
    (machine.root / "proc").symlink_to("/proc")
    section = read_twice(machine, factory)
    if factory in {ConnectionsProbe, CpuProbe, DisksProbe, MemoryProbe, NetworkProbe}:
        assert section is not None


@pytest.mark.parametrize("factory", PROBES)
def test_files_that_are_empty(machine: Machine, factory: ProbeFactory) -> None:
    names = (
        "proc/stat proc/loadavg proc/cpuinfo proc/meminfo proc/vmstat proc/diskstats proc/net/dev proc/net/tcp "
        "proc/self/mountinfo proc/filesystems proc/pressure/cpu sys/class/hwmon/hwmon0/temp1_input "
        "sys/class/power_supply/BAT0/type sys/class/drm/card0/device/vendor sys/bus/pci/devices/0000:01:00.0/class"
    )
    machine.write(dict.fromkeys(names.split(), ""))
    read_twice(machine, factory)


@pytest.mark.parametrize("factory", PROBES)
def test_this_machine(live: Machine, factory: ProbeFactory) -> None:
    read_twice(live, factory)
