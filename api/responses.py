"""What every resource of a snapshot has in common: language, ETag, compression, age."""

from __future__ import annotations

import re
import time
from collections.abc import Callable
from functools import lru_cache
from typing import TYPE_CHECKING

from flask import Request, Response
from msgspec import Struct

from api import encode, errors
from api.bodies import GZIP_FROM_BYTES, Body, Key
from api.context import ApiContext
from api.texts import Language, language_of
from hertzmon_gui.model.snapshot import Snapshot

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment

JSON = "application/json; charset=utf-8"
_Build = Callable[[Snapshot, Language], object]


class Counted:
    """A payload that is a part of `total` rows."""

    def __init__(self, payload: object, total: int) -> None:
        self.payload = payload
        self.total = total


class Answer(Struct, frozen=True):
    """A whole answer, which needs no framework to be sent."""

    status: str
    headers: list[tuple[str, str]]
    body: bytes = b""

    def response(self) -> Response:
        """The same for Flask."""
        return Response(self.body, self.status, self.headers)


class Inquiry(Struct, frozen=True):
    """Who asks for a snapshot's resource and how: WSGI's environment, and whether only a ready answer is wanted."""

    environ: WSGIEnvironment
    only_ready: bool = False  # None rather than work that takes more than a moment


def snapshot_answer(
    context: ApiContext,
    inquiry: Inquiry,
    key: Key,
    build: _Build,
    *,
    nullable: bool = False,
    snapshot: Snapshot | None = None,
) -> Answer | None:
    """The payload that `build` makes of the latest snapshot, from the cache where it is there.

    503 while there is no snapshot, or the payload is None, which only a nullable one may be. None only where a ready
    answer is wanted and there is none.
    """
    snapshot = snapshot or context.feed.latest
    if snapshot is None or context.feed.closed:
        raise errors.unavailable()
    asked = inquiry.environ
    language = language_of(asked.get("HTTP_ACCEPT_LANGUAGE"))
    wants_gzip = accepts_gzip(asked.get("HTTP_ACCEPT_ENCODING"))
    tag = f"{context.boot_id}-{snapshot.seq}"
    plain_tag = f'"{tag}-en"' if language == "en" else f'"{tag}"'
    gzip_tag = f'{plain_tag[:-1]}-gzip"'
    age_seconds = time.monotonic() - snapshot.monotonic_time
    headers = [
        ("X-HertzMon-Seq", str(snapshot.seq)),
        ("X-HertzMon-Age-Ms", str(max(0, int(1000 * age_seconds)))),
    ]
    known = asked.get("HTTP_IF_NONE_MATCH")
    if known is not None:
        matching = _matching(known, (gzip_tag, plain_tag) if wants_gzip else (plain_tag,))
        if matching is not None:
            return Answer("304 Not Modified", [*headers, ("ETag", matching)])

    body: Body | None
    if inquiry.only_ready:
        body = context.bodies.ready(snapshot.seq, key, language, compressed=wants_gzip)
        if body is None:
            return None
    else:
        body = context.bodies.get(snapshot.seq, key, language, lambda: _built(snapshot, language, build, nullable))
    if body.total is not None:
        headers.append(("X-HertzMon-Total", str(body.total)))
    content, etag = body.plain, plain_tag
    if wants_gzip and len(body.plain) >= GZIP_FROM_BYTES:
        content, etag = body.compressed, gzip_tag
        headers.append(("Content-Encoding", "gzip"))
    headers += (("ETag", etag), ("Content-Type", JSON), ("Content-Length", str(len(content))))
    return Answer("200 OK", headers, content)


def _built(snapshot: Snapshot, language: Language, build: _Build, nullable: bool) -> tuple[bytes, int | None]:
    payload = build(snapshot, language)
    if payload is None and not nullable:
        raise errors.unavailable()
    if isinstance(payload, Counted):
        return encode.encode(payload.payload), payload.total
    return encode.encode(payload), None


def json_response(request: Request, body: Callable[[Language], bytes]) -> Response:
    """An envelope that holds or concerns tokens, and that nobody may keep."""
    response = Response(body(language_of(request.headers.get("Accept-Language"))), content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


@lru_cache(maxsize=128)
def accepts_gzip(header: str | None) -> bool:
    """Whether an Accept-Encoding header takes gzip."""
    if header is None:
        return False
    for entry in header.lower().split(","):
        name, _, parameters = entry.partition(";")
        if name.strip() in ("gzip", "*"):
            return re.search(r"q\s*=\s*0(\.0*)?\s*$", parameters) is None
    return False


def _matching(if_none_match: str, tags: tuple[str, ...]) -> str | None:
    if if_none_match in tags:
        return if_none_match
    if if_none_match.strip() == "*":
        return tags[-1]
    known = {entry.strip().removeprefix("W/") for entry in if_none_match.split(",")}
    return next((tag for tag in tags if tag in known), None)
