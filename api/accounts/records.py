"""RecordFile: one private JSON document, changed by several processes, never half-written."""

from __future__ import annotations

import logging
import threading
import time
from collections.abc import Callable
from contextlib import AbstractContextManager
from pathlib import Path
from typing import Generic, TypeVar

import filelock
import msgspec
from msgspec import Struct

from hertzmon_gui.settings.errors import SecretError
from hertzmon_gui.settings.secrets import read_private, write_private

logger = logging.getLogger(__name__)

Document = TypeVar("Document", bound=Struct)
_RECHECK_SECONDS = 0.25
_LOCK_SECONDS = 5.0
_Signature = tuple[int, int, int]


class RecordFile(Generic[Document]):
    """A frozen document in a file of mode 0600.

    Reading costs nothing but, four times a second, a look at the file's stamp: the command line may have changed it.
    """

    def __init__(self, path: Path, empty: Document) -> None:
        """Load the document, `empty` where there is no file; SecretError when it cannot be read or understood."""
        self._path = path
        self._empty = empty
        self._kind: type[Document] = type(empty)
        self._lock = threading.RLock()
        self._file_lock = filelock.FileLock(path.with_name(f".{path.name}.lock"), mode=0o600, thread_local=False)
        self._signature: _Signature | None = None
        self._checked = 0.0
        self._document = empty
        self._load()

    def read(self) -> Document:
        """The document as it is now."""
        # Nobody waits here for one who is changing it.
        if time.monotonic() - self._checked > _RECHECK_SECONDS and self._lock.acquire(blocking=False):
            try:
                self._refresh()
            finally:
                self._lock.release()
        return self._document

    def change(self, edit: Callable[[Document], Document]) -> Document:
        """Replace the document by `edit(document)`; OSError when it cannot be saved, it then holds in memory only."""
        with self._lock, self._exclusive():
            if self._stamp() != self._signature:
                self._load()
            changed = edit(self._document)
            if changed != self._document:
                self._document = changed
                write_private(self._path, msgspec.json.format(msgspec.json.encode(changed)) + b"\n")
                self._signature = self._stamp()
            return changed

    def _exclusive(self) -> AbstractContextManager[object]:
        try:
            return self._file_lock.acquire(timeout=_LOCK_SECONDS)
        except filelock.Timeout as error:
            raise SecretError(f"{self._path} is being changed by another program; try again.") from error

    def _refresh(self) -> None:
        self._checked = time.monotonic()
        if self._stamp() == self._signature:
            return
        try:
            self._load()
        except SecretError as error:
            logger.warning("keeping what was known: %s", error)

    def _load(self) -> None:
        signature = self._stamp()
        content = read_private(self._path)
        try:
            document = self._empty if content is None else msgspec.json.decode(content, type=self._kind)
        except msgspec.DecodeError as error:
            raise SecretError(
                f"{self._path} is damaged ({error}). Restore it, or move it away and HertzMon makes a new one."
            ) from error
        self._document = document
        self._signature = signature
        self._checked = time.monotonic()

    def _stamp(self) -> _Signature | None:
        try:
            status = self._path.stat()
        except OSError:
            return None
        return (status.st_mtime_ns, status.st_ino, status.st_size)
