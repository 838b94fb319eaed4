"""BatteryProbe: how full the battery is, and how long it lasts."""

from __future__ import annotations

import sys
from collections.abc import Callable

from hertzmon_gui.collector.probe import Clock, NoData, ProbeContext
from hertzmon_gui.collector.probes.linux.power_supply import LinuxBatteryReader
from hertzmon_gui.collector.probes.portable.sensors import PortableBatteryReader
from hertzmon_gui.collector.probes.slow_section import SlowSection
from hertzmon_gui.model.snapshot import Battery
from hertzmon_gui.model.source import Demand

_PERIOD_SECONDS = 10.0


def _read_battery(context: ProbeContext) -> Callable[[], Battery]:
    if sys.platform == "linux":
        return LinuxBatteryReader(context.root).battery
    else:  # noqa: RET505 (each branch is type-checked on its own platform)
        return PortableBatteryReader().battery


class BatteryProbe:
    """Reads the battery in the slow lane: a laptop's embedded controller takes its time."""

    name = "battery"
    period_seconds = 1.0

    def __init__(self, context: ProbeContext, read_battery: Callable[[], Battery] | None = None) -> None:
        self._section = SlowSection(
            context.slow_lane, "battery", read_battery or _read_battery(context), _PERIOD_SECONDS
        )

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it, once there is something to draw."""
        return self._section.want(demand.charts)

    def read(self, clock: Clock) -> Battery:  # noqa: ARG002 (nothing is rated)
        """The latest reading; NoData where the machine has no battery."""
        battery = self._section.value
        if battery is None:
            raise NoData("no battery")
        return battery

    def late(self) -> str | None:
        """Whether the battery does not answer."""
        return "the battery does not answer" if self._section.stale else None

    def close(self) -> None:
        """Read no more."""
        self._section.close()
