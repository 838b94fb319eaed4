"""The commands of the documents do as they stand there what the documents say."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from release.build import archived
from tests.api.live import serving
from tests.documents.terminal import SECONDS, Terminal, port_of
from tests.documents.texts import API_MANUAL, GUIDE, README, blocks
from tests.fakes import FakeSource, full_snapshot

pytestmark = [
    pytest.mark.skipif(os.name == "nt", reason="the blocks are for a POSIX shell"),
    pytest.mark.skipif(shutil.which("curl") is None, reason="curl is not installed"),
]


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
    kinds = {"served": 0, "asked": 0, "run": 0, "tested below": 0}
    token = ""
    for block in (block.replace("COMPUTER", "localhost") for block in blocks(GUIDE)):
        if "/.local/opt/" in block or "systemd" in block or "systemctl" in block:
            kinds["tested below"] += 1
        elif "--headless" in block:
            with terminal.server(block) as announcement:
                port_of(announcement)
            kinds["served"] += 1
        elif "curl" in block:
            is_remote = "localhost" in block
            with terminal.server(
                f"hertzmon --headless --bind {'0.0.0.0' if is_remote else '127.0.0.1'}"
            ) as announcement:
                script = re.sub(r"(127\.0\.0\.1|localhost):8000", rf"\1:{port_of(announcement)}", block)
                script = script.replace("curl ", "curl --fail-with-body ")
                printed = terminal.run(f'{token}{script}\nprintf "\\n%s" "$T"')
            answers, _newline, secret = printed.rpartition("\n")
            assert answers.count('"success":true') == block.count("curl -sS"), answers
            token = f"T={secret}\n"
            kinds["asked"] += 1
        elif "openssl" in block:
            if shutil.which("openssl") is None:
                pytest.skip("openssl is not installed")
            terminal.run(block)
            kinds["run"] += 1
        else:
            printed = terminal.run(block)
            assert printed.strip()
            kinds["run"] += 1
    assert kinds == {"served": 2, "asked": 3, "run": 6, "tested below": 4}


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these blocks are for Linux")
def test_the_archive_is_installed_updated_and_removed(tmp_path: Path) -> None:
    """With a small archive in the place of the real one, which tests/release tries."""
    install, remove = (block for block in blocks(GUIDE) if "/.local/opt/" in block)
    terminal = Terminal(tmp_path)
    build = tmp_path / "hertzmon"
    icons = ("256x256/apps/hertzmon.png", "scalable/apps/hertzmon.svg")
    shared = ("applications/hertzmon.desktop", "metainfo/hertzmon.metainfo.xml", *(f"icons/hicolor/{i}" for i in icons))
    for name in shared:
        file = build / "_internal" / "share" / name
        file.parent.mkdir(parents=True)
        file.write_text(name)
    (build / "hertzmon").write_text("#!/bin/sh\necho new\n")
    (build / "hertzmon").chmod(0o755)
    archive = archived(build, onefile=False)
    intact = archive.read_bytes()
    old = terminal.home / ".local" / "opt" / "hertzmon" / "of-an-older-version"
    old.parent.mkdir(parents=True)
    old.touch()
    archive.write_bytes(intact + b"tampered with")
    with pytest.raises(AssertionError, match="FAILED"):
        terminal.run(install)
    assert old.exists()
    archive.write_bytes(intact)
    assert terminal.run(f"{install}~/.local/bin/hertzmon").endswith(": OK\nnew\n")
    assert not old.exists()
    assert all((terminal.home / ".local" / "share" / name).read_text() == name for name in shared)
    terminal.run(remove)
    assert [path for path in terminal.home.rglob("*") if not path.is_dir()] == []


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="these blocks are for Linux")
def test_the_service_is_one_that_systemd_understands(tmp_path: Path) -> None:
    unit_block, commands = (block for block in blocks(GUIDE) if "systemd" in block or "systemctl" in block)
    terminal = Terminal(tmp_path)
    terminal.run(unit_block)
    (unit,) = (terminal.home / ".config" / "systemd" / "user").iterdir()
    assert f" {unit.stem}\n" in commands
    (start,) = re.findall("^ExecStart=(.*)$", unit.read_text(), re.MULTILINE)
    with terminal.server(start) as announcement:
        port_of(announcement)
    if shutil.which("systemd-analyze") is not None:
        assert terminal.run(f"XDG_RUNTIME_DIR={tmp_path} systemd-analyze --user verify {unit} 2>&1") == ""


def test_the_manual_of_the_api_begins_with_commands_that_work(tmp_path: Path) -> None:
    """The other commands are tested beside the API itself."""
    address, token_and_question = blocks(API_MANUAL)[:2]
    terminal = Terminal(tmp_path)
    with terminal.server("hertzmon --headless") as announcement:
        address = address.replace("127.0.0.1:8000", f"127.0.0.1:{port_of(announcement)}")
        printed = terminal.run(f"{address}{token_and_question}")
    assert '"success":true' in printed
