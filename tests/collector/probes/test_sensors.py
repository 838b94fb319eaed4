"""Sensors: chips of one name, devices that sleep, values that are nonsense, and machines without any."""

from __future__ import annotations

import sys
from types import SimpleNamespace

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.portable.sensors import PortableSensorsReader
from hertzmon_gui.collector.probes.sensors import SensorsProbe
from hertzmon_gui.model.snapshot import Fan, Sensors, Temperature
from tests.collector.trees import WANTED, Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /sys")


def chip(machine: Machine, number: int, name: str, **files: str) -> None:
    base = f"sys/class/hwmon/hwmon{number}"
    machine.write({f"{base}/name": name + "\n"} | {f"{base}/{key}": value + "\n" for key, value in files.items()})


@needs_linux
def test_temperatures_and_fans_with_their_labels_and_limits(machine: Machine) -> None:
    chip(
        machine,
        0,
        "coretemp",
        temp1_input="45000",
        temp1_label="Package id 0",
        temp1_max="80000",
        temp1_crit="100000",
        temp2_input="44500",
        temp10_input="41000",
    )
    chip(machine, 1, "thinkpad", fan1_input="3200", fan2_input="0", fan2_label="Pump", temp1_input="-5000")
    assert machine.read(SensorsProbe(machine.context)) == Sensors(
        temperatures=(
            Temperature("coretemp", "Package id 0", 45.0, 80.0, 100.0),
            Temperature("coretemp", "temp2", 44.5),
            Temperature("coretemp", "temp10", 41.0),
            Temperature("thinkpad", "temp1", -5.0),
        ),
        fans=(Fan("thinkpad", "fan1", 3200), Fan("thinkpad", "Pump", 0)),
    )


@needs_linux
def test_two_chips_of_one_name_stay_two_also_when_one_sleeps(machine: Machine) -> None:
    for number in (2, 10):
        chip(machine, number, "nvme", temp1_input=f"{30 + number}000", temp1_label="Composite")
    probe = SensorsProbe(machine.context)
    names = [(sensor.chip, sensor.celsius) for sensor in machine.read(probe).temperatures]
    assert names == [("nvme", 32.0), ("nvme 2", 40.0)]
    machine.write({"sys/class/hwmon/hwmon2/device/device/power/runtime_status": "suspended\n"})
    assert [sensor.chip for sensor in machine.read(probe).temperatures] == ["nvme 2"]


@needs_linux
def test_what_cannot_be_read_or_believed_is_left_out(machine: Machine) -> None:
    chip(machine, 0, "odd", temp1_input="-273150", temp2_input="not a number", temp3_input="65261850", fan1_input="-1")
    chip(machine, 1, "fine", temp1_input="20000", temp1_max="0", temp1_crit="65261850")
    machine.write({"sys/class/hwmon/hwmon2/device/temp1_input": "33000\n", "sys/class/hwmon/hwmon2/name": b"old\xff\n"})
    sensors = machine.read(SensorsProbe(machine.context))
    assert sensors == Sensors((Temperature("fine", "temp1", 20.0), Temperature(r"old\xff", "temp1", 33.0)))


@needs_linux
def test_without_hwmon_the_thermal_zones_do(machine: Machine) -> None:
    zone = "sys/class/thermal/thermal_zone0"
    machine.write(
        {
            f"{zone}/temp": "51000\n",
            f"{zone}/type": "acpitz\n",
            f"{zone}/trip_point_0_type": "passive\n",
            f"{zone}/trip_point_0_temp": "90000\n",
            f"{zone}/trip_point_1_type": "critical\n",
            f"{zone}/trip_point_1_temp": "105000\n",
            "sys/class/thermal/cooling_device0/type": "Fan\n",
        }
    )
    sensors = machine.read(SensorsProbe(machine.context))
    assert sensors.temperatures == (Temperature("acpitz", "thermal_zone0", 51.0, None, 105.0),)


@needs_linux
def test_a_machine_without_sensors_has_no_data(machine: Machine) -> None:
    with pytest.raises(NoData):
        machine.read(SensorsProbe(machine.context))


def test_systems_whose_psutil_has_no_sensors(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delattr(psutil, "sensors_temperatures", raising=False)
    monkeypatch.delattr(psutil, "sensors_fans", raising=False)
    with pytest.raises(NoData):
        machine.read(SensorsProbe(machine.context, PortableSensorsReader().sensors))


def test_psutils_sensors(machine: Machine, monkeypatch: pytest.MonkeyPatch) -> None:
    row = SimpleNamespace(label="", current=40.0, high=None, critical=90.0)
    fan = SimpleNamespace(label="cpu", current=900)
    monkeypatch.setattr(psutil, "sensors_temperatures", lambda: {"chip": [row]}, raising=False)
    monkeypatch.setattr(psutil, "sensors_fans", lambda: {"board": [fan]}, raising=False)
    sensors = machine.read(SensorsProbe(machine.context, PortableSensorsReader().sensors))
    assert sensors == Sensors((Temperature("chip", "temp1", 40.0, None, 90.0),), (Fan("board", "cpu", 900),))


def test_a_failing_reading_fails_the_probe_then_shows_the_last_one_as_late(machine: Machine) -> None:
    answers: list[Sensors] = []

    def read() -> Sensors:
        if not answers:
            raise OSError("the bus is stuck")
        return answers.pop()

    probe = SensorsProbe(machine.context, read)
    with pytest.raises(RuntimeError, match="the bus is stuck"):
        machine.read(probe)
    sensors = Sensors((Temperature("chip", "temp1", 40.0),))
    answers.append(sensors)
    assert machine.read(probe) == sensors
    assert probe.late() is None
    assert machine.read(probe) == sensors
    assert probe.late() == "the sensors do not answer"
    probe.close()
    assert machine.lane.readings == []


def test_before_the_first_reading_there_is_nothing_to_show(machine: Machine) -> None:
    machine.lane.answers = False
    probe = SensorsProbe(machine.context)
    assert not probe.wanted(WANTED)
