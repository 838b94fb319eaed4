"""SensorsProbe: temperatures and fans."""

from __future__ import annotations

import sys
from collections.abc import Callable

from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext
from hertzmon_gui.collector.probes.latest import latest
from hertzmon_gui.collector.probes.linux.hwmon import LinuxSensorsReader
from hertzmon_gui.collector.probes.portable.sensors import PortableSensorsReader
from hertzmon_gui.model.snapshot import Sensors
from hertzmon_gui.model.source import Demand

_PERIOD_SECONDS = 2.0


def _read_sensors(context: ProbeContext) -> Callable[[], Sensors]:
    if sys.platform == "linux":
        return LinuxSensorsReader(context.root).sensors
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return PortableSensorsReader().sensors


class SensorsProbe:
    """Reads sensors in the slow lane: behind some of them lies a bus that takes its time."""

    name = "sensors"
    period_seconds = _PERIOD_SECONDS

    def __init__(self, context: ProbeContext, read_sensors: Callable[[], Sensors] | None = None) -> None:
        self._lane = context.slow_lane
        self._reading = self._lane.register("sensors", read_sensors or _read_sensors(context), _PERIOD_SECONDS)

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it."""
        self._reading.enabled = demand.charts
        return demand.charts

    def read(self, clock: Clock) -> Sensors:  # noqa: ARG002 (nothing is rated)
        """The latest reading; NoData where the machine has no sensor."""
        sensors = latest(self._reading)
        if sensors is None:
            return Sensors(temperatures=())
        if not sensors.temperatures and not sensors.fans:
            raise NoData("the system tells of no temperature and no fan")
        return sensors

    def late(self) -> str | None:
        """Whether the sensors do not answer."""
        return "the sensors do not answer" if self._reading.stale else None

    def close(self) -> None:
        """Read no more."""
        self._lane.unregister(self._reading)
