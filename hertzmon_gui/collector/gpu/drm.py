"""AMD's and Intel's GPUs, and NVIDIA's under the kernel's own driver, from the files of their drivers in /sys."""

from __future__ import annotations

import re
from pathlib import Path

import msgspec
from msgspec import Struct

from hertzmon_gui.collector.files import names_in, read_int, read_text
from hertzmon_gui.collector.gpu.fdinfo import FdinfoReader
from hertzmon_gui.collector.gpu.pci import AMD, INTEL, NVIDIA, PciNames, is_asleep
from hertzmon_gui.collector.gpu.protocol import GpuReading, NoDevices, Request
from hertzmon_gui.collector.gpu.values import clamp_percent, share
from hertzmon_gui.collector.rates import CounterRates
from hertzmon_gui.model.snapshot import GpuDevice

_CARD = re.compile(r"card\d+$")
_VENDORS = {AMD: "amd", INTEL: "intel", NVIDIA: "nvidia"}
_TITLES = {AMD: "AMD", INTEL: "Intel", NVIDIA: "NVIDIA"}
# Milliseconds in which the GPU, or one of its parts, was powered down: of i915 new and old, and of xe.
_RESIDENCIES = (
    ("gt", re.compile(r"gt\d+$"), "rc6_residency_ms"),
    ("device/tile0", re.compile(r"gt\d+$"), "gtidle/idle_residency_ms"),
)


class _Card(Struct, frozen=True):
    """A GPU's folder in /sys/class/drm, and what does not change about it."""

    directory: Path
    address: str
    vendor_id: int
    name: str


class DrmReader:
    """Reads /sys under `root`."""

    name = "drm"

    def __init__(self, root: Path, names: PciNames) -> None:
        self._drm = root / "sys/class/drm"
        self._names = names
        self._fdinfo = FdinfoReader(root)
        self._rates = CounterRates()
        self._cards: dict[str, _Card] = {}
        self._latest: dict[str, GpuDevice] = {}

    def read(self, request: Request) -> GpuReading:
        """Read every GPU; what sleeps is shown so, and not touched."""
        self._rates.begin(request.now)
        cards = self._find_cards()
        if not cards:
            raise NoDevices("no GPU with a driver of the kernel's")
        processes = {}
        if request.processes:
            processes = self._fdinfo.read(request.now)
        else:
            self._fdinfo.forget()
        devices = []
        for index, card in enumerate(cards):
            if is_asleep(card.directory / "device"):
                device = self._asleep(index, card)
            else:
                device = self._read_card(index, card)
                self._latest[card.address] = device
                device = msgspec.structs.replace(device, processes=processes.get(card.address, ()))
            devices.append(device)
        return GpuReading(tuple(devices))

    def _find_cards(self) -> list[_Card]:
        found: dict[str, _Card] = {}
        for name in sorted(filter(_CARD.match, names_in(self._drm)), key=lambda name: int(name[4:])):
            device = self._drm / name / "device"
            vendor_id = read_int(device / "vendor")
            # NVIDIA's own driver tells nothing here; what is on display boards and virtual machines is no GPU to watch.
            if vendor_id not in _VENDORS or (device / "driver").resolve().name == "nvidia":
                continue
            address = device.resolve().name
            found[name] = self._cards.get(name) or _Card(
                self._drm / name, address, vendor_id, self._card_name(device, vendor_id)
            )
        self._cards = found
        return list(found.values())

    def _card_name(self, device: Path, vendor_id: int) -> str:
        own = read_text(device / "product_name")
        if own:
            return own
        device_id = read_int(device / "device") or 0
        listed = self._names.name(vendor_id, device_id)
        # Lists say "Navi 21 [Radeon RX 6800]": what is sold stands in brackets.
        sold = re.search(r"\[(.+)\]", listed) if listed else None
        return f"{_TITLES[vendor_id]} {sold[1] if sold else listed or f'GPU {device_id:04x}'}"

    def _asleep(self, index: int, card: _Card) -> GpuDevice:
        known = self._latest.get(card.address)
        return GpuDevice(
            index=index,
            name=card.name,
            vendor=_VENDORS[card.vendor_id],
            memory_total=known.memory_total if known else None,
            asleep=True,
        )

    def _read_card(self, index: int, card: _Card) -> GpuDevice:
        device = card.directory / "device"
        hwmon = next((device / "hwmon" / name for name in names_in(device / "hwmon")), device / "hwmon/none")
        total, used = read_int(device / "mem_info_vram_total"), read_int(device / "mem_info_vram_used")
        temperature = _first(hwmon, "temp1_input", "temp2_input")
        return GpuDevice(
            index=index,
            name=card.name,
            vendor=_VENDORS[card.vendor_id],
            load_percent=self._load(card),
            memory_total=total,
            memory_used=used,
            memory_percent=share(used, total),
            temperature_celsius=None if temperature is None else temperature / 1000,
            power_watts=self._watts(card, hwmon),
            power_limit_watts=_micro(_first(hwmon, "power1_cap", "power1_max")),
            graphics_clock_mhz=_graphics_clock(card.directory, hwmon),
            memory_clock_mhz=_megahertz(read_int(hwmon / "freq2_input")),
            fan_percent=_fan(hwmon),
        )

    def _load(self, card: _Card) -> float | None:
        """AMD counts how long its GPU executes; of Intel's the time that it was not powered down must do."""
        busy = read_int(card.directory / "device/gpu_busy_percent")
        if busy is not None:
            return clamp_percent(busy)
        files = [
            card.directory / place / name / file
            for place, pattern, file in _RESIDENCIES
            for name in filter(pattern.match, names_in(card.directory / place))
        ] or [card.directory / "power/rc6_residency_ms"]
        loads = []
        for file in files:
            asleep_ms_per_second = self._rates.rate(str(file), read_int(file))
            if asleep_ms_per_second is not None:
                loads.append(100 - asleep_ms_per_second / 10)
        return clamp_percent(max(loads)) if loads else None

    def _watts(self, card: _Card, hwmon: Path) -> float | None:
        power = _micro(_first(hwmon, "power1_average", "power1_input"))
        if power is not None:
            return power
        return _micro(self._rates.rate((card.address, "energy"), read_int(hwmon / "energy1_input")))

    def close(self) -> None:
        """Nothing is held."""
        self._fdinfo.forget()
        self._rates.forget()


def _first(directory: Path, *names: str) -> int | None:
    return next((value for name in names if (value := read_int(directory / name)) is not None), None)


def _micro(value: float | None) -> float | None:
    return None if value is None else value / 1e6


def _megahertz(hertz: int | None) -> int | None:
    return None if hertz is None else round(hertz / 1e6)


def _graphics_clock(card: Path, hwmon: Path) -> int | None:
    """The clock; a GPU that is powered down between two frames says 0, which is no clock."""
    hertz = read_int(hwmon / "freq1_input")
    if hertz is not None:
        return _megahertz(hertz)
    return _first(card, "gt_act_freq_mhz", "gt/gt0/rps_act_freq_mhz", "device/tile0/gt0/freq0/act_freq") or None


def _fan(hwmon: Path) -> float | None:
    speed, most = read_int(hwmon / "fan1_input"), read_int(hwmon / "fan1_max")
    if speed is not None and most:
        return share(speed, most)
    return share(read_int(hwmon / "pwm1"), 255)
