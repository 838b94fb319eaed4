"""GPUtil: NaN for [N/A], seldom started, and all the ways in which it is not there."""

from __future__ import annotations

import math
from types import SimpleNamespace
from typing import Any

import pytest

from hertzmon_gui.collector.gpu.gputil import GputilReader
from hertzmon_gui.collector.gpu.protocol import GpuFailure, LibraryMissing, NoDevices, Request
from hertzmon_gui.model.snapshot import GpuDevice


def row(**changes: Any) -> SimpleNamespace:
    figures = {
        "id": 0,
        "uuid": "GPU-1",
        "load": 0.42,
        "memoryTotal": 8192.0,
        "memoryUsed": 2048.0,
        "driver": "550.54.14",
        "name": "NVIDIA GeForce RTX 3070",
        "temperature": 55.0,
    }
    return SimpleNamespace(**(figures | changes))


class FakeGputil:
    def __init__(self, *rows: SimpleNamespace) -> None:
        self.rows = list(rows)
        self.started = 0

    def getGPUs(self) -> list[SimpleNamespace]:  # noqa: N802 (GPUtil's name)
        self.started += 1
        return self.rows


def reader(gputil: object, *, installed: bool = True, nvidia_smi: bool = True) -> GputilReader:
    return GputilReader(load=lambda: gputil, is_installed=lambda: installed, has_nvidia_smi=lambda: nvidia_smi)


def test_figures_in_the_snapshots_units() -> None:
    reading = reader(FakeGputil(row())).read(Request(0.0))
    assert reading.driver_version == "550.54.14"
    assert reading.devices == (
        GpuDevice(
            index=0,
            name="NVIDIA GeForce RTX 3070",
            vendor="nvidia",
            uuid="GPU-1",
            load_percent=42.0,
            memory_total=8 * 1024**3,
            memory_used=2 * 1024**3,
            memory_percent=25.0,
            temperature_celsius=55.0,
        ),
    )


def test_not_a_number_is_unknown() -> None:
    nan = math.nan
    (device,) = reader(FakeGputil(row(load=nan, memoryUsed=nan, temperature=nan))).read(Request(0.0)).devices
    assert (device.load_percent, device.memory_used, device.memory_percent) == (None, None, None)
    assert (device.temperature_celsius, device.memory_total) == (None, 8 * 1024**3)


def test_nvidia_smi_is_started_every_five_seconds_at_most() -> None:
    gputil = FakeGputil(row())
    gputil_reader = reader(gputil)
    for now in (0.0, 1.0, 4.9):
        gputil_reader.read(Request(now))
    assert gputil.started == 1
    gputil_reader.read(Request(5.0))
    assert gputil.started == 2


def test_what_is_missing_is_told_apart() -> None:
    with pytest.raises(LibraryMissing):
        reader(FakeGputil(row()), installed=False).read(Request(0.0))
    gputil = FakeGputil(row())
    with pytest.raises(NoDevices):
        reader(gputil, nvidia_smi=False).read(Request(0.0))
    assert gputil.started == 0
    with pytest.raises(NoDevices):
        reader(FakeGputil()).read(Request(0.0))


def test_a_python_without_distutils() -> None:
    def load() -> object:
        raise ModuleNotFoundError("No module named 'distutils'")

    broken = GputilReader(load=load, is_installed=lambda: True, has_nvidia_smi=lambda: True)
    with pytest.raises(LibraryMissing, match="distutils"):
        broken.read(Request(0.0))


def test_nvidia_smi_that_prints_a_sentence_instead_of_a_table() -> None:
    class Sentence:
        def __init__(self, text: str) -> None:
            self.text = text

        def getGPUs(self) -> list[object]:  # noqa: N802 (GPUtil's name)
            return [int(self.text)]

    with pytest.raises(NoDevices):
        reader(Sentence("No devices were found")).read(Request(0.0))
    with pytest.raises(GpuFailure, match="couldn't communicate"):
        reader(Sentence("NVIDIA-SMI has failed because it couldn't communicate")).read(Request(0.0))


def test_closing_forgets_the_last_answer() -> None:
    gputil = FakeGputil(row())
    gputil_reader = reader(gputil)
    gputil_reader.read(Request(0.0))
    gputil_reader.close()
    gputil_reader.read(Request(0.1))
    assert gputil.started == 2


@pytest.mark.filterwarnings("ignore::DeprecationWarning")  # its import of distutils
def test_the_real_library_without_nvidia_smi(monkeypatch: pytest.MonkeyPatch) -> None:
    """GPUtil as it is installed can be imported, and finds nothing where there is no program to start."""
    monkeypatch.setenv("PATH", "")
    monkeypatch.delenv("SYSTEMDRIVE", raising=False)
    with pytest.raises(NoDevices):
        GputilReader().read(Request(0.0))
    with pytest.raises(NoDevices):
        GputilReader(has_nvidia_smi=lambda: True).read(Request(0.0))
