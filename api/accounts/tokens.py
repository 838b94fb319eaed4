"""TokenAuthority: makes and checks the JWTs of sessions. HS256 and nothing else, every claim required."""

from __future__ import annotations

import base64
import binascii
import hashlib
import importlib
import secrets
import sys
import time
from collections.abc import Callable, Sequence
from functools import cached_property
from pathlib import Path
from types import ModuleType
from typing import Any, Literal

from msgspec import Struct

from hertzmon_gui.settings.errors import SecretError
from hertzmon_gui.settings.secrets import read_private, write_private

TokenType = Literal["access", "refresh"]
ISSUER = "hertzmon"
AUDIENCE = "hertzmon-api"
_ALGORITHM = "HS256"
_SECRET_BYTES = 48
_SHORTEST_SECRET_BYTES = 32
_LONGEST_TOKEN = 2048
_REQUIRED = ["exp", "iat", "iss", "aud", "sub", "jti", "type", "user_id", "username", "roles", "sid"]
_REMEMBERED = 256


class Claims(Struct, frozen=True):
    """What a valid token says."""

    user_id: int
    session_id: str
    expires: float


class TokenAuthority:
    """Signs tokens with the installation's secret, and remembers those that it has verified already."""

    def __init__(self, secret: bytes, clock: Callable[[], float] = time.time) -> None:
        self._secret = secret
        self._clock = clock
        self._verified: dict[str, Claims] = {}

    @cached_property
    def _jwt(self) -> ModuleType:
        return _import_jwt()

    def load(self) -> None:
        """Load PyJWT now, on a thread beside which no other imports; else the first token does."""
        _ = self._jwt

    def issue(
        self,
        kind: TokenType,
        user_id: int,
        username: str,
        roles: Sequence[str],
        session_id: str,
        lifetime_seconds: float,
    ) -> tuple[str, float]:
        """A token, and when it expires."""
        now = int(self._clock())
        expires = now + int(lifetime_seconds)
        claims: dict[str, Any] = {
            "user_id": user_id,
            "username": username,
            "roles": list(roles),
            "type": kind,
            "iss": ISSUER,
            "aud": AUDIENCE,
            "sub": str(user_id),
            "sid": session_id,
            "jti": secrets.token_urlsafe(16),
            "iat": now,
            "exp": expires,
        }
        return self._jwt.encode(claims, self._secret, algorithm=_ALGORITHM), float(expires)

    def verify(self, token: str, kind: TokenType) -> Claims | None:
        """What the token says; None when anything about it is wrong."""
        if kind == "refresh":
            return self._decode(token, kind)
        claims = self._verified.get(token)
        if claims is None:
            claims = self._decode(token, kind)
            if claims is None:
                return None
            if len(self._verified) >= _REMEMBERED:
                self._verified.clear()
            self._verified[token] = claims
        return claims if claims.expires > self._clock() else None

    def _decode(self, token: str, kind: TokenType) -> Claims | None:
        if len(token) > _LONGEST_TOKEN:
            return None
        try:
            claims = self._jwt.decode(
                token,
                self._secret,
                algorithms=[_ALGORITHM],
                audience=AUDIENCE,
                issuer=ISSUER,
                options={"require": _REQUIRED, "strict_aud": True},
            )
            user_id, session_id, expires = claims["user_id"], claims["sid"], float(claims["exp"])
        except (self._jwt.PyJWTError, ValueError, TypeError, RecursionError, OverflowError):
            return None
        well_formed = (
            claims["type"] == kind
            and type(user_id) is int
            and isinstance(session_id, str)
            and claims["sub"] == str(user_id)
            and isinstance(claims["username"], str)
            and isinstance(claims["roles"], list)
        )
        return Claims(user_id, session_id, expires) if well_formed else None


def _import_jwt() -> ModuleType:
    """PyJWT, without the cryptography that it would load for algorithms which are refused here: 5 MB, 50 ms."""
    if "jwt" in sys.modules or "cryptography" in sys.modules:
        return importlib.import_module("jwt")
    sys.modules["cryptography"] = None  # type: ignore[assignment]  # the documented way to say "not installed"
    try:
        return importlib.import_module("jwt")
    finally:
        del sys.modules["cryptography"]


def token_hash(token: str) -> str:
    """What is stored in place of a token: of so many random bits no slow hash is needed."""
    return hashlib.sha256(token.encode("utf-8", "surrogatepass")).hexdigest()


def load_secret(path: Path) -> bytes:
    """The installation's secret, made at first use; SecretError when it cannot be read, made or understood."""
    content = read_private(path)
    if content is None:
        secret = secrets.token_bytes(_SECRET_BYTES)
        try:
            write_private(path, base64.b64encode(secret) + b"\n")
        except OSError as error:
            raise SecretError(f"{path} cannot be made ({error.strerror}). Make its directory writable.") from error
        return secret
    try:
        secret = base64.b64decode(content.strip(), validate=True)
    except (binascii.Error, ValueError):
        secret = b""
    if len(secret) < _SHORTEST_SECRET_BYTES:
        raise SecretError(
            f"{path} is damaged. Move it away and HertzMon makes a new one; everybody then has to log in again."
        )
    return secret
