"""The API's own document, and a page that shows it. The page is a shell: it holds nothing about this machine."""

from __future__ import annotations

from functools import cache

from flask import Flask, Response, request
from flask.typing import RouteCallable

from api import encode
from api.context import ApiContext
from api.openapi import document
from api.rules import Access, Rule, declare, rules_of
from hertzmon_gui.settings.paths import resource

DOCUMENT = Rule(path="/api/openapi.json", summary="This document, OpenAPI 3.1", access=Access.TOKEN, has_etag=True)
# Path, summary, media type and file of what the page is made of. A browser asks for these without a token.
_PAGE = (
    ("/api/docs/", "A page to read this document and to try the API", "text/html", "index.html"),
    ("/api/docs/page.js", "The page's script", "text/javascript", "page.js"),
    ("/api/docs/page.css", "The page's looks", "text/css", "page.css"),
)
# Its own script and style only, no other address, no inline code, in nobody's frame.
CONTENT_SECURITY_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; connect-src 'self'; img-src data:; "
    "base-uri 'none'; form-action 'none'; frame-ancestors 'none'"
)


def register(app: Flask, _context: ApiContext) -> None:
    """Add the routes."""

    @cache
    def encoded() -> bytes:
        return encode.encode(document(rules_of(app).values()))

    def openapi() -> Response:
        response = Response(encoded(), content_type="application/json; charset=utf-8")
        response.add_etag()
        response.make_conditional(request)
        return response

    declare(app, DOCUMENT, openapi)
    for path, summary, media_type, file in _PAGE:
        declare(
            app,
            Rule(path=path, summary=summary, access=Access.PUBLIC, media_type=media_type, has_etag=True),
            _file(file, media_type),
        )


def _file(name: str, media_type: str) -> RouteCallable:
    content = resource("api_docs", name).read_bytes()

    def view() -> Response:
        response = Response(content, content_type=f"{media_type}; charset=utf-8")
        response.headers["Content-Security-Policy"] = CONTENT_SECURITY_POLICY
        response.add_etag()
        response.make_conditional(request)
        return response

    return view
