"""The battery from /sys/class/power_supply."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

from hertzmon_gui.collector.files import names_in, read_int, read_text
from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.totals import sum_known
from hertzmon_gui.model.snapshot import Battery


class _Cell(Struct, frozen=True):
    """One battery: energy in joules, power in watts."""

    status: str | None
    capacity_percent: int | None
    now: float | None
    full: float | None
    design: float | None
    watts: float | None


class LinuxBatteryReader:
    """Reads /sys under `root`; several batteries are shown as one."""

    def __init__(self, root: Path) -> None:
        self._supplies = root / "sys/class/power_supply"

    def battery(self) -> Battery:
        """Read every supply; the embedded controller may take its time, so this is called in the slow lane."""
        cells = []
        plugged: bool | None = None
        for name in names_in(self._supplies):
            directory = self._supplies / name
            kind = read_text(directory / "type")
            if kind == "Battery" and read_text(directory / "scope") != "Device":  # not a mouse's or a headset's
                if read_int(directory / "present") != 0:
                    cells.append(_cell(directory))
            elif kind in {"Mains", "USB"}:
                online = read_int(directory / "online")
                if online is not None:
                    plugged = bool(plugged) or online > 0
        percent = _percent(cells)
        if percent is None:
            raise NoData("no battery")
        charging = any(cell.status == "Charging" for cell in cells)
        discharging = not charging and any(cell.status == "Discharging" for cell in cells)
        if plugged is None and any(cell.status not in {None, "Unknown"} for cell in cells):
            plugged = not discharging
        watts = sum_known(cell.watts for cell in cells)
        return Battery(
            percent=percent,
            is_plugged=plugged,
            is_charging=charging if any(cell.status for cell in cells) else None,
            seconds_left=_seconds_left(cells, watts, charging=charging, discharging=discharging),
            power_watts=watts,
            health_percent=_health(cells),
        )


def _cell(directory: Path) -> _Cell:
    # Some batteries count energy in µWh, others charge in µAh, which the voltage turns into energy.
    volts = (read_int(directory / "voltage_now") or 0) / 1e6
    nominal_volts = (read_int(directory / "voltage_min_design") or 0) / 1e6 or volts

    def joules(what: str) -> float | None:
        micro_watt_hours = read_int(directory / f"energy_{what}")
        if micro_watt_hours is not None:
            return micro_watt_hours * 0.0036
        micro_ampere_hours = read_int(directory / f"charge_{what}")
        return None if micro_ampere_hours is None else micro_ampere_hours * 0.0036 * (nominal_volts or 1.0)

    microwatts, microamperes = read_int(directory / "power_now"), read_int(directory / "current_now")
    watts = None
    if microwatts is not None:
        watts = abs(microwatts) / 1e6
    elif microamperes is not None and volts:
        watts = abs(microamperes) / 1e6 * volts
    return _Cell(
        status=read_text(directory / "status"),
        capacity_percent=read_int(directory / "capacity"),
        now=joules("now"),
        full=joules("full"),
        design=joules("full_design"),
        watts=watts,
    )


def _percent(cells: list[_Cell]) -> float | None:
    now, full = sum_known(cell.now for cell in cells), sum_known(cell.full for cell in cells)
    known_by_energy = all(cell.now is not None and cell.full for cell in cells)
    if known_by_energy and now is not None and full:
        return min(100.0, max(0.0, 100 * now / full))
    capacities = [cell.capacity_percent for cell in cells if cell.capacity_percent is not None]
    return min(100.0, max(0.0, sum(capacities) / len(capacities))) if capacities else None


def _health(cells: list[_Cell]) -> float | None:
    """What a full charge holds now, of what it held when new; a new battery may hold more, which is shown as all."""
    known = [(cell.full, cell.design) for cell in cells if cell.full is not None and cell.design]
    design = sum(design for _, design in known if design)
    return min(100.0, 100 * sum(full for full, _ in known) / design) if design else None


def _seconds_left(cells: list[_Cell], watts: float | None, *, charging: bool, discharging: bool) -> int | None:
    now, full = sum_known(cell.now for cell in cells), sum_known(cell.full for cell in cells)
    if not watts or now is None:
        return None
    if discharging:
        return round(now / watts)
    if charging and full is not None:
        return round(max(0.0, full - now) / watts)
    return None
