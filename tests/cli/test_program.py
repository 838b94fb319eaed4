"""The command line, driven as a person would: real processes, real exit codes, real sentences."""

from __future__ import annotations

import json
import os
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[2]
COMMAND = [sys.executable, "-W", "error", "-m", "hertzmon_gui"]
SECONDS = 60


def environment(**values: str) -> dict[str, str]:
    kept = {
        key: value for key, value in os.environ.items() if key not in {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"}
    }
    return kept | values


def run(*arguments: str, stdin: str = "", **values: str) -> subprocess.CompletedProcess[str]:
    return subprocess.run(
        [*COMMAND, *arguments],
        cwd=ROOT,
        env=environment(**values),
        input=stdin,
        capture_output=True,
        text=True,
        timeout=SECONDS,
        check=False,
    )


Start = Callable[..., "subprocess.Popen[str]"]


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Starts programs in this test's data directory, and ends those that it left running."""
    started: list[subprocess.Popen[str]] = []

    def start_program(*arguments: str, **values: str) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [*COMMAND, "--port", "0", "--data-dir", str(tmp_path), *arguments],
            cwd=ROOT,
            env=environment(**values),
            stdout=subprocess.PIPE,
            stderr=subprocess.PIPE,
            text=True,
        )
        started.append(process)
        return process

    yield start_program
    for process in started:
        process.kill()
        process.communicate()


@pytest.fixture
def headless(start: Start) -> subprocess.Popen[str]:
    return start("--headless")


def address_line(process: subprocess.Popen[str]) -> str:
    assert process.stdout is not None
    line = process.stdout.readline()
    assert "http://127.0.0.1:" in line, line + (process.stderr.read() if process.stderr else "")
    return line


def test_version() -> None:
    from hertzmon_gui import __version__

    assert run("--version").stdout == f"HertzMon {__version__}\n"


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        (["--port", "70000"], "'70000' is not a port; give a whole number from 0 to 65535"),
        (["--port", "x"], "'x' is not a port"),
        (["--interval", "0"], "'0' is not an interval; give seconds from 0.1 to 60"),
        (["--interval", "nan"], "'nan' is not an interval"),
        (["--page", "nowhere"], "invalid choice: 'nowhere'"),
        (["--theme", "pink"], "invalid choice: 'pink'"),
        (["--lang", "tlh"], "invalid choice: 'tlh'"),
        (["--gui", "--headless"], "exclude each other"),
        (["--screenshot", "page.png", "--headless"], "exclude each other"),
        (["user", "add", "someone", "--role", "king"], "invalid choice: 'king'"),
        (["--no-such-option"], "unrecognized arguments"),
    ],
)
def test_a_bad_option_is_a_sentence_and_exit_code_2(arguments: list[str], sentence: str, tmp_path: Path) -> None:
    result = run(*arguments, "--data-dir", str(tmp_path))
    assert result.returncode == 2
    assert sentence in result.stderr.splitlines()[0]
    assert "Traceback" not in result.stderr


def test_gui_without_a_display_is_an_error(tmp_path: Path) -> None:
    result = run("--gui", "--data-dir", str(tmp_path))
    assert result.returncode == 1
    assert result.stderr == "There is no display. HertzMon cannot open its window.\n"


def test_a_data_directory_that_is_a_file_is_a_sentence(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")
    result = run("--headless", "--data-dir", str(tmp_path / "file"))
    assert result.returncode == 1
    assert "--data-dir" in result.stderr
    assert "Traceback" not in result.stderr


def test_snapshot_prints_the_monitor_payload() -> None:
    result = run("snapshot")
    assert result.returncode == 0, result.stderr
    payload = json.loads(result.stdout)
    assert list(payload) == ["system", "cpu", "memory", "disks", "network", "processes", "gpus"]
    assert payload["cpu"]["cpu_percent"] is not None
    assert 0 < len(payload["processes"]) <= 10


def test_headless_announces_address_and_password_and_ends_on_sigterm(headless: subprocess.Popen[str]) -> None:
    line = address_line(headless)
    assert "log in as admin with the password" in line
    port = line.split("127.0.0.1:")[1].split("/")[0].split()[0]
    with urllib.request.urlopen(f"http://127.0.0.1:{port}/healthz", timeout=SECONDS) as answer:
        assert answer.status == 200
    headless.send_signal(signal.SIGTERM)
    _, err = headless.communicate(timeout=SECONDS)
    assert headless.returncode == 0, err
    assert err == ""


def test_sigint_ends_it_too(headless: subprocess.Popen[str]) -> None:
    address_line(headless)
    headless.send_signal(signal.SIGINT)
    _, err = headless.communicate(timeout=SECONDS)
    assert (headless.returncode, err) == (0, "")


def test_a_second_start_in_the_same_directory_says_so(headless: subprocess.Popen[str], tmp_path: Path) -> None:
    address_line(headless)
    result = run("--headless", "--port", "0", "--data-dir", str(tmp_path))
    assert result.returncode == 1
    assert result.stderr.startswith("HertzMon is already running with the data directory")
    assert "Traceback" not in result.stderr


@pytest.mark.parametrize("host", ["no..such", "x" * 300, "no such.invalid", "ü.invalid"])
def test_an_address_that_is_none_ends_headless_with_3(host: str, tmp_path: Path) -> None:
    result = run("--headless", "--bind", host, "--port", "0", "--data-dir", str(tmp_path))
    assert result.returncode == 3
    assert "there is no such address" in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_a_port_in_use_ends_headless_with_3_and_names_the_port(tmp_path: Path) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]
        result = run("--headless", "--port", str(port), "--data-dir", str(tmp_path))
    assert result.returncode == 3
    assert str(port) in result.stderr
    assert len(result.stderr.splitlines()) == 1


def test_no_display_goes_on_headless_and_says_so(start: Start, tmp_path: Path) -> None:
    process = start(HERTZMON_DATA_DIR=str(tmp_path / "unused"))
    address_line(process)
    process.terminate()
    _, err = process.communicate(timeout=SECONDS)
    assert err == "There is no display. HertzMon goes on without its window.\n"
    assert not (tmp_path / "unused").exists()


def test_the_data_directory_may_come_from_the_environment(tmp_path: Path) -> None:
    result = run(
        "user", "set-password", "admin", stdin="a long enough password\n", HERTZMON_DATA_DIR=str(tmp_path / "d")
    )
    assert result.returncode == 0, result.stderr
    assert (tmp_path / "d" / "users.json").exists()
    assert not (tmp_path / "d" / "initial-password").exists()


def test_set_password_of_an_unknown_user_says_so(tmp_path: Path) -> None:
    result = run("user", "set-password", "nobody", "--data-dir", str(tmp_path), stdin="a long enough password\n")
    assert result.returncode == 1
    assert "nobody" in result.stderr
    assert "Traceback" not in result.stderr


def test_damaged_settings_are_kept_aside_and_the_user_is_told(start: Start, tmp_path: Path) -> None:
    (tmp_path / "settings.json").write_text('{"theme": "da')
    process = start("--headless")
    address_line(process)
    process.terminate()
    _, err = process.communicate(timeout=SECONDS)
    assert "was damaged; it was kept as settings.damaged-" in err
    (kept,) = tmp_path.glob("settings.damaged-*.json")
    assert kept.read_text() == '{"theme": "da'
