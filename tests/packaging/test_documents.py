"""What the documents tell people to do can be done as they tell it."""

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

import dev

ROOT = Path(__file__).resolve().parents[2]
GUIDE = ROOT / "docs" / "user-guide.md"
PAIRS = [("README.md", "README.zh-CN.md"), ("docs/user-guide.md", "docs/user-guide.zh-CN.md")]
DOCUMENTS = sorted(
    file for folder in (ROOT, ROOT / "docs") for file in folder.glob("*.md") if file.name != "CHANGELOG.md"
)
PASSWORD = "correct horse battery staple 9"
SECONDS = 60

pytestmark = pytest.mark.skipif(os.name == "nt", reason="the blocks are for a POSIX shell")


def blocks(file: Path) -> list[str]:
    return re.findall(r"^```sh\n(.*?)^```", file.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_tell_the_same(english: str, chinese: str) -> None:
    ours, theirs = ROOT / english, ROOT / chinese
    assert blocks(ours) == blocks(theirs)
    # A row of a table is one key, page or setting; so none can be forgotten in one language.
    for pattern in (r"^#+ ", r"^\|"):
        counts = [len(re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)) for file in (ours, theirs)]
        assert counts[0] == counts[1], pattern


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(file.relative_to(ROOT)) for file in DOCUMENTS])
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in files if not (document.parent / link).exists()] == []


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md", "README.zh-CN.md"])
def test_every_chore_that_is_named_exists(document: str) -> None:
    chores = set(re.findall(r"dev\.py ([a-z]+)", (ROOT / document).read_text(encoding="utf-8")))
    assert chores
    assert [chore for chore in chores if not callable(getattr(dev, chore, None))] == []


def test_every_file_that_the_architecture_names_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./]+(?:\.py|/|\.spec|\.toml))`", text))
    bases = [ROOT, ROOT / "hertzmon_gui", ROOT / "hertzmon_gui/ui", ROOT / "hertzmon_gui/collector", ROOT / "api"]
    assert len(named) > 20
    missing = [name for name in named if not any((base / name).exists() for base in bases)]
    assert [name for name in missing if "NAME" not in name] == []


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


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
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


@pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed")
def test_the_manual_of_the_api_begins_with_commands_that_work(tmp_path: Path) -> None:
    """The other commands are tested beside the API itself."""
    address, token_and_question = blocks(ROOT / "docs" / "api.md")[:2]
    terminal = Terminal(tmp_path)
    with terminal.server("hertzmon --headless") as announcement:
        address = address.replace("127.0.0.1:8000", f"127.0.0.1:{port_of(announcement)}")
        printed = terminal.run(f"{address}{token_and_question}")
    assert '"success":true' in printed
