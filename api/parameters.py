"""Query parameters and JSON bodies, checked; what is wrong becomes a 422 with a text for each field."""

from __future__ import annotations

import math
import re
from collections.abc import Mapping, Sequence
from functools import lru_cache
from typing import TYPE_CHECKING, TypeVar
from urllib.parse import parse_qsl

import msgspec
from flask import Request

from api import texts
from api.errors import ApiError
from api.texts import Text

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

_LONGEST_DIGITS = 18

Word = TypeVar("Word", bound=str)


class Reader:
    """Reads parameters one after the other, gathers what is wrong and raises it all at once with `check`."""

    def __init__(self, values: Mapping[str, str]) -> None:
        self._values = values
        self._errors: dict[str, list[Text]] = {}

    def text(self, name: str, longest: int = 256) -> str:
        """A text without surrounding blanks; "" where it is missing."""
        value = self._values.get(name, "").strip()
        if len(value) > longest:
            self.refuse(name, _filled(texts.TOO_LONG, length=longest))
        return value

    def count(self, name: str, default: int) -> int:
        """A whole number from 0; blank means the default."""
        value = self._values.get(name, "").strip()
        if not value:
            return default
        if not re.fullmatch(r"[+-]?[0-9]+", value, re.ASCII):
            self.refuse(name, texts.NOT_AN_INTEGER)
            return default
        if value.startswith("-") and value.strip("-0"):
            self.refuse(name, texts.NEGATIVE)
            return default
        digits = value.lstrip("+-0")
        return 10**_LONGEST_DIGITS if len(digits) > _LONGEST_DIGITS else int(digits or "0")

    def number(self, name: str, default: float, low: float, high: float) -> float:
        """A number within bounds; blank means the default."""
        value = self._values.get(name, "").strip()
        if not value:
            return default
        try:
            number = float(value)
        except ValueError:
            number = math.nan
        if not math.isfinite(number):
            self.refuse(name, texts.NOT_A_NUMBER)
            return default
        if not low <= number <= high:
            self.refuse(name, _filled(texts.OUT_OF_RANGE, low=f"{low:g}", high=f"{high:g}"))
            return default
        return number

    def choice(self, name: str, choices: Sequence[Word], default: Word) -> Word:
        """One of a few words; blank means the default."""
        value = self._values.get(name, "").strip()
        if not value:
            return default
        for choice in choices:
            if choice == value:
                return choice
        self.refuse(name, _filled(texts.NOT_ONE_OF, choices=", ".join(choices)))
        return default

    def choices(self, name: str, choices: Sequence[str]) -> tuple[str, ...]:
        """Some of many words, separated by commas, in the order in which they are declared."""
        wanted = [part.strip() for part in self._values.get(name, "").split(",") if part.strip()]
        if any(part not in choices for part in wanted):
            self.refuse(name, _filled(texts.NOT_ONE_OF, choices=", ".join(choices)))
            return ()
        return tuple(choice for choice in choices if choice in wanted)

    def refuse(self, name: str, text: Text) -> None:
        """Note that a parameter is wrong."""
        self._errors.setdefault(name, []).append(text)

    def check(self) -> None:
        """ApiError 422 when anything was wrong."""
        if self._errors:
            raise ApiError(422, texts.INVALID, errors=self._errors)


def query_of(environ: WSGIEnvironment) -> Mapping[str, str]:
    """The parameters of a query that the guard has let through; of those that are there twice, the first."""
    return _parsed_query(environ.get("QUERY_STRING", ""))


@lru_cache(maxsize=64)
def _parsed_query(text: str) -> Mapping[str, str]:
    pairs = parse_qsl(text.encode("latin-1").decode(), keep_blank_values=True)
    return dict(reversed(pairs))


def json_object(request: Request) -> dict[str, object]:
    """The request's body as an object; ApiError 400 when it is none, 413 when it is too large."""
    try:
        value = msgspec.json.decode(request.get_data(cache=False))
    except (msgspec.DecodeError, ValueError, RecursionError):
        value = None
    if not isinstance(value, dict):
        raise ApiError(400, texts.BAD_JSON)
    return value


def required_texts(body: Mapping[str, object], fields: Mapping[str, Text]) -> dict[str, str]:
    """The named fields of a body; ApiError 422 with each one's text where one is missing, blank or no text."""
    found: dict[str, str] = {}
    missing: dict[str, list[Text]] = {}
    for name, text in fields.items():
        value = body.get(name)
        if isinstance(value, str) and value.strip():
            found[name] = value
        else:
            missing[name] = [text]
    if missing:
        raise ApiError(422, texts.INVALID, errors=missing)
    return found


def _filled(text: Text, **values: object) -> Text:
    return Text(text.zh.format(**values), text.en.format(**values))
