"""Mounted file systems from /proc/self/mountinfo, and how full they are from statvfs."""

from __future__ import annotations

import os
import re
from pathlib import Path

from hertzmon_gui.collector.files import read_bytes
from hertzmon_gui.collector.probes.readers import Capacity, Mount
from hertzmon_gui.collector.texts import encodable_name

_OCTAL = re.compile(rb"\\([0-7]{3})")
_NETWORK_KINDS = frozenset(
    b"9p afs beegfs ceph cifs coda gfs2 glusterfs lustre ncpfs nfs nfs4 ocfs2 orangefs smb3 smbfs".split()
)
_NETWORK_FUSE = frozenset(
    b"davfs gcsfuse glusterfs gvfsd-fuse juicefs rclone s3fs sshfs seaweedfs moosefs mfs blobfuse2 cephfs".split()
)
# Shared disks of a hypervisor: as far away as a network, though no network is between.
_HOST_KINDS = frozenset(b"virtiofs vboxsf prl_fs vmhgfs fuse.vmhgfs-fuse".split())


def parse_filesystems(data: bytes) -> frozenset[bytes]:
    """The kinds in /proc/filesystems that live on a device, and ZFS, which says that it does not."""
    lines = (line.split() for line in data.split(b"\n"))
    return frozenset(words[-1] for words in lines if words and (words[0] != b"nodev" or words[-1] == b"zfs"))


def is_network(kind: bytes) -> bool:
    """Whether a file system of this kind is reached through a network or a hypervisor, and so may hang."""
    if kind.startswith(b"fuse."):
        return kind[5:] in _NETWORK_FUSE or kind in _HOST_KINDS
    return kind in _NETWORK_KINDS or kind in _HOST_KINDS


def unescape(text: bytes) -> bytes:
    """A path as it is: the kernel writes blanks, line ends and backslashes in octal."""
    return _OCTAL.sub(lambda found: bytes([int(found[1], 8) & 0xFF]), text) if b"\\" in text else text


def parse_mountinfo(data: bytes, disk_kinds: frozenset[bytes]) -> list[tuple[Mount, bytes]]:
    """The listed mounts and the `major:minor` of each, in the kernel's order.

    What psutil.disk_partitions lists, and network file systems. Of several at one place only the last can be seen.
    """
    found: dict[bytes, tuple[Mount, bytes]] = {}
    for line in data.split(b"\n"):
        # 36 35 98:0 /root /mount/point options [optional fields] - kind source options
        words, dash, tail = line.partition(b" - ")
        left, right = words.split(b" "), tail.split(b" ")
        if not dash or len(left) < 6 or len(right) < 2:
            continue
        place = unescape(left[4])
        found.pop(place, None)
        kind, source = unescape(right[0]), unescape(right[1])
        network = is_network(kind)
        if not network and (kind not in disk_kinds or source in {b"none", b""}):
            continue
        mount = Mount(
            identity=(left[0], left[2], kind, source, place),
            device=encodable_name(source),
            mountpoint=encodable_name(place),
            fstype=encodable_name(kind),
            path=place,
            is_network=network,
        )
        found[place] = mount, left[2]
    return list(found.values())


def statvfs_capacity(path: bytes | str) -> Capacity:
    """Ask the file system, psutil.disk_usage's way: free is what an ordinary user may still fill."""
    answer = os.statvfs(path)
    total = answer.f_blocks * answer.f_frsize
    used = total - answer.f_bfree * answer.f_frsize
    free = answer.f_bavail * answer.f_frsize
    return Capacity(
        total=total,
        used=used,
        free=free,
        percent=round(100 * used / (used + free), 1) if used + free > 0 else 0.0,
        inodes_total=answer.f_files or None,
        inodes_free=answer.f_ffree if answer.f_files else None,
    )


class LinuxMounts:
    """The mount table under `root`."""

    def __init__(self, root: Path) -> None:
        self._root = root
        self._mountinfo = root / "proc/self/mountinfo"
        self._filesystems = root / "proc/filesystems"

    def mounts(self) -> tuple[Mount, ...]:
        """Read the mount table."""
        data = read_bytes(self._mountinfo, whole=True) or b""
        kinds = parse_filesystems(read_bytes(self._filesystems, whole=True) or b"")
        return tuple(self._named(mount, number) for mount, number in parse_mountinfo(data, kinds))

    def _named(self, mount: Mount, number: bytes) -> Mount:
        """The kernel calls the device that it booted from /dev/root, which does not exist."""
        if mount.device not in {"/dev/root", "rootfs"}:
            return mount
        for line in (read_bytes(self._root / f"sys/dev/block/{encodable_name(number)}/uevent") or b"").split(b"\n"):
            key, _, value = line.partition(b"=")
            if key == b"DEVNAME" and value:
                return Mount(
                    identity=mount.identity,
                    device=f"/dev/{encodable_name(value)}",
                    mountpoint=mount.mountpoint,
                    fstype=mount.fstype,
                    path=mount.path,
                    is_network=mount.is_network,
                )
        return mount

    def capacity(self, mount: Mount) -> Capacity:
        """Ask the file system; on a dead network mount this never returns."""
        return statvfs_capacity(os.fsencode(self._root).rstrip(b"/") + os.fsencode(mount.path))
