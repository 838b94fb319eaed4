"""What can be done to a process, and what can be asked about one beyond its row in the table."""

from __future__ import annotations

from collections.abc import Sequence
from concurrent.futures import Future
from enum import StrEnum
from typing import Protocol

from msgspec import Struct

from hertzmon_gui.model.snapshot import Connection, ProcessKey


class ProcessAction(StrEnum):
    """An action on a process."""

    TERMINATE = "terminate"
    KILL = "kill"
    KILL_TREE = "kill-tree"
    SUSPEND = "suspend"
    RESUME = "resume"
    SET_PRIORITY = "set-priority"
    SET_AFFINITY = "set-affinity"


class Refusal(StrEnum):
    """Why an action was not carried out."""

    GONE = "gone"
    IDENTITY_CHANGED = "identity-changed"  # another process has the pid now
    NOT_PERMITTED = "not-permitted"
    NOT_SUPPORTED = "not-supported"
    PROTECTED = "protected"  # HertzMon itself, or a process without which the system ends
    INVALID_VALUE = "invalid-value"
    FAILED = "failed"


class ActionOutcome(Struct, frozen=True):
    """What became of one process; `detail` is the system's own text, for a log or a tooltip."""

    key: ProcessKey
    refusal: Refusal | None = None
    detail: str = ""

    @property
    def done(self) -> bool:
        """Whether the action was carried out."""
        return self.refusal is None


class OpenFile(Struct, frozen=True):
    """A file that a process holds open."""

    path: str
    descriptor: int | None
    mode: str | None = None


class ProcessThread(Struct, frozen=True):
    """One thread of a process; times in seconds."""

    thread_id: int
    name: str | None
    user_seconds: float
    system_seconds: float
    state: str | None = None


class MemoryParts(Struct, frozen=True):
    """Where a process's memory is, bytes; None where the system does not tell."""

    rss: int | None = None
    vms: int | None = None
    shared: int | None = None
    pss: int | None = None
    uss: int | None = None
    swap: int | None = None


class ProcessDetails(Struct, frozen=True):
    """All that the properties dialog shows beyond the table's row.

    A part that may not be read is None, and `unreadable` maps its field name to the reason. "memory_shares" stands
    there for what `memory` lacks: `pss`, `uss` and `swap`.
    """

    key: ProcessKey
    working_directory: str | None = None
    memory: MemoryParts | None = None
    files: tuple[OpenFile, ...] | None = None
    connections: tuple[Connection, ...] | None = None
    threads: tuple[ProcessThread, ...] | None = None
    environment: dict[str, str] | None = None  # of one's own processes only
    affinity: tuple[int, ...] | None = None
    nice: int | None = None
    open_file_count: int | None = None
    context_switches: int | None = None
    cgroup: str | None = None
    unreadable: dict[str, str] = {}


class ProcessControl(Protocol):
    """Acts on processes and reads them in depth, never on the caller's thread.

    Each action names `(pid, start)` pairs and verifies the pair at the moment of acting.
    """

    def act(
        self, action: ProcessAction, keys: Sequence[ProcessKey], value: int | Sequence[int] | None = None
    ) -> Future[tuple[ActionOutcome, ...]]:
        """Carry out `action` on each process; `value` is a nice value (or Windows priority class) or CPU numbers."""

    def is_protected(self, pid: int) -> bool:
        """Whether it is HertzMon itself, or a process without which the system ends: to end it is always refused."""

    def details(self, key: ProcessKey) -> Future[ProcessDetails | None]:
        """Read one process in depth; None when it has gone."""
