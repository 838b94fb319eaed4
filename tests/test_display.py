"""Whether a window can be shown is found out before Qt is asked."""

from __future__ import annotations

import socket
import sys
from pathlib import Path

import pytest

from hertzmon_gui.display import window_obstacle

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="display servers are Linux's")


def test_no_variable_no_display() -> None:
    assert window_obstacle({}) == "There is no display."


@pytest.mark.parametrize("display", [":4123", "127.0.0.1:4123", "nonsense", ":", "unix:4123.0"])
def test_a_display_that_does_not_answer(display: str) -> None:
    assert window_obstacle({"DISPLAY": display}) == f"The display {display} does not answer."


def test_a_platform_asked_for_by_name_needs_no_display() -> None:
    assert window_obstacle({"QT_QPA_PLATFORM": "offscreen"}) is None


def test_a_wayland_socket_that_answers(tmp_path: Path) -> None:
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(str(tmp_path / "wayland-0"))
        server.listen()
        assert window_obstacle({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}) is None
    assert "does not answer" in str(window_obstacle({"WAYLAND_DISPLAY": "wayland-0", "XDG_RUNTIME_DIR": str(tmp_path)}))


def test_an_x_server_on_another_host() -> None:
    with socket.socket() as server:
        for number in range(40, 90):
            try:
                server.bind(("127.0.0.1", 6000 + number))
            except OSError:
                continue
            break
        server.listen()
        assert window_obstacle({"DISPLAY": f"127.0.0.1:{number}"}) is None


def test_missing_packages_are_named(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("importlib.util.find_spec", lambda name: None)
    assert "pip install '.[gui]'" in str(window_obstacle({"DISPLAY": ":0"}))
