"""What the readers of a system hand to the probes: counters and facts as the system tells them, before any arithmetic.

Each reader is satisfied twice: in `linux/`, from /proc and /sys, and in `portable/`, through psutil.
"""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

CpuTicks = tuple[float, ...]


class CpuCounters(Struct, frozen=True, gc=False):
    """Ticks since boot of all CPUs and of each; `fields` names the places of every tuple, in CpuTimes' words."""

    fields: tuple[str, ...]
    total: CpuTicks
    cores: dict[int, CpuTicks]
    ticks_per_second: float
    context_switches: int | None = None
    interrupts: int | None = None


class CpuClocks(Struct, frozen=True, gc=False):
    """MHz by CPU, and the mean of the CPUs' limits."""

    by_core: dict[int, float]
    mean: float | None
    minimum: float | None = None
    maximum: float | None = None


class CpuFacts(Struct, frozen=True, gc=False):
    """What does not change while the same CPUs are there."""

    physical_count: int | None
    model_name: str | None


class CpuReader(Protocol):
    """Reads the CPUs."""

    def counters(self) -> CpuCounters:
        """The time counters."""

    def load_average(self) -> tuple[float, float, float] | None:
        """Tasks that ran or waited, over 1, 5 and 15 min; None where the system does not count them."""

    def clocks(self) -> CpuClocks:
        """The frequencies; can be slow, so it is called in the slow lane."""

    def facts(self) -> CpuFacts:
        """Read when CPUs come or go."""

    def close(self) -> None:
        """Give back descriptors."""


class MemoryCounters(Struct, frozen=True, gc=False):
    """Bytes; the first five have psutil's meaning, `cached` is what the system gives back on demand."""

    total: int
    available: int
    used: int
    free: int
    percent: float
    cached: int
    shared: int | None
    dirty: int | None
    swap_total: int | None
    swap_free: int | None
    swapped_in: int | None = None
    swapped_out: int | None = None


class MemoryReader(Protocol):
    """Reads memory and swap."""

    def counters(self) -> MemoryCounters:
        """Amounts now, and bytes swapped since boot."""

    def close(self) -> None:
        """Give back descriptors."""


class Mount(Struct, frozen=True):
    """A mounted file system that is listed; `identity` differs when another one is mounted at the same place."""

    identity: tuple[object, ...]
    device: str
    mountpoint: str
    fstype: str
    path: bytes | str
    is_network: bool


class Capacity(Struct, frozen=True, gc=False):
    """Bytes of a file system in psutil's meaning, and its inodes where it has a fixed number."""

    total: int
    used: int
    free: int
    percent: float
    inodes_total: int | None = None
    inodes_free: int | None = None


class DiskCounters(Struct, frozen=True, gc=False):
    """A block device since boot; times in milliseconds."""

    name: str
    reads: int
    read_bytes: int
    read_ms: int
    writes: int
    write_bytes: int
    write_ms: int
    busy_ms: int | None


class DiskFacts(Struct, frozen=True, gc=False):
    """What does not change while the device is there.

    `is_whole` as in Disk; those that are `is_physical`, made of no others, make up the totals.
    """

    is_whole: bool
    is_physical: bool
    model_name: str | None = None
    size_bytes: int | None = None


class DiskReader(Protocol):
    """Reads file systems and block devices."""

    def mounts(self) -> tuple[Mount, ...]:
        """The listed file systems; called in the slow lane."""

    def capacity(self, mount: Mount) -> Capacity:
        """How full one is; may never return, so it is called in the slow lane."""

    def devices(self) -> list[DiskCounters]:
        """The counters of the listed block devices."""

    def facts(self, name: str) -> DiskFacts:
        """Read once per device."""

    def close(self) -> None:
        """Give back descriptors."""


class InterfaceCounters(Struct, frozen=True, gc=False):
    """A network interface since boot."""

    name: str
    bytes_received: int
    packets_received: int
    errors_in: int
    drops_in: int
    bytes_sent: int
    packets_sent: int
    errors_out: int
    drops_out: int


class InterfaceFacts(Struct, frozen=True, gc=False):
    """What does not change while the interface is there."""

    is_loopback: bool
    is_virtual: bool


class LinkState(Struct, frozen=True, gc=False):
    """What changes seldom and is slow to read."""

    is_up: bool | None = None
    speed_mbps: int | None = None
    addresses: tuple[str, ...] = ()
    hardware_address: str | None = None


class NetworkReader(Protocol):
    """Reads network interfaces."""

    def counters(self) -> list[InterfaceCounters]:
        """The counters of every interface."""

    def facts(self, name: str) -> InterfaceFacts:
        """Read once per interface."""

    def links(self) -> dict[str, LinkState]:
        """State, speed and addresses by name; a driver may take its time, so it is called in the slow lane."""

    def close(self) -> None:
        """Give back descriptors."""
