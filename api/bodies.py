"""BodyCache: each resource is encoded once per snapshot, and compressed once when somebody wants it so."""

from __future__ import annotations

import gzip
import threading
from collections.abc import Callable, Hashable

from api import errors
from api.texts import Language

GZIP_FROM_BYTES = 1024
# Favours speed: level 1 makes a process list a tenth of its size in a quarter of the time of level 6.
_GZIP_LEVEL = 1
# Resources with parameters have many forms; a client that asks for all of them does not fill the memory.
_MOST_BODIES = 64


class Body:
    """One answer's bytes."""

    def __init__(self, plain: bytes, total: int | None = None) -> None:
        self.plain = plain
        self.total = total  # how many rows there are before `limit`, where that is a thing
        self._compressed: bytes | None = None

    @property
    def compressed(self) -> bytes:
        """The bytes in gzip."""
        compressed = self._compressed
        if compressed is None:
            compressed = self._compressed = gzip.compress(self.plain, _GZIP_LEVEL, mtime=0)
        return compressed

    @property
    def is_compressed(self) -> bool:
        """Whether the bytes in gzip, where there are any, have been made."""
        return self._compressed is not None or len(self.plain) < GZIP_FROM_BYTES


Key = tuple[Hashable, ...]


class BodyCache:
    """Bodies of the snapshot that was asked for last, by resource, parameters and language."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        # In one reference, so that no reader takes a body of one snapshot for another's.
        self._current: tuple[int, dict[Key, Body]] = (-1, {})

    def ready(self, seq: int, key: Key, language: Language, *, compressed: bool = False) -> Body | None:
        """The body where it is there, and in gzip too if that is wanted; it takes no lock and no time."""
        known_seq, bodies = self._current
        body = bodies.get((*key, language)) if seq == known_seq else None
        return None if body is None or (compressed and not body.is_compressed) else body

    def get(self, seq: int, key: Key, language: Language, build: Callable[[], tuple[bytes, int | None]]) -> Body:
        """The envelope around what `build` returns, from the cache when this snapshot's is there."""
        body = self.ready(seq, key, language)
        if body is not None:
            return body
        with self._lock:
            if seq > self._current[0]:
                self._current = (seq, {})
            body = self.ready(seq, key, language)
            if body is None:
                data, total = build()
                body = Body(errors.success(data, language), total)
                known_seq, bodies = self._current
                if seq == known_seq and len(bodies) < _MOST_BODIES:
                    bodies[*key, language] = body
            return body
