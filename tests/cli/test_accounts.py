"""Accounts and tokens from the command line, on the files that the API reads."""

from __future__ import annotations

import io
from collections.abc import Callable
from pathlib import Path

import pytest

from api.accounts.service_tokens import TokenStore
from api.accounts.users import UserStore
from hertzmon_gui.cli.program import main

Run = Callable[..., tuple[int, str, str]]


@pytest.fixture
def run(tmp_path: Path, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Run:
    def run_command(*arguments: str, stdin: str = "") -> tuple[int, str, str]:
        monkeypatch.setattr("sys.stdin", io.StringIO(stdin))
        code = main([*arguments, "--data-dir", str(tmp_path)])
        out, err = capsys.readouterr()
        return code, out, err

    return run_command


def test_an_account_lives_through_its_whole_life(run: Run, tmp_path: Path) -> None:
    assert run("user", "add", "ann", "--role", "viewer", stdin="correct horse battery\n")[0] == 0

    def users() -> UserStore:
        return UserStore(tmp_path / "users.json")

    assert users().verify("ann", "correct horse battery") is not None
    assert run("user", "set-password", "ann", stdin="another horse battery\n")[0] == 0
    assert users().verify("ann", "correct horse battery") is None
    assert users().verify("ann", "another horse battery") is not None
    assert run("user", "disable", "ann")[0] == 0
    code, out, _ = run("user", "list")
    assert code == 0
    assert [line.split()[:3] for line in out.splitlines()] == [
        ["NAME", "ROLE", "STATE"],
        ["admin", "admin", "enabled"],
        ["ann", "viewer", "disabled"],
    ]
    assert run("user", "enable", "ann")[0] == 0
    assert run("user", "remove", "ann")[0] == 0
    assert users().get("ann") is None


@pytest.mark.parametrize(
    ("arguments", "stdin", "sentence"),
    [
        (("user", "add", "admin"), "a long enough password\n", "There is a user admin already."),
        (("user", "add", "ann"), "short\n", "A password has"),
        (("user", "add", "ann"), "", "A password has"),
        (("user", "remove", "admin"), "", "The last enabled admin stays"),
        (("user", "disable", "admin"), "", "The last enabled admin stays"),
        (("user", "set-password", "ann"), "a long enough password\n", "There is no user ann; there is admin."),
        (("user", "enable", "ann"), "", "There is no user ann."),
        (("token", "revoke", "grafana"), "", "There is no token grafana."),
        (("token", "create", "grafana", "--days", "0"), "", "A token lasts 1 to"),
    ],
)
def test_what_cannot_be_done_is_a_sentence(run: Run, arguments: tuple[str, ...], stdin: str, sentence: str) -> None:
    code, out, err = run(*arguments, stdin=stdin)
    assert (code, out) == (1, "")
    assert sentence in err
    assert "Traceback" not in err


def test_a_token_is_shown_once_and_can_be_revoked(run: Run, tmp_path: Path) -> None:
    code, out, err = run("token", "create", "grafana", "--scope", "metrics", "--scope", "system", "--days", "30")
    assert code == 0
    token = out.strip()
    assert "not shown again" in err
    found = TokenStore(tmp_path / "service-tokens.json").verify(token)
    assert found is not None
    assert found.scopes == ("metrics", "system")
    _, listed, _ = run("token", "list")
    assert token not in listed
    assert listed.splitlines()[1].split()[:3] == ["grafana", "metrics,system", "valid"]
    assert run("token", "revoke", "grafana")[0] == 0
    assert TokenStore(tmp_path / "service-tokens.json").verify(token) is None
    assert run("token", "list")[1].splitlines()[1].split()[2] == "revoked"
