"""RemoteAccess: what the window may see and do of the API, without knowing how the API is made."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from enum import StrEnum
from typing import Protocol
from urllib.parse import urlsplit

from msgspec import Struct

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ApiPhase(StrEnum):
    """Where the API stands."""

    OFF = "off"
    STARTING = "starting"
    LISTENING = "listening"
    FAILED = "failed"


class ApiState(Struct, frozen=True):
    """The API's state; `problem` is a whole sentence that says what to do, `urls` are where it answers."""

    phase: ApiPhase
    urls: tuple[str, ...] = ()
    port: int | None = None
    is_tls: bool = False
    beyond_loopback: bool = False
    certificate_fingerprint: str | None = None
    problem: str | None = None

    @property
    def network_url(self) -> str:
        """Where other computers reach it; empty where none does."""
        return next((url for url in self.urls if urlsplit(url).hostname not in _LOOPBACK), "")


class UserFacts(Struct, frozen=True):
    """An account of the API; times are epoch seconds."""

    username: str
    role: str  # "admin", "viewer"
    enabled: bool
    created: float
    last_login: float | None = None
    last_address: str | None = None


class ServiceTokenFacts(Struct, frozen=True):
    """A named token for scrapers and scripts; the token itself is shown once, when it is made."""

    name: str
    scopes: tuple[str, ...]
    created: float
    expires: float
    last_used: float | None = None
    revoked: bool = False


class FailedLogin(Struct, frozen=True):
    """A login that was refused."""

    time: float
    address: str
    username: str


class RemoteAccess(Protocol):
    """The API as the window sees it. Changes are announced on any thread; methods raise ValueError with a sentence."""

    @property
    def state(self) -> ApiState:
        """Where the API stands now."""

    def subscribe(self, listener: Callable[[ApiState], None]) -> Callable[[], None]:
        """Call `listener` at each change of state; returns what ends that."""

    def apply(self, enabled: bool, bind: str, port: int, insecure_http: bool) -> None:
        """Save these settings and start, restart or stop the API to match; returns at once."""

    def interfaces(self) -> Sequence[tuple[str, str]]:
        """Addresses that can be bound, loopback first: (address, interface name)."""

    def initial_password(self) -> str | None:
        """The generated password of `admin`, until it is changed."""

    def users(self) -> Sequence[UserFacts]:
        """All accounts."""

    def add_user(self, username: str, password: str, role: str) -> None:
        """Make an account."""

    def set_user_enabled(self, username: str, enabled: bool) -> None:
        """Disable an account, which ends its sessions, or enable it."""

    def remove_user(self, username: str) -> None:
        """Remove an account; the last enabled admin stays."""

    def set_password(self, username: str, password: str) -> None:
        """Set a password, which ends the user's sessions."""

    def service_tokens(self) -> Sequence[ServiceTokenFacts]:
        """All service tokens."""

    def create_service_token(self, name: str, scopes: Sequence[str], days: int) -> str:
        """Make a service token and return it, for this once."""

    def revoke_service_token(self, name: str) -> None:
        """Make a service token useless."""

    def failed_logins(self) -> Sequence[FailedLogin]:
        """The most recent refused logins, newest first."""

    def log_out_everywhere(self) -> None:
        """End every session of every user."""
