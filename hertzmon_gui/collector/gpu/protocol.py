"""GpuReader: one way to read the GPUs, and the three ways in which it can come back without any."""

from __future__ import annotations

from typing import Protocol

from msgspec import Struct

from hertzmon_gui.model.snapshot import GpuDevice


class LibraryMissing(Exception):  # noqa: N818 (a state of the installation, not an error)
    """The library that this reader needs is not installed."""


class NoDevices(Exception):  # noqa: N818 (a state of the machine, not an error)
    """There is nothing for this reader to read: no such GPU, or no driver for one."""


class GpuFailure(Exception):  # noqa: N818 (the driver's, and shown to a person)
    """The driver is there and fails; the text is its own."""


class GpuReading(Struct, frozen=True):
    """What a reader found; never empty."""

    devices: tuple[GpuDevice, ...]
    driver_version: str | None = None


class Request(Struct, frozen=True):
    """What is asked of a reader.

    `addresses` are the PCI addresses of the GPUs that are awake, None where the system does not list them; the others
    are not to be touched. `processes` asks for the figures of each process, which are costly.
    """

    now: float
    processes: bool = False
    addresses: tuple[str, ...] | None = None
    some_asleep: bool = False


class GpuReader(Protocol):
    """Reads GPUs; called in the slow lane only, one call at a time."""

    name: str

    def read(self, request: Request) -> GpuReading:
        """Read every GPU; raises LibraryMissing, NoDevices, or anything else when the driver fails."""

    def close(self) -> None:
        """Let go of the driver, so that the GPU can fall asleep; the next reading takes it up again."""
