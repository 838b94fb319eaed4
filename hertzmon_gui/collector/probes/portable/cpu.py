"""CPUs through psutil."""

from __future__ import annotations

import ctypes
import ctypes.util
import os
import platform
import sys

import psutil

from hertzmon_gui.collector.probes.readers import CpuClocks, CpuCounters, CpuFacts, CpuTicks

# psutil's words where they differ from ours; guest time is part of user time already.
_FIELDS = {
    "user": "user",
    "nice": "nice",
    "system": "system",
    "idle": "idle",
    "iowait": "iowait",
    "irq": "irq",
    "interrupt": "irq",
    "softirq": "softirq",
    "dpc": "softirq",
    "steal": "steal",
}


class PortableCpuReader:
    """Reads through psutil."""

    def counters(self) -> CpuCounters:
        """psutil.cpu_times and cpu_stats."""
        total = psutil.cpu_times()
        known = [name for name in total._fields if name in _FIELDS]

        def ticks(times: object) -> CpuTicks:
            return tuple(getattr(times, name) for name in known)

        stats = psutil.cpu_stats()
        return CpuCounters(
            fields=tuple(_FIELDS[name] for name in known),
            total=ticks(total),
            cores={index: ticks(times) for index, times in enumerate(psutil.cpu_times(percpu=True))},
            ticks_per_second=1,
            context_switches=stats.ctx_switches,
            interrupts=stats.interrupts,
        )

    def load_average(self) -> tuple[float, float, float] | None:
        """The system's own averages; Windows has none."""
        try:
            return os.getloadavg()
        except (AttributeError, OSError):
            return None

    def clocks(self) -> CpuClocks:
        """psutil.cpu_freq, which gives one clock for all CPUs outside Linux."""
        try:
            frequency = psutil.cpu_freq()
        except (AttributeError, NotImplementedError, OSError):  # not built in, or a virtual machine that hides it
            frequency = None
        if frequency is None or not frequency.current:
            return CpuClocks(by_core={}, mean=None)
        return CpuClocks({}, frequency.current, frequency.min or None, frequency.max or None)

    def facts(self) -> CpuFacts:
        """psutil.cpu_count and the system's name of the model."""
        return CpuFacts(physical_count=psutil.cpu_count(logical=False), model_name=_model_name())

    def close(self) -> None:
        """Nothing is held."""


def _model_name() -> str | None:
    if sys.platform == "win32":
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_LOCAL_MACHINE, r"HARDWARE\DESCRIPTION\System\CentralProcessor\0") as key:
                return str(winreg.QueryValueEx(key, "ProcessorNameString")[0]).strip() or None
        except OSError:
            return None
    elif sys.platform == "darwin":
        library = ctypes.CDLL(ctypes.util.find_library("c"))
        size = ctypes.c_size_t(256)
        text = ctypes.create_string_buffer(size.value)
        if library.sysctlbyname(b"machdep.cpu.brand_string", text, ctypes.byref(size), None, ctypes.c_size_t(0)) != 0:
            return None
        return text.value.decode("utf-8", "replace") or None
    else:
        return platform.processor() or None
