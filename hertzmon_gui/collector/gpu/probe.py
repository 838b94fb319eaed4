"""GpuProbe: every GPU of the machine, read in the slow lane by whichever reader knows it."""

from __future__ import annotations

import threading
import time
from collections.abc import Callable, Sequence

import msgspec

from hertzmon_gui.collector.gpu.drm import DrmReader
from hertzmon_gui.collector.gpu.gputil import GputilReader
from hertzmon_gui.collector.gpu.nvidia import NvidiaReader
from hertzmon_gui.collector.gpu.nvml import NvmlReader
from hertzmon_gui.collector.gpu.pci import PciBus, PciNames, may_have_nvidia
from hertzmon_gui.collector.gpu.protocol import GpuReader, LibraryMissing, NoDevices, Request
from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.collector.probes.slow_section import SlowSection
from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus
from hertzmon_gui.model.source import Demand

_PERIOD_SECONDS = 1.0
_DEADLINE_SECONDS = 5.0
_NOT_WANTED = Gpus(GpuAvailability.NO_DEVICE)  # what nobody is shown


def default_readers(context: ProbeContext) -> Sequence[GpuReader]:
    """NVML, GPUtil behind it, and beside them the kernel's drivers for everyone else's GPUs."""
    names = PciNames(context.root)
    bus = PciBus(context.root)
    nvml = NvmlReader(may_exist=lambda now: may_have_nvidia(context.root, bus, now))
    nvidia = NvidiaReader((nvml, GputilReader()), bus, names)
    return (nvidia, DrmReader(context.root, names))


class GpuProbe:
    """Reads all GPUs; that there is none, and why, is an answer too."""

    name = "gpus"
    period_seconds = 0.0

    def __init__(
        self,
        context: ProbeContext,
        readers: Sequence[GpuReader] | None = None,
        now: Callable[[], float] = time.monotonic,
    ) -> None:
        self._readers = default_readers(context) if readers is None else readers
        self._now = now
        self._lock = threading.Lock()  # held while a driver is called
        self._wanted = False
        self._processes_wanted = False
        self._section = SlowSection(context.slow_lane, "gpu", self._read, _PERIOD_SECONDS, _DEADLINE_SECONDS)

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it, once there is something to draw; while nobody looks the drivers are let go of."""
        self._processes_wanted = demand.process_gpu
        wanted = demand.charts or demand.process_gpu
        if self._wanted and not wanted:
            self.close()
        self._wanted = wanted
        return self._section.want(wanted)

    def read(self, clock: Clock) -> Gpus:  # noqa: ARG002 (the lane reads at its own times)
        """The latest reading; a failure while the driver does not answer."""
        gpus = self._section.value
        if gpus is None or self._section.overdue:
            return Gpus(GpuAvailability.FAILED, problem="the driver does not answer")
        return gpus

    def late(self) -> str | None:
        """Whether the driver hangs."""
        return "the driver does not answer" if self._section.overdue else None

    def close(self) -> None:
        """Read no more, and let go of the drivers, so that the GPUs can fall asleep."""
        self._wanted = False
        self._section.close()
        # A call that is under way may never return; if it does, it lets go itself.
        if self._lock.acquire(blocking=False):
            try:
                self._let_go()
            finally:
                self._lock.release()

    def _let_go(self) -> None:
        for reader in self._readers:
            reader.close()

    def _read(self) -> Gpus:
        with self._lock:
            gpus = self._read_all() if self._wanted else _NOT_WANTED
            if not self._wanted:
                self._let_go()
            return gpus

    def _read_all(self) -> Gpus:
        request = Request(self._now(), self._processes_wanted)
        devices: list[GpuDevice] = []
        names: list[str] = []
        driver_version: str | None = None
        problem: str | None = None
        missing = True
        for reader in self._readers:
            try:
                reading = reader.read(request)
            except LibraryMissing:
                continue
            except NoDevices:
                # The kernel's drivers need no library: only NVIDIA's readers tell whether one is there.
                missing = missing and reader.name == DrmReader.name
                continue
            except Exception as error:  # noqa: BLE001 (one vendor's driver never hides another's GPU)
                problem = problem or str(error) or type(error).__name__
                continue
            devices += _numbered(reading.devices, devices)
            names.append(reader.name)
            driver_version = driver_version or reading.driver_version
        if devices:
            return Gpus(GpuAvailability.OK, tuple(devices), "+".join(names), driver_version, problem)
        if problem is not None:
            return Gpus(GpuAvailability.FAILED, problem=problem)
        return Gpus(GpuAvailability.NO_LIBRARY if missing else GpuAvailability.NO_DEVICE)


def _numbered(fresh: Sequence[GpuDevice], devices: Sequence[GpuDevice]) -> list[GpuDevice]:
    """NVIDIA's GPUs keep the numbers that nvidia-smi gives them; the others go on from there."""
    first = max((device.index for device in devices), default=-1) + 1
    if not devices:
        return list(fresh)
    return [msgspec.structs.replace(device, index=first + offset) for offset, device in enumerate(fresh)]
