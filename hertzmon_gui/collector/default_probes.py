"""The probes of a real machine, in the order in which a tick reads them."""

from __future__ import annotations

from collections.abc import Sequence

from hertzmon_gui.collector.gpu.probe import GpuProbe
from hertzmon_gui.collector.probe import ProbeFactory
from hertzmon_gui.collector.probes.battery import BatteryProbe
from hertzmon_gui.collector.probes.connections import ConnectionsProbe
from hertzmon_gui.collector.probes.cpu import CpuProbe
from hertzmon_gui.collector.probes.disks import DisksProbe
from hertzmon_gui.collector.probes.memory import MemoryProbe
from hertzmon_gui.collector.probes.network import NetworkProbe
from hertzmon_gui.collector.probes.pressure import PressureProbe
from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.collector.probes.sensors import SensorsProbe
from hertzmon_gui.collector.probes.system import SystemProbe


def default_probes() -> Sequence[ProbeFactory]:
    """All probes; the CPUs and the processes first, right behind the tick's time, over which their shares are taken."""
    return (
        CpuProbe,
        ProcessesProbe,
        SystemProbe,
        MemoryProbe,
        PressureProbe,
        DisksProbe,
        NetworkProbe,
        ConnectionsProbe,
        GpuProbe,
        SensorsProbe,
        BatteryProbe,
    )
