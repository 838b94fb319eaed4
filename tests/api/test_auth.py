"""Login, refresh, logout, who am I, and a new password, through the client only."""

from __future__ import annotations

import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from argon2 import PasswordHasher
from werkzeug.test import TestResponse

from api.accounts.throttle import ACCOUNT_FAILURES, ADDRESS_FAILURES, WINDOW_SECONDS, LoginThrottle
from api.accounts.users import UserStore
from tests.api.support import ADMIN_PASSWORD, VIEWER_PASSWORD, Clock, World, bearer

USER_KEYS = ["user_id", "username", "email", "phone", "real_name", "avatar", "roles", "permissions"]
NEW_PASSWORD = "a new password"


def post(world: World, path: str, body: object, headers: dict[str, str] | None = None) -> TestResponse:
    return world.client.post(f"/api/auth/{path}/", json=body, headers=headers or {})


def login_as(world: World, username: str, password: str, address: str = "127.0.0.1") -> TestResponse:
    return world.client.post(
        "/api/auth/login/",
        json={"username": username, "password": password},
        environ_base={"REMOTE_ADDR": address},
    )


def reads(world: World, token: str) -> int:
    return world.client.get("/api/system/cpu/", headers=bearer(token)).status_code


def test_login_gives_tokens_and_the_user(world: World) -> None:
    response = post(
        world,
        "login",
        {"username": "admin", "password": ADMIN_PASSWORD, "captcha_code": "abcd", "captcha_key": "k"},
    )

    body = response.get_json()
    assert (body["success"], body["code"], body["message"]) == (True, 200, "登录成功")
    assert list(body["data"]) == ["access_token", "refresh_token", "user_info"]
    user = body["data"]["user_info"]
    assert list(user) == USER_KEYS
    assert user["user_id"] == 1
    assert user["roles"] == [{"role_id": 1, "role_name": "admin", "role_code": "admin"}]
    assert all(isinstance(text, str) for text in user["permissions"])
    assert user["email"] is None
    assert response.headers["Cache-Control"] == "no-store"
    assert reads(world, body["data"]["access_token"]) == 200


@pytest.mark.parametrize(
    ("body", "errors"),
    [
        ({}, {"username": ["请输入用户名"], "password": ["请输入密码"]}),
        ({"username": "admin"}, {"password": ["请输入密码"]}),
        ({"username": "  ", "password": "x"}, {"username": ["请输入用户名"]}),
        ({"username": 5, "password": ["x"]}, {"username": ["请输入用户名"], "password": ["请输入密码"]}),
        ({"username": None, "password": ""}, {"username": ["请输入用户名"], "password": ["请输入密码"]}),
    ],
)
def test_a_missing_or_blank_field_is_422(world: World, body: object, errors: object) -> None:
    response = post(world, "login", body)

    assert response.status_code == 422
    assert response.get_json() == {"success": False, "code": 422, "message": "参数验证失败", "errors": errors}


@pytest.mark.parametrize("body", [b"", b"{", b"[]", b"null", b'"text"', b"\xff\xfe", b"[" * 20000, b"username=admin"])
def test_a_body_that_is_no_json_object_is_400(world: World, body: bytes) -> None:
    response = world.client.post("/api/auth/login/", data=body, content_type="application/json")

    assert response.status_code == 400
    assert response.text == '{"success":false,"code":400,"message":"请求体不是有效的JSON"}'


def test_a_body_over_the_limit_is_413(world: World) -> None:
    response = world.client.post("/api/auth/login/", data=b"x" * (64 * 1024 + 1))

    assert response.status_code == 413
    assert response.text == '{"success":false,"code":413,"message":"请求体过大"}'


@pytest.mark.parametrize(
    ("username", "password"),
    [
        ("admin", "wrong"),
        ("nobody", ADMIN_PASSWORD),
        ("ADMIN", ADMIN_PASSWORD),
        ("admin", ADMIN_PASSWORD + "x" * 300),
        ("admin\x00", ADMIN_PASSWORD),
        ("管理员", "密码密码密码"),
    ],
)
def test_a_wrong_user_and_a_wrong_password_are_the_same_401(world: World, username: str, password: str) -> None:
    response = post(world, "login", {"username": username, "password": password})

    assert response.status_code == 401
    assert response.text == '{"success":false,"code":401,"message":"用户名或密码错误"}'


def test_a_password_with_a_lone_surrogate_is_no_500(world: World) -> None:
    response = world.client.post(
        "/api/auth/login/", data=b'{"username":"admin","password":"\\ud800"}', content_type="application/json"
    )

    assert response.status_code in (400, 401)


def test_a_disabled_user_cannot_log_in(world: World) -> None:
    world.users.set_enabled("viewer", False)

    assert post(world, "login", {"username": "viewer", "password": VIEWER_PASSWORD}).status_code == 401


def test_unknown_and_known_users_cost_the_same_hash(world: World, monkeypatch: pytest.MonkeyPatch) -> None:
    verified: list[str] = []
    original = PasswordHasher.verify

    def counting(self: PasswordHasher, hash: str, password: str | bytes) -> bool:  # noqa: A002 (argon2's name)
        verified.append(hash.split("$")[3])
        return bool(original(self, hash, password))

    monkeypatch.setattr(PasswordHasher, "verify", counting)
    for username in ("admin", "nobody"):
        post(world, "login", {"username": username, "password": "wrong"})

    assert verified == ["m=19456,t=2,p=1"] * 2


def test_user_info_tells_the_last_login(world: World) -> None:
    token = world.login()["access_token"]

    body = world.client.get("/api/auth/user/info/", headers=bearer(token)).get_json()

    assert body["message"] == "操作成功"
    assert list(body["data"]) == [*USER_KEYS, "last_login_time", "last_login_ip", "created_at"]
    assert body["data"]["last_login_ip"] == "127.0.0.1"
    assert body["data"]["last_login_time"].endswith("Z")


def test_refresh_rotates(world: World) -> None:
    first = world.login()

    response = post(world, "token/refresh", {"refresh_token": first["refresh_token"]})

    body = response.get_json()
    assert body["message"] == "token刷新成功"
    assert list(body["data"]) == ["access_token", "refresh_token"]
    assert body["data"]["refresh_token"] != first["refresh_token"]
    assert reads(world, body["data"]["access_token"]) == 200


def test_a_refresh_token_used_twice_ends_the_family(world: World) -> None:
    first = world.login()
    second = post(world, "token/refresh", {"refresh_token": first["refresh_token"]}).get_json()["data"]

    again = post(world, "token/refresh", {"refresh_token": first["refresh_token"]})

    assert again.status_code == 401
    assert again.get_json()["message"] == "刷新令牌无效或已过期"
    assert post(world, "token/refresh", {"refresh_token": second["refresh_token"]}).status_code == 401
    assert reads(world, first["access_token"]) == 401
    assert reads(world, second["access_token"]) == 401


@pytest.mark.parametrize("token", ["nonsense", "a.b.c", "ü", "x" * 5000])
def test_a_bad_refresh_token_is_401(world: World, token: str) -> None:
    response = post(world, "token/refresh", {"refresh_token": token})

    assert response.status_code == 401
    assert response.get_json()["message"] == "刷新令牌无效或已过期"


def test_an_access_token_does_not_refresh_nor_a_refresh_token_read(world: World) -> None:
    tokens = world.login()

    assert post(world, "token/refresh", {"refresh_token": tokens["access_token"]}).status_code == 401
    assert reads(world, tokens["refresh_token"]) == 401


def test_a_missing_refresh_token_is_422(world: World) -> None:
    assert list(post(world, "token/refresh", {}).get_json()["errors"]) == ["refresh_token"]


def test_logout_ends_the_session_for_good(world: World) -> None:
    tokens, other = world.login(), world.session()

    response = post(world, "logout", None, bearer(tokens["access_token"]))

    assert response.text == '{"success":true,"code":200,"message":"登出成功","data":null}'
    assert reads(world, tokens["access_token"]) == 401
    assert post(world, "token/refresh", {"refresh_token": tokens["refresh_token"]}).status_code == 401
    assert world.client.get("/api/system/cpu/", headers=other).status_code == 200
    restarted = World(world.directory)
    assert reads(restarted, tokens["access_token"]) == 401
    assert restarted.client.get("/api/system/cpu/", headers=other).status_code == 200
    restarted.close()


def test_a_new_password_ends_every_other_session_across_a_restart(world: World) -> None:
    this, other, viewer = world.login(), world.login(), world.session("viewer")
    body = {"old_password": ADMIN_PASSWORD, "new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}

    response = post(world, "password/change", body, bearer(this["access_token"]))

    assert response.text == '{"success":true,"code":200,"message":"密码修改成功","data":null}'
    restarted = World(world.directory)
    for where in (world, restarted):
        assert reads(where, this["access_token"]) == 200
        assert reads(where, other["access_token"]) == 401
        assert post(where, "token/refresh", {"refresh_token": other["refresh_token"]}).status_code == 401
        assert where.client.get("/api/system/cpu/", headers=viewer).status_code == 200
        assert post(where, "login", {"username": "admin", "password": ADMIN_PASSWORD}).status_code == 401
        assert post(where, "login", {"username": "admin", "password": NEW_PASSWORD}).status_code == 200
    restarted.close()


@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"old_password": ""}, "old_password"),
        ({"old_password": "wrong"}, "old_password"),
        ({"new_password": "short", "confirm_password": "short"}, "new_password"),
        ({"new_password": "x" * 257, "confirm_password": "x" * 257}, "new_password"),
        ({"confirm_password": "another one"}, "confirm_password"),
        ({"confirm_password": None}, "confirm_password"),
    ],
)
def test_a_bad_password_change_is_422_and_changes_nothing(world: World, changes: dict[str, object], field: str) -> None:
    body = {
        "old_password": ADMIN_PASSWORD,
        "new_password": NEW_PASSWORD,
        "confirm_password": NEW_PASSWORD,
        **changes,
    }

    response = post(world, "password/change", body, world.session())

    assert response.status_code == 422
    assert list(response.get_json()["errors"]) == [field]
    assert post(world, "login", {"username": "admin", "password": ADMIN_PASSWORD}).status_code == 200


def test_a_password_set_from_the_command_line_ends_the_sessions(world: World) -> None:
    headers = world.session()
    UserStore(world.directory / "users.json").set_password("admin", NEW_PASSWORD)
    deadline = time.monotonic() + 10
    while world.client.get("/api/system/cpu/", headers=headers).status_code == 200:
        assert time.monotonic() < deadline, "the change was never noticed"

    response = world.client.get("/api/system/cpu/", headers=headers)

    assert response.get_json()["message"] == "认证令牌无效或已过期"


@pytest.mark.parametrize("change", ["disable", "remove"])
def test_a_user_who_is_gone_or_disabled_is_told_so(world: World, change: str) -> None:
    headers = world.session("viewer")
    if change == "disable":
        world.users.set_enabled("viewer", False)
    else:
        world.users.remove("viewer")

    response = world.client.get("/api/system/cpu/", headers=headers)

    assert response.status_code == 401
    assert response.get_json()["message"] == "用户不存在或已被禁用"


def test_a_session_does_not_come_back_with_its_user(world: World) -> None:
    headers = world.session("viewer")
    world.users.set_enabled("viewer", False)
    world.users.set_enabled("viewer", True)
    assert world.client.get("/api/system/cpu/", headers=headers).status_code == 401

    headers = world.session("viewer")
    world.users.remove("viewer")
    world.users.add("viewer", VIEWER_PASSWORD, "viewer")
    assert world.client.get("/api/system/cpu/", headers=headers).status_code == 401


@pytest.fixture
def throttled(directory: Path) -> Iterator[World]:
    made = World(directory, throttle=LoginThrottle(clock=Clock(1000.0), wall_clock=Clock(5.0)))
    yield made
    made.close()


def test_too_many_failures_from_one_address_are_429(throttled: World) -> None:
    for number in range(ADDRESS_FAILURES):
        assert login_as(throttled, f"guess{number}", "wrong", "192.0.2.7").status_code == 401

    refused = login_as(throttled, "admin", ADMIN_PASSWORD, "192.0.2.7")

    assert refused.status_code == 429
    assert refused.text == '{"success":false,"code":429,"message":"登录尝试次数过多,请稍后再试"}'
    assert 0 < int(refused.headers["Retry-After"]) <= WINDOW_SECONDS
    assert login_as(throttled, "admin", ADMIN_PASSWORD, "192.0.2.8").status_code == 200


def test_an_attacker_on_the_network_cannot_lock_the_owner_out(throttled: World) -> None:
    for number in range(ACCOUNT_FAILURES):
        login_as(throttled, "admin", "wrong", f"192.0.2.{number}")

    assert login_as(throttled, "admin", ADMIN_PASSWORD, "192.0.2.99").status_code == 429
    assert login_as(throttled, "admin", ADMIN_PASSWORD, "127.0.0.1").status_code == 200
    assert login_as(throttled, "admin", ADMIN_PASSWORD, "::1").status_code == 200


def test_success_is_never_throttled(throttled: World) -> None:
    for _ in range(ADDRESS_FAILURES + 2):
        assert login_as(throttled, "admin", ADMIN_PASSWORD, "192.0.2.7").status_code == 200


def test_wrong_old_passwords_count_as_failures(throttled: World) -> None:
    headers = throttled.session()
    body = {"old_password": "wrong", "new_password": NEW_PASSWORD, "confirm_password": NEW_PASSWORD}

    codes = [post(throttled, "password/change", body, headers).status_code for _ in range(ADDRESS_FAILURES + 1)]

    assert codes == [422] * ADDRESS_FAILURES + [429]
