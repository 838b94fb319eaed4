"""The API's own document, OpenAPI 3.1: made from the routes' rules and the payloads' types, so that it cannot lie."""

from __future__ import annotations

import re
from collections.abc import Iterable
from typing import Any

import msgspec

from api import texts
from api.rules import Access, Method, Parameter, Rule
from api.texts import Text
from hertzmon_gui import __version__

Schema = dict[str, Any]

_REFERENCE = "#/components/schemas/{name}"
_DESCRIPTION = (
    "What this machine does, over HTTP. Every answer under `/api/` is one envelope: `success`, `code`, which is the "
    "HTTP status, `message`, and `data` or `errors`. A number that is unknown is null, never 0. All answers tell of "
    "the latest snapshot: asking samples nothing. Messages are Chinese, or English with `Accept-Language: en`. The "
    "scope `admin` includes all others."
)
_SUCCESS = "Success"
_ERROR_TEXTS: dict[int, Text] = {
    400: texts.BAD_REQUEST,
    401: texts.BAD_TOKEN,
    403: texts.FORBIDDEN,
    413: texts.BODY_TOO_LARGE,
    421: texts.WRONG_HOST,
    422: texts.INVALID,
    429: texts.TOO_MANY_ATTEMPTS,
    503: texts.UNAVAILABLE,
}
_HEADERS: dict[str, tuple[str, Schema]] = {
    "ETag": ("Changes with the content; send it back as If-None-Match", {"type": "string"}),
    "X-HertzMon-Seq": ("The snapshot's sequence number", {"type": "integer", "minimum": 0}),
    "X-HertzMon-Age-Ms": ("How old the snapshot is", {"type": "integer", "minimum": 0}),
    "Retry-After": ("Seconds after which to try again", {"type": "integer", "minimum": 1}),
    "WWW-Authenticate": ("`Bearer`, and what is wrong with the token", {"type": "string"}),
}


def document(rules: Iterable[Rule]) -> dict[str, Any]:
    """The document of these routes."""
    ordered = sorted(rules, key=lambda rule: (rule.path, rule.method))
    types = list(dict.fromkeys(answer for rule in ordered for answer in rule.answers))
    schemas, components = msgspec.json.schema_components(types, ref_template=_REFERENCE)
    for component in components.values():
        if "properties" in component:
            component["additionalProperties"] = False
    data = dict(zip(types, schemas, strict=True))
    paths: dict[str, dict[str, Any]] = {}
    for rule in ordered:
        paths.setdefault(rule.path, {})[rule.method.lower()] = _operation(
            rule, [data[answer] for answer in rule.answers]
        )
    return {
        "openapi": "3.1.0",
        "info": {"title": "HertzMon", "version": __version__, "description": _DESCRIPTION},
        "servers": [{"url": "/", "description": "This machine"}],
        "paths": paths,
        "components": {
            "schemas": dict(sorted((components | _error_schemas()).items())),
            "headers": {name: {"description": text, "schema": schema} for name, (text, schema) in _HEADERS.items()},
            "securitySchemes": {
                "token": {
                    "type": "http",
                    "scheme": "bearer",
                    "description": "The access token of a login, or a service token (`hertzmon token create`)",
                }
            },
        },
    }


def _operation(rule: Rule, answers: list[Schema]) -> dict[str, Any]:
    operation: dict[str, Any] = {
        "operationId": operation_id(rule.method, rule.path),
        "summary": rule.summary,
        "tags": [_tag(rule.path)],
        "security": [] if rule.access is Access.PUBLIC else [{"token": sorted(rule.scopes)}],
    }
    if rule.access is not Access.PUBLIC:
        operation["description"] = _who(rule)
    if rule.parameters:
        operation["parameters"] = [_parameter(parameter) for parameter in rule.parameters]
    if rule.body is not None:
        operation["requestBody"] = {"required": True, "content": {"application/json": {"schema": rule.body}}}
    operation["responses"] = {"200": _answer(rule, answers), **_errors(rule)}
    return operation


def operation_id(method: Method, path: str) -> str:
    """A name that code generators can use: `get_system_cpu`."""
    words = re.findall(r"[a-z0-9]+", path.removeprefix("/api").lower())
    return "_".join([method.lower(), *words])


def _tag(path: str) -> str:
    parts = path.strip("/").split("/")
    return parts[1] if parts[1:2] in (["auth"], ["system"]) else "service"


def _who(rule: Rule) -> str:
    if rule.access is Access.SESSION:
        return "For people who have logged in; a service token is not enough."
    if not rule.scopes:
        return "For any token."
    scopes = " and ".join(f"`{scope}`" for scope in sorted(rule.scopes))
    return f"Needs the scope{'s' if len(rule.scopes) > 1 else ''} {scopes}."


def _parameter(parameter: Parameter) -> dict[str, Any]:
    return {
        "name": parameter.name,
        "in": "query",
        "required": parameter.required,
        "description": parameter.description,
        "schema": parameter.schema,
    }


def _answer(rule: Rule, answers: list[Schema]) -> dict[str, Any]:
    if rule.media_type != "application/json":
        content = {media: {"schema": {"type": "string"}} for media in (rule.media_type, *rule.more_media_types)}
        return {"description": _SUCCESS, "content": content, **_headers(rule)}
    # Only this document stands without an envelope: the tools that read it know none.
    is_envelope = bool(answers) or rule.nullable
    schema = _envelope(answers, nullable=rule.nullable) if is_envelope else {"type": "object"}
    return {"description": _SUCCESS, "content": {"application/json": {"schema": schema}}, **_headers(rule)}


def _headers(rule: Rule) -> dict[str, Any]:
    names = ("ETag", "X-HertzMon-Seq", "X-HertzMon-Age-Ms") if _is_of_snapshot(rule) else ("ETag",)
    return {"headers": {name: _header(name) for name in names}} if _has_etag(rule) else {}


def _is_of_snapshot(rule: Rule) -> bool:
    return rule.path.startswith("/api/system/") and bool(rule.answers)


def _has_etag(rule: Rule) -> bool:
    return rule.has_etag or _is_of_snapshot(rule)


def _header(name: str) -> Schema:
    return {"$ref": f"#/components/headers/{name}"}


def _envelope(answers: list[Schema], *, nullable: bool) -> Schema:
    choices = [*answers, *([{"type": "null"}] if nullable else [])]
    return {
        "type": "object",
        "required": ["success", "code", "message", "data"],
        "properties": {
            "success": {"const": True},
            "code": {"const": 200},
            "message": {"type": "string"},
            "data": choices[0] if len(choices) == 1 else {"anyOf": choices},
        },
        "additionalProperties": False,
    }


def _errors(rule: Rule) -> dict[str, Any]:
    """The answers other than success; anywhere a bad query gets 400, a foreign page 403 and a foreign Host 421."""
    codes = {400, 403, 421, *rule.errors} | (set() if rule.access is Access.PUBLIC else {401})
    answers: dict[str, Any] = (
        {"304": {"description": "Nothing newer", **_headers(rule)}} if _is_of_snapshot(rule) else {}
    )
    for code in sorted(codes):
        answers[str(code)] = {
            "description": _ERROR_TEXTS[code].en,
            "content": {"application/json": {"schema": {"$ref": f"#/components/schemas/{_error_name(code)}"}}},
        }
        if code in (429, 503):
            answers[str(code)]["headers"] = {"Retry-After": _header("Retry-After")}
        if code == 401 and rule.access is not Access.PUBLIC:
            answers[str(code)]["headers"] = {"WWW-Authenticate": _header("WWW-Authenticate")}
    if rule.media_type == "text/plain" and rule.access is Access.PUBLIC:
        answers["503"] = {"description": "Stopping", "content": {"text/plain": {"schema": {"type": "string"}}}}
    return answers


def _error_schemas() -> dict[str, Schema]:
    return {_error_name(code): _error_schema(code) for code in _ERROR_TEXTS}


def _error_name(code: int) -> str:
    return f"Error{code}"


def _error_schema(code: int) -> Schema:
    properties: dict[str, Schema] = {
        "success": {"const": False},
        "code": {"const": code},
        "message": {"type": "string", "examples": [_ERROR_TEXTS[code].zh]},
    }
    if code == 422:
        properties["errors"] = {
            "type": "object",
            "description": "What is wrong, by field",
            "additionalProperties": {"type": "array", "items": {"type": "string"}, "minItems": 1},
        }
    return {
        "title": _error_name(code),
        "description": _ERROR_TEXTS[code].en,
        "type": "object",
        "required": list(properties),
        "properties": properties,
        "additionalProperties": False,
    }
