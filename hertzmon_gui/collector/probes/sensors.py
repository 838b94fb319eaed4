"""SensorsProbe: temperatures and fans."""

from __future__ import annotations

import sys
from collections.abc import Callable

from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext
from hertzmon_gui.collector.probes.linux.hwmon import LinuxSensorsReader
from hertzmon_gui.collector.probes.portable.sensors import PortableSensorsReader
from hertzmon_gui.collector.probes.slow_section import SlowSection
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
        self._section = SlowSection(
            context.slow_lane, "sensors", read_sensors or _read_sensors(context), _PERIOD_SECONDS
        )

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it, once there is something to draw."""
        return self._section.want(demand.charts)

    def read(self, clock: Clock) -> Sensors:  # noqa: ARG002 (nothing is rated)
        """The latest reading; NoData where the machine has no sensor."""
        sensors = self._section.value
        if sensors is None or not (sensors.temperatures or sensors.fans):
            raise NoData("the system reports no temperatures and no fans")
        return sensors

    def late(self) -> str | None:
        """Whether the sensors do not answer."""
        return "the sensors do not answer" if self._section.stale else None

    def close(self) -> None:
        """Read no more."""
        self._section.close()
