"""What /proc tells about one process that psutil does not, or not without touching the files that it names."""

from __future__ import annotations

import contextlib
import os

from hertzmon_gui.collector.processes.linux_stat import Stat
from hertzmon_gui.collector.texts import readable
from hertzmon_gui.model.actions import MemoryParts, OpenFile, ProcessThread

# More rows than this nobody reads.
_MOST_ROWS = 10_000
_PAGE_BYTES = os.sysconf("SC_PAGE_SIZE")
_TICKS_PER_SECOND = os.sysconf("SC_CLK_TCK")
_MODES = ("r", "w", "r+")  # O_RDONLY, O_WRONLY, O_RDWR


def start_ticks(pid: int) -> int | None:
    """When the process started, clock ticks since boot; None when there is none."""
    try:
        return Stat(_read(f"/proc/{pid}/stat")).start
    except (OSError, ValueError, IndexError):
        return None


def memory(pid: int) -> MemoryParts:
    """Where its memory is, but for its shares."""
    vms, rss, shared = (int(field) * _PAGE_BYTES for field in _read(f"/proc/{pid}/statm").split()[:3])
    return MemoryParts(rss=rss, vms=vms, shared=shared)


def memory_shares(pid: int) -> dict[str, int | None]:
    """The proportional and unique shares and what is swapped out, named as in MemoryParts; nothing of kernel threads.

    Only the owner and an administrator may read them.
    """
    try:
        lines = _read(f"/proc/{pid}/smaps_rollup").splitlines()[1:]
    except ProcessLookupError:  # it has no memory of its own
        return {}
    parts = {name.decode(): int(rest.split()[0]) * 1024 for name, _, rest in (line.partition(b":") for line in lines)}
    unique = [value for name, value in parts.items() if name.startswith("Private_")]
    return {"pss": parts.get("Pss"), "uss": sum(unique) if unique else None, "swap": parts.get("Swap")}


def files(pid: int) -> tuple[OpenFile, ...]:
    """Everything that it holds open, pipes and sockets too, as the kernel names it: the files are not touched."""
    rows = []
    for name in sorted(os.listdir(f"/proc/{pid}/fd"), key=int)[:_MOST_ROWS]:  # noqa: PTH208
        with contextlib.suppress(FileNotFoundError):  # closed meanwhile
            target = os.readlink(f"/proc/{pid}/fd/{name}")  # noqa: PTH115 (not a path of ours)
            rows.append(OpenFile(readable(target), int(name), _mode(pid, name)))
    return tuple(rows)


def threads(pid: int) -> tuple[ProcessThread, ...]:
    """Its threads with their names and states."""
    rows = []
    for name in sorted(os.listdir(f"/proc/{pid}/task"), key=int)[:_MOST_ROWS]:  # noqa: PTH208
        with contextlib.suppress(FileNotFoundError, ProcessLookupError):
            stat = Stat(_read(f"/proc/{pid}/task/{name}/stat"))
            rows.append(
                ProcessThread(
                    thread_id=int(name),
                    name=readable(stat.comm),
                    user_seconds=stat.user_ticks / _TICKS_PER_SECOND,
                    system_seconds=(stat.cpu_ticks - stat.user_ticks) / _TICKS_PER_SECOND,
                    state=stat.state.value,
                )
            )
    return tuple(rows)


def cgroup(pid: int) -> str | None:
    """Its control group in the unified hierarchy, else in the first one listed."""
    paths = {line.split(b":", 2)[0]: line.split(b":", 2)[2] for line in _read(f"/proc/{pid}/cgroup").splitlines()}
    path = paths.get(b"0") or next(iter(paths.values()), None)
    return None if path is None else readable(path)


def _mode(pid: int, descriptor: str) -> str | None:
    try:
        for line in _read(f"/proc/{pid}/fdinfo/{descriptor}").splitlines():
            if line.startswith(b"flags:"):
                access = int(line.split()[1], 8) & os.O_ACCMODE
                return _MODES[access] if access < len(_MODES) else None
    except OSError:
        pass
    return None


def _read(path: str) -> bytes:
    with open(path, "rb") as file:
        return file.read()
