"""A second start raises the first."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from pytestqt.qtbot import QtBot

from hertzmon_gui.ui.single_instance import InstanceServer, raise_first, server_name

SECOND_START = (
    "import sys; from pathlib import Path; from hertzmon_gui.ui.single_instance import raise_first; "
    "sys.exit(0 if raise_first(Path(sys.argv[1])) else 1)"
)


def second_start(directory: Path) -> subprocess.Popen[bytes]:
    return subprocess.Popen([sys.executable, "-c", SECOND_START, str(directory)])


def test_nobody_answers_where_nobody_listens(tmp_path: Path) -> None:
    assert not raise_first(tmp_path)


def test_a_second_process_raises_the_first(qtbot: QtBot, tmp_path: Path) -> None:
    raised: list[bool] = []
    server = InstanceServer(tmp_path, lambda: raised.append(True))
    second = second_start(tmp_path)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 0
    assert raised == [True]
    server.close()
    assert not raise_first(tmp_path)


def test_another_directory_is_another_program(qtbot: QtBot, tmp_path: Path) -> None:
    raised: list[bool] = []
    server = InstanceServer(tmp_path, lambda: raised.append(True))
    second = second_start(tmp_path / "other")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert second.returncode == 1
    assert raised == []
    server.close()


def test_a_socket_left_by_a_crash_is_no_obstacle(qtbot: QtBot, tmp_path: Path) -> None:
    first = InstanceServer(tmp_path, lambda: None)
    raised: list[bool] = []
    again = InstanceServer(tmp_path, lambda: raised.append(True))
    second = second_start(tmp_path)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=20_000)
    assert raised == [True]
    again.close()
    first.close()


def test_names_are_short_whatever_the_path(tmp_path: Path) -> None:
    assert len(server_name(tmp_path / ("x" * 200))) < 40
    assert server_name(tmp_path / "a") != server_name(tmp_path / "b")
