"""ApiRemoteAccess: the API as the rest of HertzMon sees it: one facade over accounts, tokens and the server.

Imports no Flask: the API's thread loads it when the first client comes.
"""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING

from api.accounts.service_tokens import TokenStore
from api.accounts.sessions import SessionStore
from api.accounts.throttle import LoginThrottle
from api.accounts.users import UserStore
from api.serving.certificates import CertificateStore, machine_names
from api.serving.server import ApiServer, Application
from hertzmon_gui.model.remote_access import ApiState, FailedLogin, ServiceTokenFacts, UserFacts
from hertzmon_gui.model.source import SnapshotSource
from hertzmon_gui.settings.errors import HertzMonError
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIApplication, WSGIEnvironment

    from api.context import ApiContext
    from api.responses import Answer

USERS_FILE = "users.json"
SESSIONS_FILE = "sessions.json"
TOKENS_FILE = "service-tokens.json"
SECRET_FILE = "token-secret"  # noqa: S105 (a file's name)
ACCESS_LOG_FILE = "access.log"


class ApiRemoteAccess:
    """Implements model.remote_access.RemoteAccess; the stores are opened when first needed, off the window's path."""

    def __init__(self, source: SnapshotSource, settings: SettingsStore, directory: DataDirectory) -> None:
        self._source = source
        self._settings = settings
        self._directory = directory
        self._stores: _Stores | None = None
        self._opening = threading.Lock()
        self._throttle = LoginThrottle()
        self._server = ApiServer(
            self._build, CertificateStore(directory.path), lambda: machine_names(self._addresses()), self._addresses
        )

    @property
    def state(self) -> ApiState:
        """Where the API stands now."""
        return self._server.state

    def subscribe(self, listener: Callable[[ApiState], None]) -> Callable[[], None]:
        """Call `listener` at each change of state, on any thread; returns what ends that."""
        return self._server.subscribe(listener)

    def start(self) -> None:
        """Serve as the settings say; returns at once."""
        settings = self._settings.settings
        self._server.start(settings.api_bind, settings.api_port, settings.api_insecure_http)

    def stop(self) -> None:
        """Stop serving and wait for it, two seconds at most. Can be called more than once."""
        self._server.stop()

    def apply(self, enabled: bool, bind: str, port: int, insecure_http: bool) -> None:
        """Save these settings and start, restart or stop the API to match; returns at once."""
        if not bind.strip():
            raise ValueError("Choose an interface for the API to listen on.")
        self._settings.change(
            api_enabled=enabled, api_bind=bind.strip(), api_port=port, api_insecure_http=insecure_http
        )
        if enabled:
            self.start()
        else:
            self._server.request_stop()

    def interfaces(self) -> Sequence[tuple[str, str]]:
        """Addresses that can be bound, loopback first: (address, interface name)."""
        found = [("127.0.0.1", "loopback"), ("0.0.0.0", "")]  # noqa: S104 (offered, not bound)
        found.extend((address, name) for name, address in self._interface_addresses())
        return found

    def initial_password(self) -> str | None:
        """The generated password of `admin`, until it is changed; None also while its file cannot be read."""
        try:
            return self._open_stores().users.initial_password()
        except HertzMonError:
            return None

    def users(self) -> Sequence[UserFacts]:
        """All accounts; none while their file cannot be read, which `state` tells."""
        try:
            users = self._open_stores().users.all()
        except HertzMonError:
            return ()
        return [
            UserFacts(user.username, user.role, user.enabled, user.created, user.last_login, user.last_address)
            for user in users
        ]

    def add_user(self, username: str, password: str, role: str) -> None:
        """Make an account."""
        with _in_words():
            self._open_stores().users.add(username, password, role)

    def set_user_enabled(self, username: str, enabled: bool) -> None:
        """Disable an account, which ends its sessions, or enable it."""
        with _in_words():
            self._open_stores().users.set_enabled(username, enabled)

    def remove_user(self, username: str) -> None:
        """Remove an account; the last enabled admin stays."""
        with _in_words():
            self._open_stores().users.remove(username)

    def set_password(self, username: str, password: str) -> None:
        """Set a password, which ends the user's sessions."""
        with _in_words():
            self._open_stores().users.set_password(username, password)

    def service_tokens(self) -> Sequence[ServiceTokenFacts]:
        """All service tokens; none while their file cannot be read, which `state` tells."""
        try:
            tokens = self._open_stores().tokens.all()
        except HertzMonError:
            return ()
        return [
            ServiceTokenFacts(token.name, token.scopes, token.created, token.expires, token.last_used, token.revoked)
            for token in tokens
        ]

    def create_service_token(self, name: str, scopes: Sequence[str], days: int) -> str:
        """Make a service token and return it, for this once."""
        with _in_words():
            return self._open_stores().tokens.create(name, scopes, days)

    def revoke_service_token(self, name: str) -> None:
        """Make a service token useless."""
        with _in_words():
            self._open_stores().tokens.revoke(name)

    def failed_logins(self) -> Sequence[FailedLogin]:
        """The most recent refused logins, newest first."""
        return self._throttle.recent()

    def log_out_everywhere(self) -> None:
        """End every session of every user."""
        with _in_words():
            stores = self._open_stores()
            stores.users.end_sessions()
            stores.sessions.end_all()

    def _open_stores(self) -> _Stores:
        with self._opening:  # the window's thread and the API's may both be first
            if self._stores is None:
                self._stores = _Stores(self._directory)
            return self._stores

    def _build(self) -> Application:
        from api.accounts.tokens import TokenAuthority, load_secret
        from api.context import ApiContext, Lifetimes
        from api.demand import ApiDemand
        from api.feed import Feed
        from api.hosts import HostPolicy
        from api.serving.access_log import AccessLog

        stores = self._open_stores()
        stores.users.ensure_admin()
        stores.users.prepare()
        authority = TokenAuthority(load_secret(self._directory.file(SECRET_FILE)))
        settings = self._settings.settings
        context = ApiContext(
            feed=Feed(self._source.bus),
            history=self._source.history,
            demand=ApiDemand(self._source),
            users=stores.users,
            sessions=stores.sessions,
            authority=authority,
            service_tokens=stores.tokens,
            throttle=self._throttle,
            hosts=HostPolicy(_own_names(), settings.api_allowed_hosts, settings.api_allowed_origins),
            lifetimes=lambda: Lifetimes(
                self._settings.settings.api_access_token_minutes * 60.0,
                self._settings.settings.api_refresh_token_minutes * 60.0,
            ),
            access_log=AccessLog(self._directory.file(ACCESS_LOG_FILE)),
        )
        return _Served(context)

    def _addresses(self) -> list[str]:
        return ["127.0.0.1", *(address for _, address in self._interface_addresses())]

    def _interface_addresses(self) -> list[tuple[str, str]]:
        snapshot = self._source.bus.latest
        if snapshot is None or snapshot.network is None:
            return []
        return [
            (interface.name, address)
            for interface in snapshot.network.interfaces
            if not interface.is_loopback and interface.is_up is not False
            for address in interface.addresses
            if not address.lower().startswith("fe80:")  # link-local addresses need a zone in every URL
        ]


class _Stores:
    """The files of accounts, sessions and tokens."""

    def __init__(self, directory: DataDirectory) -> None:
        self.users = UserStore(directory.file(USERS_FILE))
        self.sessions = SessionStore(directory.file(SESSIONS_FILE))
        self.tokens = TokenStore(directory.file(TOKENS_FILE))


class _Served:
    """One start's application, and what it holds of the collector."""

    wsgi: WSGIApplication
    ready_answer: Callable[[WSGIEnvironment], Answer | None]

    def __init__(self, context: ApiContext) -> None:
        self._context = context

    def load(self) -> None:
        """Load Flask, PyJWT and the routes."""
        from api.app import create_app, ready_answer

        self._context.authority.load()
        app = create_app(self._context)
        self.wsgi = app.wsgi_app
        self.ready_answer = ready_answer(self._context, app)

    def end_streams(self) -> None:
        """Make every stream and long poll return."""
        self._context.feed.close()

    def close(self) -> None:
        """Give back what the application holds."""
        self._context.feed.close()
        self._context.demand.close()
        self._context.service_tokens.close()
        if self._context.access_log is not None:
            self._context.access_log.close()


@contextlib.contextmanager
def _in_words() -> Iterator[None]:
    """What the window is told when a file cannot be read or written: a ValueError with a sentence."""
    try:
        yield
    except HertzMonError as error:
        raise ValueError(str(error)) from error
    except OSError as error:
        raise ValueError(f"The change could not be saved ({error.strerror or error}).") from error


def _own_names() -> list[str]:
    hostname = socket.gethostname()
    return [hostname, hostname.partition(".")[0]]
