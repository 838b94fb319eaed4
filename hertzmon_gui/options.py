"""Options: what the command line asked for, beside what it overrides in the settings."""

from __future__ import annotations

from pathlib import Path

from msgspec import Struct

PAGES: tuple[str, ...] = (
    "overview",
    "processes",
    "cpu",
    "memory",
    "disks",
    "network",
    "gpu",
    "sensors",
    "remote-access",
)


class Options(Struct, frozen=True, kw_only=True):
    """One start of the window."""

    page: str | None = None
    screenshot: Path | None = None
