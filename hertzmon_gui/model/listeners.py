"""Listeners: whoever wants to hear of an event, told one after the other, none of them able to silence another."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from typing import Generic, TypeVar

logger = logging.getLogger(__name__)

Event = TypeVar("Event")


class Listeners(Generic[Event]):
    """Added and removed on any thread, also while they are being told; `source` names them in the log."""

    def __init__(self, source: str) -> None:
        self._source = source
        self._lock = threading.Lock()
        self._known: tuple[Callable[[Event], None], ...] = ()

    def add(self, listener: Callable[[Event], None]) -> Callable[[], None]:
        """Call `listener` with each event from now on; returns what ends that."""
        with self._lock:
            self._known = (*self._known, listener)

        def remove() -> None:
            with self._lock:
                self._known = tuple(known for known in self._known if known is not listener)

        return remove

    def tell(self, event: Event) -> None:
        """Call every listener, on this thread; one that fails is logged."""
        for listener in self._known:
            try:
                listener(event)
            except Exception:
                logger.exception("a listener to %s failed", self._source)
