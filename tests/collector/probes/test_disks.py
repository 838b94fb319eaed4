"""Disks: rates, totals that count each device once, mounts that hang, come and go, and psutil's list and figures."""

from __future__ import annotations

import os
import sys
import threading

import psutil
import pytest

from hertzmon_gui.collector.probe import NoData, ProbeContext
from hertzmon_gui.collector.probes.disks import DisksProbe
from hertzmon_gui.collector.probes.linux.disks import LinuxDiskReader, parse_diskstats
from hertzmon_gui.collector.probes.linux.mounts import is_network, statvfs_capacity
from hertzmon_gui.collector.probes.portable.disks import PortableDiskReader
from hertzmon_gui.collector.probes.readers import Capacity, DiskCounters, DiskFacts, Mount
from hertzmon_gui.collector.slow_lane import SlowLane
from hertzmon_gui.model.snapshot import Disk, Disks, Volume
from hertzmon_gui.model.source import NOTHING, Demand
from tests.collector.patience import wait_until
from tests.collector.trees import Machine

needs_linux = pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")

FILESYSTEMS = "nodev\tsysfs\nnodev\ttmpfs\nnodev\tzfs\n\text4\n\tvfat\n"


def line(name: str, *, reads: int = 0, read: int = 0, writes: int = 0, written: int = 0, busy: int = 0) -> str:
    """A line of diskstats; every request takes 2 ms."""
    return f" 8 0 {name} {reads} 0 {read} {reads * 2} {writes} 0 {written} {writes * 2} 0 {busy} 0 0 0 0 0 0 0\n"


def of(disks: Disks, name: str) -> Disk:
    return next(device for device in disks.devices if device.name == name)


def block(machine: Machine, name: str, *, virtual: bool = False, **files: str) -> None:
    place = f"sys/devices/{'virtual' if virtual else 'pci0000:00/ata1'}/block/{name}"
    machine.link(f"sys/block/{name}", place)
    machine.write({f"{place}/{key.replace('__', '/')}": value + "\n" for key, value in files.items()})


@needs_linux
def test_rates_busy_time_latency_and_totals_that_count_once(machine: Machine) -> None:
    block(machine, "sda", size="1000", device__model="Imaginary Disk")
    block(machine, "dm-0", virtual=True, size="1000")
    machine.write({"proc/diskstats": line("sda") + line("sda1") + line("dm-0") + line("loop0") + line("ram0")})
    probe = DisksProbe(machine.context)
    first = probe.read(machine.tick())
    assert first.read_rate is None
    assert [device.name for device in first.devices] == ["sda", "sda1", "dm-0"]
    work = {"reads": 30, "read": 400, "writes": 10, "written": 80, "busy": 500}
    machine.write({"proc/diskstats": line("sda", **work) + line("sda1", **work) + line("dm-0", **work)})
    second = probe.read(machine.tick(2.0))
    assert (second.read_rate, second.write_rate) == (400 * 512 / 2, 80 * 512 / 2)
    sda = of(second, "sda")
    assert (sda.read_rate, sda.write_rate) == (second.read_rate, second.write_rate)
    assert (sda.read_ops_rate, sda.write_ops_rate) == (15.0, 5.0)
    assert (sda.busy_percent, sda.latency_ms) == (25.0, 2.0)
    assert (sda.model_name, sda.size_bytes, sda.is_whole) == ("Imaginary Disk", 512_000, True)
    assert (sda.reads, sda.writes, sda.busy_seconds) == (30, 10, 0.5)
    assert not of(second, "sda1").is_whole
    third = of(probe.read(machine.tick()), "sda")
    assert (third.read_rate, third.busy_percent, third.latency_ms) == (0.0, 0.0, None)


@needs_linux
def test_what_is_whole_and_what_counts(machine: Machine) -> None:
    """A volume on a disk is shown beside it and counted once; a loop, a file on a disk, is shown with neither."""
    block(machine, "sda")
    for name in ("dm-0", "md0", "loop0"):
        block(machine, name, virtual=True)
    names = ["sda", "dm-0", "md0", "loop0"]
    machine.write({"proc/diskstats": "".join(line(name, reads=1) for name in names)})
    probe = DisksProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/diskstats": "".join(line(name, reads=2, read=2) for name in names)})
    disks = probe.read(machine.tick())
    assert [device.name for device in disks.devices] == names
    assert [device.name for device in disks.devices if device.is_whole] == ["sda", "dm-0", "md0"]
    assert disks.read_rate == 1024


@needs_linux
def test_counters_that_wrap_or_devices_that_go_give_no_wrong_rate(machine: Machine) -> None:
    machine.write({"proc/diskstats": line("sda", busy=2**32 - 1, reads=5) + line("sdb", read=100)})
    probe = DisksProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/diskstats": line("sda", busy=1, reads=6)})
    disks = probe.read(machine.tick())
    assert (of(disks, "sda").busy_percent, of(disks, "sda").read_ops_rate) == (None, 1.0)
    assert len(disks.devices) == 1
    machine.write({"proc/diskstats": line("sda", busy=9000) + line("sdb", read=10**6)})
    disks = probe.read(machine.tick())
    assert of(disks, "sda").read_ops_rate is None
    assert of(disks, "sda").latency_ms is None
    assert of(disks, "sda").busy_percent == 100.0
    assert of(disks, "sdb").read_rate is None
    assert probe.read(machine.tick(3600, after_gap=True)).read_rate is None


@needs_linux
def test_without_sys_partitions_and_stacked_devices_are_known_by_name(machine: Machine) -> None:
    names = ["nvme0n1", "nvme0n1p2", "vda", "vda1", "mmcblk0", "mmcblk0p1", "dm-3", "md0", "loop7"]
    machine.write({"proc/diskstats": "".join(line(name, reads=1) for name in names)})
    probe = DisksProbe(machine.context)
    probe.read(machine.tick())
    machine.write({"proc/diskstats": "".join(line(name, reads=2, read=2) for name in names)})
    disks = probe.read(machine.tick())
    parts = ["nvme0n1p2", "vda1", "mmcblk0p1", "loop7"]
    assert [device.name for device in disks.devices if not device.is_whole] == parts
    assert disks.read_rate == 3 * 1024


@needs_linux
def test_multipath_nvme_is_physical_and_odd_lines_are_skipped(machine: Machine) -> None:
    place = "sys/devices/virtual/nvme-subsystem/nvme-subsys0/nvme0n1"
    machine.link("sys/block/nvme0n1", place)
    machine.link("sys/block/cciss!c0d0", "sys/devices/pci0000:00/cciss!c0d0")
    reader = LinuxDiskReader(machine.root)
    assert reader.facts("nvme0n1").is_physical
    assert reader.facts("cciss/c0d0").is_physical
    assert parse_diskstats(b"8 0 sda 1 2 3\n\n") == []
    assert [disk.name for disk in parse_diskstats(b"8 0 s\xff 1 2 3 4 5 6 7 8 9 10 11\n")] == [r"s\xff"]


@needs_linux
def test_volumes_are_those_on_devices_and_networks(machine: Machine) -> None:
    mounts = [
        "22 1 8:1 / / rw shared:1 - ext4 /dev/root rw",
        "23 22 0:21 / /proc rw - proc proc rw",
        "24 22 0:24 / /tmp rw - tmpfs tmpfs rw",
        r"25 22 8:17 / /media/My\040Stick rw shared:5 master:2 - vfat /dev/sdb1 rw",
        "26 22 0:50 / /srv rw - nfs4 server:/export rw",
        "27 22 0:51 / /home/me/far rw - fuse.sshfs me@host: rw",
        "28 22 0:52 / /tank rw - zfs tank rw",
        "29 22 0:53 / /nothing rw - ext4 none rw",
        "30 22 0:54 / /auto rw - autofs auto rw",
        "broken line",
    ]
    machine.write(
        {
            "proc/self/mountinfo": "\n".join(mounts),
            "proc/filesystems": FILESYSTEMS,
            "proc/diskstats": "",
            "sys/dev/block/8:1/uevent": "MAJOR=8\nDEVNAME=sda1\n",
        }
    )
    (machine.root / "media/My Stick").mkdir(parents=True)
    volumes = DisksProbe(machine.context).read(machine.tick()).volumes
    assert [(volume.device, volume.mountpoint, volume.is_network) for volume in volumes] == [
        ("/dev/sda1", "/", False),
        ("/dev/sdb1", "/media/My Stick", False),
        ("server:/export", "/srv", True),
        ("me@host:", "/home/me/far", True),
        ("tank", "/tank", False),
    ]
    assert volumes[0].total == volumes[1].total
    assert volumes[0].total
    # /srv does not exist here, so that statvfs fails: nothing is known, and nothing made up.
    assert (volumes[2].total, volumes[2].percent, volumes[2].stale) == (None, None, True)


@needs_linux
def test_volumes_come_and_go_and_the_upper_one_hides_the_lower(machine: Machine) -> None:
    root = "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n"
    machine.write({"proc/self/mountinfo": root, "proc/filesystems": FILESYSTEMS, "proc/diskstats": ""})
    probe = DisksProbe(machine.context)
    resting = len(machine.lane.readings)
    over = "30 22 8:17 / /data rw - ext4 /dev/sdb1 rw\n31 22 8:33 / /data rw - ext4 /dev/sdc1 rw\n"
    machine.write({"proc/self/mountinfo": root + over})
    volumes = probe.read(machine.tick()).volumes
    assert [volume.device for volume in volumes] == ["/dev/sda1", "/dev/sdc1"]
    machine.write({"proc/self/mountinfo": root + over + "32 22 0:9 / /data rw - tmpfs tmpfs rw\n"})
    assert len(probe.read(machine.tick()).volumes) == 1
    assert len(machine.lane.readings) == resting
    probe.close()
    assert machine.lane.readings == []


@needs_linux
def test_mountpoints_of_any_bytes(machine: Machine) -> None:
    raw = b"22 1 8:1 / /caf\xe9\\134x rw - ext4 /dev/sda1 rw\n"
    machine.write({"proc/self/mountinfo": raw, "proc/filesystems": FILESYSTEMS, "proc/diskstats": ""})
    (machine.root / os.fsdecode(b"caf\xe9\\x")).mkdir()
    (volume,) = DisksProbe(machine.context).read(machine.tick()).volumes
    assert volume.mountpoint == "/caf\\xe9\\x"
    assert volume.total


@needs_linux
def test_a_machine_without_diskstats_still_shows_its_file_systems(machine: Machine) -> None:
    machine.write({"proc/self/mountinfo": "22 1 8:1 / / rw - ext4 /dev/sda1 rw\n", "proc/filesystems": FILESYSTEMS})
    disks = DisksProbe(machine.context).read(machine.tick())
    assert (disks.devices, disks.read_rate, len(disks.volumes)) == ((), None, 1)


@pytest.mark.parametrize(
    ("kind", "expected"),
    [(b"nfs4", True), (b"fuse.rclone", True), (b"9p", True), (b"ext4", False), (b"fuse.ntfs", False), (b"xfs", False)],
)
def test_network_file_systems_are_known_by_kind(kind: bytes, expected: bool) -> None:
    assert is_network(kind) is expected


class HangingDisks:
    """Two mounts, the first of which never answers."""

    def __init__(self) -> None:
        self.calls = 0
        self.released = threading.Event()

    def mounts(self) -> tuple[Mount, ...]:
        return (
            Mount(("dead",), "server:/dead", "/dead", "nfs", "/dead", is_network=True),
            Mount(("good",), "/dev/sda1", "/", "ext4", "/", is_network=False),
        )

    def capacity(self, mount: Mount) -> Capacity:
        if mount.mountpoint == "/dead":
            self.calls += 1
            self.released.wait()
        return Capacity(100, 40, 50, 44.4)

    def devices(self) -> list[DiskCounters]:
        raise NoData("none")

    def facts(self, name: str) -> DiskFacts:
        raise AssertionError(name)

    def close(self) -> None:
        self.released.set()


def test_a_mount_that_never_answers_holds_up_nobody_and_is_asked_once(machine: Machine, lane: SlowLane) -> None:
    reader = HangingDisks()
    probe = DisksProbe(ProbeContext(slow_lane=lane, root=machine.root), reader)

    def volumes() -> tuple[Volume, ...]:
        return probe.read(machine.tick()).volumes

    wait_until(lambda: len(volumes()) == 2 and volumes()[1].total == 100, lane.tend)
    wait_until(lambda: volumes()[0].stale, lane.tend)
    dead, good = volumes()
    assert (dead.total, dead.percent, dead.is_network) == (None, None, True)
    assert (good.total, good.percent, good.stale) == (100, 44.4, False)
    assert probe.late() == "no answer from /dead"
    for _ in range(20):
        lane.tend()
    assert reader.calls == 1
    reader.released.set()
    wait_until(lambda: volumes()[0].total == 100, lane.tend)
    assert not volumes()[0].stale
    assert probe.late() is None
    probe.close()


def test_nobody_wanting_them_leaves_every_mount_alone(machine: Machine) -> None:
    reader = HangingDisks()
    reader.released.set()
    probe = DisksProbe(machine.context, reader)
    assert not probe.wanted(NOTHING)
    assert not any(reading.enabled for reading in machine.lane.readings)
    assert probe.wanted(Demand())
    assert all(reading.enabled for reading in machine.lane.readings)


@needs_linux
def test_this_machine_is_read_as_psutil_reads_it(live: Machine) -> None:
    ours = DisksProbe(live.context)
    other = DisksProbe(live.context, PortableDiskReader())
    listed = [(part.device, part.mountpoint, part.fstype) for part in psutil.disk_partitions(all=False)]
    for disks in (ours.read(live.tick()), other.read(live.tick())):
        local = [(v.device, v.mountpoint, v.fstype) for v in disks.volumes if not v.is_network]
        assert local == listed
    for _, place, _ in listed:
        capacity, usage = statvfs_capacity(place), psutil.disk_usage(place)
        assert capacity.total == usage.total
        assert capacity.percent == pytest.approx(usage.percent, abs=0.2)
    counters = psutil.disk_io_counters(perdisk=True)
    for disk in ours.read(live.tick()).devices:
        assert disk.read_bytes <= counters[disk.name].read_bytes + 2**30
    ours.close()
    other.close()
