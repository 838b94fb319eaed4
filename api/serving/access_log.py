"""AccessLog: who asked for what, in a private file that rotates. Never a token, never a query's values."""

from __future__ import annotations

import logging
import os
import stat
import sys
import threading
import time
from collections import deque
from collections.abc import Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

from api.deferred import Deferred

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

logger = logging.getLogger(__name__)

_LARGEST_BYTES = 1024 * 1024
_KEPT_FILES = 3
_LONGEST_PATH = 256
# Lines gathered before they are written together: nobody who asks waits for the disk.
_GATHER_SECONDS = 0.25
_MOST_GATHERED = 20_000


class AccessLog:
    """One line a request: time, address, user, method, path, status, bytes, milliseconds.

    Lines are written within a quarter of a second, and at the latest when the log is closed.
    """

    def __init__(self, path: Path, largest_bytes: int = _LARGEST_BYTES) -> None:
        self._path = path
        self._largest = largest_bytes
        self._gathered: deque[str] = deque(maxlen=_MOST_GATHERED)
        self._writer = Deferred("hm-api-log", _GATHER_SECONDS, self._write_gathered)
        self._writing = threading.Lock()
        self._descriptor: int | None = None
        self._size = 0
        self._complained = False

    def write(
        self, *, address: str, user: str, method: str, path: str, status: int, size: int, milliseconds: float
    ) -> None:
        """Add one line. A disk that is full costs the line, not the request."""
        line = (
            f"{_stamp(int(time.time()))} {escaped(address)} {escaped(user) or '-'} {escaped(method)} "
            f"{escaped(path[:_LONGEST_PATH])} {status} {size} {milliseconds:.1f}\n"
        )
        self._gathered.append(line)
        self._writer.ask()

    def record(self, environ: WSGIEnvironment, user: str, status: int, size: int, began: float) -> None:
        """Add the line of one request that was answered; `began` is its perf_counter()."""
        path: str = environ.get("PATH_INFO", "")
        self.write(
            address=environ.get("REMOTE_ADDR", ""),
            user=user,
            method=environ["REQUEST_METHOD"],
            path=path if path.isascii() else path.encode("latin-1", "replace").decode(errors="replace"),
            status=status,
            size=size,
            milliseconds=1000.0 * (time.perf_counter() - began),
        )

    def close(self) -> None:
        """Write what was gathered and close the file; the next line opens it again."""
        self._writer.finish()
        with self._writing:
            self._close()

    def _write_gathered(self) -> None:
        with self._writing:
            lines = [self._gathered.popleft() for _ in range(len(self._gathered))]
            try:
                self._append(lines)
                self._complained = False
            except OSError as error:
                if not self._complained:
                    self._complained = True
                    logger.warning("%s cannot be written: %s", self._path, error)

    def _append(self, lines: Sequence[str]) -> None:
        if self._descriptor is None:
            self._open()
        batch = bytearray()
        for line in lines:
            data = line.encode()
            if self._size + len(batch) + len(data) > self._largest:
                self._put(batch)
                self._rotate()
                batch.clear()
            batch += data
        self._put(batch)

    def _put(self, batch: bytearray) -> None:
        assert self._descriptor is not None
        self._size += os.write(self._descriptor, batch)

    def _open(self) -> None:
        flags = os.O_WRONLY | os.O_APPEND | os.O_CREAT | getattr(os, "O_NOFOLLOW", 0)
        self._descriptor = os.open(self._path, flags, 0o600)
        status = os.fstat(self._descriptor)
        self._size = status.st_size
        if sys.platform != "win32" and stat.S_IMODE(status.st_mode) & 0o077:
            os.fchmod(self._descriptor, 0o600)

    def _close(self) -> None:
        if self._descriptor is not None:
            os.close(self._descriptor)
            self._descriptor = None

    def _rotate(self) -> None:
        self._close()
        for number in range(_KEPT_FILES - 1, 0, -1):
            older = self._numbered(number)
            if older.exists():
                older.replace(self._numbered(number + 1))
        self._path.replace(self._numbered(1))
        self._open()

    def _numbered(self, number: int) -> Path:
        return self._path.with_name(f"{self._path.name}.{number}")


@lru_cache(maxsize=2)
def _stamp(epoch_seconds: int) -> str:
    return time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime(epoch_seconds))


def escaped(text: str) -> str:
    """A text that cannot begin a new line or column, nor send a terminal a command."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return "".join(sign if sign.isprintable() and sign != " " else f"\\u{ord(sign):04x}" for sign in text)
