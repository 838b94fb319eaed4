"""How numbers are written."""

from __future__ import annotations

import math

import pytest

from hertzmon_gui.settings.schema import Settings
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.format import Formatter

NBSP = text.SPACE


@pytest.mark.parametrize(
    ("value", "written"),
    [
        (0, "0 B"),
        (1023, "1023 B"),
        (1024, "1.0 KiB"),
        (1536, "1.5 KiB"),
        (1024**2 - 1, "1.0 MiB"),  # not 1024 KiB
        (9.8 * 1024**3, "9.8 GiB"),
        (16 * 1024**3, "16.0 GiB"),
        (512 * 1024**2, "512 MiB"),
        (2**63, "8.0 EiB"),
        (2**80, "1048576 EiB"),
        (-2048, "-2.0 KiB"),
    ],
)
def test_bytes_keep_their_unit_at_one_or_more(value: float, written: str) -> None:
    assert text.bytes_text(value) == written.replace(" ", NBSP)


def test_si_units_count_by_thousands() -> None:
    assert text.bytes_text(1_000_000, "si") == f"1.0{NBSP}MB"
    assert text.byte_rate(84_000_000) == f"84.0{NBSP}MB/s"


def test_a_network_rate_is_eight_times_as_many_bits() -> None:
    assert text.bit_rate(1_550_000) == f"12.4{NBSP}Mb/s"


@pytest.mark.parametrize(
    "write",
    [
        text.bytes_text,
        text.byte_rate,
        text.bit_rate,
        text.percent,
        text.temperature,
        text.frequency,
        text.watts,
        text.milliseconds,
        text.count,
        text.per_second,
        text.rotations,
        text.decimal,
        text.duration,
    ],
)
@pytest.mark.parametrize("value", [None, math.nan])
def test_what_is_unknown_is_never_a_number(write: object, value: float | None) -> None:
    assert callable(write)
    assert write(value) == "N/A"


@pytest.mark.parametrize(
    ("seconds", "written"),
    [(0, "0 s"), (59.9, "59 s"), (60, "1 min 0 s"), (3600, "1 h 0 min"), (90_061, "1 d 1 h"), (-5, "0 s")],
)
def test_a_duration_has_its_two_largest_units(seconds: float, written: str) -> None:
    assert text.duration(seconds) == written


def test_units_follow_the_settings() -> None:
    plain = Formatter.of(Settings())
    other = Formatter.of(
        Settings(memory_units="si", disk_units="iec", network_units="bytes", temperature_unit="fahrenheit")
    )
    assert plain.memory(1024**3) == f"1.0{NBSP}GiB"
    assert other.memory(10**9) == f"1.0{NBSP}GB"
    assert plain.capacity(10**12) == f"1.0{NBSP}TB"
    assert other.capacity(1024**4) == f"1.0{NBSP}TiB"
    assert plain.network_rate(125_000) == f"1.0{NBSP}Mb/s"
    assert other.network_rate(125_000) == f"125{NBSP}kB/s"
    assert plain.temperature(100) == f"100{NBSP}°C"
    assert other.temperature(100) == f"212{NBSP}°F"


def test_numbers_have_three_digits_at_most() -> None:
    assert [text.number(value) for value in (0.456, 4.37, 43.7, 437.2, 9.996, 99.96)] == [
        "0.46",
        "4.37",
        "43.7",
        "437",
        "10.0",
        "100",
    ]


def test_clocks_go_from_megahertz_to_gigahertz() -> None:
    assert text.frequency(850) == f"850{NBSP}MHz"
    assert text.frequency(2400.5) == f"2.40{NBSP}GHz"


def test_a_unit_is_written_where_it_changes() -> None:
    amounts = [text.bytes_text(amount) for amount in (7e9, 4.5e9, 5e8, 6e8, 5.6e9)]
    assert [short.replace(text.SPACE, " ") for short in text.without_repeated_units(amounts)] == [
        "6.5 GiB",
        "4.2",
        "477 MiB",
        "572",
        "5.2 GiB",
    ]
    assert text.without_repeated_units([]) == []


def test_an_interval_is_written_as_it_was_chosen() -> None:
    assert [text.interval(seconds).replace(NBSP, " ") for seconds in (0.25, 1.0, 3.0)] == ["0.25 s", "1 s", "3 s"]
