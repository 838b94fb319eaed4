"""What a token may read, which roles there are, and which may read what."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Literal

Scope = Literal["metrics", "system", "processes", "admin"]
SCOPES: tuple[Scope, ...] = ("metrics", "system", "processes", "admin")

Role = Literal["admin", "viewer"]
ROLES: tuple[Role, ...] = ("admin", "viewer")
ROLE_SCOPES: Mapping[str, frozenset[str]] = {
    "admin": frozenset(SCOPES),
    "viewer": frozenset(("metrics", "system", "processes")),
}
ROLE_IDS: Mapping[str, int] = {"admin": 1, "viewer": 2}


def allows(held: frozenset[str], needed: frozenset[str]) -> bool:
    """Whether these scopes suffice; `admin` includes all others."""
    return "admin" in held or needed <= held
