"""Fixtures of the API's tests."""

from __future__ import annotations

import shutil
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from api.accounts.users import UserStore
from tests.api.live import Live, serving
from tests.api.support import ADMIN_PASSWORD, VIEWER_PASSWORD, World


@pytest.fixture(scope="session")
def users_file(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A file with `admin` and `viewer`, whose hashes are made once."""
    path = tmp_path_factory.mktemp("users") / "users.json"
    users = UserStore(path)
    users.add("admin", ADMIN_PASSWORD, "admin")
    users.add("viewer", VIEWER_PASSWORD, "viewer")
    return path


@pytest.fixture
def directory(tmp_path: Path, users_file: Path) -> Path:
    """A data directory with these users."""
    shutil.copy(users_file, tmp_path / "users.json")
    return tmp_path


@pytest.fixture
def world(directory: Path) -> Iterator[World]:
    """An application over the machine of the golden files."""
    made = World(directory)
    yield made
    made.close()


@pytest.fixture(scope="module")
def live(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Live]:
    """A server for all tests of a module."""
    with serving(tmp_path_factory.mktemp("live")) as live:
        yield live


@pytest.fixture(scope="module")
def token(live: Live) -> str:
    """What may read everything there."""
    return live.token()


@pytest.fixture
def shanghai(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The host's local time is eight hours ahead of UTC."""
    if not hasattr(time, "tzset"):
        pytest.skip("the local time zone cannot be set here")
    monkeypatch.setenv("TZ", "CST-8")
    time.tzset()
    yield
    monkeypatch.undo()
    time.tzset()
