"""AccessLog: who asked for what, in a private file that rotates. Never a token, never a query's values."""

from __future__ import annotations

import logging
import os
import stat
import sys
import threading
import time
from pathlib import Path

logger = logging.getLogger(__name__)

_LARGEST_BYTES = 1024 * 1024
_KEPT_FILES = 3
_LONGEST_PATH = 256


class AccessLog:
    """One line a request: time, address, user, method, path, status, bytes, milliseconds."""

    def __init__(self, path: Path, largest_bytes: int = _LARGEST_BYTES) -> None:
        self._path = path
        self._largest = largest_bytes
        self._lock = threading.Lock()
        self._descriptor: int | None = None
        self._size = 0
        self._complained = False

    def write(
        self, *, address: str, user: str, method: str, path: str, status: int, size: int, milliseconds: float
    ) -> None:
        """Add one line. A disk that is full costs the line, not the request."""
        stamp = time.strftime("%Y-%m-%dT%H:%M:%SZ", time.gmtime())
        text = (
            f"{stamp} {escaped(address)} {escaped(user) or '-'} {escaped(method)} {escaped(path[:_LONGEST_PATH])} "
            f"{status} {size} {milliseconds:.1f}\n"
        )
        line = text.encode()
        with self._lock:
            try:
                if self._descriptor is None:
                    self._open()
                elif self._size + len(line) > self._largest:
                    self._rotate()
                assert self._descriptor is not None
                self._size += os.write(self._descriptor, line)
                self._complained = False
            except OSError as error:
                if not self._complained:
                    self._complained = True
                    logger.warning("%s cannot be written: %s", self._path, error)

    def close(self) -> None:
        """Close the file; the next line opens it again."""
        with self._lock:
            self._close()

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


def escaped(text: str) -> str:
    """A text that cannot begin a new line or column, nor send a terminal a command."""
    if text.isascii() and text.isprintable() and " " not in text:
        return text
    return "".join(sign if sign.isprintable() and sign != " " else f"\\u{ord(sign):04x}" for sign in text)
