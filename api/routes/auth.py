"""Login, refresh, logout, who am I, and a new password."""

from __future__ import annotations

import hmac
from typing import Any

from flask import Flask, Response, g, request

from api import encode, errors, texts
from api.accounts.passwords import LONGEST, SHORTEST, TooBusyError
from api.accounts.scopes import ROLE_IDS, ROLE_SCOPES, SCOPES
from api.accounts.users import User
from api.context import ApiContext
from api.errors import ApiError
from api.guard import Principal, client_address, is_local
from api.notation import utc_text
from api.parameters import json_object, required_texts
from api.payloads import LoginPayload, RolePayload, TokensPayload, UserInfoPayload, UserPayload
from api.responses import json_response
from api.rules import Access, Rule, declare
from api.texts import Text

_TEXT = {"type": "string"}


def _object(required: tuple[str, ...], optional: tuple[str, ...] = ()) -> dict[str, Any]:
    return {
        "type": "object",
        "required": list(required),
        "properties": {name: dict(_TEXT) for name in (*required, *optional)},
    }


LOGIN = Rule(
    path="/api/auth/login/",
    method="POST",
    summary="Log in with a user name and a password",
    access=Access.PUBLIC,
    body=_object(("username", "password"), ("captcha_code", "captcha_key")),
    answers=(LoginPayload,),
    errors=(400, 401, 413, 422, 429),
)
REFRESH = Rule(
    path="/api/auth/token/refresh/",
    method="POST",
    summary="Exchange a refresh token for new tokens; each works once",
    access=Access.PUBLIC,
    body=_object(("refresh_token",)),
    answers=(TokensPayload,),
    errors=(400, 401, 413, 422),
)
LOGOUT = Rule(path="/api/auth/logout/", method="POST", summary="End this session", access=Access.SESSION, nullable=True)
USER_INFO = Rule(path="/api/auth/user/info/", summary="Who am I", access=Access.SESSION, answers=(UserInfoPayload,))
PASSWORD = Rule(
    path="/api/auth/password/change/",
    method="POST",
    summary="Change the password, which ends every other session",
    access=Access.SESSION,
    body=_object(("old_password", "new_password", "confirm_password")),
    nullable=True,
    errors=(400, 413, 422, 429),
)


def register(app: Flask, context: ApiContext) -> None:
    """Add the routes."""
    routes = AuthRoutes(context)
    declare(app, LOGIN, routes.login)
    declare(app, REFRESH, routes.refresh)
    declare(app, LOGOUT, routes.logout)
    declare(app, USER_INFO, routes.user_info)
    declare(app, PASSWORD, routes.change_password)


class AuthRoutes:
    """The views, around the stores that they work with."""

    def __init__(self, context: ApiContext) -> None:
        self._context = context

    def login(self) -> Response:
        """Begin a session."""
        fields = required_texts(
            json_object(request), {"username": texts.ENTER_USERNAME, "password": texts.ENTER_PASSWORD}
        )
        username = fields["username"].strip()
        user = self._verified(username, fields["password"])
        if user is None:
            raise errors.unauthorised(texts.WRONG_LOGIN)
        address = client_address(request.environ)
        user = self._context.users.record_login(user.username, address)
        session_id = self._context.sessions.new_id()
        access, refresh, expires = self._tokens(user, session_id)
        self._context.sessions.begin(session_id, user.user_id, user.epoch, refresh, expires, address)
        payload = LoginPayload(access, refresh, _user_payload(user))
        return _answer(encode.encode(payload), texts.LOGGED_IN)

    def refresh(self) -> Response:
        """Give new tokens for a refresh token that has not been used yet."""
        fields = required_texts(json_object(request), {"refresh_token": texts.ENTER_REFRESH_TOKEN})
        presented = fields["refresh_token"].strip()
        context = self._context
        claims = context.authority.verify(presented, "refresh")
        session = None if claims is None else context.sessions.live(claims.session_id)
        user = None if session is None else context.users.by_id(session.user_id)
        if session is None or user is None or not user.enabled or user.epoch != session.epoch:
            raise errors.unauthorised(texts.BAD_REFRESH_TOKEN)
        access, refresh, expires = self._tokens(user, session.session_id)
        if not context.sessions.rotate(session.session_id, presented, refresh, expires):
            raise errors.unauthorised(texts.BAD_REFRESH_TOKEN)
        return _answer(encode.encode(TokensPayload(access, refresh)), texts.TOKEN_REFRESHED)

    def logout(self) -> Response:
        """End the session; its tokens stop working at once."""
        self._context.sessions.end(_principal().session_id or "")
        return _answer(b"null", texts.LOGGED_OUT)

    def user_info(self) -> Response:
        """Tell the user about itself."""
        user = _user()
        basic = _user_payload(user)
        info = UserInfoPayload(
            **{name: getattr(basic, name) for name in basic.__struct_fields__},
            last_login_time=None if user.last_login is None else utc_text(user.last_login),
            last_login_ip=user.last_address,
            created_at=utc_text(user.created),
        )
        return _answer(encode.encode(info), texts.OK)

    def change_password(self) -> Response:
        """Set a new password; this session goes on, all others of the user end."""
        fields = required_texts(
            json_object(request),
            {
                "old_password": texts.ENTER_OLD_PASSWORD,
                "new_password": texts.ENTER_NEW_PASSWORD,
                "confirm_password": texts.ENTER_CONFIRM_PASSWORD,
            },
        )
        new = fields["new_password"]
        if not SHORTEST <= len(new) <= LONGEST:
            raise errors.invalid(new_password=texts.PASSWORD_LENGTH)
        if not hmac.compare_digest(_bytes(new), _bytes(fields["confirm_password"])):
            raise errors.invalid(confirm_password=texts.PASSWORDS_DIFFER)
        user = _user()
        if self._verified(user.username, fields["old_password"]) is None:
            raise errors.invalid(old_password=texts.WRONG_OLD_PASSWORD)
        changed = self._context.users.set_password(user.username, new)
        self._context.sessions.keep_only(user.user_id, _principal().session_id or "", changed.epoch)
        return _answer(b"null", texts.PASSWORD_CHANGED)

    def _verified(self, username: str, password: str) -> User | None:
        throttle, address = self._context.throttle, client_address(request.environ)
        wait = throttle.retry_after(address, username)
        if wait is not None:
            raise errors.too_many_attempts(wait)
        try:
            user = self._context.users.verify(username, password, is_local=is_local(request.environ))
        except TooBusyError as error:
            raise errors.too_many_attempts(1) from error
        if user is None:
            throttle.record_failure(address, username)
        return user

    def _tokens(self, user: User, session_id: str) -> tuple[str, str, float]:
        lifetimes = self._context.lifetimes()
        issue = self._context.authority.issue
        roles = [user.role]
        access, _ = issue("access", user.user_id, user.username, roles, session_id, lifetimes.access_seconds)
        refresh, expires = issue(
            "refresh",
            user.user_id,
            user.username,
            roles,
            session_id,
            max(lifetimes.refresh_seconds, lifetimes.access_seconds),
        )
        return access, refresh, expires


def _answer(data: bytes, text: Text) -> Response:
    return json_response(request, lambda language: errors.success(data, language, text))


def _principal() -> Principal:
    principal: Principal = g.principal
    return principal


def _user() -> User:
    user = _principal().user
    if user is None:
        raise ApiError(403, texts.FORBIDDEN)
    return user


def _user_payload(user: User) -> UserPayload:
    held = ROLE_SCOPES[user.role]
    return UserPayload(
        user_id=user.user_id,
        username=user.username,
        email=user.email,
        phone=user.phone,
        real_name=user.real_name,
        avatar=user.avatar,
        roles=[RolePayload(ROLE_IDS[user.role], user.role, user.role)],
        permissions=[scope for scope in SCOPES if scope in held],
    )


def _bytes(text: str) -> bytes:
    return text.encode("utf-8", "surrogatepass")
