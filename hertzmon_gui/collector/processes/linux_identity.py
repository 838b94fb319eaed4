"""What does not change while a Linux process lives: read once per process, and again after an exec."""

from __future__ import annotations

import os
from pathlib import Path

import msgspec

from hertzmon_gui.collector.files import read_once
from hertzmon_gui.collector.processes.user_names import UserNames
from hertzmon_gui.collector.texts import readable
from hertzmon_gui.model.snapshot import ProcessIdentity

# A command line longer than this is cut: it is kept for every process, and argument lists can have megabytes.
_LONGEST_COMMAND_LINE = 1 << 16
# The kernel cuts a name to 15 bytes.
_LONGEST_COMM = 15


class LinuxIdentityReader:
    """Reads identities under one /proc; all texts are decoded from any bytes, undecodable ones shown as U+FFFD."""

    def __init__(self, proc: Path, users: UserNames, ticks_per_second: int) -> None:
        self._proc = str(proc)
        self._users = users
        self._ticks_per_second = ticks_per_second
        self._proc_path = proc
        self._boot_time = read_boot_time(proc)

    def read(
        self, pid: int, start_ticks: int, comm: bytes, is_kernel_thread: bool, *, stuck: bool = False
    ) -> ProcessIdentity:
        """The identity of a process that has just been seen; what may not be read is None.

        The command line lies in the process's own memory, and reading it waits for whoever holds that locked. A process
        that is `stuck` in the kernel may hold it for ever, so it is not asked.
        """
        command_line: tuple[str, ...] = ()
        executable = None
        if not is_kernel_thread:
            if not stuck:
                command_line = self._command_line(pid)
            executable = self._executable(pid)
        return ProcessIdentity(
            pid=pid,
            start_ticks=start_ticks,
            create_time=self._create_time(start_ticks),
            name=_full_name(comm, command_line),
            username=self.username(pid),
            executable=executable,
            command_line=command_line,
            is_kernel_thread=is_kernel_thread,
        )

    def renew_boot_time(self) -> bool:
        """Read again when the machine started; whether that is another time now."""
        before, self._boot_time = self._boot_time, read_boot_time(self._proc_path)
        return self._boot_time != before

    def with_create_time(self, identity: ProcessIdentity) -> ProcessIdentity:
        """The identity with its start counted from the boot time now known."""
        return msgspec.structs.replace(identity, create_time=self._create_time(identity.start_ticks))

    def username(self, pid: int) -> str | None:
        """The name of the effective user, as ps and top show it: the owner of the process's directory."""
        try:
            return self._users.name(os.stat(f"{self._proc}/{pid}").st_uid)  # noqa: PTH116 (a Path takes twice the time)
        except OSError:
            return None

    def _create_time(self, start_ticks: int) -> float | None:
        return None if self._boot_time is None else self._boot_time + start_ticks / self._ticks_per_second

    def _command_line(self, pid: int) -> tuple[str, ...]:
        try:
            return split_command_line(read_once(f"{self._proc}/{pid}/cmdline", _LONGEST_COMMAND_LINE))
        except OSError:
            return ()

    def _executable(self, pid: int) -> str | None:
        try:
            target = os.readlink(f"{self._proc}/{pid}/exe")  # noqa: PTH115 (a Path would lose nothing but time)
        except OSError:
            return None
        if target.endswith(" (deleted)") and not os.path.lexists(target):  # the program was replaced by an update
            target = target.removesuffix(" (deleted)")
        return readable(target)


def split_command_line(data: bytes) -> tuple[str, ...]:
    """The arguments in /proc/<pid>/cmdline, which ends each with a NUL.

    A process that writes a title over its arguments leaves one text with spaces, which is split at them, and the rest
    of the place full of NULs, which are no arguments.
    """
    data = data.rstrip(b"\0") if data.endswith(b"\0\0\0") else data.removesuffix(b"\0")
    if not data:
        return ()
    parts = data.split(b"\0")
    if len(parts) == 1 and b" " in data:
        parts = data.split(b" ")
    return tuple(map(readable, parts))


def read_boot_time(proc: Path) -> float | None:
    """When the machine started, epoch seconds, or None where /proc/stat does not tell."""
    try:
        with open(proc / "stat", "rb") as file:
            for line in file:
                if line.startswith(b"btime "):
                    return float(line[6:])
    except (OSError, ValueError):
        pass
    return None


def _full_name(comm: bytes, command_line: tuple[str, ...]) -> str:
    """The name without the kernel's cut, where the first argument tells how it goes on."""
    name = readable(comm)
    if len(comm) >= _LONGEST_COMM and command_line:
        longer = command_line[0].rpartition("/")[2]
        if longer.startswith(name):
            return longer
    return name
