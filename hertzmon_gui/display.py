"""Whether a window can be shown at all, found out before Qt, which would end the process."""

from __future__ import annotations

import importlib.util
import os
import re
import socket
import sys
from collections.abc import Mapping
from pathlib import Path

_CONNECT_SECONDS = 1.0
_X11_DISPLAY = re.compile(r"^(?P<host>[^:]*):(?P<number>\d+)(\.\d+)?$")


def window_obstacle(environment: Mapping[str, str] = os.environ) -> str | None:
    """Why no window can be shown, as a sentence; None when one can."""
    if importlib.util.find_spec("PySide6") is None or importlib.util.find_spec("pyqtgraph") is None:
        return "The window's packages are not installed; install them in HertzMon's source tree: pip install '.[gui]'."
    if not sys.platform.startswith(("linux", "freebsd")):
        return None  # Windows and macOS always have a display for a session that can start programs
    platform = environment.get("QT_QPA_PLATFORM", "").split(":")[0]
    if platform and platform not in {"xcb", "wayland"}:
        return None  # offscreen, vnc, eglfs …: asked for by name, and they need no display server
    wayland = environment.get("WAYLAND_DISPLAY")
    if wayland and _answers(Path(environment.get("XDG_RUNTIME_DIR", "")) / wayland):
        return None
    display = environment.get("DISPLAY")
    if display and _x11_answers(display):
        return None
    if display or wayland:
        return f"The display {display or wayland} does not answer."
    return "There is no display."


def _x11_answers(display: str) -> bool:
    match = _X11_DISPLAY.match(display)
    if match is None:
        return display.startswith("/") and _answers(Path(display))  # XQuartz names a socket
    host, number = match["host"], int(match["number"])
    if host and host != "unix":
        try:
            socket.create_connection((host, 6000 + number), _CONNECT_SECONDS).close()
        except OSError:
            return False
        return True
    path = f"/tmp/.X11-unix/X{number}"  # noqa: S108 (where X servers listen)
    return _answers(Path(path)) or _answers_at(f"\0{path}")


def _answers(path: Path) -> bool:
    return _answers_at(str(path))


def _answers_at(address: str) -> bool:
    with socket.socket(socket.AF_UNIX, socket.SOCK_STREAM) as probe:
        probe.settimeout(_CONNECT_SECONDS)
        try:
            probe.connect(address)
        except OSError:
            return False
    return True
