"""The commands of the documents do as they stand there what the documents say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from tests.api.live import serving
from tests.documents.texts import API_MANUAL, GUIDE, README, ROOT, blocks
from tests.fakes import FakeSource, full_snapshot

PASSWORD = "correct horse battery staple 9"
SECONDS = 60

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the blocks are for a POSIX shell"),
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]


class Terminal:
    """A shell in which `hertzmon` is this source tree, with a data directory of its own."""

    def __init__(self, directory: Path) -> None:
        self.data = directory / "data"
        program = directory / "bin" / "hertzmon"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hertzmon_gui "$@"\n')
        program.chmod(0o755)
        hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        self._environment = {key: value for key, value in os.environ.items() if key not in hidden} | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HERTZMON_DATA_DIR": str(self.data),
            "no_proxy": "*",
        }
        self._directory = directory

    def run(self, script: str) -> str:
        """Run it with a password on standard input, stopping at the first command that fails."""
        run = subprocess.run(
            ["sh", "-ec", script],
            cwd=self.data if self.data.exists() else self._directory,
            env=self._environment,
            input=f"{PASSWORD}\n",
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )
        assert run.returncode == 0, f"{script}\n{run.stdout}\n{run.stderr}"
        return run.stdout

    @contextmanager
    def server(self, command: str) -> Iterator[str]:
        """Run a command that serves until it is ended, at any free port; the line that it announces itself with."""
        process = subprocess.Popen(
            ["sh", "-c", f"exec {command.strip()} --port 0"],
            cwd=self._directory,
            env=self._environment,
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        try:
            assert process.stdout is not None
            yield process.stdout.readline()
            process.terminate()
            _out, errors = process.communicate(timeout=SECONDS)
            assert process.returncode == 0, errors
        finally:
            process.kill()
            process.communicate()


def port_of(announcement: str) -> str:
    found = re.search(r"https?://[^\s/]+:(\d+)", announcement)
    assert found is not None, announcement
    return found[1]


def test_the_api_in_five_lines_of_curl(tmp_path: Path) -> None:
    (block,) = (found for found in blocks(README) if "curl" in found)
    assert len(block.splitlines()) == 5
    with serving(tmp_path / "data", FakeSource(full_snapshot())) as live:
        script = block.replace("127.0.0.1:8000", f"127.0.0.1:{live.port}")
        script = script.replace("the password of admin", str(live.access.initial_password()))
        script = f'set -e\ncurl() {{ command curl --fail --noproxy "*" "$@"; echo; }}\n{script}'
        run = subprocess.run(["sh", "-c", script], capture_output=True, text=True, timeout=SECONDS, check=False)
    assert run.returncode == 0, run.stderr
    answers = [line.partition('"data"')[0] for line in run.stdout.splitlines()]
    assert [len(re.findall(r'"code": ?200', answer)) for answer in answers] == [1, 1, 1]


def test_the_user_guide_from_top_to_bottom(tmp_path: Path) -> None:
    """Every block in its order; only the port is another, and COMPUTER is this one."""
    terminal = Terminal(tmp_path)
    kinds = {"served": 0, "asked": 0, "run": 0}
    token = ""
    for block in blocks(GUIDE):
        if "--headless" in block:
            with terminal.server(block) as announcement:
                port_of(announcement)
            kinds["served"] += 1
        elif "curl" in block:
            is_remote = "COMPUTER" in block
            with terminal.server(
                f"hertzmon --headless --bind {'0.0.0.0' if is_remote else '127.0.0.1'}"
            ) as announcement:
                script = re.sub(r"(127\.0\.0\.1|COMPUTER):8000", f"127.0.0.1:{port_of(announcement)}", block)
                script = script.replace("curl ", "curl --fail-with-body ")
                printed = terminal.run(f'{token}{script}\nprintf "\\n%s" "$T"')
            answers, _newline, secret = printed.rpartition("\n")
            assert answers.count('"success":true') == block.count("curl -sS"), answers
            token = f"T={secret}\n"
            kinds["asked"] += 1
        else:
            printed = terminal.run(block)
            assert printed.strip()
            kinds["run"] += 1
    assert kinds == {"served": 2, "asked": 2, "run": 5}


def test_the_manual_of_the_api_begins_with_commands_that_work(tmp_path: Path) -> None:
    """The other commands are tested beside the API itself."""
    address, token_and_question = blocks(API_MANUAL)[:2]
    terminal = Terminal(tmp_path)
    with terminal.server("hertzmon --headless") as announcement:
        address = address.replace("127.0.0.1:8000", f"127.0.0.1:{port_of(announcement)}")
        printed = terminal.run(f"{address}{token_and_question}")
    assert '"success":true' in printed
