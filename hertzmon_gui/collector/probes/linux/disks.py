"""Block devices from /proc/diskstats and /sys/block."""

from __future__ import annotations

import re
from pathlib import Path

from hertzmon_gui.collector.files import KeptFile, read_int, read_text
from hertzmon_gui.collector.probes.linux.mounts import LinuxMounts
from hertzmon_gui.collector.probes.readers import Capacity, DiskCounters, DiskFacts, Mount
from hertzmon_gui.collector.texts import encodable_name

_SECTOR_BYTES = 512  # the unit of /proc/diskstats and of sysfs' size, whatever the device's own sectors are

# Without /sys only the name tells.
_PARTITION = re.compile(r"((?:sd|hd|vd|xvd)[a-z]+)\d+$|((?:nvme\d+n\d+|mmcblk\d+|nbd\d+))p\d+$")
_LOOP = re.compile(r"loop\d")
_STACKED = re.compile(r"(loop|ram|zram|dm-|md|nbd|drbd|bcache|zd)\d")
_SELDOM_USED = (b"loop", b"ram", b"zram", b"nbd", b"fd", b"sr")


def parse_diskstats(data: bytes) -> list[DiskCounters]:
    """The devices in /proc/diskstats; loops, RAM disks and drives that never did anything are left out."""
    disks = []
    for line in data.split(b"\n"):
        words = line.split()
        if len(words) < 14:
            continue
        name = words[2]
        if name.startswith(_SELDOM_USED) and words[3] == b"0" and words[7] == b"0":
            continue
        disks.append(
            DiskCounters(
                name=encodable_name(name),
                reads=int(words[3]),
                read_bytes=int(words[5]) * _SECTOR_BYTES,
                read_ms=int(words[6]),
                writes=int(words[7]),
                write_bytes=int(words[9]) * _SECTOR_BYTES,
                write_ms=int(words[10]),
                busy_ms=int(words[12]),
            )
        )
    return disks


class LinuxDiskReader:
    """Reads /proc and /sys under `root`."""

    def __init__(self, root: Path) -> None:
        self._diskstats = KeptFile(root / "proc/diskstats")
        self._block = root / "sys/block"
        self._mounts = LinuxMounts(root)

    def mounts(self) -> tuple[Mount, ...]:
        """Read the mount table."""
        return self._mounts.mounts()

    def capacity(self, mount: Mount) -> Capacity:
        """Ask the file system; on a dead network mount this never returns."""
        return self._mounts.capacity(mount)

    def devices(self) -> list[DiskCounters]:
        """Read /proc/diskstats."""
        return parse_diskstats(self._diskstats.read())

    def facts(self, name: str) -> DiskFacts:
        """Whole devices stand in /sys/block; those made of others (LVM, RAID) are links into `virtual/block`.

        A loop is a file on a device, as a partition is a part of one: desktops mount dozens of them, one per package.
        """
        directory = self._block / name.replace("/", "!")
        if not self._block.is_dir():
            is_whole = _PARTITION.match(name) is None and _LOOP.match(name) is None
            return DiskFacts(is_whole=is_whole, is_physical=is_whole and _STACKED.match(name) is None)
        if not directory.exists():
            return DiskFacts(is_whole=False, is_physical=False)
        sectors = read_int(directory / "size")
        # NVMe with several paths lies under virtual/nvme-subsystem, and is as real as any.
        is_physical = "/virtual/block/" not in str(directory.resolve())
        return DiskFacts(
            is_whole=_LOOP.match(name) is None,
            is_physical=is_physical,
            model_name=read_text(directory / "device/model") or read_text(directory / "device/name"),
            size_bytes=None if sectors is None else sectors * _SECTOR_BYTES,
        )

    def close(self) -> None:
        """Give back the descriptor."""
        self._diskstats.close()
