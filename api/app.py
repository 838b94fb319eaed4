"""create_app: the Flask application, built from collaborators that are passed in."""

from __future__ import annotations

import logging
import time
from typing import TYPE_CHECKING

from flask import Flask, Response, g, request
from werkzeug.exceptions import HTTPException, MethodNotAllowed, RequestEntityTooLarge

from api import errors, texts
from api.context import ApiContext
from api.errors import ApiError
from api.guard import Principal, admit, check_request, identify
from api.responses import JSON, Answer
from api.routes import auth, documentation, health, history, metrics, monitor, processes, sections, stream
from api.rules import rules_of
from api.shortcut import Shortcut
from api.texts import Text, language_of

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable
    from types import TracebackType

    from _typeshed.wsgi import StartResponse, WSGIApplication, WSGIEnvironment

    ExceptionInfo = tuple[type[BaseException], BaseException, TracebackType] | tuple[None, None, None]
    WriteCallable = Callable[[bytes], object]

logger = logging.getLogger(__name__)

LARGEST_BODY = 64 * 1024

# What every answer carries unless its route says otherwise.
_HEADERS = (
    ("Cache-Control", "private, no-cache"),
    ("X-Content-Type-Options", "nosniff"),
    ("Content-Security-Policy", "default-src 'none'; frame-ancestors 'none'"),
    ("Referrer-Policy", "no-referrer"),
    ("Cross-Origin-Resource-Policy", "same-origin"),
    ("Vary", "Accept-Language, Accept-Encoding, Origin"),
)


def create_app(context: ApiContext) -> Flask:
    """An application that serves `context`; it keeps no state of its own."""
    app = Flask("hertzmon-api", static_folder=None, template_folder=None, root_path="/")
    app.url_map.merge_slashes = False
    app.config["MAX_CONTENT_LENGTH"] = LARGEST_BODY
    app.config["PROPAGATE_EXCEPTIONS"] = False

    _guard_requests(app, context)
    _finish_responses(app, context)
    _answer_errors(app)
    for module in (health, auth, sections, processes, monitor, history, stream, metrics, documentation):
        module.register(app, context)
    app.wsgi_app = _framed(Shortcut(context, app), app.wsgi_app)  # type: ignore[assignment, method-assign]  # Flask's own way
    return app


def ready_answer(context: ApiContext, app: Flask) -> Callable[[WSGIEnvironment], Answer | None]:
    """What answers, with all its headers, where that takes but a moment and waits for nothing; else None."""
    shortcut = Shortcut(context, app)

    def ready(environ: WSGIEnvironment) -> Answer | None:
        _take_final_slash(environ)
        answer = shortcut.answer(environ, only_ready=True)
        return None if answer is None else Answer(answer.status, [*answer.headers, *_HEADERS], answer.body)

    return ready


def _framed(shortcut: Shortcut, application: WSGIApplication) -> WSGIApplication:
    """What is cheaper done around Flask than in it: resources, final slashes and the headers that never change.

    `/path/` is answered as `/path`: no redirect, and 405 rather than 404 for a wrong method on either.
    """

    def framed(environ: WSGIEnvironment, start_response: StartResponse) -> Iterable[bytes]:
        _take_final_slash(environ)
        answer = shortcut.answer(environ)
        if answer is not None:
            start_response(answer.status, [*answer.headers, *_HEADERS])
            return (answer.body,)

        def start(status: str, headers: list[tuple[str, str]], exc_info: ExceptionInfo | None = None) -> WriteCallable:
            given = {name for name, _ in headers}
            return start_response(status, headers + [pair for pair in _HEADERS if pair[0] not in given], exc_info)

        return application(environ, start)

    return framed


def _take_final_slash(environ: WSGIEnvironment) -> None:
    path = environ.get("PATH_INFO", "")
    if len(path) > 1 and path.endswith("/"):
        environ["PATH_INFO"] = path[:-1]


def _guard_requests(app: Flask, context: ApiContext) -> None:
    rules = rules_of(app)

    @app.before_request
    def guard() -> Response | None:
        g.began = time.perf_counter()
        check_request(context, request.environ)
        if isinstance(request.routing_exception, MethodNotAllowed) and request.method == "OPTIONS":
            return _options(context, request.routing_exception)
        if request.routing_exception is not None:
            return None
        g.principal = admit(context, rules[request.endpoint or ""], request.environ)
        return None


def _options(context: ApiContext, refusal: MethodNotAllowed) -> Response:
    """What a path takes. A browser asks without a token on behalf of a configured origin; all others need one."""
    origin = request.headers.get("Origin")
    preflight = origin is not None and context.hosts.allows_origin(origin)
    if not preflight:
        g.principal = identify(context, request.headers.get("Authorization"))
    response = Response(errors.success(b"null", language_of(request.headers.get("Accept-Language"))), content_type=JSON)
    response.headers["Allow"] = _allowed(refusal)
    if preflight:
        response.headers["Access-Control-Allow-Methods"] = _allowed(refusal)
        response.headers["Access-Control-Allow-Headers"] = "Authorization, Content-Type, If-None-Match"
        response.headers["Access-Control-Max-Age"] = "600"
    return response


def _allowed(refusal: MethodNotAllowed) -> str:
    return ", ".join(sorted({*(refusal.valid_methods or ()), "OPTIONS"}))


def _finish_responses(app: Flask, context: ApiContext) -> None:
    @app.after_request
    def finish(response: Response) -> Response:
        origin = request.headers.get("Origin")
        if origin is not None and context.hosts.allows_origin(origin):
            response.headers["Access-Control-Allow-Origin"] = origin
            response.headers["Access-Control-Expose-Headers"] = "ETag, Retry-After, X-HertzMon-Seq, X-HertzMon-Age-Ms"
        if context.access_log is not None:
            principal: Principal | None = g.get("principal")
            context.access_log.record(
                request.environ,
                "" if principal is None else principal.name,
                response.status_code,
                response.content_length or 0,
                g.get("began", time.perf_counter()),
            )
        return response


def _answer_errors(app: Flask) -> None:
    def answer(error: ApiError) -> Response:
        language = language_of(request.headers.get("Accept-Language"))
        response = Response(error.body(language), status=error.code, content_type=JSON)
        response.headers.extend(error.headers)
        return response

    def answer_http(error: HTTPException) -> Response:
        return answer(_from_werkzeug(error))

    def answer_unexpected(error: Exception) -> Response:
        logger.exception("a request failed", exc_info=error)
        return answer(ApiError(500, texts.SERVER_ERROR))

    app.register_error_handler(ApiError, answer)
    app.register_error_handler(HTTPException, answer_http)
    app.register_error_handler(Exception, answer_unexpected)


def _from_werkzeug(error: HTTPException) -> ApiError:
    if isinstance(error, MethodNotAllowed):
        return ApiError(405, texts.METHOD_NOT_ALLOWED, headers={"Allow": _allowed(error)})
    if isinstance(error, RequestEntityTooLarge):
        return ApiError(413, texts.BODY_TOO_LARGE)
    known: dict[int, Text] = {400: texts.BAD_REQUEST, 403: texts.FORBIDDEN, 404: texts.NOT_FOUND}
    if error.code in known:
        return ApiError(error.code, known[error.code])
    logger.error("an unexpected HTTP error: %s", error)
    return ApiError(500, texts.SERVER_ERROR)
