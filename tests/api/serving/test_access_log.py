"""The access log: who asked for what, and never a secret."""

from __future__ import annotations

import sys
from pathlib import Path

import pytest

from api.serving.access_log import AccessLog, escaped
from tests.api.support import World


def log_lines(world: World) -> list[str]:
    return (world.directory / "access.log").read_text().splitlines()


def test_the_access_log_tells_who_asked_for_what_and_no_secret(world: World) -> None:
    headers = world.session()
    world.client.get("/api/system/cpu/?token=hunter2", headers=headers)
    world.client.get("/evil\r\n2026-01-01 forged\x1b[2J path")
    world.client.post("/api/auth/login/", json={"username": "admin", "password": "hunter2"})

    assert world.context.access_log is not None
    world.context.access_log.close()
    lines = log_lines(world)

    assert len(lines) == 3
    assert " 127.0.0.1 admin GET /api/system/cpu 200 " in lines[0]
    assert " 404 " in lines[1]
    assert "\x1b" not in lines[1]
    assert len(lines[1].split(" ")) == 8
    assert "hunter2" not in "\n".join(lines)
    assert headers["Authorization"].split()[1] not in "\n".join(lines)


def test_the_access_log_rotates(tmp_path: Path) -> None:
    log = AccessLog(tmp_path / "access.log", largest_bytes=500)
    for number in range(60):
        log.write(address="::1", user="a", method="GET", path=f"/{number}", status=200, size=1, milliseconds=0.5)
    log.close()

    names = sorted(path.name for path in tmp_path.iterdir())
    assert names == ["access.log", "access.log.1", "access.log.2", "access.log.3"]
    assert all(path.stat().st_size <= 500 for path in tmp_path.iterdir())
    assert "/59 " in (tmp_path / "access.log").read_text()


def test_a_log_that_others_can_read_is_narrowed(tmp_path: Path) -> None:
    if sys.platform == "win32":
        pytest.skip("modes are POSIX's")
    path = tmp_path / "access.log"
    path.touch(0o644)
    log = AccessLog(path)
    log.write(address="::1", user="a", method="GET", path="/", status=200, size=1, milliseconds=0.5)
    log.close()

    assert path.stat().st_mode & 0o777 == 0o600


def test_a_log_that_cannot_be_written_costs_no_request(tmp_path: Path, caplog: pytest.LogCaptureFixture) -> None:
    log = AccessLog(tmp_path / "missing" / "access.log")
    for _ in range(3):
        log.write(address="::1", user="a", method="GET", path="/", status=200, size=1, milliseconds=0.5)
        log.close()

    assert caplog.text.count("cannot be written") == 1


@pytest.mark.parametrize("text", ["a b", "a\nb", "a\x1b[2Jb", "\u202eevil", "a\u2028b", "\x00"])
def test_escaped_text_cannot_begin_a_line_or_column(text: str) -> None:
    shown = escaped(text)

    assert shown.isprintable()
    assert " " not in shown
