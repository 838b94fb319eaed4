"""How numbers are written: pure functions of a value and the units that the user chose.

Every function takes None for an unknown value and then answers `unknown()`, never a fake 0.
"""

from __future__ import annotations

import math
from collections.abc import Sequence
from typing import Literal

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from hertzmon_gui.settings.schema import Settings

SPACE = "\u00a0"  # between a number and its unit, so that no line breaks there

_IEC = ("B", "KiB", "MiB", "GiB", "TiB", "PiB", "EiB")
_SI = ("B", "kB", "MB", "GB", "TB", "PB", "EB")
_BITS = ("b", "kb", "Mb", "Gb", "Tb", "Pb", "Eb")

ByteUnits = Literal["iec", "si"]


def unknown() -> str:
    """What stands for a value that nobody can tell."""
    return QCoreApplication.translate("Format", "N/A")


def not_told() -> str:
    """What is said of a value that nobody can tell, where no more is known."""
    return QCoreApplication.translate("Format", "The system does not tell.")


def number(value: float) -> str:
    """Three significant digits at most, none wasted: 4.37, 43.7, 437."""
    size = abs(value)
    if size >= 99.95:
        return f"{value:.0f}"
    return f"{value:.1f}" if size >= 9.995 else f"{value:.2f}"


def scaled(value: float | None, units: tuple[str, ...], base: int, suffix: str = "") -> str:
    """`value` in the largest of `units` that keeps it at 1 or more; whole numbers in the smallest."""
    if value is None or math.isnan(value):
        return unknown()
    step = 0
    size = abs(value)
    # 999.5 of a unit would be written as 1000 of it: the next one begins there.
    while size >= base * 0.9995 and step < len(units) - 1:
        size /= base
        step += 1
    size = math.copysign(size, value)
    if step == 0:
        return f"{size:.0f}{SPACE}{units[0]}{suffix}"
    text = f"{size:.0f}" if abs(size) >= 99.95 else f"{size:.1f}"
    return f"{text}{SPACE}{units[step]}{suffix}"


def bytes_text(value: float | None, units: ByteUnits = "iec") -> str:
    """An amount of bytes: 9.8 GiB, 512 MB."""
    return scaled(value, _IEC, 1024) if units == "iec" else scaled(value, _SI, 1000)


def without_repeated_units(amounts: Sequence[str]) -> list[str]:
    """Amounts that stand in a row, each unit written where it changes: 6.6 GiB, 4.2, 5.2."""
    units = [amount.rpartition(SPACE)[2] for amount in amounts]
    return [
        amount if at == 0 or units[at] != units[at - 1] else amount.rpartition(SPACE)[0]
        for at, amount in enumerate(amounts)
    ]


def byte_rate(value: float | None, units: ByteUnits = "si") -> str:
    """Bytes per second: 84.0 MB/s."""
    return scaled(value, _IEC, 1024, "/s") if units == "iec" else scaled(value, _SI, 1000, "/s")


def bit_rate(value: float | None) -> str:
    """Bytes per second, written as bits: 12.4 Mb/s."""
    return scaled(None if value is None else value * 8, _BITS, 1000, "/s")


def percent(value: float | None, digits: int = 0) -> str:
    """A share of a hundred: 23 %."""
    if value is None or math.isnan(value):
        return unknown()
    return f"{value:.{digits}f}{SPACE}%"


def temperature(celsius: float | None, unit: Literal["celsius", "fahrenheit"] = "celsius") -> str:
    """A temperature: 58 °C."""
    if celsius is None or math.isnan(celsius):
        return unknown()
    if unit == "fahrenheit":
        return f"{celsius * 9 / 5 + 32:.0f}{SPACE}°F"
    return f"{celsius:.0f}{SPACE}°C"


def frequency(megahertz: float | None) -> str:
    """A clock: 2.40 GHz, 850 MHz."""
    if megahertz is None or math.isnan(megahertz):
        return unknown()
    return f"{megahertz / 1000:.2f}{SPACE}GHz" if megahertz >= 1000 else f"{megahertz:.0f}{SPACE}MHz"


def watts(value: float | None) -> str:
    """A power: 72.4 W."""
    return unknown() if value is None or math.isnan(value) else f"{value:.1f}{SPACE}W"


def milliseconds(value: float | None) -> str:
    """A short time: 11.2 ms."""
    return unknown() if value is None or math.isnan(value) else f"{number(value)}{SPACE}ms"


def count(value: float | None) -> str:
    """A number of things, in groups of three: 12 345."""
    if value is None or math.isnan(value):
        return unknown()
    return f"{value:,.0f}".replace(",", SPACE)


def grouped(sentence: str, things: int) -> str:
    """A sentence that tells a number of things, with the number as `count` writes it: Qt's %n has no groups."""
    return sentence.replace(str(things), count(things), 1)


def per_second(value: float | None) -> str:
    """How often a second: 12 345/s."""
    return unknown() if value is None or math.isnan(value) else f"{count(value)}/s"


def rotations(value: float | None) -> str:
    """A fan's speed: 1 200 rpm."""
    if value is None or math.isnan(value):
        return unknown()
    return QCoreApplication.translate("Format", "{0} rpm").format(count(value)).replace(" ", SPACE)


def decimal(value: float | None) -> str:
    """A load average: 1.25."""
    return unknown() if value is None or math.isnan(value) else number(value)


def duration(seconds: float | None) -> str:
    """A time span in its two largest units: 2 d 14 h, 14 min 43 s."""
    if seconds is None or math.isnan(seconds):
        return unknown()
    whole = max(0, int(seconds))
    days, rest = divmod(whole, 86_400)
    hours, rest = divmod(rest, 3_600)
    minutes, second = divmod(rest, 60)
    translate = QCoreApplication.translate
    if days:
        return translate("Format", "{0} d {1} h").format(days, hours)
    if hours:
        return translate("Format", "{0} h {1} min").format(hours, minutes)
    if minutes:
        return translate("Format", "{0} min {1} s").format(minutes, second)
    return interval(second)


def interval(seconds: float) -> str:
    """A few seconds, as exactly as they were chosen: 0.25 s."""
    return QCoreApplication.translate("Format", "{0} s").format(f"{seconds:g}")


class Formatter(Struct, frozen=True):
    """The functions above, bound to the units that the user chose."""

    memory_units: ByteUnits = "iec"
    disk_units: ByteUnits = "si"
    network_units: Literal["bits", "bytes"] = "bits"
    temperature_unit: Literal["celsius", "fahrenheit"] = "celsius"

    @classmethod
    def of(cls, settings: Settings) -> Formatter:
        """The formatter of these settings."""
        return cls(
            memory_units=settings.memory_units,
            disk_units=settings.disk_units,
            network_units=settings.network_units,
            temperature_unit=settings.temperature_unit,
        )

    def memory(self, value: float | None) -> str:
        """Bytes of memory."""
        return bytes_text(value, self.memory_units)

    def capacity(self, value: float | None) -> str:
        """Bytes of a disk."""
        return bytes_text(value, self.disk_units)

    def disk_rate(self, value: float | None) -> str:
        """Bytes per second of a disk."""
        return byte_rate(value, self.disk_units)

    def network_rate(self, value: float | None) -> str:
        """Bytes per second of a network."""
        return bit_rate(value) if self.network_units == "bits" else byte_rate(value, "si")

    def network_amount(self, value: float | None) -> str:
        """Bytes that went over a network."""
        return bytes_text(value, "si")

    def temperature(self, celsius: float | None) -> str:
        """A temperature, given in °C."""
        return temperature(celsius, self.temperature_unit)
