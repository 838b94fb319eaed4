"""Start at login: the entries of each system. The registry's part runs on Windows only."""

from __future__ import annotations

import plistlib
import subprocess
import sys
from pathlib import Path

import pytest

from hertzmon_gui.settings import login_item as module
from hertzmon_gui.settings.login_item import (
    LaunchAgentLoginItem,
    RunKeyLoginItem,
    XdgLoginItem,
    login_item,
    start_command,
)

COMMAND = ["/opt/my apps/python", "-m", "hertzmon_gui", "--data-dir", '/home/me/100% "odd" $dir\\x']


def test_the_desktop_entry_comes_and_goes(tmp_path: Path) -> None:
    item = XdgLoginItem(tmp_path)
    assert not item.is_set()
    item.set(COMMAND)
    assert item.is_set()
    text = (tmp_path / "autostart" / "hertzmon.desktop").read_text(encoding="utf-8")
    assert "\nType=Application\n" in text
    line = next(line for line in text.splitlines() if line.startswith("Exec="))
    assert (
        line == 'Exec="/opt/my apps/python" -m hertzmon_gui --data-dir "/home/me/100%% \\\\"odd\\\\" \\\\$dir\\\\\\\\x"'
    )
    item.clear()
    item.clear()
    assert not item.is_set()


def test_the_launch_agent_comes_and_goes(tmp_path: Path) -> None:
    item = LaunchAgentLoginItem(tmp_path)
    item.set(COMMAND)
    agent = plistlib.loads(item.path.read_bytes())
    assert agent["ProgramArguments"] == COMMAND
    assert agent["RunAtLoad"] is True
    item.clear()
    item.clear()
    assert not item.is_set()


def test_a_folder_that_cannot_be_written_is_an_os_error(tmp_path: Path) -> None:
    (tmp_path / "autostart").write_text("not a folder")
    with pytest.raises(OSError, match="autostart"):
        XdgLoginItem(tmp_path).set(COMMAND)


def test_each_system_has_its_item(monkeypatch: pytest.MonkeyPatch) -> None:
    kinds = {"linux": XdgLoginItem, "freebsd14": XdgLoginItem, "darwin": LaunchAgentLoginItem, "win32": RunKeyLoginItem}
    for platform, kind in kinds.items():
        monkeypatch.setattr(sys, "platform", platform)
        assert isinstance(login_item(), kind)


def test_the_command_starts_this_program(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.setattr(module, "_SOURCE_TREE_START", tmp_path / "no-source-tree")
    assert start_command() == [sys.executable, "-m", "hertzmon_gui"]
    assert start_command(tmp_path)[-2:] == ["--data-dir", str(tmp_path)]
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert start_command() == [sys.executable]


def test_a_source_tree_starts_from_any_folder(tmp_path: Path) -> None:
    command = start_command(tmp_path)
    assert command[2:] == ["run", "--", "--data-dir", str(tmp_path)]
    answer = subprocess.run([*command[:2], "--help"], cwd=tmp_path, capture_output=True, text=True, check=True)
    assert "run" in answer.stdout
