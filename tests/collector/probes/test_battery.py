"""The battery: energy or charge, one or several, peripherals that are none, and what it says of the time left."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.battery import BatteryProbe
from hertzmon_gui.collector.probes.portable.sensors import PortableBatteryReader
from hertzmon_gui.model.snapshot import Battery
from tests.collector.trees import Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /sys")


def supply(machine: Machine, name: str, **files: str | int) -> None:
    base = f"sys/class/power_supply/{name}"
    machine.write({f"{base}/{key}": f"{value}\n" for key, value in files.items()})


@needs_linux
def test_discharging_with_energy_counters(machine: Machine) -> None:
    supply(machine, "AC", type="Mains", online=0)
    supply(
        machine,
        "BAT0",
        type="Battery",
        status="Discharging",
        energy_now=25_000_000,
        energy_full=40_000_000,
        energy_full_design=50_000_000,
        power_now=10_000_000,
        capacity=62,
    )
    assert machine.read(BatteryProbe(machine.context)) == Battery(
        percent=62.5,
        is_plugged=False,
        is_charging=False,
        seconds_left=9000,
        power_watts=10.0,
        health_percent=80.0,
    )


@needs_linux
def test_charging_with_charge_counters(machine: Machine) -> None:
    supply(machine, "USBC", type="USB", online=1)
    supply(
        machine,
        "BAT1",
        type="Battery",
        status="Charging",
        charge_now=1_000_000,
        charge_full=2_000_000,
        charge_full_design=1_900_000,
        current_now=-500_000,
        voltage_now=10_000_000,
    )
    battery = machine.read(BatteryProbe(machine.context))
    assert (battery.percent, battery.is_plugged, battery.is_charging) == (50.0, True, True)
    assert (battery.power_watts, battery.seconds_left) == (5.0, 7200)
    assert battery.health_percent == 100.0


@needs_linux
def test_two_batteries_are_one_and_a_mouse_is_none(machine: Machine) -> None:
    supply(machine, "BAT0", type="Battery", status="Full", energy_now=30_000_000, energy_full=30_000_000)
    supply(machine, "BAT1", type="Battery", status="Discharging", energy_now=0, energy_full=10_000_000)
    supply(machine, "hidpp_battery_0", type="Battery", scope="Device", capacity=3)
    supply(machine, "BAT2", type="Battery", present=0, capacity=0)
    battery = machine.read(BatteryProbe(machine.context))
    assert (battery.percent, battery.is_plugged) == (75.0, False)
    assert battery.seconds_left is None


@needs_linux
def test_only_a_capacity_is_known(machine: Machine) -> None:
    supply(machine, "battery", type="Battery", capacity=105)
    assert machine.read(BatteryProbe(machine.context)) == Battery(percent=100.0, is_plugged=None)


@needs_linux
def test_no_battery_is_no_data_until_one_is_put_in(machine: Machine) -> None:
    supply(machine, "AC", type="Mains", online=1)
    probe = BatteryProbe(machine.context)
    with pytest.raises(NoData):
        machine.read(probe)
    supply(machine, "BAT0", type="Battery", capacity=40, status="Not charging")
    battery = machine.read(probe)
    assert (battery.percent, battery.is_plugged, battery.is_charging) == (40.0, True, False)
    assert probe.late() is None


@pytest.mark.parametrize(("seconds", "expected"), [(3600, 3600), (-1, None), (-2, None)])
def test_through_psutil(machine: Machine, monkeypatch: pytest.MonkeyPatch, seconds: int, expected: int | None) -> None:
    battery = SimpleNamespace(percent=101, secsleft=seconds, power_plugged=False)
    monkeypatch.setattr(psutil, "sensors_battery", lambda: battery, raising=False)
    probe = BatteryProbe(machine.context, PortableBatteryReader().battery)
    assert machine.read(probe) == Battery(percent=100.0, is_plugged=False, seconds_left=expected)


def test_a_psutil_without_batteries(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_battery", raising=False)
    with pytest.raises(NoData):
        machine.read(BatteryProbe(machine.context, PortableBatteryReader().battery))
