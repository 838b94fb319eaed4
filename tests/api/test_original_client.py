"""The calls of the original web client, as it makes them: by status, `message` and `data`, ten seconds each."""

from __future__ import annotations

import shutil
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import pytest
import requests

from tests.api.live import Live, serving
from tests.api.support import ADMIN_PASSWORD

TIMEOUT_SECONDS = 10
RESOURCES: dict[str, type] = {
    "system": dict,
    "cpu": dict,
    "memory": dict,
    "disks": list,
    "network": list,
    "processes": list,
    "gpu": dict,
    "monitor": dict,
}


class RefusedError(Exception):
    """What the original client shows to its user."""


class OriginalClient:
    """Asks for a new login only when a 401's message speaks of the token or of expiry."""

    def __init__(self, base: str) -> None:
        self._base = base
        self._session = requests.Session()
        self._session.trust_env = False
        self.access = self.refresh_token = ""
        self.logins = 0

    def login(self, username: str, password: str) -> dict[str, Any]:
        body = {"username": username, "password": password, "captcha_code": "", "captcha_key": ""}
        data = self._call("POST", "/api/auth/login/", json=body)
        self.access, self.refresh_token = data["access_token"], data["refresh_token"]
        self.logins += 1
        user: dict[str, Any] = data["user_info"]
        return user

    def get(self, path: str, **params: str) -> Any:
        try:
            return self._call("GET", path, params=params)
        except PermissionError:
            self.login("admin", ADMIN_PASSWORD)
            return self._call("GET", path, params=params)

    def post(self, path: str, **fields: str) -> Any:
        return self._call("POST", path, json=fields)

    def _call(self, method: str, path: str, **more: Any) -> Any:
        headers = {"Authorization": f"Bearer {self.access}"} if self.access else {}
        response = self._session.request(method, self._base + path, headers=headers, timeout=TIMEOUT_SECONDS, **more)
        body = response.json()
        assert body["code"] == response.status_code
        if response.status_code == 401 and ("令牌" in body["message"] or "过期" in body["message"]):
            raise PermissionError(body["message"])
        if not body["success"]:
            raise RefusedError(body["message"])
        return body["data"]

    def close(self) -> None:
        self._session.close()


@pytest.fixture
def live(tmp_path: Path, users_file: Path) -> Iterator[Live]:
    shutil.copy(users_file, tmp_path / "users.json")
    with serving(tmp_path) as live:
        yield live


@pytest.fixture
def client(live: Live) -> Iterator[OriginalClient]:
    made = OriginalClient(f"http://127.0.0.1:{live.port}")
    yield made
    made.close()


def test_login_and_the_eight_resources(client: OriginalClient) -> None:
    assert client.login("admin", ADMIN_PASSWORD)["username"] == "admin"

    for name, kind in RESOURCES.items():
        assert isinstance(client.get(f"/api/system/{name}/"), kind), name
    assert len(client.get("/api/system/processes/", limit="2", sort_by="memory_percent")) == 2
    assert client.get("/api/auth/user/info/")["username"] == "admin"
    assert client.logins == 1


def test_a_token_that_is_no_longer_good_leads_to_a_new_login(live: Live, client: OriginalClient) -> None:
    client.login("admin", ADMIN_PASSWORD)
    live.access.log_out_everywhere()

    assert client.get("/api/system/cpu/")["cpu_count"] == 8
    assert client.logins == 2


def test_a_missing_token_and_a_disabled_user_do_not(live: Live, client: OriginalClient) -> None:
    with pytest.raises(RefusedError, match="未授权访问"):
        client.get("/api/system/cpu/")
    live.access.add_user("other", "another password", "admin")
    client.login("other", "another password")
    live.access.set_user_enabled("other", False)
    with pytest.raises(RefusedError, match="用户不存在或已被禁用"):
        client.get("/api/system/cpu/")
    assert client.logins == 1


def test_refresh_password_and_logout(client: OriginalClient) -> None:
    client.login("admin", ADMIN_PASSWORD)
    data = client.post("/api/auth/token/refresh/", refresh_token=client.refresh_token)
    client.access = data["access_token"]
    changed = {"old_password": ADMIN_PASSWORD, "new_password": "a new password", "confirm_password": "a new password"}
    assert client.post("/api/auth/password/change/", **changed) is None
    assert client.post("/api/auth/logout/") is None

    with pytest.raises(PermissionError):
        client.post("/api/auth/logout/")
    client.access = ""
    with pytest.raises(RefusedError, match="用户名或密码错误"):
        client.login("admin", ADMIN_PASSWORD)
    with pytest.raises(PermissionError, match="刷新令牌无效或已过期"):
        client.post("/api/auth/token/refresh/", refresh_token=data["refresh_token"])
