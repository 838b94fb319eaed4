"""Password hashing: argon2id, one at a time, and no faster for a user that does not exist."""

from __future__ import annotations

import secrets
import threading
import unicodedata

from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError

LONGEST = 256
SHORTEST = 8
# Verifications that may wait for their turn, so that a flood of logins cannot take all the server's workers; the
# machine's own user has turns of their own.
_REMOTE_TURNS = 2
_LOCAL_TURNS = 2


class TooBusyError(Exception):
    """Too many verifications are waiting already."""


class Passwords:
    """Makes and verifies password hashes: 19 MiB, two passes, one lane."""

    def __init__(self) -> None:
        self._hasher = PasswordHasher(time_cost=2, memory_cost=19 * 1024, parallelism=1)
        self._one_at_a_time = threading.Lock()
        self._remote_turns = threading.BoundedSemaphore(_REMOTE_TURNS)
        self._local_turns = threading.BoundedSemaphore(_LOCAL_TURNS)
        # Verified against for an unknown user; nobody knows its password.
        self._decoy: str | None = None

    def hash(self, password: str) -> str:
        """The hash of a password, with its parameters and salt."""
        with self._one_at_a_time:
            return self._hasher.hash(_bytes(password))

    def verify(self, stored: str | None, password: str, *, is_local: bool = True) -> bool:
        """Whether `password` is the one that was hashed; always False, in the same time, where nothing is stored.

        TooBusyError when too many others wait already.
        """
        turns = self._local_turns if is_local else self._remote_turns
        if not turns.acquire(blocking=False):
            raise TooBusyError
        try:
            with self._one_at_a_time:
                return self._verify(stored, password)
        finally:
            turns.release()

    def prepare(self) -> None:
        """Make the decoy now, so that the first unknown user takes no longer than the next."""
        with self._one_at_a_time:
            if self._decoy is None:
                self._decoy = self._hasher.hash(secrets.token_bytes(32))

    def _verify(self, stored: str | None, password: str) -> bool:
        if self._decoy is None:
            self._decoy = self._hasher.hash(secrets.token_bytes(32))
        fits = len(password) <= LONGEST
        try:
            self._hasher.verify(stored or self._decoy, _bytes(password) if fits else b"")
        except (VerificationError, InvalidHashError):
            return False
        return fits and stored is not None


def generate_password() -> str:
    """A random password of 96 bits that can be read aloud."""
    alphabet = "abcdefghjkmnpqrstuvwxyz23456789"  # 31 signs without those that look alike
    return "-".join("".join(secrets.choice(alphabet) for _ in range(5)) for _ in range(4))


def _bytes(password: str) -> bytes:
    return unicodedata.normalize("NFC", password).encode("utf-8", "surrogatepass")
