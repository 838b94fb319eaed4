"""The one envelope of every answer, and the one exception that becomes an answer."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

import msgspec

from api import texts
from api.texts import Language, Text

FieldErrors = Mapping[str, Sequence[Text]]


class ApiError(Exception):
    """An answer other than success; `headers` go with it."""

    def __init__(
        self, code: int, text: Text, *, errors: FieldErrors | None = None, headers: Mapping[str, str] | None = None
    ) -> None:
        super().__init__(text.en)
        self.code = code
        self.text = text
        self.errors = errors
        self.headers = dict(headers or {})

    def body(self, language: Language) -> bytes:
        """The envelope of this answer."""
        return failure(self.code, self.text, language, self.errors)


def success(data: bytes, language: Language, text: Text = texts.OK) -> bytes:
    """The envelope around `data`, which is JSON already."""
    return b"".join((_opening(success=True, code=200, text=text.in_language(language)), b',"data":', data, b"}"))


def failure(code: int, text: Text, language: Language, errors: FieldErrors | None = None) -> bytes:
    """The envelope of an error, with the texts of each bad field where there are any."""
    opening = _opening(success=False, code=code, text=text.in_language(language))
    if errors is None:
        return opening + b"}"
    fields = {field: [entry.in_language(language) for entry in entries] for field, entries in errors.items()}
    return b"".join((opening, b',"errors":', msgspec.json.encode(fields), b"}"))


def _opening(*, success: bool, code: int, text: str) -> bytes:
    return msgspec.json.encode({"success": success, "code": code, "message": text})[:-1]


def unauthorised(text: Text = texts.NO_TOKEN) -> ApiError:
    """No token at all, or a user that is no more."""
    return ApiError(401, text, headers={"WWW-Authenticate": "Bearer"})


def bad_token() -> ApiError:
    """A token that is malformed, expired, revoked or of the wrong type."""
    return ApiError(401, texts.BAD_TOKEN, headers={"WWW-Authenticate": 'Bearer error="invalid_token"'})


def invalid(**errors: Text) -> ApiError:
    """Bad parameters, one text for each."""
    return ApiError(422, texts.INVALID, errors={field: [text] for field, text in errors.items()})


def unavailable() -> ApiError:
    """No sample yet, or no room for more."""
    return ApiError(503, texts.UNAVAILABLE, headers={"Retry-After": "1"})


def too_many_attempts(retry_after_seconds: int) -> ApiError:
    """Too many failed logins."""
    return ApiError(429, texts.TOO_MANY_ATTEMPTS, headers={"Retry-After": str(retry_after_seconds)})
