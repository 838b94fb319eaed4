"""The columns of the process table, each declared once: its title, how a process's value is read and written."""

from __future__ import annotations

import time
from collections.abc import Callable
from enum import IntEnum
from functools import lru_cache
from typing import Any

from msgspec import Struct
from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model.snapshot import Process, ProcessState
from hertzmon_gui.ui.format import Formatter, duration
from hertzmon_gui.ui.hidden_characters import without_hidden_characters

UNKNOWN = "–"


class ColumnId(IntEnum):
    """The columns in their first order; the number is the model's column."""

    NAME = 0
    PID = 1
    USER = 2
    STATUS = 3
    CPU = 4
    MEMORY_PERCENT = 5
    MEMORY = 6
    DISK_READ = 7
    DISK_WRITE = 8
    GPU = 9
    GPU_MEMORY = 10
    THREADS = 11
    PRIORITY = 12
    STARTED = 13
    CPU_TIME = 14
    VIRTUAL_MEMORY = 15
    PARENT = 16
    EXECUTABLE = 17
    COMMAND_LINE = 18


class Look(Struct, frozen=True):
    """What decides how values are written: units, and whose 100 % the CPU column counts."""

    format: Formatter = Formatter()
    cpu_share: float = 1.0  # 1 where 100 % is one core, else 1 / number of cores
    counts_machine: bool = False


class Column(Struct, frozen=True):
    """One column.

    `read` gives the value to sort by and to write, None when it is unknown; `write` gives its text. A numeric column
    stands at the right; one that `adds_up` is summed over a collapsed branch and in the totals.
    """

    id: ColumnId
    name: str  # in files and saved choices; never translated
    read: Callable[[Process], Any]
    write: Callable[[Any, Look], str]
    is_number: bool = False
    adds_up: bool = False
    first_descending: bool = False
    width: int = 90
    is_shown_first: bool = True


class Cell(Struct, frozen=True, gc=False):
    """What one cell shows; a zero or an unknown value is `is_dim`."""

    text: str
    is_dim: bool = False


# Most processes show the same few values.
_EMPTY = Cell("")
_NOTHING_KNOWN = Cell(UNKNOWN, is_dim=True)


def cell(column: Column, value: Any, look: Look) -> Cell:  # noqa: ANN401 (values of every column)
    """The cell of `value`, as `column.read` gave it."""
    if value is None:
        return _NOTHING_KNOWN
    if not column.is_number:
        return Cell(column.write(value, look)) if value else _EMPTY
    return _number_cell(column.id, value, look)


@lru_cache(maxsize=4096)
def _number_cell(column_id: ColumnId, value: float, look: Look) -> Cell:
    column = COLUMNS[column_id]
    text = column.write(value, look)
    return Cell(text, column_id in _ZERO_IS_DIM and not any("1" <= character <= "9" for character in text))


def state_text(state: ProcessState) -> str:
    """The state in the user's language."""
    translate = QCoreApplication.translate
    texts = {
        ProcessState.RUNNING: translate("ProcessState", "Running"),
        ProcessState.SLEEPING: translate("ProcessState", "Sleeping"),
        ProcessState.DISK_SLEEP: translate("ProcessState", "Waiting for disk"),
        ProcessState.STOPPED: translate("ProcessState", "Suspended"),
        ProcessState.TRACING_STOP: translate("ProcessState", "Held by a debugger"),
        ProcessState.ZOMBIE: translate("ProcessState", "Zombie"),
        ProcessState.DEAD: translate("ProcessState", "Ended"),
        ProcessState.WAKE_KILL: translate("ProcessState", "Being killed"),
        ProcessState.WAKING: translate("ProcessState", "Waking"),
        ProcessState.IDLE: translate("ProcessState", "Idle"),
        ProcessState.LOCKED: translate("ProcessState", "Locked"),
        ProcessState.WAITING: translate("ProcessState", "Waiting"),
        ProcessState.SUSPENDED: translate("ProcessState", "Suspended"),
        ProcessState.PARKED: translate("ProcessState", "Parked"),
        ProcessState.UNKNOWN: translate("ProcessState", "Unknown"),
    }
    return texts[state]


def started_text(create_time: float) -> str:
    """When a process started, in local time; today's without the date."""
    started, now = time.localtime(create_time), time.localtime()
    if started[:3] == now[:3]:
        return time.strftime("%H:%M:%S", started)
    return time.strftime("%Y-%m-%d %H:%M", started)


def column_title(column_id: ColumnId, look: Look) -> str:
    """The header's text; the CPU column's says of what 100 % is."""
    translate = QCoreApplication.translate
    if column_id is ColumnId.CPU:
        if look.counts_machine:
            return translate("ProcessColumns", "CPU % machine")
        return translate("ProcessColumns", "CPU % core")
    return {
        ColumnId.NAME: translate("ProcessColumns", "Name"),
        ColumnId.PID: translate("ProcessColumns", "PID"),
        ColumnId.USER: translate("ProcessColumns", "User"),
        ColumnId.STATUS: translate("ProcessColumns", "Status"),
        ColumnId.MEMORY_PERCENT: translate("ProcessColumns", "Mem %"),
        ColumnId.MEMORY: translate("ProcessColumns", "Memory"),
        ColumnId.DISK_READ: translate("ProcessColumns", "Disk read"),
        ColumnId.DISK_WRITE: translate("ProcessColumns", "Disk write"),
        ColumnId.GPU: translate("ProcessColumns", "GPU"),
        ColumnId.GPU_MEMORY: translate("ProcessColumns", "GPU memory"),
        ColumnId.THREADS: translate("ProcessColumns", "Threads"),
        ColumnId.PRIORITY: translate("ProcessColumns", "Priority"),
        ColumnId.STARTED: translate("ProcessColumns", "Started"),
        ColumnId.CPU_TIME: translate("ProcessColumns", "CPU time"),
        ColumnId.VIRTUAL_MEMORY: translate("ProcessColumns", "Virtual memory"),
        ColumnId.PARENT: translate("ProcessColumns", "Parent PID"),
        ColumnId.EXECUTABLE: translate("ProcessColumns", "Program file"),
        ColumnId.COMMAND_LINE: translate("ProcessColumns", "Command line"),
    }[column_id]


def column_help(column_id: ColumnId, look: Look) -> str:
    """The header's tooltip."""
    translate = QCoreApplication.translate
    if column_id is ColumnId.CPU:
        if look.counts_machine:
            return translate("ProcessColumns", "CPU time in the last interval; 100 % is the whole machine.")
        return translate("ProcessColumns", "CPU time in the last interval; 100 % is one core.")
    return {
        ColumnId.NAME: translate("ProcessColumns", "Name of the program."),
        ColumnId.PID: translate("ProcessColumns", "Number that the system gave the process."),
        ColumnId.USER: translate("ProcessColumns", "User that the process runs as."),
        ColumnId.STATUS: translate("ProcessColumns", "What the process was doing when it was looked at."),
        ColumnId.MEMORY_PERCENT: translate("ProcessColumns", "Physical memory, as a share of the machine's."),
        ColumnId.MEMORY: translate("ProcessColumns", "Physical memory, shared parts included (resident set)."),
        ColumnId.DISK_READ: translate("ProcessColumns", "Read from disks in a second."),
        ColumnId.DISK_WRITE: translate("ProcessColumns", "Written to disks in a second."),
        ColumnId.GPU: translate("ProcessColumns", "Load that the process puts on GPUs."),
        ColumnId.GPU_MEMORY: translate("ProcessColumns", "Memory of GPUs that the process takes."),
        ColumnId.THREADS: translate("ProcessColumns", "Number of threads."),
        ColumnId.PRIORITY: translate("ProcessColumns", "Nice value: the lower, the more urgent."),
        ColumnId.STARTED: translate("ProcessColumns", "When the process started."),
        ColumnId.CPU_TIME: translate("ProcessColumns", "CPU time since the process started."),
        ColumnId.VIRTUAL_MEMORY: translate("ProcessColumns", "Address space, used or not."),
        ColumnId.PARENT: translate("ProcessColumns", "PID of the process that started this one."),
        ColumnId.EXECUTABLE: translate("ProcessColumns", "File of the program."),
        ColumnId.COMMAND_LINE: translate("ProcessColumns", "Program and its arguments."),
    }[column_id]


def _plain(value: object, _look: Look) -> str:
    return without_hidden_characters(str(value))


def _memory(value: float, look: Look) -> str:
    return look.format.memory(value)


def _rate(value: float, look: Look) -> str:
    return look.format.disk_rate(value) if value >= 0.5 else "0"


def _command(process: Process) -> str:
    return " ".join(process.identity.command_line)


COLUMNS: tuple[Column, ...] = (
    Column(ColumnId.NAME, "name", lambda process: process.identity.name, _plain, width=260),
    Column(ColumnId.PID, "pid", lambda process: process.identity.pid, _plain, is_number=True, width=80),
    Column(ColumnId.USER, "user", lambda process: process.identity.username, _plain, width=96),
    Column(ColumnId.STATUS, "status", lambda process: process.state, lambda state, _look: state_text(state), width=118),
    Column(
        ColumnId.CPU,
        "cpu_percent",
        lambda process: process.cpu_percent,
        lambda value, look: f"{value * look.cpu_share:.1f}",
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=112,
    ),
    Column(
        ColumnId.MEMORY_PERCENT,
        "memory_percent",
        lambda process: process.memory_percent,
        lambda value, _look: f"{value:.1f}",
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=76,
    ),
    Column(
        ColumnId.MEMORY,
        "rss_bytes",
        lambda process: process.rss_bytes,
        _memory,
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=90,
    ),
    Column(
        ColumnId.DISK_READ,
        "read_rate",
        lambda process: process.read_rate,
        _rate,
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=94,
    ),
    Column(
        ColumnId.DISK_WRITE,
        "write_rate",
        lambda process: process.write_rate,
        _rate,
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=94,
    ),
    Column(
        ColumnId.GPU,
        "gpu_percent",
        lambda process: process.gpu_percent,
        lambda value, _look: f"{value:.0f}\u00a0%" if value >= 9.95 else f"{value:.1f}\u00a0%",
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=70,
    ),
    Column(
        ColumnId.GPU_MEMORY,
        "gpu_memory_bytes",
        lambda process: process.gpu_memory_bytes,
        _memory,
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=104,
        is_shown_first=False,
    ),
    Column(
        ColumnId.THREADS,
        "threads",
        lambda process: process.threads,
        _plain,
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=80,
        is_shown_first=False,
    ),
    Column(
        ColumnId.PRIORITY,
        "nice",
        lambda process: process.nice,
        _plain,
        is_number=True,
        width=80,
        is_shown_first=False,
    ),
    Column(
        ColumnId.STARTED,
        "started",
        lambda process: process.identity.create_time,
        lambda value, _look: started_text(value),
        first_descending=True,
        width=128,
        is_shown_first=False,
    ),
    Column(
        ColumnId.CPU_TIME,
        "cpu_seconds",
        lambda process: process.cpu_seconds,
        lambda value, _look: duration(value) if value >= 60 else f"{value:.1f}\u00a0s",
        is_number=True,
        adds_up=True,
        first_descending=True,
        width=100,
        is_shown_first=False,
    ),
    Column(
        ColumnId.VIRTUAL_MEMORY,
        "vms_bytes",
        lambda process: process.vms_bytes,
        _memory,
        is_number=True,
        first_descending=True,
        width=116,
        is_shown_first=False,
    ),
    Column(
        ColumnId.PARENT,
        "parent_pid",
        lambda process: process.parent_pid,
        _plain,
        is_number=True,
        width=90,
        is_shown_first=False,
    ),
    Column(
        ColumnId.EXECUTABLE,
        "executable",
        lambda process: process.identity.executable,
        _plain,
        width=220,
        is_shown_first=False,
    ),
    Column(ColumnId.COMMAND_LINE, "command_line", _command, _plain, width=360, is_shown_first=False),
)

_ZERO_IS_DIM = frozenset(column.id for column in COLUMNS if column.adds_up)
