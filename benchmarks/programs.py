"""What HertzMon costs beside the monitors that people run, each refreshing once a second, at 1,000 processes."""

from __future__ import annotations

import contextlib
import fcntl
import os
import pty
import shutil
import struct
import subprocess
import sys
import tempfile
import termios
import threading
import time
from collections.abc import Iterator
from pathlib import Path

import psutil
from msgspec import Struct

from benchmarks.desktop import MissingProgramError, desktop, missing_packages, running, stop, window_of, xdotool
from benchmarks.population import population
from benchmarks.table import Row, compared

_PROCESSES = 1000
_PACKAGES = {program: program for program in ("htop", "btop", "glances", "gnome-system-monitor")}
_GNOME_SETTINGS = "[org/gnome/gnome-system-monitor]\nupdate-interval=1000\n"


class Cost(Struct, frozen=True):
    """CPU time per second of wall clock, and the proportional set size."""

    cpu_ms: float
    pss_mb: float


def run(quick: bool) -> list[Row]:
    """Cost of each program that is installed, and of HertzMon in the states that people leave it in."""
    if sys.platform != "linux":
        print("The other monitors are measured on Linux only.", file=sys.stderr)
        return []
    if missing := [package for program, package in _PACKAGES.items() if shutil.which(program) is None]:
        print(f"Not measured, because missing: apt-get install {' '.join(missing)}", file=sys.stderr)
    seconds = 8.0 if quick else 30.0
    rows: list[Row] = []
    with population(_PROCESSES), tempfile.TemporaryDirectory(prefix="hertzmon-bench-") as home:
        others = _terminal_programs(Path(home), seconds)
        headless = _headless(Path(home), seconds)
        windows: dict[str, Cost] = {}
        if missing_packages():
            print(MissingProgramError(missing_packages()), file=sys.stderr)
        else:
            with desktop() as environment:
                windows = _windows(Path(home), environment, seconds)
        if "gnome-system-monitor" in windows:
            others["gnome-system-monitor"] = windows.pop("gnome-system-monitor")
    bare = windows.pop("bare window", None)
    for name, cost in others.items():
        rows += [Row(f"{name}, CPU", cost.cpu_ms, "ms/s"), Row(f"{name}, memory", cost.pss_mb, "MB PSS")]
    if bare is not None:
        rows += [Row("bare window, CPU", bare.cpu_ms, "ms/s"), Row("bare window, memory", bare.pss_mb, "MB PSS")]
    return rows + _own_rows(windows | {"headless": headless}, others, bare)


def _own_rows(own: dict[str, Cost], others: dict[str, Cost], bare: Cost | None) -> list[Row]:
    htop = others["htop"].cpu_ms if "htop" in others else None
    gnome = others["gnome-system-monitor"].cpu_ms if "gnome-system-monitor" in others else None
    rows = []
    targets = {"Overview": 0.6, "Processes": 0.8, "minimised": 0.35, "minimised, API off": 0.05, "headless": 0.35}
    for state, target in targets.items():
        if state in own:
            rows.append(compared(f"HertzMon, {state}, CPU", own[state].cpu_ms, "ms/s", "htop", htop, target))
    if "Overview" in own:
        name = "HertzMon, Overview, CPU"
        rows.append(compared(name, own["Overview"].cpu_ms, "ms/s", "gnome-system-monitor", gnome, 0.25))
    for state, cost in own.items():
        name = f"HertzMon, {state}, memory"
        most = 1.15 if state == "all pages visited" else None
        rows.append(compared(name, cost.pss_mb, "MB PSS", "bare window", bare.pss_mb if bare else None, most))
    return rows


def cost_of(pid: int, seconds: float) -> Cost:
    """What a process, with the children that it waited for, takes over so many seconds from now."""
    process = psutil.Process(pid)
    before, started = process.cpu_times(), time.monotonic()
    time.sleep(seconds)
    after, ended = process.cpu_times(), time.monotonic()
    cpu_seconds = sum(after[:4]) - sum(before[:4])
    return Cost(cpu_seconds * 1000 / (ended - started), process.memory_full_info().pss / 1e6)


def _settled_cost(pid: int, seconds: float) -> Cost:
    time.sleep(min(5.0, seconds))
    return cost_of(pid, seconds)


def _terminal_programs(home: Path, seconds: float) -> dict[str, Cost]:
    (home / "btop").mkdir()
    (home / "btop" / "btop.conf").write_text("update_ms = 1000\n")
    environment = {**os.environ, "TERM": "xterm-256color", "LANG": "C.UTF-8", "LC_ALL": "C.UTF-8"}
    environment |= {"HOME": str(home), "XDG_CONFIG_HOME": str(home)}
    commands = {
        "htop": ["htop", "--delay=10"],
        "btop": ["btop", "--utf-force"],
        "glances": ["glances", "--time", "1", "--disable-check-update"],
    }
    costs = {}
    for name, command in commands.items():
        if shutil.which(command[0]) is not None:
            with _on_terminal(command, environment) as process:
                costs[name] = _settled_cost(process.pid, seconds)
    return costs


@contextlib.contextmanager
def _on_terminal(command: list[str], environment: dict[str, str]) -> Iterator[subprocess.Popen[bytes]]:
    """A full-screen program on a terminal of 200 × 50 that somebody reads."""
    master, slave = pty.openpty()
    fcntl.ioctl(slave, termios.TIOCSWINSZ, struct.pack("HHHH", 50, 200, 0, 0))
    process = subprocess.Popen(
        command, env=environment, stdin=slave, stdout=slave, stderr=slave, start_new_session=True
    )
    os.close(slave)

    def read() -> None:
        with contextlib.suppress(OSError):  # the terminal's other end was closed
            while os.read(master, 65536):
                pass

    reader = threading.Thread(target=read, daemon=True)
    reader.start()
    try:
        yield process
    finally:
        stop(process)
        reader.join(5)
        os.close(master)


def _own_command(home: Path, *options: str) -> list[str]:
    data = tempfile.mkdtemp(dir=home)
    return [sys.executable, "-m", "hertzmon_gui", "--data-dir", data, "--port", "0", "--interval", "1", *options]


def _headless(home: Path, seconds: float) -> Cost:
    with running(_own_command(home, "--headless"), dict(os.environ)) as process:
        return _settled_cost(process.pid, seconds)


def _windows(home: Path, environment: dict[str, str], seconds: float) -> dict[str, Cost]:
    costs = {}
    with running([sys.executable, "-m", "benchmarks.bare_window"], environment) as process:
        window_of(process.pid, environment)
        costs["bare window"] = _settled_cost(process.pid, seconds)
    with running(_own_command(home, "--gui", "--page", "overview"), environment) as process:
        window = window_of(process.pid, environment)
        costs["Overview"] = _settled_cost(process.pid, seconds)
        for number in range(1, 10):
            xdotool(environment, "windowactivate", "--sync", window, "key", "--clearmodifiers", f"ctrl+{number}")
            time.sleep(1.0)
        xdotool(environment, "key", "--clearmodifiers", "ctrl+1")
        costs["all pages visited"] = _settled_cost(process.pid, 5.0)
        xdotool(environment, "windowminimize", "--sync", window)
        costs["minimised"] = _settled_cost(process.pid, seconds)
    with running(_own_command(home, "--gui", "--page", "processes"), environment) as process:
        window_of(process.pid, environment)
        costs["Processes"] = _settled_cost(process.pid, seconds)
    with running(_own_command(home, "--gui", "--no-api"), environment) as process:
        xdotool(environment, "windowminimize", "--sync", window_of(process.pid, environment))
        costs["minimised, API off"] = _settled_cost(process.pid, seconds)
    if shutil.which("gnome-system-monitor") is not None:
        settings = home / "glib-2.0" / "settings"
        settings.mkdir(parents=True)
        (settings / "keyfile").write_text(_GNOME_SETTINGS)
        gnome = {**environment, "XDG_CONFIG_HOME": str(home), "GSETTINGS_BACKEND": "keyfile"}
        with running(["gnome-system-monitor", "--show-processes-tab"], gnome) as process:
            window_of(process.pid, gnome)
            costs["gnome-system-monitor"] = _settled_cost(process.pid, seconds)
    return costs
