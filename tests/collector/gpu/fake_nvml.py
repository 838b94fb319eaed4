"""A module like nvidia-ml-py's `pynvml`, on a machine whose GPUs the test decides on."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

MIB = 1024 * 1024


class NVMLError(Exception):
    def __init__(self, value: int) -> None:
        super().__init__(value)
        self.value = value

    def __str__(self) -> str:
        return f"NVML error {self.value}"


class Gpu:
    """One GPU; `errors` are the NVML functions that fail on it, with their codes."""

    def __init__(self, index: int = 0, address: str = "0000:01:00.0") -> None:
        self.index = index
        self.address = address
        self.errors: dict[str, int] = {}
        self.load = 37
        self.samples: list[SimpleNamespace] = []
        self.compute: list[SimpleNamespace] = []
        self.graphics: list[SimpleNamespace] = []


class FakeNvml:
    """What is called is counted by function name; `init_error` is what nvmlInit raises."""

    NVMLError = NVMLError
    nvmlMemory_v2 = 0x2000028  # noqa: N815 (the binding's name)

    def __init__(self, *gpus: Gpu) -> None:
        self.gpus = list(gpus)
        self.init_error: int | None = None
        self.is_open = False
        self.calls: dict[str, int] = {}

    def __getattr__(self, name: str) -> Any:
        answer = _ANSWERS.get(name)
        if answer is None:
            raise AttributeError(name)

        def call(*arguments: Any, **options: Any) -> Any:
            self.calls[name] = self.calls.get(name, 0) + 1
            if not self.is_open:
                raise NVMLError(1)
            if arguments and isinstance(arguments[0], Gpu) and name in arguments[0].errors:
                raise NVMLError(arguments[0].errors[name])
            return answer(self, *arguments, **options)

        return call

    def nvmlInit(self) -> None:  # noqa: N802
        self.nvmlInitWithFlags(0)

    def nvmlInitWithFlags(self, flags: int) -> None:  # noqa: N802
        self.calls["init"] = self.calls.get("init", 0) + 1
        self.flags = flags
        if self.init_error is not None:
            raise NVMLError(self.init_error)
        self.is_open = True

    def nvmlShutdown(self) -> None:  # noqa: N802
        self.is_open = False


def _by_address(nvml: FakeNvml, address: str) -> Gpu:
    for gpu in nvml.gpus:
        if gpu.address == address:
            return gpu
    raise NVMLError(6)


def _memory(nvml: FakeNvml, gpu: Gpu, version: int | None = None) -> SimpleNamespace:
    # Version 1 counts what the driver keeps for itself as used.
    used = 2000 if version else 2500
    return SimpleNamespace(total=8000 * MIB, used=used * MIB, free=(8000 - used) * MIB)


# Figures as an RTX 3070 gave them.
_ANSWERS: dict[str, Any] = {
    "nvmlSystemGetDriverVersion": lambda nvml: b"550.54.14",
    "nvmlDeviceGetCount": lambda nvml: len(nvml.gpus),
    "nvmlDeviceGetHandleByIndex": lambda nvml, index: nvml.gpus[index],
    "nvmlDeviceGetHandleByPciBusId": _by_address,
    "nvmlDeviceGetIndex": lambda nvml, gpu: gpu.index,
    "nvmlDeviceGetName": lambda nvml, gpu: b"NVIDIA GeForce RTX 3070",
    "nvmlDeviceGetUUID": lambda nvml, gpu: f"GPU-{gpu.index}",
    "nvmlDeviceGetUtilizationRates": lambda nvml, gpu: SimpleNamespace(gpu=gpu.load, memory=12),
    "nvmlDeviceGetMemoryInfo": _memory,
    "nvmlDeviceGetTemperature": lambda nvml, gpu, sensor: 61,
    "nvmlDeviceGetTemperatureV": lambda nvml, gpu, sensor: 62,
    "nvmlDeviceGetPowerUsage": lambda nvml, gpu: 115_300,
    "nvmlDeviceGetEnforcedPowerLimit": lambda nvml, gpu: 220_000,
    "nvmlDeviceGetClockInfo": lambda nvml, gpu, domain: {0: 1725, 2: 6800}[domain],
    "nvmlDeviceGetEncoderUtilization": lambda nvml, gpu: [5, 16666],
    "nvmlDeviceGetDecoderUtilization": lambda nvml, gpu: [7, 16666],
    "nvmlDeviceGetFanSpeed": lambda nvml, gpu: 104,
    "nvmlDeviceGetPcieThroughput": lambda nvml, gpu, counter: {0: 100, 1: 300}[counter],
    "nvmlDeviceGetComputeRunningProcesses": lambda nvml, gpu: gpu.compute,
    "nvmlDeviceGetGraphicsRunningProcesses": lambda nvml, gpu: gpu.graphics,
    "nvmlDeviceGetProcessUtilization": lambda nvml, gpu, since: [s for s in gpu.samples if s.timeStamp > since],
}
