"""Temperatures and fans from /sys/class/hwmon, and where there is none from /sys/class/thermal."""

from __future__ import annotations

import re
from collections import Counter
from pathlib import Path

from hertzmon_gui.collector.files import names_in, read_int, read_text
from hertzmon_gui.model.snapshot import Fan, Sensors, Temperature

_INPUT = re.compile(r"(temp|fan)(\d+)_input$")
# Beyond these a chip's answer is the mark of a missing probe, not a temperature.
_COLDEST_CELSIUS, _HOTTEST_CELSIUS = -100.0, 250.0


def is_suspended(device: Path) -> bool:
    """Whether a device, or the bus device behind it, is powered down: reading its sensors would wake it."""
    return "suspended" in {
        read_text(device / "power/runtime_status"),
        read_text(device / "device/power/runtime_status"),
    }


class LinuxSensorsReader:
    """Reads /sys under `root`; chips come and go, so they are listed at each reading."""

    def __init__(self, root: Path) -> None:
        self._hwmon = root / "sys/class/hwmon"
        self._thermal = root / "sys/class/thermal"

    def sensors(self) -> Sensors:
        """Read every sensor that is awake; some need a bus transfer for it, so this is called in the slow lane."""
        temperatures: list[Temperature] = []
        fans: list[Fan] = []
        seen: Counter[str] = Counter()
        for name in sorted(names_in(self._hwmon), key=_number):
            directory = self._hwmon / name
            kind = read_text(directory / "name") or name
            seen[kind] += 1
            if is_suspended(directory / "device"):
                continue
            # Two disks have two chips of one name; the second must not be taken for the first.
            chip = kind if seen[kind] == 1 else f"{kind} {seen[kind]}"
            self._read_chip(directory, chip, temperatures, fans)
        return Sensors(tuple(temperatures or self._thermal_zones()), tuple(fans))

    def _read_chip(self, directory: Path, chip: str, temperatures: list[Temperature], fans: list[Fan]) -> None:
        # Drivers of old put the files one step further down.
        places = [directory, directory / "device"]
        place = next((place for place in places if any(map(_INPUT.match, names_in(place)))), directory)
        inputs = sorted(filter(None, map(_INPUT.match, names_in(place))), key=lambda found: (found[1], int(found[2])))
        for found in inputs:
            base = f"{found[1]}{found[2]}"
            value = read_int(place / f"{base}_input")
            if value is None:
                continue
            label = read_text(place / f"{base}_label") or base
            if found[1] == "fan":
                if value >= 0:
                    fans.append(Fan(chip, label, value))
                continue
            celsius = _celsius(value)
            if celsius is not None:
                high, critical = _celsius(read_int(place / f"{base}_max")), _celsius(read_int(place / f"{base}_crit"))
                temperatures.append(Temperature(chip, label, celsius, _limit(high), _limit(critical)))

    def _thermal_zones(self) -> list[Temperature]:
        zones = []
        for name in sorted(names_in(self._thermal), key=_number):
            if not name.startswith("thermal_zone"):
                continue
            directory = self._thermal / name
            celsius = _celsius(read_int(directory / "temp"))
            if celsius is not None:
                kind = read_text(directory / "type") or name
                zones.append(Temperature(kind, name, celsius, critical_celsius=self._critical(directory)))
        return zones

    def _critical(self, zone: Path) -> float | None:
        for index in range(12):
            kind = read_text(zone / f"trip_point_{index}_type")
            if kind is None:
                return None
            if kind == "critical":
                return _limit(_celsius(read_int(zone / f"trip_point_{index}_temp")))
        return None


def _number(name: str) -> tuple[int, str]:
    digits = re.search(r"\d+$", name)
    return (int(digits[0]) if digits else -1, name)


def _celsius(millidegrees: int | None) -> float | None:
    if millidegrees is None:
        return None
    celsius = millidegrees / 1000
    return celsius if _COLDEST_CELSIUS < celsius < _HOTTEST_CELSIUS else None


def _limit(celsius: float | None) -> float | None:
    return celsius if celsius is not None and celsius > 0 else None
