"""Sensors and battery through psutil, which has neither on every system."""

from __future__ import annotations

from typing import Any

import psutil

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.texts import encodable_name
from hertzmon_gui.model.snapshot import Battery, Fan, Sensors, Temperature


class PortableSensorsReader:
    """Reads through psutil; Windows and macOS tell temperatures to their own drivers only."""

    def sensors(self) -> Sensors:
        """psutil.sensors_temperatures and sensors_fans, where psutil has them."""
        temperatures: dict[str, list[Any]] = getattr(psutil, "sensors_temperatures", dict)()
        fans: dict[str, list[Any]] = getattr(psutil, "sensors_fans", dict)()
        return Sensors(
            temperatures=tuple(
                Temperature(
                    encodable_name(chip),
                    encodable_name(row.label) or f"temp{index}",
                    row.current,
                    row.high,
                    row.critical,
                )
                for chip, rows in temperatures.items()
                for index, row in enumerate(rows, start=1)
            ),
            fans=tuple(
                Fan(encodable_name(chip), encodable_name(row.label) or f"fan{index}", row.current)
                for chip, rows in fans.items()
                for index, row in enumerate(rows, start=1)
            ),
        )


class PortableBatteryReader:
    """Reads through psutil."""

    def battery(self) -> Battery:
        """psutil.sensors_battery; NoData where there is no battery."""
        battery = getattr(psutil, "sensors_battery", lambda: None)()
        if battery is None:
            raise NoData("no battery")
        seconds = battery.secsleft
        return Battery(
            percent=min(100.0, max(0.0, battery.percent)),
            is_plugged=battery.power_plugged,
            # psutil says how long only while discharging, and says "for ever" and "unknown" with negative numbers.
            seconds_left=seconds if isinstance(seconds, int) and seconds >= 0 else None,
        )
