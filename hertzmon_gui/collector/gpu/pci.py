"""GPUs on the PCI bus: which are there, which are asleep and what they are called, without waking any."""

from __future__ import annotations

import re
import sys
from pathlib import Path

from msgspec import Struct

from hertzmon_gui.collector.files import names_in, read_bytes, read_int, read_text
from hertzmon_gui.collector.texts import encodable_name

NVIDIA, AMD, INTEL = 0x10DE, 0x1002, 0x8086
_DISPLAY_CLASS = 0x03
_LISTING_SECONDS = 20.0
_DRIVER_SIGNS = ("proc/driver/nvidia", "dev/nvidiactl", "dev/dxg", "sys/module/nvgpu")
_NAME_FILES = ("usr/share/misc/pci.ids", "usr/share/hwdata/pci.ids")


class PciGpu(Struct, frozen=True):
    """A GPU as the bus knows it; `may_sleep` says that the system powers it down when nobody uses it."""

    address: str
    device_id: int
    is_asleep: bool
    may_sleep: bool


class PciBus:
    """The PCI devices under `root`; listed seldom, their power state read each time."""

    def __init__(self, root: Path) -> None:
        self._devices = root / "sys/bus/pci/devices"
        self._nvidia: tuple[tuple[str, int], ...] = ()
        self._listed_at: float | None = None

    def nvidia_gpus(self, now: float) -> tuple[PciGpu, ...]:
        """NVIDIA's GPUs in the order of their addresses, which is NVML's; none where the bus cannot be seen."""
        if self._listed_at is None or now - self._listed_at >= _LISTING_SECONDS:
            self._listed_at = now
            self._nvidia = tuple(self._list_nvidia())
        return tuple(self._gpu(address, device_id) for address, device_id in self._nvidia)

    def _list_nvidia(self) -> list[tuple[str, int]]:
        found = []
        for address in names_in(self._devices):
            directory = self._devices / address
            kind = read_int(directory / "class")
            if kind is None or kind >> 16 != _DISPLAY_CLASS or read_int(directory / "vendor") != NVIDIA:
                continue
            found.append((address, read_int(directory / "device") or 0))
        return found

    def _gpu(self, address: str, device_id: int) -> PciGpu:
        power = self._devices / address / "power"
        return PciGpu(
            address=address,
            device_id=device_id,
            is_asleep=is_asleep(self._devices / address),
            may_sleep=read_text(power / "control") == "auto",
        )


def is_asleep(device: Path) -> bool:
    """Whether the kernel has powered the device down, or is about to."""
    return read_text(device / "power/runtime_status") in {"suspended", "suspending"}


def may_have_nvidia(root: Path, bus: PciBus, now: float) -> bool:
    """Whether it is worth loading NVIDIA's library: a GPU on the bus, or a driver that reaches one in another way.

    Windows' subsystem for Linux and NVIDIA's own boards have a driver without a GPU on the bus; Apple has neither.
    """
    if sys.platform != "linux":
        return sys.platform != "darwin"
    return bool(bus.nvidia_gpus(now)) or any((root / sign).exists() for sign in _DRIVER_SIGNS)


class PciNames:
    """Names of PCI devices from the system's own list, read once for each that is asked for."""

    def __init__(self, root: Path) -> None:
        self._files = [root / name for name in _NAME_FILES]
        self._known: dict[tuple[int, int], str | None] = {}

    def name(self, vendor_id: int, device_id: int) -> str | None:
        """The device's name; None where the system has no list or the list does not know it."""
        key = (vendor_id, device_id)
        if key not in self._known:
            self._known[key] = self._find(vendor_id, device_id)
        return self._known[key]

    def _find(self, vendor_id: int, device_id: int) -> str | None:
        for file in self._files:
            data = read_bytes(file, whole=True)
            if data is None:
                continue
            # A vendor begins a line, its devices follow with one tab each.
            vendor = re.search(rb"^%04x  .*\n((?:[\t#].*\n|\n)*)" % vendor_id, data + b"\n", re.MULTILINE)
            device = vendor and re.search(rb"^\t%04x  (.+)$" % device_id, vendor[1], re.MULTILINE)
            return encodable_name(device[1]) if device else None
        return None
