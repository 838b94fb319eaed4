"""SessionStore: who is logged in. A session lives through refreshes and ends at once, also across a restart."""

from __future__ import annotations

import hmac
import logging
import secrets
import time
from collections.abc import Callable
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from api.accounts.records import RecordFile
from api.accounts.tokens import token_hash
from hertzmon_gui.settings.errors import SecretError

logger = logging.getLogger(__name__)

_MOST_PER_USER = 64


class Session(Struct, frozen=True):
    """One login and its refreshes. `epoch` is the user's when it began; of the refresh token only a hash is kept."""

    session_id: str
    user_id: int
    epoch: int
    refresh_hash: str
    created: float
    expires: float
    address: str


class _Sessions(Struct, frozen=True):
    version: Literal[1] = 1
    sessions: dict[str, Session] = {}


class SessionStore:
    """Sessions by their id, saved at every change. A damaged file is kept aside, and all sessions have ended."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Load the file; SecretError when it is there but cannot be read."""
        self._clock = clock
        try:
            self._file = RecordFile(path, _Sessions())
        except SecretError:
            aside = path.with_name(f"{path.name}.damaged")
            try:
                path.replace(aside)
            except OSError as error:
                raise SecretError(f"{path} cannot be read, nor moved away ({error.strerror}). Remove it.") from error
            logger.warning("%s was damaged and kept as %s; everybody has to log in again", path, aside.name)
            self._file = RecordFile(path, _Sessions())

    def new_id(self) -> str:
        """An id for a session that is about to begin."""
        return secrets.token_urlsafe(16)

    def begin(
        self, session_id: str, user_id: int, epoch: int, refresh_token: str, expires: float, address: str
    ) -> None:
        """Remember a session; beyond the most that a user may have, the oldest ends."""
        session = Session(session_id, user_id, epoch, token_hash(refresh_token), self._clock(), expires, address)

        def edit(document: _Sessions) -> _Sessions:
            now = self._clock()
            kept = {key: known for key, known in document.sessions.items() if known.expires > now}
            own = sorted(
                (known for known in kept.values() if known.user_id == user_id), key=lambda known: known.created
            )
            for known in own[: max(0, len(own) - _MOST_PER_USER + 1)]:
                del kept[known.session_id]
            return _Sessions(sessions={**kept, session_id: session})

        self._file.change(edit)

    def live(self, session_id: str) -> Session | None:
        """The session of this id, unless it has ended."""
        session = self._file.read().sessions.get(session_id)
        return session if session is not None and session.expires > self._clock() else None

    def rotate(self, session_id: str, presented: str, refresh_token: str, expires: float) -> bool:
        """Replace the refresh token; an old one that comes back ends the session, and the answer is False."""
        rotated = False

        def edit(document: _Sessions) -> _Sessions:
            nonlocal rotated
            session = document.sessions.get(session_id)
            if session is None or session.expires <= self._clock():
                return document
            sessions = dict(document.sessions)
            rotated = hmac.compare_digest(session.refresh_hash, token_hash(presented))
            if rotated:
                sessions[session_id] = msgspec.structs.replace(
                    session, refresh_hash=token_hash(refresh_token), expires=expires
                )
            else:
                del sessions[session_id]
                logger.warning("a refresh token was used twice; its session of user %d has ended", session.user_id)
            return _Sessions(sessions=sessions)

        self._file.change(edit)
        return rotated

    def end(self, session_id: str) -> None:
        """End one session."""
        self._keep(lambda session: session.session_id != session_id)

    def end_all(self) -> None:
        """End every session."""
        self._keep(lambda _session: False)

    def keep_only(self, user_id: int, session_id: str, epoch: int) -> None:
        """End all sessions of a user but one, which goes on in the user's new epoch."""

        def edit(document: _Sessions) -> _Sessions:
            sessions = {
                key: msgspec.structs.replace(session, epoch=epoch) if key == session_id else session
                for key, session in document.sessions.items()
                if session.user_id != user_id or key == session_id
            }
            return _Sessions(sessions=sessions)

        self._file.change(edit)

    def _keep(self, wanted: Callable[[Session], bool]) -> None:
        self._file.change(
            lambda document: _Sessions(
                sessions={key: session for key, session in document.sessions.items() if wanted(session)}
            )
        )
