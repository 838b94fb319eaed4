"""NVML: every figure, what a GPU does not support, and drivers and GPUs that die and come back."""

from __future__ import annotations

from types import SimpleNamespace

import pytest

from hertzmon_gui.collector.gpu.nvml import NvmlReader
from hertzmon_gui.collector.gpu.protocol import GpuFailure, GpuReading, LibraryMissing, NoDevices, Request
from hertzmon_gui.model.snapshot import GpuDevice, GpuProcess
from tests.collector.gpu.fake_nvml import MIB, FakeNvml, Gpu

NOT_SUPPORTED, DRIVER_NOT_LOADED, LIBRARY_NOT_FOUND, GPU_IS_LOST, UNKNOWN = 3, 9, 12, 15, 999


def reader(nvml: FakeNvml) -> NvmlReader:
    return NvmlReader(load=lambda: nvml, wall=lambda: 1000.0)


def test_every_figure_in_the_snapshots_units() -> None:
    assert reader(FakeNvml(Gpu())).read(Request(0.0)) == GpuReading(
        devices=(
            GpuDevice(
                index=0,
                name="NVIDIA GeForce RTX 3070",
                vendor="nvidia",
                uuid="GPU-0",
                load_percent=37.0,
                memory_total=8000 * MIB,
                memory_used=2000 * MIB,
                memory_percent=25.0,
                temperature_celsius=61.0,
                power_watts=115.3,
                power_limit_watts=220.0,
                graphics_clock_mhz=1725,
                memory_clock_mhz=6800,
                encoder_percent=5.0,
                decoder_percent=7.0,
                fan_percent=100.0,
                pcie_receive_rate=300 * 1024.0,
                pcie_send_rate=100 * 1024.0,
            ),
        ),
        driver_version="550.54.14",
    )


def test_what_a_gpu_does_not_support_is_unknown_and_asked_once() -> None:
    gpu = Gpu()
    gpu.errors = {"nvmlDeviceGetFanSpeed": NOT_SUPPORTED, "nvmlDeviceGetUtilizationRates": NOT_SUPPORTED}
    nvml = FakeNvml(gpu)
    nvml_reader = reader(nvml)
    for now in (0.0, 10.0, 20.0):
        (device,) = nvml_reader.read(Request(now)).devices
        assert (device.fan_percent, device.load_percent, device.temperature_celsius) == (None, None, 61.0)
    assert nvml.calls["nvmlDeviceGetFanSpeed"] == 1
    assert nvml.calls["nvmlDeviceGetUtilizationRates"] == 1


def test_a_passing_error_is_asked_again() -> None:
    gpu = Gpu()
    nvml_reader = reader(FakeNvml(gpu))
    gpu.errors = {"nvmlDeviceGetPowerUsage": UNKNOWN}
    assert nvml_reader.read(Request(0.0)).devices[0].power_watts is None
    gpu.errors = {}
    assert nvml_reader.read(Request(1.0)).devices[0].power_watts == 115.3


def test_slow_figures_are_kept_for_their_time_to_live() -> None:
    nvml = FakeNvml(Gpu())
    nvml_reader = reader(nvml)
    for now in (0.0, 1.0, 2.0, 2.9):
        nvml_reader.read(Request(now))
    assert nvml.calls["nvmlDeviceGetPcieThroughput"] == 2
    assert nvml.calls["nvmlDeviceGetEnforcedPowerLimit"] == 1
    assert nvml.calls["nvmlDeviceGetUtilizationRates"] == 4
    nvml_reader.read(Request(31.0))
    assert nvml.calls["nvmlDeviceGetPcieThroughput"] == 4
    assert nvml.calls["nvmlDeviceGetEnforcedPowerLimit"] == 2


def test_an_old_driver_without_the_newer_functions() -> None:
    class OldNvml(FakeNvml):
        def __getattr__(self, name: str) -> object:
            if name == "nvmlDeviceGetEncoderUtilization":
                raise AttributeError(name)
            if name == "nvmlDeviceGetMemoryInfo":
                old = FakeNvml.__getattr__(self, name)
                return lambda handle: old(handle)
            return FakeNvml.__getattr__(self, name)

    (device,) = reader(OldNvml(Gpu())).read(Request(0.0)).devices
    assert (device.encoder_percent, device.memory_used) == (None, 2500 * MIB)


def test_a_new_driver_without_the_older_temperature() -> None:
    gpu = Gpu()
    gpu.errors = {"nvmlDeviceGetTemperature": 13}
    assert reader(FakeNvml(gpu)).read(Request(0.0)).devices[0].temperature_celsius == 62.0


def test_processes_are_read_when_wanted_and_counted_once() -> None:
    def row(pid: int, used: int | None) -> SimpleNamespace:
        return SimpleNamespace(pid=pid, usedGpuMemory=used)

    def sample(pid: int, seconds: float, load: int) -> SimpleNamespace:
        return SimpleNamespace(pid=pid, timeStamp=int(seconds * 1e6), smUtil=load)

    gpu = Gpu()
    gpu.compute = [row(10, 500), row(11, None)]
    gpu.graphics = [row(10, 500), row(12, 100)]
    gpu.samples = [sample(10, 999.0, 20), sample(10, 999.5, 40), sample(12, 990.0, 90), sample(77, 999.9, 3_000_000)]
    nvml_reader = reader(FakeNvml(gpu))
    assert nvml_reader.read(Request(0.0)).devices[0].processes == ()
    assert nvml_reader.read(Request(1.0, processes=True)).devices[0].processes == (
        GpuProcess(10, 40.0, 500),
        GpuProcess(11, 0.0, None),
        GpuProcess(12, 0.0, 100),
    )
    gpu.errors = {"nvmlDeviceGetProcessUtilization": 6}  # not found: nobody did anything
    assert nvml_reader.read(Request(2.0, processes=True)).devices[0].processes[0] == GpuProcess(10, 0.0, 500)
    gpu.errors = {"nvmlDeviceGetProcessUtilization": NOT_SUPPORTED}
    assert nvml_reader.read(Request(3.0, processes=True)).devices[0].processes[0] == GpuProcess(10, None, 500)


def test_no_library_no_driver_no_gpu_and_a_broken_driver_are_told_apart() -> None:
    def not_loadable() -> object:
        raise ModuleNotFoundError("pynvml")

    with pytest.raises(LibraryMissing):
        NvmlReader(load=not_loadable).read(Request(0.0))
    with pytest.raises(LibraryMissing):
        NvmlReader(load=lambda: FakeNvml(Gpu()), is_installed=lambda: False).read(Request(0.0))
    with pytest.raises(NoDevices):  # and the library is not even loaded
        NvmlReader(load=not_loadable, may_exist=lambda now: False).read(Request(0.0))
    nvml = FakeNvml(Gpu())
    nvml.init_error = LIBRARY_NOT_FOUND
    with pytest.raises(NoDevices):
        reader(nvml).read(Request(0.0))
    nvml.init_error = DRIVER_NOT_LOADED
    with pytest.raises(NoDevices):
        reader(nvml).read(Request(0.0))
    nvml.init_error = 18
    with pytest.raises(GpuFailure, match="NVML error 18"):
        reader(nvml).read(Request(0.0))
    empty = FakeNvml()
    with pytest.raises(NoDevices):
        reader(empty).read(Request(0.0))
    assert not empty.is_open


@pytest.mark.parametrize("error", [GPU_IS_LOST, UNKNOWN])
def test_a_driver_that_dies_fails_and_is_taken_up_again_when_it_is_back(error: int) -> None:
    gpu = Gpu()
    nvml = FakeNvml(gpu)
    nvml_reader = reader(nvml)
    nvml_reader.read(Request(0.0))
    gpu.errors = {"nvmlDeviceGetMemoryInfo": error}
    with pytest.raises(GpuFailure):
        nvml_reader.read(Request(1.0))
    assert not nvml.is_open
    nvml.init_error = DRIVER_NOT_LOADED
    with pytest.raises(GpuFailure):  # it was there: that it is gone is worth telling
        nvml_reader.read(Request(2.0))
    nvml.init_error, gpu.errors = None, {}
    assert nvml_reader.read(Request(3.0)).devices[0].load_percent == 37.0


def test_one_lost_gpu_of_two_is_shown_without_figures_and_looked_for_again() -> None:
    lost, fine = Gpu(0, "0000:01:00.0"), Gpu(1, "0000:02:00.0")
    nvml = FakeNvml(lost, fine)
    nvml_reader = reader(nvml)
    nvml_reader.read(Request(0.0))
    lost.errors = {"nvmlDeviceGetUtilizationRates": GPU_IS_LOST}
    first, second = nvml_reader.read(Request(1.0)).devices
    assert (first.index, first.load_percent, first.power_watts) == (0, None, None)
    assert (second.index, second.load_percent) == (1, 37.0)
    lost.errors = {}
    assert nvml_reader.read(Request(20.0)).devices[0].load_percent is None
    assert nvml_reader.read(Request(40.0)).devices[0].load_percent == 37.0


def test_only_the_gpus_that_are_awake_are_opened() -> None:
    nvml = FakeNvml(Gpu(0, "0000:01:00.0"), Gpu(1, "0000:02:00.0"))
    nvml_reader = reader(nvml)
    (device,) = nvml_reader.read(Request(0.0, addresses=("0000:02:00.0",), some_asleep=True)).devices
    assert (device.index, nvml.flags) == (1, 2)
    assert "nvmlDeviceGetHandleByIndex" not in nvml.calls
    assert len(nvml_reader.read(Request(1.0, addresses=("0000:01:00.0", "0000:02:00.0"))).devices) == 2
    # The bus shows a GPU that a virtual machine has: NVML does not know it.
    assert len(nvml_reader.read(Request(2.0, addresses=("0000:01:00.0", "0000:09:00.0"))).devices) == 1


def test_closing_lets_go_of_the_driver_and_is_repeatable() -> None:
    nvml = FakeNvml(Gpu())
    nvml_reader = reader(nvml)
    nvml_reader.read(Request(0.0))
    nvml_reader.close()
    nvml_reader.close()
    assert not nvml.is_open
    assert nvml_reader.read(Request(1.0)).devices
