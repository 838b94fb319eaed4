"""What every resource of a snapshot has in common: language, ETag, compression, age."""

from __future__ import annotations

import re
import time
from collections.abc import Callable

from flask import Request, Response

from api import encode, errors
from api.bodies import GZIP_FROM_BYTES, Key
from api.context import ApiContext
from api.texts import Language, language_of
from hertzmon_gui.model.snapshot import Snapshot

JSON = "application/json; charset=utf-8"
_Build = Callable[[Snapshot, Language], object]


class Counted:
    """A payload that is a part of `total` rows."""

    def __init__(self, payload: object, total: int) -> None:
        self.payload = payload
        self.total = total


def snapshot_response(
    context: ApiContext,
    request: Request,
    key: Key,
    build: _Build,
    *,
    nullable: bool = False,
    snapshot: Snapshot | None = None,
) -> Response:
    """The payload that `build` makes of the latest snapshot, from the cache where it is there.

    503 while there is no snapshot, or the payload is None, which only a nullable one may be.
    """
    snapshot = snapshot or context.feed.latest
    if snapshot is None or context.feed.closed:
        raise errors.unavailable()
    language = language_of(request.headers.get("Accept-Language"))
    wants_gzip = accepts_gzip(request.headers.get("Accept-Encoding"))
    tag = f"{context.boot_id}-{snapshot.seq}"
    plain_tag = f'"{tag}-en"' if language == "en" else f'"{tag}"'
    gzip_tag = f'{plain_tag[:-1]}-gzip"'
    headers = {
        "X-HertzMon-Seq": str(snapshot.seq),
        "X-HertzMon-Age-Ms": str(max(0, int(1000 * (time.monotonic() - snapshot.monotonic_time)))),
    }
    known = request.headers.get("If-None-Match")
    if known is not None:
        matching = _matching(known, (gzip_tag, plain_tag) if wants_gzip else (plain_tag,))
        if matching is not None:
            return Response(status=304, headers={**headers, "ETag": matching}, content_type=JSON)

    def encoded() -> tuple[bytes, int | None]:
        payload = build(snapshot, language)
        if payload is None and not nullable:
            raise errors.unavailable()
        if isinstance(payload, Counted):
            return encode.encode(payload.payload), payload.total
        return encode.encode(payload), None

    body = context.bodies.get(snapshot.seq, key, language, encoded)
    if body.total is not None:
        headers["X-HertzMon-Total"] = str(body.total)
    if wants_gzip and len(body.plain) >= GZIP_FROM_BYTES:
        headers["Content-Encoding"] = "gzip"
        return Response(body.compressed, headers={**headers, "ETag": gzip_tag}, content_type=JSON)
    return Response(body.plain, headers={**headers, "ETag": plain_tag}, content_type=JSON)


def json_response(request: Request, body: Callable[[Language], bytes]) -> Response:
    """An envelope that holds or concerns tokens, and that nobody may keep."""
    response = Response(body(language_of(request.headers.get("Accept-Language"))), content_type=JSON)
    response.headers["Cache-Control"] = "no-store"
    return response


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
    if if_none_match.strip() == "*":
        return tags[-1]
    known = {entry.strip().removeprefix("W/") for entry in if_none_match.split(",")}
    return next((tag for tag in tags if tag in known), None)
