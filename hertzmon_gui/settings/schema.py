"""Every setting, declared once: its type, its default, its bounds. The store and the settings dialog derive from it."""

from __future__ import annotations

from typing import Annotated, Literal

from msgspec import Meta, Struct

SHORTEST_INTERVAL_SECONDS, LONGEST_INTERVAL_SECONDS = 0.1, 60.0
UpdateInterval = Annotated[float, Meta(ge=SHORTEST_INTERVAL_SECONDS, le=LONGEST_INTERVAL_SECONDS)]
Port = Annotated[int, Meta(ge=0, le=65535)]
Minutes = Annotated[int, Meta(ge=1, le=60 * 24 * 365)]

UPDATE_INTERVALS: tuple[float, ...] = (0.25, 0.5, 1.0, 2.0, 3.0)


class Settings(Struct, frozen=True, kw_only=True):
    """What a person can choose. Frozen: a change is a new object, announced by the store."""

    # Sampling
    interval_seconds: UpdateInterval = 1.0

    # Look
    theme: Literal["system", "light", "dark"] = "system"
    language: Literal["system", "en", "zh_CN"] = "system"
    memory_units: Literal["iec", "si"] = "iec"
    disk_units: Literal["iec", "si"] = "si"
    network_units: Literal["bits", "bytes"] = "bits"
    temperature_unit: Literal["celsius", "fahrenheit"] = "celsius"
    process_cpu: Literal["core", "machine"] = "core"
    chart_seconds: Literal[60, 300, 900, 3600] = 60

    # Start and stop
    start_page: str = "overview"
    start_minimised: bool = False
    close_to_tray: bool = False
    start_at_login: bool = False

    # Remote access
    api_enabled: bool = True
    api_bind: str = "127.0.0.1"
    api_port: Port = 8000
    api_insecure_http: bool = False  # plain HTTP beyond loopback, only when asked for in so many words
    api_allowed_hosts: tuple[str, ...] = ()
    api_allowed_origins: tuple[str, ...] = ()
    api_access_token_minutes: Minutes = 60
    api_refresh_token_minutes: Minutes = 7 * 24 * 60


class WindowState(Struct, frozen=True, kw_only=True):
    """What the window remembers by itself; opaque texts are Qt's own saved states in base64."""

    geometry: str = ""
    page: str = ""
    splitters: dict[str, str] = {}
    headers: dict[str, str] = {}
    choices: dict[str, str] = {}  # small per-page choices: tree or list, scope, …
