"""DemandBook: what all readers together need."""

from __future__ import annotations

import threading
from collections.abc import Callable

from hertzmon_gui.model.source import NOTHING, Demand


class DemandBook:
    """Standing demands of any number of readers, registered and changed from any thread."""

    def __init__(self, changed: Callable[[], None]) -> None:
        """`changed` is called, on the changing thread, when something is needed that was not before."""
        self._changed = changed
        self._lock = threading.Lock()
        self._demands: dict[_Handle, Demand] = {}
        self._union = NOTHING

    @property
    def union(self) -> Demand:
        """Whatever any reader needs."""
        return self._union

    def register(self, name: str) -> _Handle:
        """A reader that needs nothing until it says so."""
        handle = _Handle(self, name)
        self._replace(handle, NOTHING)
        return handle

    def _replace(self, handle: _Handle, demand: Demand | None) -> None:
        with self._lock:
            if demand is None:
                self._demands.pop(handle, None)
            else:
                self._demands[handle] = demand
            union = NOTHING
            for known in self._demands.values():
                union = union.union(known)
            grew = union != self._union and union.union(self._union) != self._union
            self._union = union
        if grew:
            self._changed()


class _Handle:
    """One reader's place in the book."""

    def __init__(self, book: DemandBook, name: str) -> None:
        self._book = book
        self._name = name

    def __repr__(self) -> str:
        return f"<demand of {self._name}>"

    def set(self, demand: Demand) -> None:
        """Replace what this reader needs."""
        self._book._replace(self, demand)

    def close(self) -> None:
        """Need nothing more."""
        self._book._replace(self, None)
