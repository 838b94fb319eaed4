"""All GPUs together: the order of the readers, why there is none, sleep, rest, backoff and a driver that hangs."""

from __future__ import annotations

import sys
import threading

import pytest

from hertzmon_gui.collector.gpu.gputil import GputilReader
from hertzmon_gui.collector.gpu.nvidia import NvidiaReader
from hertzmon_gui.collector.gpu.nvml import NvmlReader
from hertzmon_gui.collector.gpu.pci import PciBus, PciNames, may_have_nvidia
from hertzmon_gui.collector.gpu.probe import GpuProbe
from hertzmon_gui.collector.gpu.protocol import GpuFailure, GpuReader, GpuReading, LibraryMissing, NoDevices, Request
from hertzmon_gui.collector.probe import ProbeContext
from hertzmon_gui.collector.sanity import nonsense
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus
from hertzmon_gui.model.source import NOTHING, Demand
from tests.collector.gpu.fake_nvml import FakeNvml, Gpu
from tests.collector.patience import wait_until
from tests.collector.trees import Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /sys")


class FakeReader:
    """Answers with a device, or raises what it is told to."""

    def __init__(self, name: str, outcome: Exception | None = None, index: int = 0) -> None:
        self.name = name
        self.outcome = outcome
        self.index = index
        self.requests: list[Request] = []
        self.closed = 0

    def read(self, request: Request) -> GpuReading:
        self.requests.append(request)
        if self.outcome is not None:
            raise self.outcome
        return GpuReading((GpuDevice(self.index, f"{self.name} GPU", "nvidia", load_percent=50.0),), "1.2")

    def close(self) -> None:
        self.closed += 1


def nvidia(machine: Machine, *readers: GpuReader) -> NvidiaReader:
    return NvidiaReader(readers, PciBus(machine.root), PciNames(machine.root))


def gpus(machine: Machine, *readers: GpuReader, demand: Demand | None = None) -> Gpus:
    probe = GpuProbe(machine.context, readers, now=lambda: machine.time)
    read = machine.read(probe)
    assert nonsense(read) is None
    return read


def test_nvml_is_asked_first_and_gputil_only_when_it_cannot(machine: Machine) -> None:
    nvml, gputil = FakeReader("nvml"), FakeReader("gputil")
    both = nvidia(machine, nvml, gputil)
    assert gpus(machine, both).reader == "nvml"
    assert gputil.requests == []
    nvml.outcome = LibraryMissing("nvidia-ml-py")
    read = gpus(machine, both)
    assert (read.availability, read.reader, read.devices[0].name) == (GpuAvailability.OK, "gputil", "gputil GPU")


def test_other_vendors_gpus_stand_beside_and_after_nvidias(machine: Machine) -> None:
    read = gpus(machine, nvidia(machine, FakeReader("nvml", index=2)), FakeReader("drm"))
    assert [(device.index, device.name) for device in read.devices] == [(2, "nvml GPU"), (3, "drm GPU")]
    assert (read.reader, read.driver_version) == ("nvml+drm", "1.2")


@pytest.mark.parametrize(
    ("nvml", "gputil", "availability"),
    [
        (LibraryMissing(), LibraryMissing(), GpuAvailability.NO_LIBRARY),
        (LibraryMissing(), NoDevices(), GpuAvailability.NO_DEVICE),
        (NoDevices(), LibraryMissing(), GpuAvailability.NO_DEVICE),
        (NoDevices(), NoDevices(), GpuAvailability.NO_DEVICE),
        (GpuFailure("no luck"), NoDevices(), GpuAvailability.FAILED),
        (NoDevices(), ValueError("no luck"), GpuAvailability.FAILED),
    ],
)
def test_why_there_is_no_gpu(
    machine: Machine, nvml: Exception, gputil: Exception, availability: GpuAvailability
) -> None:
    both = nvidia(machine, FakeReader("nvml", nvml), FakeReader("gputil", gputil))
    read = gpus(machine, both, FakeReader("drm", NoDevices()))
    assert (read.availability, read.devices) == (availability, ())
    assert read.problem == ("no luck" if availability is GpuAvailability.FAILED else None)


def test_a_failing_driver_does_not_hide_another_vendors_gpu(machine: Machine) -> None:
    read = gpus(machine, nvidia(machine, FakeReader("nvml", GpuFailure("it broke"))), FakeReader("drm"))
    assert (read.availability, read.reader, read.problem) == (GpuAvailability.OK, "drm", "it broke")


def test_a_dead_driver_is_backed_off_from_and_comes_back(machine: Machine) -> None:
    nvml = FakeReader("nvml", GpuFailure("it died"))
    probe = GpuProbe(machine.context, [nvidia(machine, nvml)], now=lambda: machine.time)
    for _ in range(100):
        assert machine.read(probe).availability is GpuAvailability.FAILED
    assert len(nvml.requests) < 12
    nvml.outcome = None
    for _ in range(61):
        read = machine.read(probe)
    assert read.availability is GpuAvailability.OK
    nvml.outcome = GpuFailure("it died again")
    tries = len(nvml.requests)
    for _ in range(3):
        machine.read(probe)
    assert len(nvml.requests) == tries + 2  # the backoff began anew


def nvidia_on_bus(machine: Machine, address: str, status: str, control: str = "auto") -> None:
    base = f"sys/bus/pci/devices/{address}"
    machine.write(
        {
            f"{base}/class": "0x030000\n",
            f"{base}/vendor": "0x10de\n",
            f"{base}/device": "0x2520\n",
            f"{base}/power/runtime_status": status + "\n",
            f"{base}/power/control": control + "\n",
            "usr/share/hwdata/pci.ids": "10de  NVIDIA Corporation\n\t2520  GA106M [GeForce RTX 3060 Mobile]\n",
        }
    )


@needs_linux
def test_a_sleeping_gpu_is_shown_so_and_not_touched(machine: Machine) -> None:
    nvidia_on_bus(machine, "0000:01:00.0", "suspended")
    nvidia_on_bus(machine, "0000:00:1f.0", "suspended")
    machine.write({"sys/bus/pci/devices/0000:00:1f.0/class": "0x040300\n"})  # its sound function
    nvml, gputil = FakeReader("nvml"), FakeReader("gputil")
    probe = GpuProbe(machine.context, [nvidia(machine, nvml, gputil)], now=lambda: machine.time)
    read = machine.read(probe)
    assert nvml.requests == gputil.requests == []
    assert [(d.asleep, d.name, d.load_percent) for d in read.devices] == [
        (True, "GA106M [GeForce RTX 3060 Mobile]", None)
    ]
    assert read.availability is GpuAvailability.OK
    nvidia_on_bus(machine, "0000:01:00.0", "active")
    assert not machine.read(probe).devices[0].asleep
    assert nvml.requests[0].addresses == ("0000:01:00.0",)
    nvidia_on_bus(machine, "0000:01:00.0", "suspended")
    closed = nvml.closed
    assert machine.read(probe).devices[0].name == "nvml GPU"  # as it was called while awake
    assert nvml.closed > closed


@needs_linux
def test_one_of_two_sleeps(machine: Machine) -> None:
    nvidia_on_bus(machine, "0000:01:00.0", "suspended")
    nvidia_on_bus(machine, "0000:02:00.0", "active", control="on")
    nvml = FakeNvml(Gpu(0, "0000:01:00.0"), Gpu(1, "0000:02:00.0"))
    read = gpus(machine, nvidia(machine, NvmlReader(load=lambda: nvml)))
    assert [(device.index, device.asleep, device.load_percent) for device in read.devices] == [
        (0, True, None),
        (1, False, 37.0),
    ]


@needs_linux
def test_an_idle_laptop_gpu_is_let_go_of_so_that_it_can_fall_asleep(machine: Machine) -> None:
    nvidia_on_bus(machine, "0000:01:00.0", "active")
    gpu = Gpu()
    gpu.load = 0
    nvml = FakeNvml(gpu)
    probe = GpuProbe(machine.context, [nvidia(machine, NvmlReader(load=lambda: nvml))], now=lambda: machine.time)
    for _ in range(15):
        read = machine.read(probe)
    assert not nvml.is_open
    assert read.devices[0].load_percent == 0.0  # the last figure, while it rests
    nvidia_on_bus(machine, "0000:01:00.0", "suspended")
    assert machine.read(probe).devices[0].asleep
    assert nvml.calls["init"] == 1
    # It wakes for someone's work, and is read at once.
    nvidia_on_bus(machine, "0000:01:00.0", "active")
    gpu.load = 80
    assert machine.read(probe).devices[0].load_percent == 80.0


@needs_linux
def test_a_gpu_that_someone_else_keeps_awake_is_not_let_go_of_again_and_again(machine: Machine) -> None:
    nvidia_on_bus(machine, "0000:01:00.0", "active")
    gpu = Gpu()
    gpu.load = 0
    nvml = FakeNvml(gpu)
    probe = GpuProbe(machine.context, [nvidia(machine, NvmlReader(load=lambda: nvml))], now=lambda: machine.time)
    for _ in range(300):
        machine.read(probe)
    assert nvml.is_open
    assert nvml.calls["init"] == 2


@needs_linux
def test_a_desktops_gpu_is_never_let_go_of(machine: Machine) -> None:
    nvidia_on_bus(machine, "0000:01:00.0", "active", control="on")
    gpu = Gpu()
    gpu.load = 0
    nvml = FakeNvml(gpu)
    probe = GpuProbe(machine.context, [nvidia(machine, NvmlReader(load=lambda: nvml))], now=lambda: machine.time)
    for _ in range(60):
        machine.read(probe)
    assert nvml.calls["init"] == 1


def test_nobody_looking_lets_go_of_the_driver(machine: Machine) -> None:
    nvml = FakeReader("nvml")
    probe = GpuProbe(machine.context, [nvidia(machine, nvml)])
    assert not probe.wanted(NOTHING)
    assert len(nvml.requests) == 0
    machine.read(probe)
    reads = len(nvml.requests)
    assert not probe.wanted(NOTHING)
    machine.tick()
    assert not probe.wanted(NOTHING)
    assert (nvml.closed, len(nvml.requests)) == (1, reads)
    assert probe.wanted(Demand(charts=False, process_gpu=True))
    assert probe.wanted(Demand())
    machine.tick()
    assert [request.processes for request in nvml.requests[-2:]] == [True, False]
    probe.close()
    assert machine.lane.readings == []
    assert nvml.closed == 2


def test_before_the_first_reading_there_is_nothing_to_show(machine: Machine) -> None:
    machine.lane.answers = False
    probe = GpuProbe(machine.context, [FakeReader("nvml")])
    assert not probe.wanted(Demand())


def test_a_driver_that_hangs_is_said_to_and_closing_does_not_wait_for_it(
    machine: Machine, lane: SlowLane, monkeypatch: pytest.MonkeyPatch
) -> None:
    released = threading.Event()

    class HangingReader(FakeReader):
        def read(self, request: Request) -> GpuReading:
            released.wait()
            return super().read(request)

    monkeypatch.setattr("hertzmon_gui.collector.gpu.probe._DEADLINE_SECONDS", 0.05)
    reader = HangingReader("nvml")
    probe = GpuProbe(ProbeContext(slow_lane=lane, root=machine.root), [reader])
    wait_until(lambda: probe.wanted(Demand()), lane.tend)
    read = probe.read(machine.tick())
    assert (read.availability, read.problem) == (GpuAvailability.FAILED, "the driver does not answer")
    assert probe.late() == "the driver does not answer"
    probe.close()
    assert reader.closed == 0
    released.set()
    wait_until(lambda: reader.closed == 1, lane.tend)  # the call came back after all, to nobody, and lets go


@needs_linux
def test_nvidias_library_is_worth_loading_where_a_gpu_or_its_driver_shows(machine: Machine) -> None:
    def may_have() -> bool:
        return may_have_nvidia(machine.root, PciBus(machine.root), 0.0)

    assert not may_have()
    machine.write({"dev/dxg": ""})
    assert may_have()
    machine.remove("dev/dxg")
    nvidia_on_bus(machine, "0000:01:00.0", "active")
    assert may_have()


@needs_linux
def test_an_empty_machine_with_the_real_readers(machine: Machine) -> None:
    probe = GpuProbe(machine.context, now=lambda: machine.time)
    read = machine.read(probe)
    assert (read.availability, read.devices, read.problem) == (GpuAvailability.NO_DEVICE, (), None)
    probe.close()


def test_the_real_library_without_a_gpu_is_no_exception(machine: Machine) -> None:
    """With NVIDIA's real binding, on whatever machine this is."""
    reader = nvidia(machine, NvmlReader(), GputilReader(has_nvidia_smi=lambda: False))
    assert gpus(machine, reader).availability in {GpuAvailability.OK, GpuAvailability.NO_DEVICE}
