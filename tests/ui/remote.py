"""A RemoteAccess that remembers what the window asked of it."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from hertzmon_gui.model.remote_access import ApiPhase, ApiState, FailedLogin, ServiceTokenFacts, UserFacts

LISTENING = ApiState(ApiPhase.LISTENING, urls=("http://127.0.0.1:8000/",), port=8000)


class FakeRemoteAccess:
    """Implements the protocol in memory."""

    def __init__(self, state: ApiState = LISTENING) -> None:
        self._state = state
        self._listeners: list[Callable[[ApiState], None]] = []
        self.applied: list[tuple[bool, str, int, bool]] = []
        self.accounts = {"admin": UserFacts("admin", "admin", enabled=True, created=1.0, last_login=1_760_000_000.0)}
        self.tokens: dict[str, ServiceTokenFacts] = {}
        self.passwords: dict[str, str] = {}
        self.first_password: str | None = "correct-horse"
        self.logged_out = 0

    @property
    def state(self) -> ApiState:
        return self._state

    def become(self, state: ApiState) -> None:
        self._state = state
        for listener in list(self._listeners):
            listener(state)

    def subscribe(self, listener: Callable[[ApiState], None]) -> Callable[[], None]:
        self._listeners.append(listener)
        return lambda: self._listeners.remove(listener)

    def apply(self, enabled: bool, bind: str, port: int, insecure_http: bool) -> None:
        if port == 1:
            raise ValueError("Port 1 is reserved. Choose another one.")
        self.applied.append((enabled, bind, port, insecure_http))

    def interfaces(self) -> Sequence[tuple[str, str]]:
        return [("127.0.0.1", "loopback"), ("0.0.0.0", ""), ("192.0.2.7", "eth0")]

    def initial_password(self) -> str | None:
        return self.first_password

    def users(self) -> Sequence[UserFacts]:
        return list(self.accounts.values())

    def add_user(self, username: str, password: str, role: str) -> None:
        if username in self.accounts:
            raise ValueError(f"There is an account {username} already.")
        self.accounts[username] = UserFacts(username, role, enabled=True, created=2.0)
        self.passwords[username] = password

    def set_user_enabled(self, username: str, enabled: bool) -> None:
        user = self.accounts[username]
        self.accounts[username] = UserFacts(username, user.role, enabled=enabled, created=user.created)

    def remove_user(self, username: str) -> None:
        if username == "admin":
            raise ValueError("The last administrator cannot be removed.")
        del self.accounts[username]

    def set_password(self, username: str, password: str) -> None:
        self.passwords[username] = password
        self.first_password = None

    def service_tokens(self) -> Sequence[ServiceTokenFacts]:
        return list(self.tokens.values())

    def create_service_token(self, name: str, scopes: Sequence[str], days: int) -> str:
        self.tokens[name] = ServiceTokenFacts(name, tuple(scopes), created=1.0, expires=1.0 + days * 86_400)
        return f"token-of-{name}"

    def revoke_service_token(self, name: str) -> None:
        del self.tokens[name]

    def failed_logins(self) -> Sequence[FailedLogin]:
        return [FailedLogin(1_760_000_000.0, "192.0.2.9", "=cmd()")]

    def log_out_everywhere(self) -> None:
        self.logged_out += 1
