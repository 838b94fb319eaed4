"""File systems and block devices through psutil."""

from __future__ import annotations

import os
import sys

import psutil

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.probes.readers import Capacity, DiskCounters, DiskFacts, Mount
from hertzmon_gui.collector.texts import encodable_name

_NETWORK_KINDS = frozenset({"afpfs", "cifs", "ftp", "nfs", "smbfs", "webdav", "remote"})


class PortableDiskReader:
    """Reads through psutil."""

    def mounts(self) -> tuple[Mount, ...]:
        """psutil.disk_partitions, and network file systems; empty drives are left out."""
        local = {partition.mountpoint for partition in psutil.disk_partitions(all=False)}
        mounts = []
        for partition in psutil.disk_partitions(all=True):
            kind = partition.fstype.lower()
            # Windows names a network drive in its options, the others by the kind of its file system.
            is_network = kind in _NETWORK_KINDS or "remote" in partition.opts.split(",")
            if (partition.mountpoint in local or is_network) and "cdrom" not in partition.opts.split(","):
                mounts.append(
                    Mount(
                        identity=(partition.device, partition.mountpoint, kind),
                        device=encodable_name(partition.device),
                        mountpoint=encodable_name(partition.mountpoint),
                        fstype=encodable_name(partition.fstype),
                        path=partition.mountpoint,
                        is_network=is_network,
                    )
                )
        return tuple(mounts)

    def capacity(self, mount: Mount) -> Capacity:
        """psutil.disk_usage, and the inodes where the system has such things."""
        path = os.fsdecode(mount.path)
        usage = psutil.disk_usage(path)
        inodes_total = inodes_free = None
        if sys.platform != "win32":
            answer = os.statvfs(path)
            if answer.f_files:
                inodes_total, inodes_free = answer.f_files, answer.f_ffree
        return Capacity(usage.total, usage.used, usage.free, usage.percent, inodes_total, inodes_free)

    def devices(self) -> list[DiskCounters]:
        """psutil.disk_io_counters, raw: our own rates deal with wraps."""
        counters = psutil.disk_io_counters(perdisk=True, nowrap=False)
        if not counters:
            raise NoData("the system counts no disk activity (on Windows, `diskperf -y` makes it)")
        return [
            DiskCounters(
                name=encodable_name(name),
                reads=row.read_count,
                read_bytes=row.read_bytes,
                read_ms=row.read_time,
                writes=row.write_count,
                write_bytes=row.write_bytes,
                write_ms=row.write_time,
                busy_ms=getattr(row, "busy_time", None),
            )
            for name, row in counters.items()
        ]

    def facts(self, name: str) -> DiskFacts:  # noqa: ARG002 (every name alike)
        """psutil lists whole disks only on Windows and macOS."""
        return DiskFacts(is_whole=True, is_physical=True)

    def close(self) -> None:
        """Nothing is held."""
