"""Guard: who is asking, and may they? Cheap enough to run on every request.

It reads WSGI's environment, so that one guard stands before Flask and before what is answered without it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

from msgspec import Struct

from api import errors, texts
from api.accounts.scopes import ROLE_SCOPES, allows
from api.accounts.service_tokens import PREFIX
from api.accounts.users import User
from api.context import ApiContext
from api.errors import ApiError
from api.hosts import is_loopback
from api.rules import Access, Rule

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Principal(Struct, frozen=True):
    """Who asks: a user in a session, or a service token."""

    name: str
    scopes: frozenset[str]
    token: str
    user: User | None = None
    session_id: str | None = None


def identify(context: ApiContext, authorization: str | None) -> Principal:
    """Whoever the Authorization header names; ApiError 401 for anybody else."""
    scheme, _, token = (authorization or "").strip().partition(" ")
    token = token.strip()
    if scheme.lower() != "bearer" or not token:
        raise errors.unauthorised()
    return still_valid(context, token)


def still_valid(context: ApiContext, token: str) -> Principal:
    """Whom this token stands for now; ApiError 401 when it stands for nobody."""
    if token.startswith(PREFIX):
        service = context.service_tokens.verify(token)
        if service is None:
            raise errors.bad_token()
        return Principal(f"token:{service.name}", frozenset(service.scopes), token)
    claims = context.authority.verify(token, "access")
    if claims is None:
        raise errors.bad_token()
    user = context.users.by_id(claims.user_id)
    if user is None or not user.enabled:
        raise errors.unauthorised(texts.USER_GONE)
    session = context.sessions.live(claims.session_id)
    if session is None or session.user_id != user.user_id or session.epoch != user.epoch:
        raise errors.bad_token()
    return Principal(user.username, ROLE_SCOPES.get(user.role, frozenset()), token, user, claims.session_id)


def authorise(rule: Rule, principal: Principal) -> None:
    """ApiError 403 unless the rule lets this principal in."""
    if rule.access is Access.SESSION and principal.session_id is None:
        raise ApiError(403, texts.FORBIDDEN)
    if not allows(principal.scopes, frozenset(rule.scopes)):
        raise ApiError(403, texts.FORBIDDEN)


def check_request(context: ApiContext, environ: WSGIEnvironment) -> None:
    """ApiError 421 for a foreign Host, 403 for a foreign page, 400 for a query that is no UTF-8."""
    host = environ.get("HTTP_HOST")
    if host is None or not context.hosts.allows_host(host):
        raise ApiError(421, texts.WRONG_HOST)
    origin, site = environ.get("HTTP_ORIGIN"), environ.get("HTTP_SEC_FETCH_SITE")
    if not context.hosts.allows_request(host, environ["wsgi.url_scheme"], origin, site):
        raise ApiError(403, texts.FORBIDDEN)
    query = environ.get("QUERY_STRING", "")
    if not query.isascii():
        try:
            query.encode("latin-1").decode()
        except UnicodeDecodeError as error:
            raise ApiError(400, texts.BAD_REQUEST) from error


def admit(context: ApiContext, rule: Rule, environ: WSGIEnvironment) -> Principal | None:
    """Whoever asks, None where anybody may; ApiError 401 or 403 for those who may not."""
    if rule.access is Access.PUBLIC:
        return None
    principal = identify(context, environ.get("HTTP_AUTHORIZATION"))
    authorise(rule, principal)
    return principal


def client_address(environ: WSGIEnvironment) -> str:
    """The peer's address; no header can forge it."""
    address: str = environ.get("REMOTE_ADDR", "")
    return address


def is_local(environ: WSGIEnvironment) -> bool:
    """Whether the client is on this machine."""
    return is_loopback(client_address(environ))
