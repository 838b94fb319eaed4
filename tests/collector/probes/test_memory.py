"""Memory: parts that add up, psutil's meaning of each number, swap rates and the ZFS cache."""

from __future__ import annotations

import mmap
import sys
from pathlib import Path

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.linux.memory import estimate_available, parse_meminfo
from hertzmon_gui.collector.probes.memory import MemoryProbe
from hertzmon_gui.collector.probes.portable.memory import PortableMemoryReader
from tests.collector.trees import Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

KIB = 1024


def meminfo(**changes: int) -> str:
    amounts = {
        "MemTotal": 16_000_000,
        "MemFree": 2_000_000,
        "MemAvailable": 9_000_000,
        "Buffers": 300_000,
        "Cached": 7_000_000,
        "SwapCached": 1_000,
        "Active(file)": 3_000_000,
        "Inactive(file)": 2_500_000,
        "Shmem": 500_000,
        "Dirty": 640,
        "SReclaimable": 400_000,
        "SwapTotal": 4_000_000,
        "SwapFree": 3_000_000,
    } | {name.replace("_file", "(file)"): amount for name, amount in changes.items()}
    return "".join(f"{name + ':':<16}{amount:>10} kB\n" for name, amount in amounts.items()) + "HugePages_Total:   0\n"


@needs_linux
def test_the_parts_add_up_and_the_rest_is_psutils(machine: Machine) -> None:
    machine.write({"proc/meminfo": meminfo(), "proc/vmstat": "pgpgin 1\npswpin 10\npswpout 20\n"})
    memory = MemoryProbe(machine.context).read(machine.tick())
    assert memory.total == 16_000_000 * KIB
    assert memory.available == 9_000_000 * KIB
    assert memory.used == 7_000_000 * KIB
    assert memory.percent == 43.8
    assert memory.cached == (7_000_000 + 300_000 + 400_000 - 500_000) * KIB
    assert memory.unused == memory.free == 2_000_000 * KIB
    assert memory.apps + memory.cached + memory.unused == memory.total
    assert memory.dirty == 640 * KIB
    assert memory.swap is not None
    assert (memory.swap.used, memory.swap.percent) == (1_000_000 * KIB, 25.0)
    assert memory.swap.in_rate is None


@needs_linux
def test_swapping_is_a_rate_and_a_reset_is_unknown(machine: Machine) -> None:
    machine.write({"proc/meminfo": meminfo(), "proc/vmstat": "pswpin 10\npswpout 20\n"})
    probe = MemoryProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/vmstat": "pswpin 14\npswpout 20\n"})
    swap = probe.read(machine.tick(2.0)).swap
    assert swap is not None
    assert (swap.in_rate, swap.out_rate) == (2 * mmap.PAGESIZE, 0.0)
    assert swap.in_bytes == 14 * mmap.PAGESIZE
    machine.write({"proc/vmstat": "pswpin 3\npswpout 25\n"})
    swap = probe.read(machine.tick()).swap
    assert swap is not None
    assert (swap.in_rate, swap.out_rate) == (None, 5 * mmap.PAGESIZE)
    machine.remove("proc/vmstat")
    swap = MemoryProbe(machine.context).read(machine.tick()).swap
    assert swap is not None
    assert swap.in_bytes is None


@needs_linux
def test_the_zfs_cache_counts_as_cache(machine: Machine) -> None:
    arc = "13 1 0x01 147 39984 0 0\nname               type data\nsize               4    1073741824\n"
    machine.write({"proc/meminfo": meminfo(), "proc/spl/kstat/zfs/arcstats": arc})
    memory = MemoryProbe(machine.context).read(machine.tick())
    assert memory.cached == 7_200_000 * KIB + 2**30
    assert memory.apps + memory.cached + memory.unused == memory.total


@needs_linux
@pytest.mark.parametrize(
    "changes",
    [
        {"Cached": 99_000_000},  # a container whose cache is the host's
        {"MemFree": 99_000_000},
        {"Shmem": 99_000_000},
        {"MemAvailable": 99_000_000},
        {"SwapFree": 99_000_000},
        {"MemTotal": 0},
    ],
)
def test_amounts_that_contradict_each_other_still_add_up(machine: Machine, changes: dict[str, int]) -> None:
    machine.write({"proc/meminfo": meminfo(**changes)})
    memory = MemoryProbe(machine.context).read(machine.tick())
    assert memory.apps + memory.cached + memory.unused == memory.total
    assert min(memory.apps, memory.cached, memory.unused) >= 0
    assert memory.swap is not None
    assert memory.swap.used >= 0


@needs_linux
def test_available_is_estimated_where_the_kernel_does_not_tell(machine: Machine) -> None:
    zoneinfo = "Node 0, zone   Normal\n  pages free     5000\n        min      100\n        low      250\n"
    machine.write({"proc/meminfo": meminfo(MemAvailable=0), "proc/zoneinfo": zoneinfo})
    memory = MemoryProbe(machine.context).read(machine.tick())
    low = 250 * mmap.PAGESIZE
    assert memory.available == (2_000_000 + 5_500_000 + 400_000) * KIB - 3 * low
    assert estimate_available(parse_meminfo(b"MemFree:  10 kB\nCached:  5 kB\n"), b"") == 15 * KIB


@needs_linux
def test_no_meminfo_is_no_data(machine: Machine) -> None:
    with pytest.raises(NoData):
        MemoryProbe(machine.context).read(machine.tick())
    machine.write({"proc/meminfo": "Strange: 1 kB\n"})
    with pytest.raises(NoData):
        MemoryProbe(machine.context).read(machine.tick())


@needs_linux
def test_the_numbers_are_psutils_on_this_machines_own_meminfo(
    machine: Machine, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("meminfo", "vmstat", "zoneinfo"):
        machine.write({f"proc/{name}": Path(f"/proc/{name}").read_bytes()})
    monkeypatch.setattr(psutil, "PROCFS_PATH", str(machine.root / "proc"))
    ours, theirs = MemoryProbe(machine.context).read(machine.tick()), psutil.virtual_memory()
    assert (ours.total, ours.available, ours.used, ours.free, ours.percent) == (
        theirs.total,
        theirs.available,
        theirs.used,
        theirs.free,
        theirs.percent,
    )
    swap = psutil.swap_memory()
    assert ours.swap is not None
    assert (ours.swap.total, ours.swap.used, ours.swap.free, ours.swap.percent) == (
        swap.total,
        swap.used,
        swap.free,
        swap.percent,
    )


def test_through_psutil_the_parts_add_up_too(live: Machine) -> None:
    probe = MemoryProbe(live.context, PortableMemoryReader())
    memory = probe.read(live.tick())
    assert memory.total > memory.available > 0
    assert memory.apps + memory.cached + memory.unused == memory.total
    probe.close()
