"""Private files: made with mode 0600 from the start, written atomically, repaired or refused when wider."""

from __future__ import annotations

import contextlib
import os
import stat
import sys
import tempfile
from pathlib import Path

from hertzmon_gui.settings.errors import SecretError


def write_private(path: Path, content: bytes) -> None:
    """Replace `path` by `content` in one step; no other user can read it at any moment. OSError when it cannot be."""
    descriptor, temporary = tempfile.mkstemp(dir=path.parent, prefix=f".{path.name}.")  # mkstemp makes mode 0600
    try:
        with os.fdopen(descriptor, "wb") as stream:
            stream.write(content)
            stream.flush()
            os.fsync(stream.fileno())
        Path(temporary).replace(path)
    except BaseException:
        with contextlib.suppress(OSError):
            Path(temporary).unlink()
        raise


def read_private(path: Path) -> bytes | None:
    """The content of a private file, None when there is none; a mode that lets others read is narrowed first.

    SecretError when the file cannot be read, or belongs to someone else and is open to others.
    """
    try:
        descriptor = os.open(path, os.O_RDONLY | getattr(os, "O_NOFOLLOW", 0))
    except FileNotFoundError:
        return None
    except OSError as error:
        raise SecretError(
            f"{path} cannot be read ({error.strerror}). Make it readable for this user only, or move it away and "
            "HertzMon makes a new one."
        ) from error
    try:
        if sys.platform != "win32":
            _narrow(path, descriptor)
        with os.fdopen(descriptor, "rb", closefd=False) as stream:
            return stream.read()
    except OSError as error:
        raise SecretError(
            f"{path} cannot be read ({error.strerror}). Move it away and HertzMon makes a new one."
        ) from error
    finally:
        os.close(descriptor)


def _narrow(path: Path, descriptor: int) -> None:
    if stat.S_IMODE(os.fstat(descriptor).st_mode) & 0o077:
        try:
            os.fchmod(descriptor, 0o600)
        except OSError as error:
            raise SecretError(
                f"{path} is open to other users and its mode cannot be changed ({error.strerror}). "
                f"Run: chmod 600 '{path}'"
            ) from error
