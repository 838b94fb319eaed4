"""NVIDIA GPUs through NVML, with all of its quirks in this file.

NVML is a library of the driver, called in this process; nvidia-ml-py is its binding. What a GPU or a driver does not
support is asked once and never again until the driver is taken up anew; what is slow to read or seldom changes is kept
for its time to live.
"""

from __future__ import annotations

import importlib
import importlib.util
import time
from collections.abc import Callable
from typing import Any

from msgspec import Struct

from hertzmon_gui.collector.gpu.protocol import GpuFailure, GpuReading, LibraryMissing, NoDevices, Request
from hertzmon_gui.collector.gpu.values import clamp_percent, share
from hertzmon_gui.collector.texts import encodable_name
from hertzmon_gui.model.snapshot import GpuDevice, GpuProcess

# nvmlReturn_t
_UNINITIALIZED, _INVALID_ARGUMENT, _NOT_SUPPORTED, _NO_PERMISSION, _NOT_FOUND = 1, 2, 3, 4, 6
_DRIVER_NOT_LOADED, _LIBRARY_NOT_FOUND, _FUNCTION_NOT_FOUND, _GPU_IS_LOST = 9, 12, 13, 15
_RESET_REQUIRED, _VERSION_MISMATCH, _ARGUMENT_VERSION_MISMATCH, _DEPRECATED, _UNKNOWN = 16, 18, 25, 26, 999

# The same answer would come each time.
_UNSUPPORTED = {
    _INVALID_ARGUMENT,
    _NOT_SUPPORTED,
    _NO_PERMISSION,
    _FUNCTION_NOT_FOUND,
    _ARGUMENT_VERSION_MISMATCH,
    _DEPRECATED,
}
_LOST = {_UNINITIALIZED, _DRIVER_NOT_LOADED, _GPU_IS_LOST, _RESET_REQUIRED, _VERSION_MISMATCH}

_TEMPERATURE_GPU = 0
_CLOCK_GRAPHICS, _CLOCK_MEMORY = 0, 2
_PCIE_SENT, _PCIE_RECEIVED = 0, 1
_INIT_WITHOUT_ATTACHING = 2

_LOST_RETRY_SECONDS = 30.0
# Processes are sampled once or a few times a second.
_PROCESS_SAMPLES_SECONDS = 2.0


class _Figure(Struct, frozen=True):
    """One of a device's figures: how it is read, and for how long it holds."""

    name: str
    read: Callable[[Any, Any], Any]
    seconds_to_live: float = 0.0


def _memory(nvml: Any, handle: Any) -> tuple[int, int]:  # noqa: ANN401 (the binding has no types)
    """Total and used; version 2 leaves out what the driver keeps for itself, as nvidia-smi does."""
    try:
        memory = nvml.nvmlDeviceGetMemoryInfo(handle, version=nvml.nvmlMemory_v2)
    except (nvml.NVMLError, AttributeError, TypeError):  # an old driver, or an old binding
        memory = nvml.nvmlDeviceGetMemoryInfo(handle)
    return int(memory.total), int(memory.used)


def _temperature(nvml: Any, handle: Any) -> float:  # noqa: ANN401 (the binding has no types)
    """The core's; drivers to come have only the newer function."""
    try:
        return float(nvml.nvmlDeviceGetTemperature(handle, _TEMPERATURE_GPU))
    except nvml.NVMLError as error:
        if error.value not in {_FUNCTION_NOT_FOUND, _DEPRECATED}:
            raise
    return float(nvml.nvmlDeviceGetTemperatureV(handle, _TEMPERATURE_GPU))


_FIGURES = (
    _Figure("load", lambda nvml, handle: nvml.nvmlDeviceGetUtilizationRates(handle).gpu),
    _Figure("memory", _memory),
    _Figure("temperature", _temperature),
    _Figure("power", lambda nvml, handle: nvml.nvmlDeviceGetPowerUsage(handle) / 1000),
    _Figure("power limit", lambda nvml, handle: nvml.nvmlDeviceGetEnforcedPowerLimit(handle) / 1000, 30.0),
    _Figure("graphics clock", lambda nvml, handle: nvml.nvmlDeviceGetClockInfo(handle, _CLOCK_GRAPHICS)),
    _Figure("memory clock", lambda nvml, handle: nvml.nvmlDeviceGetClockInfo(handle, _CLOCK_MEMORY)),
    _Figure("encoder", lambda nvml, handle: nvml.nvmlDeviceGetEncoderUtilization(handle)[0], 2.0),
    _Figure("decoder", lambda nvml, handle: nvml.nvmlDeviceGetDecoderUtilization(handle)[0], 2.0),
    _Figure("fan", lambda nvml, handle: nvml.nvmlDeviceGetFanSpeed(handle), 2.0),
    # Each of these two counts bytes for 20 ms before it answers, in KiB/s.
    _Figure("sent", lambda nvml, handle: nvml.nvmlDeviceGetPcieThroughput(handle, _PCIE_SENT) * 1024.0, 3.0),
    _Figure("received", lambda nvml, handle: nvml.nvmlDeviceGetPcieThroughput(handle, _PCIE_RECEIVED) * 1024.0, 3.0),
)


class NvmlReader:
    """Reads through nvidia-ml-py.

    `load` imports it, which costs 3 MB and is not done while `may_exist` sees no GPU for it; `wall` is the clock of its
    samples.
    """

    name = "nvml"

    def __init__(
        self,
        load: Callable[[], Any] = lambda: importlib.import_module("pynvml"),
        is_installed: Callable[[], bool] = lambda: importlib.util.find_spec("pynvml") is not None,
        may_exist: Callable[[float], bool] = lambda now: True,  # noqa: ARG005 (a system that cannot be asked)
        wall: Callable[[], float] = time.time,
    ) -> None:
        self._load = load
        self._is_installed = is_installed
        self._may_exist = may_exist
        self._wall = wall
        self._nvml: Any = None
        self._devices: list[_Device] = []
        self._driver_version: str | None = None
        self._addresses: tuple[str, ...] | None = None
        self._has_worked = False
        self._lost_at: float | None = None

    def read(self, request: Request) -> GpuReading:
        """Read every GPU that is awake."""
        if self._nvml is not None and self._must_begin_anew(request):
            self.close()
        if self._nvml is None:
            self._begin(request)
        rows = [device.read(request) for device in self._devices]
        lost = sum(device.is_lost for device in self._devices)
        if lost == len(rows):
            problem = self._devices[0].problem
            self.close()
            raise GpuFailure(problem)
        self._lost_at = (self._lost_at or request.now) if lost else None
        return GpuReading(tuple(rows), self._driver_version)

    def _must_begin_anew(self, request: Request) -> bool:
        """GPUs came, went or woke up, or one was lost a while ago: a device is found only when NVML starts."""
        return request.addresses != self._addresses or (
            self._lost_at is not None and request.now - self._lost_at >= _LOST_RETRY_SECONDS
        )

    def _begin(self, request: Request) -> None:
        if not self._is_installed():
            raise LibraryMissing("nvidia-ml-py")
        if not self._may_exist(request.now):
            raise NoDevices("there is no NVIDIA GPU")
        try:
            nvml = self._load()
        except ImportError as error:
            raise LibraryMissing("nvidia-ml-py") from error
        try:
            if request.some_asleep:
                nvml.nvmlInitWithFlags(_INIT_WITHOUT_ATTACHING)
            else:
                nvml.nvmlInit()
        except nvml.NVMLError as error:
            if error.value == _LIBRARY_NOT_FOUND or (error.value == _DRIVER_NOT_LOADED and not self._has_worked):
                raise NoDevices(str(error)) from error
            raise GpuFailure(str(error)) from error
        try:
            self._devices = self._find_devices(nvml, request)
            self._driver_version = encodable_name(nvml.nvmlSystemGetDriverVersion())
        except nvml.NVMLError as error:
            nvml.nvmlShutdown()
            raise GpuFailure(str(error)) from error
        if not self._devices:
            nvml.nvmlShutdown()
            raise NoDevices("NVML finds no GPU")
        self._nvml, self._addresses, self._lost_at, self._has_worked = nvml, request.addresses, None, True

    def _find_devices(self, nvml: Any, request: Request) -> list[_Device]:  # noqa: ANN401 (the binding has no types)
        by_address = [(nvml.nvmlDeviceGetHandleByPciBusId, address) for address in request.addresses or ()]
        found = self._open(nvml, by_address)
        if found or request.some_asleep:
            return found
        # Where the system does not list PCI devices (Windows, WSL, some containers) NVML's own count must do.
        return self._open(
            nvml, [(nvml.nvmlDeviceGetHandleByIndex, index) for index in range(nvml.nvmlDeviceGetCount())]
        )

    def _open(self, nvml: Any, handles: list[tuple[Callable[[Any], Any], Any]]) -> list[_Device]:  # noqa: ANN401
        found: list[_Device] = []
        lost = None
        for get_handle, key in handles:
            try:
                found.append(_Device(nvml, get_handle(key), len(found), self._wall))
            except nvml.NVMLError as error:  # lent to a virtual machine, kept from this container, or lost
                lost = error if error.value in _LOST else lost
        if lost is not None and not found:
            raise lost
        return found

    def close(self) -> None:
        """Shut NVML down: while it is open the driver keeps the GPU awake."""
        nvml, self._nvml, self._devices = self._nvml, None, []
        if nvml is not None:
            try:
                nvml.nvmlShutdown()
            except nvml.NVMLError:  # a driver that died has nothing left to shut down
                return


class _Device:
    """One GPU: what is known of it, what it does not support, and what it said lately."""

    def __init__(
        self,
        nvml: Any,  # noqa: ANN401 (the binding has no types)
        handle: Any,  # noqa: ANN401
        index: int,
        wall: Callable[[], float],
    ) -> None:
        self._nvml = nvml
        self._handle = handle
        self._unsupported: set[str] = set()
        self._kept: dict[str, tuple[float, Any]] = {}
        self._wall = wall
        self.problem = ""
        self._name = encodable_name(self._call("name", nvml.nvmlDeviceGetName) or "NVIDIA GPU")
        uuid = self._call("uuid", nvml.nvmlDeviceGetUUID)
        self._uuid = encodable_name(uuid) if uuid else None
        number = self._call("index", nvml.nvmlDeviceGetIndex)
        self._index = index if number is None else int(number)

    @property
    def is_lost(self) -> bool:
        """Whether the driver gave this GPU up."""
        return bool(self.problem)

    def read(self, request: Request) -> GpuDevice:
        """Every figure that this GPU has."""
        figures = {figure.name: self._figure(figure, request.now) for figure in _FIGURES}
        total, used = figures["memory"] or (None, None)
        return GpuDevice(
            index=self._index,
            name=self._name,
            vendor="nvidia",
            uuid=self._uuid,
            load_percent=clamp_percent(figures["load"]),
            memory_total=total,
            memory_used=used,
            memory_percent=share(used, total),
            temperature_celsius=figures["temperature"],
            power_watts=figures["power"],
            power_limit_watts=figures["power limit"],
            graphics_clock_mhz=figures["graphics clock"],
            memory_clock_mhz=figures["memory clock"],
            encoder_percent=clamp_percent(figures["encoder"]),
            decoder_percent=clamp_percent(figures["decoder"]),
            fan_percent=clamp_percent(figures["fan"]),
            pcie_receive_rate=figures["received"],
            pcie_send_rate=figures["sent"],
            processes=self._processes() if request.processes else (),
        )

    def _figure(self, figure: _Figure, now: float) -> Any:  # noqa: ANN401 (figures of several kinds)
        kept = self._kept.get(figure.name)
        if kept is not None and now - kept[0] < figure.seconds_to_live:
            return kept[1]
        value = self._call(figure.name, lambda handle: figure.read(self._nvml, handle))
        self._kept[figure.name] = (now, value)
        return value

    def _call(self, name: str, read: Callable[[Any], Any]) -> Any:  # noqa: ANN401 (the binding has no types)
        """What a function answers; None when this GPU cannot, which is asked once, or not now."""
        if name in self._unsupported or self.is_lost:
            return None
        try:
            return read(self._handle)
        except self._nvml.NVMLError as error:
            # What this is of other functions may be a whim; of the memory it is a driver that was unloaded beneath us.
            if error.value in _LOST or (error.value == _UNKNOWN and name == "memory"):
                self.problem = str(error)
            elif error.value in _UNSUPPORTED:
                self._unsupported.add(name)
        except AttributeError:  # the binding is older than the function
            self._unsupported.add(name)
        return None

    def _processes(self) -> tuple[GpuProcess, ...]:
        memory: dict[int, int | None] = {}
        for name in ("nvmlDeviceGetComputeRunningProcesses", "nvmlDeviceGetGraphicsRunningProcesses"):
            for row in self._call(name, getattr(self._nvml, name, _missing)) or ():
                # A process that computes and draws is in both lists, with the same memory in each.
                known, told = memory.get(row.pid), row.usedGpuMemory
                memory[row.pid] = known if told is None else max(known or 0, int(told))
        loads = self._loads()
        return tuple(
            GpuProcess(pid, None if loads is None else loads.get(pid, 0.0), used) for pid, used in memory.items()
        )

    def _loads(self) -> dict[int, float] | None:
        """The load of each process that did something since the last look; None when the driver does not say."""
        samples = self._call("process load", self._samples)
        if samples is None:
            return None
        loads: dict[int, tuple[int, float]] = {}
        for sample in samples:
            moment, load = int(sample.timeStamp), float(sample.smUtil)
            # Drivers fill the list up with processes that never were, at loads that cannot be.
            if 0 <= load <= 100 and loads.get(sample.pid, (0, 0.0))[0] < moment:
                loads[sample.pid] = (moment, load)
        return {pid: load for pid, (_, load) in loads.items()}

    def _samples(self, handle: Any) -> Any:  # noqa: ANN401 (the binding has no types)
        since = int((self._wall() - _PROCESS_SAMPLES_SECONDS) * 1e6)
        try:
            return self._nvml.nvmlDeviceGetProcessUtilization(handle, since)
        except self._nvml.NVMLError as error:
            if error.value == _NOT_FOUND:  # no process did anything
                return []
            raise


def _missing(handle: Any) -> Any:  # noqa: ANN401, ARG001 (stands in for a function of the binding)
    raise AttributeError
