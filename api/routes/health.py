"""Is HertzMon alive? The one question that needs no token, and that tells nothing about the machine."""

from __future__ import annotations

from flask import Flask, Response

from api.context import ApiContext
from api.rules import Access, Rule, declare

RULE = Rule(path="/healthz", summary="Whether the API answers", access=Access.PUBLIC, media_type="text/plain")


def register(app: Flask, context: ApiContext) -> None:
    """Add the route."""

    def healthz() -> Response:
        alive = not context.feed.closed
        return Response(
            "ok\n" if alive else "stopping\n",
            status=200 if alive else 503,
            content_type="text/plain; charset=utf-8",
        )

    declare(app, RULE, healthz)
