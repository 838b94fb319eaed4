"""The window on a real display: search, sort, select, end a process, theme, language, quit. Only titles are clicked."""

from __future__ import annotations

import contextlib
import json
import os
import signal
import subprocess
import sys
import time
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from benchmarks.desktop import desktop, missing_packages, running, window_of, xdotool

ROOT = Path(__file__).resolve().parents[2]
SECONDS = 30.0
COMMAND = [sys.executable, "-m", "hertzmon_gui", "--gui"]
OPTIONS = ["--page", "processes", "--lang", "en", "--theme", "light", "--port", "0", "--interval", "0.5"]
MARKER = "hertzmon-end-to-end-victim"
# Started by a program that has ended, so that no process of the test stands above it in the tree.
ORPHAN = f"""
import subprocess, sys
child = subprocess.Popen(
    [sys.executable, "-c", "import time; time.sleep(300)", "{MARKER}"],
    start_new_session=True, stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
)
print(child.pid)
"""
# Three whose order by pid, the first one, is neither that of their names nor its reverse.
CROWD = ["crowd-pear", "crowd-apple", "crowd-quince"]
# Where the title of the first column is, for the window's usual size.
NAME_TITLE = (300, 82)
READ_CLIPBOARD = """
from PySide6.QtGui import QGuiApplication
application = QGuiApplication([])
print(application.clipboard().text())
"""

pytestmark = pytest.mark.skipif(
    bool(missing_packages()), reason=f"needs the packages {' '.join(missing_packages())}, which dev.py test installs"
)


def wait_for(condition: Callable[[], Any], what: str) -> Any:
    deadline = time.monotonic() + SECONDS
    while time.monotonic() < deadline:
        found = condition()
        if found:
            return found
        time.sleep(0.1)
    raise AssertionError(f"not within {SECONDS:.0f} s: {what}")


@pytest.fixture
def victim() -> Iterator[int]:
    pid = int(subprocess.run([sys.executable, "-c", ORPHAN], capture_output=True, text=True, check=True).stdout)
    yield pid
    if is_alive(pid):
        os.kill(pid, signal.SIGKILL)


@pytest.fixture
def crowd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[None]:
    folder = tmp_path_factory.mktemp("programs")
    with contextlib.ExitStack() as stack:
        for name in CROWD:
            program = folder / name
            program.symlink_to(Path(sys.executable).resolve())
            stack.enter_context(running([str(program), "-ISc", "import time; time.sleep(300)"], dict(os.environ)))
        yield


def is_alive(pid: int) -> bool:
    try:
        state = Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0]
    except OSError:
        return False
    return state != "Z"


class Window:
    """HertzMon on a private desktop."""

    def __init__(self, environment: dict[str, str], directory: Path) -> None:
        self.environment = environment
        self.directory = directory
        self.errors = directory / "stderr"
        with self.errors.open("wb") as stream:
            self.process = subprocess.Popen(
                [*COMMAND, *OPTIONS, "--data-dir", str(directory)],
                cwd=ROOT,
                env=environment,
                stderr=stream,
            )
        self.id = window_of(self.process.pid, environment)
        xdotool(environment, "windowactivate", "--sync", self.id)

    def key(self, *names: str) -> None:
        for name in names:
            xdotool(self.environment, "key", name)
            time.sleep(0.2)

    def type(self, text: str) -> None:
        xdotool(self.environment, "type", text)

    def click(self, x: int, y: int) -> None:
        xdotool(self.environment, "mousemove", "--window", self.id, str(x), str(y), "click", "1", "mousemove", "0", "0")

    def dialog(self, title: str) -> str:
        """The dialog of this title, which may be the main window's own; empty while there is none."""
        found = xdotool(self.environment, "search", "--onlyvisible", "--name", f"^{title}$").split()
        return next((one for one in found if one != self.id), "")

    def answer(self, title: str, *names: str) -> None:
        """Wait for a dialog, press keys in it, and wait until it has gone."""
        wait_for(lambda: self.dialog(title), f"{title} opens")
        xdotool(self.environment, "windowactivate", "--sync", self.dialog(title))
        self.key(*names)
        wait_for(lambda: not self.dialog(title), f"{title} closes")
        xdotool(self.environment, "windowactivate", "--sync", self.id)

    def rows(self) -> list[list[str]]:
        """The cells of every row that matches the search, from top to bottom, as Ctrl+C copies them."""
        self.key("ctrl+f", "Down", "ctrl+a", "ctrl+c")
        command = [sys.executable, "-c", READ_CLIPBOARD]
        copied = subprocess.run(command, env=self.environment, capture_output=True, text=True, check=True).stdout
        return [line.split("\t") for line in copied.splitlines()[1:] if line]

    def column(self, number: int) -> list[str]:
        """The texts of one column."""
        return [row[number] for row in self.rows()]

    def remembered(self, file: str) -> dict[str, Any]:
        try:
            content: dict[str, Any] = json.loads((self.directory / file).read_text())
        except (OSError, ValueError):
            return {}
        return content

    def initial_password(self) -> str:
        file = self.directory / "initial-password"
        return file.read_text().strip() if file.exists() else ""

    def api(self, path: str, body: dict[str, str] | None = None, token: str | None = None) -> Any:
        request = urllib.request.Request(f"{self.address}{path}")
        if body is not None:
            request.data = json.dumps(body).encode()
            request.add_header("Content-Type", "application/json")
        if token is not None:
            request.add_header("Authorization", f"Bearer {token}")
        with urllib.request.urlopen(request, timeout=SECONDS) as answer:
            return json.load(answer)["data"]

    @property
    def address(self) -> str:
        """Where the API listens: read off the process's own sockets, as the port is any free one."""
        inodes = {str(link.readlink()) for link in Path(f"/proc/{self.process.pid}/fd").iterdir() if link.is_symlink()}
        for line in Path("/proc/net/tcp").read_text().splitlines()[1:]:
            fields = line.split()
            if fields[3] == "0A" and fields[1].startswith("0100007F:") and f"socket:[{fields[9]}]" in inodes:
                return f"http://127.0.0.1:{int(fields[1].split(':')[1], 16)}"
        return ""


@pytest.fixture
def window(tmp_path: Path) -> Iterator[Window]:
    # A flat list, so that the search leaves the one row and the keys below cannot reach another process.
    (tmp_path / "window.json").write_text(json.dumps({"choices": {"processes.layout": "list"}}))
    with desktop() as environment:
        started = Window(environment, tmp_path)
        yield started
        started.process.kill()
        started.process.wait()


@pytest.mark.usefixtures("crowd")
def test_a_whole_visit(window: Window, victim: int) -> None:
    wait_for(lambda: window.address, "the API listens")
    password = wait_for(window.initial_password, "the first start makes a password")
    login = window.api("/api/auth/login/", {"username": "admin", "password": password})
    token = login["access_token"]

    def listed() -> list[int]:
        rows = window.api("/api/system/processes/?limit=100000", token=token)
        # Where process 1 is no init, in a container say, an orphan that has ended stays as a zombie.
        return [row["pid"] for row in rows if MARKER in row["cmdline"] and row["status"] != "zombie"]

    wait_for(lambda: listed() == [victim], "the API lists the process that the window shows")

    window.key("ctrl+f")
    window.type("crowd-")
    wait_for(lambda: sorted(window.column(0)) == sorted(CROWD), "the search finds the three")
    window.click(*NAME_TITLE)
    wait_for(lambda: window.column(0) == sorted(CROWD), "a click on the title sorts by name")
    window.click(*NAME_TITLE)
    wait_for(lambda: window.column(0) == sorted(CROWD, reverse=True), "a second click turns the order round")

    window.key("ctrl+f")
    window.type(MARKER)
    wait_for(lambda: window.column(1) == [str(victim)], "the search finds the one row, and it is selected")
    window.key("Delete")
    # Cancel is the default button: Return must not end anything.
    window.answer("HertzMon", "Return")
    time.sleep(1.0)
    assert is_alive(victim)
    window.key("Delete")
    window.answer("HertzMon", "Shift+Tab", "space")
    wait_for(lambda: not is_alive(victim), "the process has ended")
    wait_for(lambda: listed() == [], "the API lists it no more")
    window.key("Escape")

    # Settings apply at once and are saved at once.
    window.key("ctrl+comma")
    wait_for(lambda: window.dialog("Settings"), "the settings open")
    xdotool(window.environment, "windowactivate", "--sync", window.dialog("Settings"))
    window.key("Tab", "Down")
    wait_for(lambda: window.remembered("settings.json").get("theme") == "dark", "the theme is saved")
    window.key("Tab", "Down")
    wait_for(lambda: window.remembered("settings.json").get("language") == "zh_CN", "the language is saved")
    # The window is built anew in the other language, and its settings stand open.
    wait_for(lambda: window.dialog("设置"), "the settings speak Chinese")
    window.id = window.dialog("HertzMon")
    window.answer("设置", "Escape")
    window.key("ctrl+1")
    time.sleep(1.0)

    window.key("ctrl+q")
    assert window.process.wait(SECONDS) == 0
    assert window.errors.read_text() == ""
    assert window.remembered("window.json")["page"] == "overview"


def test_closing_the_window_ends_the_program(window: Window) -> None:
    wait_for(lambda: window.address, "the API listens")
    window.key("ctrl+w")
    assert window.process.wait(SECONDS) == 0
    assert window.errors.read_text() == ""


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_signal_ends_the_program(window: Window, number: signal.Signals) -> None:
    wait_for(lambda: window.address, "the API listens")
    window.process.send_signal(number)
    assert window.process.wait(SECONDS) == 0
    assert window.errors.read_text() == ""


def test_a_second_start_raises_the_first_window(window: Window) -> None:
    second = subprocess.run(
        [*COMMAND, "--data-dir", str(window.directory)],
        cwd=ROOT,
        env=window.environment,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )
    assert second.returncode == 0
    assert second.stdout == "HertzMon is already running; its window was brought to the front.\n"
    assert window.process.poll() is None
