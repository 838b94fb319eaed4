"""`/metrics`: the latest snapshot for Prometheus and its kin."""

from __future__ import annotations

from flask import Flask, Response, request

from api import errors
from api.context import ApiContext
from api.prometheus import Format, MetricsText, negotiate
from api.responses import accepts_gzip
from api.rules import Access, Rule, declare

RULE = Rule(
    path="/metrics",
    summary="The latest snapshot as Prometheus' or OpenMetrics' text, whichever Accept prefers",
    access=Access.TOKEN,
    scopes=frozenset(("metrics",)),
    media_type="text/plain",
    more_media_types=("application/openmetrics-text",),
    has_etag=True,
    errors=(503,),
)


def register(app: Flask, context: ApiContext) -> None:
    """Add the route."""
    text = MetricsText()

    def metrics() -> Response:
        snapshot = context.feed.latest
        if snapshot is None or context.feed.closed:
            raise errors.unavailable()
        form = negotiate(request.headers.get("Accept"))
        wants_gzip = accepts_gzip(request.headers.get("Accept-Encoding"))
        body = text.of(snapshot, form)
        response = Response(body.compressed if wants_gzip else body.plain, content_type=form.value)
        if wants_gzip:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept, Accept-Encoding, Origin"
        name = "openmetrics" if form is Format.OPENMETRICS else "text"
        response.set_etag(f"{context.boot_id}-{snapshot.seq}-{name}{'-gzip' if wants_gzip else ''}")
        response.make_conditional(request)
        return response

    declare(app, RULE, metrics)
