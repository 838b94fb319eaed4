"""docs/api.md is what the API is now, and its examples work."""

from __future__ import annotations

import json
import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.live import serving
from tests.api.manual import MANUAL, example_world, manual
from tests.fakes import FakeSource, full_snapshot

CURL = shutil.which("curl")
SHELL = shutil.which("sh")
SECONDS = 30
CURL_TIMED_OUT = 28
NEW_PASSWORD = "correct horse battery staple 9"

needs_curl = pytest.mark.skipif(CURL is None or SHELL is None, reason="curl or a POSIX shell is not installed")


def test_the_manual_is_not_stale() -> None:
    with example_world() as world:
        assert MANUAL.read_text(encoding="utf-8") == manual(world), "run: python3 dev.py docs"


def examples(part: str = "") -> list[str]:
    """The lines of curl as they stand in the manual, those whose path begins with `part`."""
    return re.findall(rf'^curl .*"\$H/{part}\S*"$', MANUAL.read_text(encoding="utf-8"), re.MULTILINE)


def run(example: str, port: int, token: str, *options: str) -> subprocess.CompletedProcess[str]:
    script = f'curl() {{ command curl --noproxy "*" {" ".join(options)} "$@"; }}\n{example}'
    environment = {"H": f"http://127.0.0.1:{port}", "T": token, "PATH": str(Path(str(CURL)).parent)}
    return subprocess.run(
        [str(SHELL), "-c", script], env=environment, capture_output=True, text=True, timeout=SECONDS, check=False
    )


@needs_curl
def test_the_examples_work_as_they_stand(tmp_path: Path) -> None:
    # The stream has no end; what logs in or out needs a person's password.
    chosen = [example for example in examples() if "/stream/" not in example and "/auth/" not in example]
    assert len(chosen) > 15
    with serving(tmp_path / "data", FakeSource(full_snapshot())) as live:
        token = live.token()
        for example in chosen:
            answer = run(example, live.port, token, "--fail", "-o", "/dev/null")
            assert answer.returncode == 0, (example, answer.stderr)


@needs_curl
def test_the_example_of_the_stream_begins_with_a_snapshot(tmp_path: Path) -> None:
    (example,) = examples("api/system/stream/")
    with serving(tmp_path / "data", FakeSource(full_snapshot())) as live:
        answer = run(example, live.port, live.token(), "--fail", "--max-time", "2")
    assert answer.returncode == CURL_TIMED_OUT, answer.stderr
    assert "event: monitor" in answer.stdout


@needs_curl
def test_a_person_logs_in_and_out_by_the_examples(tmp_path: Path) -> None:
    """Each example with the values of this person in place of its dots."""
    untried = examples("api/auth/")
    with serving(tmp_path / "data", FakeSource(full_snapshot())) as live:
        tokens = {"access_token": "", "refresh_token": ""}

        def succeed(path: str, *values: str) -> None:
            example = next(example for example in untried if f"/{path}/" in example)
            untried.remove(example)
            for value in values:
                example = example.replace("…", value, 1)
            assert "…" not in example
            answer = json.loads(run(example, live.port, tokens["access_token"]).stdout)
            assert answer["success"], (example, answer)
            tokens.update({name: text for name, text in (answer["data"] or {}).items() if name in tokens})

        password = str(live.access.initial_password())
        succeed("login", password)
        succeed("login", "admin", password)
        succeed("user/info")
        succeed("token/refresh", tokens["refresh_token"])
        succeed("password/change", password, NEW_PASSWORD, NEW_PASSWORD)
        succeed("logout")
    assert untried == []
