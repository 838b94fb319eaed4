"""Rule: what each route declares of itself: who may use it, what it takes and what it answers.

The guard, the test of every route with every role and the API's own document all read these.
"""

from __future__ import annotations

from collections.abc import Callable
from enum import StrEnum
from typing import Any, Literal

from flask import Flask, Response, request
from flask.typing import RouteCallable
from msgspec import Struct

from api.accounts.scopes import Scope
from api.responses import Answer, Inquiry

Method = Literal["GET", "POST"]
# Answers out of snapshots, None only where a ready answer is wanted and there is none.
Resource = Callable[[Inquiry], Answer | None]
_RULES = "hertzmon-rules"
_RESOURCES = "hertzmon-resources"


class Access(StrEnum):
    """Who may use a route."""

    PUBLIC = "public"  # anyone whose Host and Origin are in order
    TOKEN = "token"  # noqa: S105 (a session or a service token with the scopes)
    SESSION = "session"  # a person who has logged in; no service token


class Parameter(Struct, frozen=True):
    """A query parameter, for the API's document; `schema` is its JSON Schema."""

    name: str
    description: str
    schema: dict[str, Any]
    required: bool = False


class Rule(Struct, frozen=True, kw_only=True):
    """One route. `answers` are the types of `data`; none means that the body is not an envelope or holds null."""

    path: str
    summary: str
    access: Access
    method: Method = "GET"
    scopes: frozenset[Scope] = frozenset()
    parameters: tuple[Parameter, ...] = ()
    body: dict[str, Any] | None = None  # JSON Schema of the request's body
    answers: tuple[Any, ...] = ()
    media_type: str = "application/json"
    more_media_types: tuple[str, ...] = ()  # what it can answer as well, if Accept prefers that
    nullable: bool = False  # `data` may be null
    has_etag: bool = False  # and so answers 304; what a snapshot's section answers always has one
    errors: tuple[int, ...] = ()  # codes beyond those that every route of its kind can answer


def declare(app: Flask, rule: Rule, view: RouteCallable) -> None:
    """Add a route, answering with and without its final slash, together with its rule."""
    endpoint = f"{rule.method} {rule.path}".replace(".", "_")
    app.add_url_rule(
        rule.path.rstrip("/"),  # the app takes a final slash away before it looks
        endpoint=endpoint,
        view_func=view,
        methods=[rule.method],
        provide_automatic_options=False,
    )
    rules_of(app)[endpoint] = rule


def declare_resource(app: Flask, rule: Rule, resource: Resource) -> None:
    """Add a route that a plain GET reaches without Flask too."""

    def view() -> Response:
        answer = resource(Inquiry(request.environ))
        assert answer is not None
        return answer.response()

    declare(app, rule, view)
    resources_of(app)[rule.path.rstrip("/")] = (rule, resource)


def rules_of(app: Flask) -> dict[str, Rule]:
    """The rules of an app by endpoint."""
    rules: dict[str, Rule] = app.extensions.setdefault(_RULES, {})
    return rules


def resources_of(app: Flask) -> dict[str, tuple[Rule, Resource]]:
    """What is declared as a resource, by path without the final slash."""
    resources: dict[str, tuple[Rule, Resource]] = app.extensions.setdefault(_RESOURCES, {})
    return resources
