"""The README's commands work as they stand there."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.api.live import serving
from tests.fakes import FakeSource, full_snapshot

ROOT = Path(__file__).resolve().parents[1]
README = (ROOT / "README.md").read_text(encoding="utf-8")
CURL = shutil.which("curl")
SHELL = shutil.which("sh")


@pytest.mark.skipif(CURL is None or SHELL is None, reason="curl or a POSIX shell is not installed")
def test_the_api_in_five_lines_of_curl(tmp_path: Path) -> None:
    (block,) = (found for found in re.findall(r"```sh\n(.*?)```", README, re.DOTALL) if "curl" in found)
    assert len(block.splitlines()) == 5
    with serving(tmp_path / "data", FakeSource(full_snapshot())) as live:
        script = block.replace("127.0.0.1:8000", f"127.0.0.1:{live.port}")
        script = script.replace("the password of admin", str(live.access.initial_password()))
        script = f'set -e\ncurl() {{ command curl --fail --noproxy "*" "$@"; echo; }}\n{script}'
        run = subprocess.run([str(SHELL), "-c", script], capture_output=True, text=True, timeout=60, check=False)
    assert run.returncode == 0, run.stderr
    answers = run.stdout.splitlines()
    assert [line.partition('"data"')[0].count('"code":200') + line.count('"code": 200') for line in answers] == [
        1,
        1,
        1,
    ]


def test_every_chore_that_is_named_exists() -> None:
    named = set(re.findall(r"dev\.py ([a-z]+)", README)) | set(
        re.findall(r"lists every chore: (.*?)\.", README, re.DOTALL)
    )
    chores = {word for text in named for word in re.findall(r"[a-z]+", text)}
    assert {"run", "test", "bench"} <= chores
    for chore in chores:
        assert callable(getattr(dev, chore)), chore


def test_every_option_that_is_named_exists() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "hertzmon_gui", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    table = "\n".join(line for line in README.splitlines() if line.startswith("| `"))
    options = re.findall(r"--[a-z-]+", table)
    assert "--headless" in options
    assert [option for option in options if option not in helped] == []


def test_pictures_and_files_that_are_named_exist() -> None:
    links = re.findall(r"\]\(((?!https?:)[^)#]+)\)", README)
    assert links
    assert [link for link in links if not (ROOT / link).exists()] == []
