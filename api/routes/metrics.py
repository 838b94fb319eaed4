"""`/metrics`: the latest snapshot for Prometheus and its kin."""

from __future__ import annotations

from functools import cache
from typing import TYPE_CHECKING

from flask import Flask, Response, request

from api import errors
from api.context import ApiContext
from api.responses import accepts_gzip
from api.rules import Access, Rule, declare

if TYPE_CHECKING:
    from api.prometheus import MetricsText

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

    @cache
    def text() -> MetricsText:
        # Imported at the first scrape: its library takes 4 MB, and most machines are never scraped.
        from api.prometheus import MetricsText

        return MetricsText()

    def metrics() -> Response:
        snapshot = context.feed.latest
        if snapshot is None or context.feed.closed:
            raise errors.unavailable()
        wants_gzip = accepts_gzip(request.headers.get("Accept-Encoding"))
        form, body = text().of(snapshot, request.headers.get("Accept"))
        response = Response(body.compressed if wants_gzip else body.plain, content_type=form.value)
        if wants_gzip:
            response.headers["Content-Encoding"] = "gzip"
        response.headers["Vary"] = "Accept, Accept-Encoding, Origin"
        response.set_etag(f"{context.boot_id}-{snapshot.seq}-{form.name.lower()}{'-gzip' if wants_gzip else ''}")
        response.make_conditional(request)
        return response

    declare(app, RULE, metrics)
