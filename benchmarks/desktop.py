"""A private X display with a window manager and a message bus, so that windows behave as on somebody's desk."""

from __future__ import annotations

import contextlib
import os
import shutil
import subprocess
import time
from collections.abc import Iterator

NEEDED = {"Xvfb": "xvfb", "openbox": "openbox", "xdotool": "xdotool", "dbus-daemon": "dbus-daemon"}


class MissingProgramError(Exception):
    """A measurement needs a program that is not installed."""


def missing_packages() -> list[str]:
    """The Debian packages without which there is no private desktop."""
    return [package for program, package in NEEDED.items() if shutil.which(program) is None]


@contextlib.contextmanager
def desktop() -> Iterator[dict[str, str]]:
    """The environment of a program that is to run on a desktop of its own."""
    if missing := missing_packages():
        raise MissingProgramError(f"A private desktop needs: apt-get install {' '.join(missing)}")
    reader, writer = os.pipe()
    with contextlib.ExitStack() as stack:
        server = ["Xvfb", "-displayfd", str(writer), "-screen", "0", "1920x1080x24", "-nolisten", "tcp"]
        stack.enter_context(running(server, dict(os.environ), pass_fds=(writer,)))
        os.close(writer)
        with os.fdopen(reader) as stream:
            display = f":{stream.readline().strip()}"
        environment = {**os.environ, "DISPLAY": display, "QT_QPA_PLATFORM": "xcb", "LIBGL_ALWAYS_SOFTWARE": "1"}
        environment.pop("WAYLAND_DISPLAY", None)
        bus = subprocess.Popen(
            ["dbus-daemon", "--session", "--nofork", "--print-address=1"],
            env=environment, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
        )  # fmt: skip
        stack.callback(stop, bus)
        assert bus.stdout is not None
        environment["DBUS_SESSION_BUS_ADDRESS"] = bus.stdout.readline().strip()
        stack.enter_context(running(["openbox", "--sm-disable"], environment))
        time.sleep(0.5)  # openbox says nowhere that it is there
        yield environment


@contextlib.contextmanager
def running(
    command: list[str], environment: dict[str, str], *, pass_fds: tuple[int, ...] = ()
) -> Iterator[subprocess.Popen[bytes]]:
    """A program for as long as it is needed; what it prints is dropped."""
    process = subprocess.Popen(
        command, env=environment, pass_fds=pass_fds,
        stdin=subprocess.DEVNULL, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        stop(process)


def stop(process: subprocess.Popen[bytes] | subprocess.Popen[str]) -> None:
    """End a program, by force where it does not listen."""
    process.terminate()
    try:
        process.wait(5)
    except subprocess.TimeoutExpired:
        process.kill()
        process.wait()
    for stream in (process.stdin, process.stdout, process.stderr):
        if stream is not None:
            stream.close()


def window_of(pid: int, environment: dict[str, str], timeout_seconds: float = 30.0) -> str:
    """The id of the visible window of a process, once it is there."""
    deadline = time.monotonic() + timeout_seconds
    while time.monotonic() < deadline:
        found = xdotool(environment, "search", "--onlyvisible", "--pid", str(pid))
        if found:
            return found.split()[-1]
        time.sleep(0.1)
    raise TimeoutError(f"process {pid} shows no window")


def xdotool(environment: dict[str, str], *arguments: str) -> str:
    """Run one xdotool command; what it prints, empty when it found nothing."""
    command = ["xdotool", *arguments]
    return subprocess.run(command, env=environment, capture_output=True, text=True, check=False).stdout
