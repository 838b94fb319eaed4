"""Which distributions a list of requirements leads to, seen from this environment."""

from __future__ import annotations

import importlib.metadata
from collections.abc import Iterable

from packaging.requirements import Requirement


def closure(requirements: Iterable[str], extras: Iterable[str] = ()) -> set[str]:
    """The names of all distributions that are required, and that these require in turn."""
    waiting = [(requirement, tuple(extras)) for requirement in requirements]
    found: set[str] = set()
    while waiting:
        text, wanted = waiting.pop()
        requirement = Requirement(text)
        marker = requirement.marker
        if marker is not None and not any(marker.evaluate({"extra": extra}) for extra in (*wanted, "")):
            continue
        if requirement.name not in found:
            found.add(requirement.name)
            needed = importlib.metadata.requires(requirement.name) or []
            waiting += [(more, tuple(requirement.extras)) for more in needed]
    return found
