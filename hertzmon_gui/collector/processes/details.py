"""Reads one process in depth, for the properties dialog."""

from __future__ import annotations

import os
import sys
from collections.abc import Callable
from typing import Any

import psutil
from msgspec.structs import replace

from hertzmon_gui.collector.probes.portable.sockets import as_connection
from hertzmon_gui.collector.processes.psutil_actions import process_key
from hertzmon_gui.collector.texts import readable
from hertzmon_gui.model.actions import MemoryParts, OpenFile, ProcessDetails, ProcessThread, Refusal
from hertzmon_gui.model.snapshot import Connection, ProcessKey

_Reader = Callable[[psutil.Process], Any]


def read_details(key: ProcessKey) -> ProcessDetails | None:
    """All that can be read of the process; None when it has gone or another has its pid.

    `unreadable` gives for each field that is None a word of Refusal: not-permitted, not-supported, failed.
    """
    try:
        process = psutil.Process(key[0])
    except psutil.NoSuchProcess:
        return None
    readers = {**_READERS, **_platform_readers()}
    values: dict[str, Any] = {}
    unreadable: dict[str, str] = {}
    for field, read in readers.items():
        try:
            values[field] = read(process)
        except psutil.ZombieProcess:
            unreadable[field] = Refusal.GONE.value
        except (psutil.NoSuchProcess, ProcessLookupError):
            return None
        except (psutil.AccessDenied, PermissionError):
            unreadable[field] = Refusal.NOT_PERMITTED.value
        except (AttributeError, NotImplementedError, FileNotFoundError):  # a kernel that was built without it
            unreadable[field] = Refusal.NOT_SUPPORTED.value
        except (psutil.Error, OSError, ValueError):
            unreadable[field] = Refusal.FAILED.value
    shares = values.pop("memory_shares", None)
    if shares is not None and "memory" in values:
        values["memory"] = replace(values["memory"], **shares)
    # Verified last: whatever was read belongs to the process that still has the pid.
    return ProcessDetails(key=key, unreadable=unreadable, **values) if _is_same(key) else None


def _is_same(key: ProcessKey) -> bool:
    if sys.platform != "linux":
        try:
            return process_key(psutil.Process(key[0])) == key
        except psutil.NoSuchProcess:
            return False
    from hertzmon_gui.collector.processes.linux_details import start_ticks

    return start_ticks(key[0]) == key[1]


def _platform_readers() -> dict[str, _Reader]:
    if sys.platform != "linux":
        return {}
    from hertzmon_gui.collector.processes import linux_details

    return {
        "memory": lambda process: linux_details.memory(process.pid),
        "memory_shares": lambda process: linux_details.memory_shares(process.pid),
        "files": lambda process: linux_details.files(process.pid),
        "threads": lambda process: linux_details.threads(process.pid),
        "cgroup": lambda process: linux_details.cgroup(process.pid),
    }


def _memory(process: psutil.Process) -> MemoryParts:
    parts = process.memory_full_info()
    return MemoryParts(rss=parts.rss, vms=parts.vms, uss=parts.uss, swap=getattr(parts, "swap", None))


def _files(process: psutil.Process) -> tuple[OpenFile, ...]:
    return tuple(
        OpenFile(file.path, file.fd if file.fd >= 0 else None, getattr(file, "mode", None))
        for file in process.open_files()
    )


def _threads(process: psutil.Process) -> tuple[ProcessThread, ...]:
    return tuple(ProcessThread(thread.id, None, thread.user_time, thread.system_time) for thread in process.threads())


def _connections(process: psutil.Process) -> tuple[Connection, ...]:
    return tuple(as_connection(row, process.pid) for row in process.net_connections("inet"))


def _environment(process: psutil.Process) -> dict[str, str]:
    """Of one's own processes only, whatever more the system would allow: it holds secrets."""
    mine = psutil.Process()
    own = process.uids().real == mine.uids().real if os.name == "posix" else process.username() == mine.username()
    if not own:
        raise PermissionError
    return {readable(name): readable(value) for name, value in process.environ().items()}


def _open_file_count(process: psutil.Process) -> int:
    count = getattr(process, "num_handles", None) or process.num_fds  # Windows has the first, the others the second
    return int(count())


def _context_switches(process: psutil.Process) -> int:
    switches = process.num_ctx_switches()
    return int(switches.voluntary + switches.involuntary)


_READERS: dict[str, _Reader] = {
    "working_directory": lambda process: readable(process.cwd()),
    "memory": _memory,
    "files": _files,
    "connections": _connections,
    "threads": _threads,
    "environment": _environment,
    "affinity": lambda process: tuple(process.cpu_affinity()),
    "nice": lambda process: int(process.nice()),
    "open_file_count": _open_file_count,
    "context_switches": _context_switches,
}
