"""NVIDIA GPUs through GPUtil, where NVML cannot be had: it starts nvidia-smi at each reading, so it is read seldom."""

from __future__ import annotations

import importlib
import importlib.util
import os
import shutil
from collections.abc import Callable
from pathlib import Path
from typing import Any

from hertzmon_gui.collector.gpu.protocol import GpuFailure, GpuReading, LibraryMissing, NoDevices, Request
from hertzmon_gui.collector.gpu.values import clamp_percent, known, share
from hertzmon_gui.collector.texts import encodable_name
from hertzmon_gui.model.snapshot import GpuDevice

_PERIOD_SECONDS = 5.0
_MEBIBYTE = 1024 * 1024


def has_nvidia_smi() -> bool:
    """Whether GPUtil has a program to start."""
    if shutil.which("nvidia-smi"):
        return True
    # Where Windows drivers of old put it, off the search path.
    drive = os.environ.get("SYSTEMDRIVE")
    return drive is not None and Path(f"{drive}\\Program Files\\NVIDIA Corporation\\NVSMI\\nvidia-smi.exe").exists()


def is_installed() -> bool:
    """Whether GPUtil is there, without importing it."""
    return importlib.util.find_spec("GPUtil") is not None


class GputilReader:
    """Reads through GPUtil; `load` imports it."""

    name = "gputil"

    def __init__(
        self,
        load: Callable[[], Any] = lambda: importlib.import_module("GPUtil"),
        is_installed: Callable[[], bool] = is_installed,
        has_nvidia_smi: Callable[[], bool] = has_nvidia_smi,
    ) -> None:
        self._load = load
        self._is_installed = is_installed
        self._has_nvidia_smi = has_nvidia_smi
        self._latest: tuple[float, GpuReading] | None = None

    def read(self, request: Request) -> GpuReading:
        """Start nvidia-smi, or give its last answer while that is fresh."""
        if self._latest is not None and request.now - self._latest[0] < _PERIOD_SECONDS:
            return self._latest[1]
        if not self._is_installed():
            raise LibraryMissing("GPUtil")
        if not self._has_nvidia_smi():
            raise NoDevices("there is no nvidia-smi")
        reading = self._read()
        self._latest = (request.now, reading)
        return reading

    def _read(self) -> GpuReading:
        try:
            rows = self._load().getGPUs()
        except ImportError as error:  # its release imports distutils, which Python 3.12 has only with setuptools
            raise LibraryMissing(f"GPUtil cannot be imported: {error}") from error
        except Exception as error:  # GPUtil takes whatever nvidia-smi prints for a table
            if "No devices" in str(error):
                raise NoDevices("nvidia-smi finds no GPU") from error
            raise GpuFailure(f"nvidia-smi gives no table: {error}") from error
        if not rows:
            raise NoDevices("nvidia-smi finds no GPU")
        return GpuReading(tuple(_device(row) for row in rows), encodable_name(rows[0].driver) or None)

    def close(self) -> None:
        """Nothing is held but the last answer."""
        self._latest = None


def _device(row: Any) -> GpuDevice:  # noqa: ANN401 (GPUtil has no types)
    total, used, load = known(row.memoryTotal), known(row.memoryUsed), known(row.load)
    return GpuDevice(
        index=int(row.id),
        name=encodable_name(row.name),
        vendor="nvidia",
        uuid=encodable_name(row.uuid) or None,
        load_percent=None if load is None else clamp_percent(load * 100),
        memory_total=None if total is None else round(total * _MEBIBYTE),
        memory_used=None if used is None else round(used * _MEBIBYTE),
        memory_percent=share(used, total),
        temperature_celsius=known(row.temperature),
    )
