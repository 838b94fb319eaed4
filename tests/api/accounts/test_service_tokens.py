"""Tokens for scrapers and scripts."""

from __future__ import annotations

from pathlib import Path

import pytest

from api.accounts.service_tokens import TokenStore
from tests.api.support import Clock

DAY = 86400.0


def test_a_service_token_lives_until_it_expires_or_is_revoked(tmp_path: Path) -> None:
    clock = Clock(1_000_000.0)
    tokens = TokenStore(tmp_path / "tokens.json", clock)
    token = tokens.create("scraper", ["system", "metrics"], 10)
    other = tokens.create("other", ["admin"], 20)

    found = tokens.verify(token)
    assert found is not None
    assert found.scopes == ("metrics", "system")
    assert token not in (tmp_path / "tokens.json").read_text()
    assert tokens.verify(token + "x") is None
    clock.now += 10 * DAY
    assert tokens.verify(token) is None
    assert tokens.verify(other) is not None
    tokens.revoke("other")
    assert tokens.verify(other) is None
    assert TokenStore(tmp_path / "tokens.json", clock).verify(other) is None


def test_the_last_use_is_kept(tmp_path: Path) -> None:
    clock = Clock(1_000_000.0)
    tokens = TokenStore(tmp_path / "tokens.json", clock)
    token = tokens.create("scraper", ["metrics"], 10)
    tokens.verify(token)
    clock.now += 5
    tokens.verify(token)
    assert tokens.all()[0].last_used == clock.now
    tokens.save_uses()

    assert TokenStore(tmp_path / "tokens.json", clock).all()[0].last_used == clock.now


@pytest.mark.parametrize(
    ("name", "scopes", "days", "match"),
    [
        ("", ["metrics"], 1, "name"),
        ("a\tb", ["metrics"], 1, "name"),
        ("x", [], 1, "scopes"),
        ("x", ["root"], 1, "scopes"),
        ("x", ["metrics"], 0, "days"),
        ("x", ["metrics"], 99999, "days"),
        ("taken", ["metrics"], 1, "already"),
    ],
)
def test_what_cannot_be_a_service_token(tmp_path: Path, name: str, scopes: list[str], days: int, match: str) -> None:
    tokens = TokenStore(tmp_path / "tokens.json")
    tokens.create("taken", ["metrics"], 1)

    with pytest.raises(ValueError, match=match):
        tokens.create(name, scopes, days)


def test_a_revoked_name_can_be_used_again(tmp_path: Path) -> None:
    tokens = TokenStore(tmp_path / "tokens.json")
    old = tokens.create("scraper", ["metrics"], 1)
    tokens.revoke("scraper")
    new = tokens.create("scraper", ["metrics"], 1)

    assert tokens.verify(old) is None
    assert tokens.verify(new) is not None
    assert len(tokens.all()) == 1
    with pytest.raises(ValueError, match="no token nobody"):
        tokens.revoke("nobody")
