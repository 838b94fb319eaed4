"""Who is logged in, and for how long."""

from __future__ import annotations

import time
from pathlib import Path

from api.accounts.sessions import SessionStore
from tests.api.support import Clock

DAY = 86400.0


def test_sessions_end_by_time_and_do_not_pile_up(tmp_path: Path) -> None:
    clock = Clock(1000.0)
    sessions = SessionStore(tmp_path / "sessions.json", clock)
    for number in range(70):
        clock.now += 1
        sessions.begin(f"s{number}", 1, 1, "token", clock.now + DAY, "127.0.0.1")
    sessions.begin("other", 2, 1, "token", clock.now + DAY, "127.0.0.1")

    assert sessions.live("s0") is None
    assert sessions.live("s69") is not None
    assert sessions.live("other") is not None
    clock.now += DAY
    assert sessions.live("s69") is None
    assert not sessions.rotate("s69", "token", "new", clock.now + DAY)


def test_only_hashes_of_refresh_tokens_are_stored(tmp_path: Path) -> None:
    sessions = SessionStore(tmp_path / "sessions.json")
    sessions.begin("s", 1, 1, "the-refresh-token", time.time() + DAY, "127.0.0.1")

    assert "the-refresh-token" not in (tmp_path / "sessions.json").read_text()
    assert SessionStore(tmp_path / "sessions.json").live("s") is not None
