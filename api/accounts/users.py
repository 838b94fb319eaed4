"""UserStore: the API's accounts, in one private file that the command line and the running program share."""

from __future__ import annotations

import contextlib
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from api.accounts.passwords import LONGEST, SHORTEST, Passwords, generate_password
from api.accounts.records import RecordFile
from api.accounts.scopes import ROLES, Role
from hertzmon_gui.settings.secrets import read_private, write_private

FIRST_ADMIN = "admin"
_LONGEST_NAME = 64


class User(Struct, frozen=True, kw_only=True):
    """One account. `epoch` goes up when all its sessions end: a session of another epoch is no session."""

    user_id: int
    username: str
    role: Role
    password_hash: str
    created: float
    enabled: bool = True
    epoch: int = 1
    last_login: float | None = None
    last_address: str | None = None
    email: str | None = None
    phone: str | None = None
    real_name: str | None = None
    avatar: str | None = None


class _Users(Struct, frozen=True):
    version: Literal[1] = 1
    next_id: int = 1
    users: tuple[User, ...] = ()


class UserStore:
    """Accounts by name and by number. Methods that change raise ValueError with a sentence when they may not."""

    def __init__(self, path: Path) -> None:
        """Load the file; SecretError when it cannot be read or understood."""
        self._file = RecordFile(path, _Users())
        self._initial_password_file = path.with_name("initial-password")
        self._passwords = Passwords()
        self._indexed: tuple[_Users, dict[int, User], dict[str, User]] | None = None

    def prepare(self) -> None:
        """Do now what the first login would have to wait for."""
        self._passwords.prepare()

    def all(self) -> tuple[User, ...]:
        """Every account, oldest first."""
        return self._file.read().users

    def get(self, username: str) -> User | None:
        """The account of this name."""
        return self._index()[1].get(username)

    def by_id(self, user_id: int) -> User | None:
        """The account of this number."""
        return self._index()[0].get(user_id)

    def verify(self, username: str, password: str, *, is_local: bool = True) -> User | None:
        """The enabled account with this name and password; takes the same time whatever is wrong.

        passwords.TooBusyError when too many others are being verified.
        """
        user = self.get(username)
        matches = self._passwords.verify(None if user is None else user.password_hash, password, is_local=is_local)
        return user if user is not None and matches and user.enabled else None

    def add(self, username: str, password: str, role: str) -> User:
        """Make an account."""
        name = _checked_name(username)
        known_role = _checked_role(role)
        check_password(password)
        password_hash = self._passwords.hash(password)

        def edit(users: _Users) -> _Users:
            if any(user.username == name for user in users.users):
                raise ValueError(f"There is a user {name} already.")
            user = User(
                user_id=users.next_id,
                username=name,
                role=known_role,
                password_hash=password_hash,
                created=time.time(),
            )
            return _Users(next_id=users.next_id + 1, users=(*users.users, user))

        self._file.change(edit)
        added = self.get(name)
        assert added is not None
        return added

    def remove(self, username: str) -> None:
        """Remove an account, which ends its sessions; the last enabled admin stays."""

        def edit(users: _Users) -> _Users:
            _find(users, username)
            left = tuple(user for user in users.users if user.username != username)
            return _with_an_admin(msgspec.structs.replace(users, users=left), users)

        self._file.change(edit)
        if username == FIRST_ADMIN:
            self._forget_initial_password()

    def set_enabled(self, username: str, enabled: bool) -> None:
        """Enable an account, or disable it, which ends its sessions; the last enabled admin stays enabled."""
        self._change(
            username,
            lambda user: msgspec.structs.replace(
                user, enabled=enabled, epoch=user.epoch + (1 if user.enabled and not enabled else 0)
            ),
        )

    def set_password(self, username: str, password: str) -> User:
        """Set a password, which ends the user's sessions and, for the first admin, drops the initial password."""
        check_password(password)
        if self.get(username) is None:
            raise ValueError(f"There is no user {username}.")
        password_hash = self._passwords.hash(password)
        changed = self._change(
            username,
            lambda user: msgspec.structs.replace(user, password_hash=password_hash, epoch=user.epoch + 1),
        )
        if username == FIRST_ADMIN:
            self._forget_initial_password()
        return changed

    def record_login(self, username: str, address: str) -> User:
        """Remember when and from where a user came last."""
        now = time.time()
        return self._change(username, lambda user: msgspec.structs.replace(user, last_login=now, last_address=address))

    def end_sessions(self) -> None:
        """End every session of every user."""
        self._file.change(
            lambda users: msgspec.structs.replace(
                users,
                users=tuple(msgspec.structs.replace(user, epoch=user.epoch + 1) for user in users.users),
            )
        )

    def initial_password(self) -> str | None:
        """The generated password of `admin`, until it is changed."""
        content = read_private(self._initial_password_file)
        return None if content is None else content.decode(errors="replace").strip() or None

    def ensure_admin(self) -> str | None:
        """Make `admin` with a random password where there are no users yet; its password as long as it is that one."""
        if not self.all():
            password = generate_password()
            write_private(self._initial_password_file, password.encode() + b"\n")
            # Another process may have been faster.
            with contextlib.suppress(ValueError):
                self.add(FIRST_ADMIN, password, "admin")
        return self.initial_password()

    def _forget_initial_password(self) -> None:
        with contextlib.suppress(FileNotFoundError):
            self._initial_password_file.unlink()

    def _change(self, username: str, edit: Callable[[User], User]) -> User:
        def edit_all(users: _Users) -> _Users:
            _find(users, username)
            changed = tuple(edit(user) if user.username == username else user for user in users.users)
            return _with_an_admin(msgspec.structs.replace(users, users=changed), users)

        return _find(self._file.change(edit_all), username)

    def _index(self) -> tuple[dict[int, User], dict[str, User]]:
        users = self._file.read()
        indexed = self._indexed
        if indexed is None or indexed[0] is not users:
            indexed = (
                users,
                {user.user_id: user for user in users.users},
                {user.username: user for user in users.users},
            )
            self._indexed = indexed
        return indexed[1], indexed[2]


def check_password(password: str) -> None:
    """ValueError with a sentence when a password is too short or too long."""
    if not SHORTEST <= len(password) <= LONGEST:
        raise ValueError(f"A password has {SHORTEST} to {LONGEST} characters.")


def _checked_name(username: str) -> str:
    name = username.strip()
    if not name or len(name) > _LONGEST_NAME or not name.isprintable():
        raise ValueError(f"A user name has 1 to {_LONGEST_NAME} printable characters.")
    return name


def _checked_role(role: str) -> Role:
    for known in ROLES:
        if role == known:
            return known
    raise ValueError(f"There is no role {role}; the roles are {' and '.join(ROLES)}.")


def _find(users: _Users, username: str) -> User:
    for user in users.users:
        if user.username == username:
            return user
    raise ValueError(f"There is no user {username}.")


def _with_an_admin(changed: _Users, before: _Users) -> _Users:
    def has_admin(users: _Users) -> bool:
        return any(user.enabled and user.role == "admin" for user in users.users)

    if has_admin(before) and not has_admin(changed):
        raise ValueError("The last enabled admin stays: make another admin first.")
    return changed
