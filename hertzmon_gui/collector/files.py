"""Small files of /proc and /sys: kept open where they are read at each tick.

They are read without the layers of open(), which take two thirds of the time for a file of /proc.
"""

from __future__ import annotations

import os
from pathlib import Path

from hertzmon_gui.collector.probe import NoData
from hertzmon_gui.collector.texts import encodable_name

_FIRST_SIZE = 16384


class KeptFile:
    """A file that is read again and again through one descriptor.

    Any failure closes it, and the next reading opens it anew, so that a file that went and came back is found.
    """

    def __init__(self, path: Path) -> None:
        self._path = os.fspath(path)
        self._descriptor = -1
        self._size = _FIRST_SIZE

    def read(self) -> bytes:
        """The whole content; NoData when there is no such file, OSError when it cannot be read."""
        try:
            return self._read()
        except (FileNotFoundError, NotADirectoryError) as error:
            raise NoData(f"{self._path} does not exist") from error

    def read_or_none(self) -> bytes | None:
        """The whole content; None when it cannot be had."""
        try:
            return self._read()
        except OSError:
            return None

    def _read(self) -> bytes:
        try:
            if self._descriptor < 0:
                self._descriptor = os.open(self._path, os.O_RDONLY | os.O_CLOEXEC)
            data = os.pread(self._descriptor, self._size, 0)
            # A file of many records answers with one page's worth of them at a time; only nothing means the end.
            position = len(data)
            while chunk := os.pread(self._descriptor, self._size, position):
                data += chunk
                position += len(chunk)
        except OSError:
            self.close()
            raise
        self._size = max(self._size, len(data) + 1024)
        return data

    def close(self) -> None:
        """Give the descriptor back."""
        if self._descriptor >= 0:
            os.close(self._descriptor)
            self._descriptor = -1


def read_once(path: str, limit_bytes: int) -> bytes:
    """The first bytes of a file; OSError when it cannot be opened or read."""
    descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    try:
        return os.read(descriptor, limit_bytes)
    finally:
        os.close(descriptor)


def read_bytes(path: Path | str, *, whole: bool = False) -> bytes | None:
    """The stripped content of a file, its first 64 kB unless it is wanted `whole`; None when it cannot be read."""
    try:
        descriptor = os.open(path, os.O_RDONLY | os.O_CLOEXEC)
    except (OSError, ValueError):
        return None
    try:
        data = os.read(descriptor, 65536)
        while whole and (chunk := os.read(descriptor, 65536)):
            data += chunk
        return data.strip()
    except OSError:
        return None
    finally:
        os.close(descriptor)


def read_text(path: Path | str) -> str | None:
    """The stripped content of a small file as text; None when it is empty or cannot be read."""
    raw = read_bytes(path)
    return encodable_name(raw) if raw else None


def read_int(path: Path | str) -> int | None:
    """The whole number in a small file; None when there is none."""
    raw = read_bytes(path)
    try:
        return None if raw is None else int(raw, 0)
    except ValueError:
        return None


def names_in(directory: Path) -> list[str]:
    """The sorted names in a directory; none when it cannot be listed."""
    try:
        return sorted(os.listdir(directory))  # noqa: PTH208 (names are wanted, not paths)
    except OSError:
        return []
