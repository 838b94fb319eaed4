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
from hertzmon_gui.collector.gpu.pci import PciBus, PciNames
from hertzmon_gui.collector.gpu.protocol import GpuReader, LibraryMissing, NoDevices, Request
from hertzmon_gui.collector.probe import Clock, ProbeContext
from hertzmon_gui.model.snapshot import GpuAvailability, GpuDevice, Gpus
from hertzmon_gui.model.source import Demand

_PERIOD_SECONDS = 1.0
_DEADLINE_SECONDS = 5.0
_NOT_READ_YET = Gpus(GpuAvailability.NO_DEVICE)


def default_readers(context: ProbeContext) -> Sequence[GpuReader]:
    """NVML, GPUtil behind it, and beside them the kernel's drivers for everyone else's GPUs."""
    names = PciNames(context.root)
    nvidia = NvidiaReader((NvmlReader(), GputilReader()), PciBus(context.root), names)
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
        self._lane = context.slow_lane
        self._readers = default_readers(context) if readers is None else readers
        self._now = now
        self._lock = threading.Lock()  # held while a driver is called
        self._processes_wanted = False
        self._reading = self._lane.register("gpu", self._read, _PERIOD_SECONDS, _DEADLINE_SECONDS)

    def wanted(self, demand: Demand) -> bool:
        """Charts draw it; while nobody looks the driver is let go of, so that the GPU can fall asleep."""
        wanted = demand.charts or demand.process_gpu
        if self._reading.enabled and not wanted:
            self._let_go()
        self._reading.enabled = wanted
        self._processes_wanted = demand.process_gpu
        return wanted

    def read(self, clock: Clock) -> Gpus:  # noqa: ARG002 (the lane reads at its own times)
        """The latest reading; no GPU while the first is under way."""
        gpus = self._reading.value or _NOT_READ_YET
        if self._reading.overdue:
            return Gpus(GpuAvailability.FAILED, (), gpus.reader, gpus.driver_version, "the driver does not answer")
        return gpus

    def late(self) -> str | None:
        """Whether the driver hangs, or has not answered yet."""
        if self._reading.overdue:
            return "the driver does not answer"
        return "not read yet" if self._reading.value is None else None

    def close(self) -> None:
        """Read no more and let go of the drivers."""
        self._lane.unregister(self._reading)
        self._let_go()

    def _let_go(self) -> None:
        # A call that is under way may never return; its driver stays in use until it does.
        if self._lock.acquire(blocking=False):
            try:
                for reader in self._readers:
                    reader.close()
            finally:
                self._lock.release()

    def _read(self) -> Gpus:
        with self._lock:
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
