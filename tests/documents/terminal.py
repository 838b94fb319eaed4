"""A terminal to type the documents' commands into."""

from __future__ import annotations

import os
import re
import subprocess
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from tests.documents.texts import ROOT

PASSWORD = "correct horse battery staple 9"
SECONDS = 60


class Terminal:
    """A shell in which `hertzmon` is this source tree, of a person with an empty home."""

    def __init__(self, directory: Path) -> None:
        self.home = directory / "home"
        self.home.mkdir()
        self.data = self.home / ".local" / "share" / "HertzMon"
        program = directory / "bin" / "hertzmon"
        program.parent.mkdir()
        program.write_text(f'#!/bin/sh\nexec "{sys.executable}" -m hertzmon_gui "$@"\n')
        program.chmod(0o755)
        hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
        self._environment = {key: value for key, value in os.environ.items() if key not in hidden} | {
            "PATH": f"{program.parent}{os.pathsep}{os.environ['PATH']}",
            "PYTHONPATH": str(ROOT),
            "HOME": str(self.home),
            "HERTZMON_DATA_DIR": str(self.data),
            "no_proxy": "*",
        }
        self._directory = directory

    def run(self, script: str) -> str:
        """Run it with a password on standard input, stopping at the first command that fails; what it printed."""
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
