"""What processes read from and write to disk on Linux: costly, so read only for those whose rates somebody wants."""

from __future__ import annotations

import errno
import os

import msgspec

from hertzmon_gui.collector.files import read_once
from hertzmon_gui.collector.processes.descriptors import DescriptorBudget
from hertzmon_gui.model.snapshot import Process

_FILE_BYTES = 479


class ProcessIo:
    """The IO counters of one process and the row that was made with them."""

    __slots__ = ("content", "descriptor", "plain", "readable", "row", "time", "totals")

    def __init__(self) -> None:
        self.descriptor = -1
        self.readable = True
        self.content = b""
        self.totals = (0, 0)
        self.time: float | None = None
        self.plain: Process | None = None
        self.row: Process | None = None


class LinuxProcessIo:
    """Reads /proc/<pid>/io, kept open within the descriptor budget. The file is its owner's: others' give None."""

    def __init__(self, proc: str, descriptors: DescriptorBudget) -> None:
        self._proc = proc
        self._descriptors = descriptors

    def row(self, io: ProcessIo, plain: Process, now: float, comparable: bool) -> Process:
        """The row with its rates over the time since the last call; None in them where there was none before."""
        content = self._content(io, plain.identity.pid)
        if content is None:
            return plain
        rates: tuple[float | None, float | None] = (None, None)
        totals = io.totals if content == io.content else _totals(content)
        if comparable and io.time is not None and now > io.time:
            elapsed = now - io.time
            read, written = totals[0] - io.totals[0], totals[1] - io.totals[1]
            rates = (read / elapsed if read >= 0 else None, written / elapsed if written >= 0 else None)
        io.content, io.totals, io.time = content, totals, now
        row = io.row
        if row is None or io.plain is not plain or (row.read_rate, row.write_rate) != rates:
            row = msgspec.structs.replace(plain, read_rate=rates[0], write_rate=rates[1])
            io.plain, io.row = plain, row
        return row

    def close(self, io: ProcessIo) -> None:
        """Give back what is kept open for a process."""
        if io.descriptor >= 0:
            self._descriptors.close(io.descriptor)
            io.descriptor = -1

    def _content(self, io: ProcessIo, pid: int) -> bytes | None:
        if not io.readable:
            return None
        try:
            if io.descriptor < 0:
                kept = self._descriptors.open(path := f"{self._proc}/{pid}/io")
                if kept is None:
                    return read_once(path, _FILE_BYTES)
                io.descriptor = kept
            return os.pread(io.descriptor, _FILE_BYTES, 0)
        except OSError as error:
            # One that is not ours stays so; one that is ending, or a lack of descriptors, is no verdict.
            if error.errno in (errno.EACCES, errno.EPERM):
                io.readable = False
                self.close(io)
            return None


def _totals(content: bytes) -> tuple[int, int]:
    """Bytes that really went to and from a disk, from lines of "name: number"."""
    read = written = 0
    for line in content.splitlines():
        if line.startswith(b"read_bytes: "):
            read = int(line[12:])
        elif line.startswith(b"write_bytes: "):
            written = int(line[13:])
    return read, written
