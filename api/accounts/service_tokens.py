"""TokenStore: named tokens for scrapers and scripts. Shown once, stored as hashes, limited in scope and time."""

from __future__ import annotations

import logging
import secrets
import time
from collections.abc import Callable, Sequence
from pathlib import Path
from typing import Literal

import msgspec
from msgspec import Struct

from api.accounts.records import RecordFile
from api.accounts.scopes import SCOPES
from api.accounts.tokens import token_hash
from api.deferred import Deferred
from hertzmon_gui.settings.errors import SecretError

logger = logging.getLogger(__name__)

PREFIX = "hmt_"
_LONGEST_NAME = 64
_LONGEST_DAYS = 3660
_DAY_SECONDS = 86400.0
# The last use is saved no more often than this, and the first one soon.
_SAVE_USE_SECONDS = 300.0
_SAVE_SOON_SECONDS = 0.25


class ServiceToken(Struct, frozen=True):
    """One named token; `token_hash` is the SHA-256 of a random text of 256 bits, which needs no slow hash."""

    name: str
    token_hash: str
    scopes: tuple[str, ...]
    created: float
    expires: float
    last_used: float | None = None
    revoked: bool = False


class _Tokens(Struct, frozen=True):
    version: Literal[1] = 1
    tokens: tuple[ServiceToken, ...] = ()


class TokenStore:
    """Service tokens by name. Methods that change raise ValueError with a sentence when they may not."""

    def __init__(self, path: Path, clock: Callable[[], float] = time.time) -> None:
        """Load the file; SecretError when it cannot be read or understood."""
        self._file = RecordFile(path, _Tokens())
        self._clock = clock
        self._indexed: tuple[_Tokens, dict[str, ServiceToken]] | None = None
        self._used: dict[str, float] = {}
        self._save_from = 0.0
        self._saver = Deferred("hm-api-uses", _SAVE_SOON_SECONDS, self.save_uses)

    def all(self) -> tuple[ServiceToken, ...]:
        """Every token, oldest first, with its last use."""
        return tuple(self._with_use(token) for token in self._file.read().tokens)

    def create(self, name: str, scopes: Sequence[str], days: int) -> str:
        """Make a token and return it, for this once; a revoked or expired one of the same name makes room."""
        name = name.strip()
        if not name or len(name) > _LONGEST_NAME or not name.isprintable():
            raise ValueError(f"A token's name has 1 to {_LONGEST_NAME} printable characters.")
        unknown = [scope for scope in scopes if scope not in SCOPES]
        if unknown or not scopes:
            raise ValueError(f"A token's scopes are one or more of {', '.join(SCOPES)}.")
        if not 1 <= days <= _LONGEST_DAYS:
            raise ValueError(f"A token lasts 1 to {_LONGEST_DAYS} days.")
        token = PREFIX + secrets.token_urlsafe(32)
        now = self._clock()
        made = ServiceToken(
            name, token_hash(token), tuple(scope for scope in SCOPES if scope in scopes), now, now + days * _DAY_SECONDS
        )

        def edit(document: _Tokens) -> _Tokens:
            kept = []
            for known in document.tokens:
                if known.name != name:
                    kept.append(known)
                elif not known.revoked and known.expires > now:
                    raise ValueError(f"There is a token {name} already; revoke it first.")
            return _Tokens(tokens=(*kept, made))

        self._file.change(edit)
        return token

    def revoke(self, name: str) -> None:
        """Make a token useless, at once."""

        def edit(document: _Tokens) -> _Tokens:
            if all(token.name != name for token in document.tokens):
                raise ValueError(f"There is no token {name}.")
            return _Tokens(
                tokens=tuple(
                    msgspec.structs.replace(token, revoked=True) if token.name == name else token
                    for token in document.tokens
                )
            )

        self._file.change(edit)

    def verify(self, token: str) -> ServiceToken | None:
        """The token's entry; None when it is unknown, revoked or expired."""
        known = self._index().get(token_hash(token))
        now = self._clock()
        if known is None or known.revoked or known.expires <= now:
            return None
        self._record_use(known, now)
        return known

    def save_uses(self) -> None:
        """Save when each token was used last; a disk that cannot take it costs that alone."""
        if not self._used:
            return
        self._save_from = self._clock() + _SAVE_USE_SECONDS
        try:
            self._file.change(
                lambda document: _Tokens(tokens=tuple(self._with_use(token) for token in document.tokens))
            )
        except (OSError, SecretError) as error:
            logger.warning("the last use of a token could not be saved: %s", error)

    def close(self) -> None:
        """Save what is to be saved."""
        self._saver.finish()
        self.save_uses()

    def _record_use(self, token: ServiceToken, now: float) -> None:
        is_first = token.last_used is None and token.token_hash not in self._used
        self._used[token.token_hash] = now
        if is_first or now >= self._save_from:
            self._saver.ask()

    def _with_use(self, token: ServiceToken) -> ServiceToken:
        used = self._used.get(token.token_hash)
        if used is None or (token.last_used is not None and token.last_used >= used):
            return token
        return msgspec.structs.replace(token, last_used=used)

    def _index(self) -> dict[str, ServiceToken]:
        document = self._file.read()
        indexed = self._indexed
        if indexed is None or indexed[0] is not document:
            indexed = (document, {token.token_hash: token for token in document.tokens})
            self._indexed = indexed
        return indexed[1]
