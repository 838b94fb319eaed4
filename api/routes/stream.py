"""Server-sent events: one `monitor` payload per snapshot. A slow client gets the latest, never a queue."""

from __future__ import annotations

from collections.abc import Iterator

from flask import Flask, Response, g, request

from api import encode, errors
from api.context import ApiContext
from api.errors import ApiError
from api.guard import Principal, authorise, still_valid
from api.rules import Access, Rule, declare
from api.texts import Language, language_of
from hertzmon_gui.model.snapshot import Snapshot

HEARTBEAT_SECONDS = 10.0
_MEDIA_TYPE = "text/event-stream; charset=utf-8"

RULE = Rule(
    path="/api/system/stream/",
    summary="Server-sent events: `event: monitor`, `id:` the sequence number, `data:` what monitor/ answers as data",
    access=Access.TOKEN,
    scopes=frozenset(("system", "processes")),
    media_type="text/event-stream",
    errors=(503,),
)


def register(app: Flask, context: ApiContext) -> None:
    """Add the route."""

    def stream() -> Response:
        if request.method == "HEAD":  # Werkzeug would never close, nor start, the generator
            return Response(content_type=_MEDIA_TYPE)
        if context.feed.closed or not context.stream_slots.acquire(blocking=False):
            raise errors.unavailable()
        # The slot is given back when the response closes: a client may go before the generator starts.
        response = Response(
            _events(context, g.principal, language_of(request.headers.get("Accept-Language"))),
            content_type=_MEDIA_TYPE,
            headers={"X-Accel-Buffering": "no"},
        )
        response.call_on_close(context.stream_slots.release)
        return response

    declare(app, RULE, stream)


def _events(context: ApiContext, principal: Principal, language: Language) -> Iterator[bytes]:
    yield b"retry: 2000\n\n"
    seq = -1
    while not context.feed.closed:
        snapshot = context.feed.wait_newer(seq, HEARTBEAT_SECONDS)
        # Whoever logs out, or is disabled, stops reading at once.
        try:
            authorise(RULE, still_valid(context, principal.token))
        except ApiError:
            return
        if snapshot is None:
            yield b": still here\n\n"
            continue
        seq = snapshot.seq
        yield _event(context, snapshot, language)


def _event(context: ApiContext, snapshot: Snapshot, language: Language) -> bytes:
    def encoded() -> tuple[bytes, None]:
        return encode.encode(encode.monitor_payload(snapshot, language, context.facts)), None

    # The same bytes as the monitor resource's data: what stands between the envelope's opening and its last brace.
    envelope = context.bodies.get(snapshot.seq, ("monitor",), language, encoded).plain
    data = envelope[len(errors.success(b"", language)) - 1 : -1]
    return b"id: %d\nevent: monitor\ndata: %b\n\n" % (snapshot.seq, data)
