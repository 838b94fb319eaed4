"""Memory from /proc/meminfo, swapping from /proc/vmstat, and the ZFS cache from its own statistics."""

from __future__ import annotations

import mmap
import re
from pathlib import Path

from hertzmon_gui.collector.files import KeptFile, read_bytes
from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.readers import MemoryCounters

_MEMINFO = re.compile(
    rb"^(MemTotal|MemFree|MemAvailable|Buffers|Cached|SReclaimable|Shmem|Dirty|SwapTotal|SwapFree"
    rb"|Active\(file\)|Inactive\(file\)): +(\d+)",
    re.MULTILINE,
)
_SWAPPED = re.compile(rb"^(pswpin|pswpout) (\d+)$", re.MULTILINE)
_ARC_SIZE = re.compile(rb"^size +\d+ +(\d+)$", re.MULTILINE)
_WATERMARK_LOW = re.compile(rb"^ +low +(\d+)$", re.MULTILINE)


def parse_meminfo(data: bytes) -> dict[bytes, int]:
    """The amounts that are used here, in bytes."""
    return {name: int(kibibytes) * 1024 for name, kibibytes in _MEMINFO.findall(data)}


def parse_swapped(data: bytes) -> dict[bytes, int]:
    """Bytes swapped in (`pswpin`) and out (`pswpout`) since boot, in /proc/vmstat."""
    return {name: int(pages) * mmap.PAGESIZE for name, pages in _SWAPPED.findall(data)}


def parse_arc_size(data: bytes) -> int:
    """Bytes in the ZFS adaptive replacement cache; 0 when the text does not tell."""
    found = _ARC_SIZE.search(data)
    return int(found[1]) if found else 0


def estimate_available(memory: dict[bytes, int], zoneinfo: bytes) -> int:
    """What kernels before 3.14 did not say: free memory, page cache and slab above the low watermarks.

    The kernel's own estimate (commit 34e431b0ae39), as in psutil and free.
    """
    free = memory[b"MemFree"]
    try:
        page_cache: float = memory[b"Active(file)"] + memory[b"Inactive(file)"]
        slab = memory[b"SReclaimable"]
    except KeyError:
        return free + memory.get(b"Cached", 0)
    if not zoneinfo:
        return free + memory.get(b"Cached", 0)
    low = sum(map(int, _WATERMARK_LOW.findall(zoneinfo))) * mmap.PAGESIZE
    page_cache -= min(page_cache / 2, low)
    return int(free - low + page_cache + slab - min(slab / 2, low))


class LinuxMemoryReader:
    """Reads /proc under `root`."""

    def __init__(self, root: Path) -> None:
        self._meminfo = KeptFile(root / "proc/meminfo")
        self._vmstat = KeptFile(root / "proc/vmstat")
        self._zoneinfo = root / "proc/zoneinfo"
        arc = root / "proc/spl/kstat/zfs/arcstats"
        self._arc = KeptFile(arc) if arc.exists() else None

    def counters(self) -> MemoryCounters:
        """Read /proc/meminfo, and /proc/vmstat where there is swap."""
        memory = parse_meminfo(self._meminfo.read())
        try:
            total, free = memory[b"MemTotal"], memory[b"MemFree"]
        except KeyError as error:
            raise NoData("/proc/meminfo does not tell the total") from error
        available = self._available(memory, total, free)
        shared = memory.get(b"Shmem")
        cached = memory.get(b"Cached", 0) + memory.get(b"SReclaimable", 0) + memory.get(b"Buffers", 0)
        swap_total = memory.get(b"SwapTotal")
        swapped = parse_swapped(self._vmstat.read_or_none() or b"") if swap_total else {}
        return MemoryCounters(
            total=total,
            available=available,
            used=total - available,
            free=free,
            percent=round(100 * (total - available) / total, 1) if total else 0.0,
            # The kernel counts tmpfs and shared memory as cached, but cannot give them back.
            cached=max(0, cached - (shared or 0)) + self._arc_size(),
            shared=shared,
            dirty=memory.get(b"Dirty"),
            swap_total=swap_total,
            swap_free=memory.get(b"SwapFree"),
            swapped_in=swapped.get(b"pswpin"),
            swapped_out=swapped.get(b"pswpout"),
        )

    def _available(self, memory: dict[bytes, int], total: int, free: int) -> int:
        # 0 is a known lie of some kernels; psutil and free estimate then, too.
        available = memory.get(b"MemAvailable") or estimate_available(
            memory, read_bytes(self._zoneinfo, whole=True) or b""
        )
        if available > total:  # seen in containers, where the values of host and guest mix
            return free
        return max(0, available)

    def _arc_size(self) -> int:
        return 0 if self._arc is None else parse_arc_size(self._arc.read_or_none() or b"")

    def close(self) -> None:
        """Give back the descriptors."""
        for file in (self._meminfo, self._vmstat, self._arc):
            if file is not None:
                file.close()
