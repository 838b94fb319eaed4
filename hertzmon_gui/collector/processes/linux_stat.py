"""The fields of /proc/<pid>/stat that are used."""

from __future__ import annotations

from hertzmon_gui.model.snapshot import ProcessState

# All fields that are read lie within so many bytes; no more, because up to here Python has its own fast allocator.
LINE_BYTES = 479
_KERNEL_THREAD = 0x00200000  # PF_KTHREAD

_STATES = {
    b"R": ProcessState.RUNNING,
    b"S": ProcessState.SLEEPING,
    b"D": ProcessState.DISK_SLEEP,
    b"T": ProcessState.STOPPED,
    b"t": ProcessState.TRACING_STOP,
    b"Z": ProcessState.ZOMBIE,
    b"X": ProcessState.DEAD,
    b"x": ProcessState.DEAD,
    b"K": ProcessState.WAKE_KILL,
    b"W": ProcessState.WAKING,
    b"I": ProcessState.IDLE,
    b"P": ProcessState.PARKED,
}


class Stat:
    """One line, taken apart; ValueError or IndexError when it is none. Memory is in bytes and pages."""

    __slots__ = (
        "_fields",
        "comm",
        "cpu_ticks",
        "nice",
        "parent",
        "rss_pages",
        "stack",
        "start",
        "threads",
        "user_ticks",
        "vms_bytes",
    )

    def __init__(self, line: bytes) -> None:
        end = line.rindex(b")")  # a name may hold anything, this too
        self.comm = line[line.index(b"(") + 1 : end]
        # proc(5) counts the fields from 1, with the name as the second: its number n is here n - 3.
        self._fields = fields = line[end + 2 :].split(b" ", 26)
        self.parent = int(fields[1])
        self.user_ticks = int(fields[11])
        self.cpu_ticks = self.user_ticks + int(fields[12])
        self.nice = int(fields[16])
        self.threads = int(fields[17])
        self.start = int(fields[19])
        self.vms_bytes = int(fields[20])
        self.rss_pages = int(fields[21])
        # Where the stack begins; 0 when it may not be known, or is no more.
        self.stack = fields[25]

    @property
    def state(self) -> ProcessState:
        """The state in psutil's words."""
        return _STATES.get(self._fields[0], ProcessState.UNKNOWN)

    @property
    def is_kernel_thread(self) -> bool:
        """Whether it runs in the kernel only."""
        return bool(int(self._fields[6]) & _KERNEL_THREAD)
