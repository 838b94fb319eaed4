"""What real machines do to a collector, done on purpose and undone at the end: each a context manager."""

from __future__ import annotations

import contextlib
import ctypes
import os
import random
import subprocess
import sys
import threading
from collections.abc import Iterator
from pathlib import Path

from hertzmon_gui.collector.probes.linux.disks import LinuxDiskReader
from hertzmon_gui.collector.probes.readers import Capacity, Mount

# Children are born at this rate, most to end at once, some to live long enough to be seen and to be gone when read.
_CHURN = """
import os, sys, time
rate, parent, start, born = float(sys.argv[1]), os.getppid(), time.monotonic(), 0
while os.getppid() == parent:
    for _ in range(min(256, int((time.monotonic() - start) * rate) - born)):
        born += 1
        if os.fork() == 0:
            if born % 8 == 0:
                time.sleep(0.02)
            if born % 64 == 0:
                os.execv("/bin/sh", ["sh", "-c", ":"])
            os._exit(0)
    try:
        while os.waitpid(-1, os.WNOHANG)[0]:
            pass
    except ChildProcessError:
        pass
    time.sleep(0.002)
"""


@contextlib.contextmanager
def short_lives(a_second: int) -> Iterator[None]:
    """So many processes are born, and end."""
    with subprocess.Popen([sys.executable, "-S", "-c", _CHURN, str(a_second)]) as crowd:
        try:
            yield
        finally:
            crowd.terminate()


@contextlib.contextmanager
def busy_cpus() -> Iterator[None]:
    """A `yes` for each CPU; at the lowest priority, so that what is tested gets its turn."""
    loads = [
        subprocess.Popen(["nice", "-n", "19", "yes"], stdout=subprocess.DEVNULL) for _ in range(os.cpu_count() or 1)
    ]
    try:
        yield
    finally:
        for load in loads:
            load.terminate()
            load.wait()


@contextlib.contextmanager
def restless_interfaces() -> Iterator[None]:
    """Pairs of interfaces come, carry something, and go; in a network namespace of one's own."""
    stop = threading.Event()

    def work() -> None:
        chance = random.Random(3)
        while not stop.wait(0.05):
            name = f"hm{chance.randrange(6)}"
            if chance.random() < 0.5:
                _ip("link", "add", f"{name}a", "type", "veth", "peer", "name", f"{name}b")
                _ip("link", "set", f"{name}a", "up")
                _ip("link", "set", f"{name}b", "up")  # which makes both say hello in IPv6
            else:
                _ip("link", "delete", f"{name}a")

    worker = threading.Thread(target=work)
    worker.start()
    try:
        yield
    finally:
        stop.set()
        worker.join()


def can_make_interfaces() -> bool:
    """Whether this kernel gives us a pair of them."""
    made = _ip("link", "add", "hm9a", "type", "veth", "peer", "name", "hm9b")
    return made and _ip("link", "delete", "hm9a")


def _ip(*arguments: str) -> bool:
    return subprocess.run(["ip", *arguments], stderr=subprocess.DEVNULL, check=False).returncode == 0


@contextlib.contextmanager
def dead_mount(place: Path) -> Iterator[None]:
    """A file system whose server never answers: whoever asks it anything waits until the server is gone.

    Needs a mount namespace of one's own; OSError when the kernel refuses it.
    """
    libc = ctypes.CDLL(None, use_errno=True)
    server = os.open("/dev/fuse", os.O_RDWR)
    try:
        options = f"fd={server},rootmode=40000,user_id={os.getuid()},group_id={os.getgid()}"
        if libc.mount(b"nowhere:/", os.fsencode(place), b"fuse.sshfs", 0, options.encode()) != 0:
            number = ctypes.get_errno()
            raise OSError(number, os.strerror(number))
        yield
    finally:
        os.close(server)  # which wakes those who wait
        libc.umount2(os.fsencode(place), 2)  # MNT_DETACH


class DeadMountReader(LinuxDiskReader):
    """The machine's own disks and one more mount, whose capacity never comes: where a real one cannot be made."""

    PLACE = "/nowhere"

    def __init__(self, root: Path, released: threading.Event) -> None:
        super().__init__(root)
        self._released = released

    def mounts(self) -> tuple[Mount, ...]:
        """With the dead one first."""
        dead = Mount(("dead",), "nowhere:/", self.PLACE, "fuse.sshfs", self.PLACE, is_network=True)
        return (dead, *super().mounts())

    def capacity(self, mount: Mount) -> Capacity:
        """Of the dead one: nothing, until it is released."""
        if mount.mountpoint == self.PLACE:
            self._released.wait()
        return super().capacity(mount)
