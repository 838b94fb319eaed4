"""Start at login: an entry where the system looks for programs to start when its user logs in."""

from __future__ import annotations

import os
import plistlib
import shlex
import sys
from collections.abc import Sequence
from pathlib import Path
from typing import Protocol

_NAME = "HertzMon"
_MAC_LABEL = "hertzmon"  # as build.spec calls the bundle
_SOURCE_TREE_START = Path(__file__).resolve().parents[2] / "dev.py"
_RUN_KEY = r"Software\Microsoft\Windows\CurrentVersion\Run"


class LoginItem(Protocol):
    """The entry; methods raise OSError when the system refuses."""

    def is_set(self) -> bool:
        """Whether HertzMon starts at login."""

    def set(self, command: Sequence[str]) -> None:
        """Start `command` at login from now on."""

    def clear(self) -> None:
        """Start nothing at login."""


class XdgLoginItem:
    """Linux and BSD: a desktop entry in the autostart folder."""

    def __init__(self, config_home: Path | None = None) -> None:
        home = config_home or Path(os.environ.get("XDG_CONFIG_HOME") or Path.home() / ".config")
        self.path = home / "autostart" / "hertzmon.desktop"

    def is_set(self) -> bool:
        """Whether the entry is there."""
        return self.path.exists()

    def set(self, command: Sequence[str]) -> None:
        """Write the entry."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        line = " ".join(_desktop_quoted(word) for word in command)
        entry = f"[Desktop Entry]\nType=Application\nName={_NAME}\nExec={line}\nIcon=hertzmon\nTerminal=false\n"
        self.path.write_text(entry, encoding="utf-8")

    def clear(self) -> None:
        """Remove the entry."""
        self.path.unlink(missing_ok=True)


class LaunchAgentLoginItem:
    """macOS: a launch agent of the user."""

    def __init__(self, library: Path | None = None) -> None:
        self.path = (library or Path.home() / "Library") / "LaunchAgents" / f"{_MAC_LABEL}.plist"

    def is_set(self) -> bool:
        """Whether the agent is there."""
        return self.path.exists()

    def set(self, command: Sequence[str]) -> None:
        """Write the agent; it takes effect at the next login."""
        self.path.parent.mkdir(parents=True, exist_ok=True)
        agent = {
            "Label": _MAC_LABEL,
            "ProgramArguments": list(command),
            "RunAtLoad": True,
            "ProcessType": "Interactive",
        }
        self.path.write_bytes(plistlib.dumps(agent))

    def clear(self) -> None:
        """Remove the agent."""
        self.path.unlink(missing_ok=True)


class RunKeyLoginItem:
    """Windows: a value of the user's Run key."""

    def is_set(self) -> bool:
        """Whether the value is there."""
        import winreg

        try:
            with winreg.OpenKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined,unused-ignore]
                winreg.QueryValueEx(key, _NAME)  # type: ignore[attr-defined,unused-ignore]
        except FileNotFoundError:
            return False
        return True

    def set(self, command: Sequence[str]) -> None:
        """Write the value."""
        import subprocess
        import winreg

        line = subprocess.list2cmdline(command)
        with winreg.CreateKey(winreg.HKEY_CURRENT_USER, _RUN_KEY) as key:  # type: ignore[attr-defined,unused-ignore]
            winreg.SetValueEx(key, _NAME, 0, winreg.REG_SZ, line)  # type: ignore[attr-defined,unused-ignore]

    def clear(self) -> None:
        """Remove the value."""
        import winreg

        try:
            with winreg.OpenKey(  # type: ignore[attr-defined,unused-ignore]
                winreg.HKEY_CURRENT_USER,  # type: ignore[attr-defined,unused-ignore]
                _RUN_KEY,
                0,
                winreg.KEY_SET_VALUE,  # type: ignore[attr-defined,unused-ignore]
            ) as key:
                winreg.DeleteValue(key, _NAME)  # type: ignore[attr-defined,unused-ignore]
        except FileNotFoundError:
            return


def login_item() -> LoginItem:
    """The login item of this system."""
    if sys.platform == "win32":
        return RunKeyLoginItem()
    if sys.platform == "darwin":
        return LaunchAgentLoginItem()
    return XdgLoginItem()


def start_command(data_directory: Path | None = None) -> list[str]:
    """What starts this HertzMon, with its data directory when that is not the usual one."""
    options = [] if data_directory is None else ["--data-dir", str(data_directory)]
    if getattr(sys, "frozen", False):
        return [sys.executable, *options]
    if _SOURCE_TREE_START.exists():  # not installed: Python would find no hertzmon_gui from another folder
        return [sys.executable, str(_SOURCE_TREE_START), "run", "--", *options]
    return [sys.executable, "-m", "hertzmon_gui", *options]


def _desktop_quoted(word: str) -> str:
    """A word of a desktop entry's Exec line: percent signs doubled, quoted where the shell would need it."""
    escaped = word.replace("%", "%%")
    if shlex.quote(word) == word:
        return escaped
    # Backslashes are unescaped twice: by the entry's string rule and by the Exec line's quoting rule.
    quoted = "".join(f"\\{letter}" if letter in '"`$\\' else letter for letter in escaped)
    return '"' + quoted.replace("\\", "\\\\") + '"'
