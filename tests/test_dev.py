"""dev.py, driven as a person drives it: in a copy of its own, with a project that has no dependencies."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from pathlib import Path

import pytest

import dev

ROOT = Path(__file__).resolve().parents[1]
INSTALLING = "installing the pinned dependencies"


@pytest.fixture
def project(tmp_path: Path) -> Path:
    """A project of two modules without dependencies, so that set-up needs no network."""
    shutil.copy(ROOT / "dev.py", tmp_path)
    (tmp_path / "pyproject.toml").write_text("")
    (tmp_path / "requirements.lock").write_text("# nothing\n")
    (tmp_path / "hertzmon_gui").mkdir()
    (tmp_path / "hertzmon_gui" / "__main__.py").write_text("import sys\nprint('started', *sys.argv[1:])\nsys.exit(7)\n")
    return tmp_path


def run_dev(project: Path, *arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, str(project / "dev.py"), *arguments]
    return subprocess.run(command, capture_output=True, text=True, check=False, timeout=120)


def test_run_sets_up_once_and_hands_arguments_and_exit_status_through(project: Path) -> None:
    first = run_dev(project, "run", "--", "--headless", "--port", "0")
    assert INSTALLING in first.stdout, first.stderr
    assert "started --headless --port 0" in first.stdout
    assert first.returncode == 7

    second = run_dev(project, "run")
    assert second.stdout.strip() == "started"

    (project / "pyproject.toml").write_text("# another\n")
    assert INSTALLING in run_dev(project, "run").stdout
    assert run_dev(project, "run").stdout.strip() == "started"


@pytest.mark.skipif(sys.platform == "win32", reason="a Windows environment holds a copy of Python, not a link")
def test_an_environment_whose_python_is_gone_is_made_anew(project: Path) -> None:
    python = project / ".venv" / "bin" / "python"
    python.parent.mkdir(parents=True)
    python.symlink_to(project / "gone")
    left_over = project / ".venv" / "left-over"
    left_over.touch()
    (project / ".venv" / "hertzmon-setup.txt").write_text("from another time")

    run = run_dev(project, "run")
    assert run.returncode == 7, run.stderr
    assert not left_over.exists()


def test_dependencies_that_cannot_be_installed_are_an_error_and_are_tried_again(project: Path) -> None:
    (project / "requirements.lock").write_text("./no-such-package.whl --hash=sha256:00\n")
    for _ in range(2):
        failed = run_dev(project, "run")
        assert failed.returncode == 1
        assert "dev.py: The dependencies could not be installed" in failed.stderr
        assert "started" not in failed.stdout


@pytest.mark.parametrize("version", [(3, 10), (3, 14), (2, 7)])
def test_another_python_is_refused_in_a_sentence(version: tuple[int, int]) -> None:
    with pytest.raises(dev.ChoreError, match=f"this is Python {version[0]}.{version[1]}"):
        dev.check_python(version)


@pytest.mark.parametrize("version", dev.SUPPORTED)
def test_supported_pythons_are_accepted(version: tuple[int, int]) -> None:
    dev.check_python(version)


@pytest.mark.skipif(sys.platform == "win32", reason="there is no apt-get")
def test_without_root_the_exact_command_is_printed_and_nothing_installed(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(os, "geteuid", lambda: 1000)
    monkeypatch.setattr(dev, "call", lambda *command, environment=None: pytest.fail(f"ran {command}"))
    assert not dev.install_system_packages(["libegl1", "python3.11-venv"])
    command = "sudo apt-get update && sudo apt-get install --yes --no-install-recommends libegl1 python3.11-venv"
    assert command in capsys.readouterr().out


@pytest.mark.skipif(sys.platform == "win32", reason="there is no apt-get")
@pytest.mark.parametrize(("status", "installed"), [(0, True), (100, False)])
def test_as_root_packages_are_installed_even_when_one_source_is_dead(
    monkeypatch: pytest.MonkeyPatch, *, status: int, installed: bool
) -> None:
    ran: list[tuple[str, ...]] = []

    def call(*command: str, environment: dict[str, str]) -> int:
        assert environment["DEBIAN_FRONTEND"] == "noninteractive"
        ran.append(command)
        return 100 if "update" in command else status

    monkeypatch.setattr(shutil, "which", lambda program: f"/usr/bin/{program}")
    monkeypatch.setattr(os, "geteuid", lambda: 0)
    monkeypatch.setattr(dev, "call", call)
    assert dev.install_system_packages(["libegl1"]) is installed
    assert "libegl1" in ran[-1]


def test_a_system_without_apt_is_told_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(shutil, "which", lambda program: None)
    assert not dev.install_system_packages(["libegl1"])
    assert "libegl1" in capsys.readouterr().out


def test_a_failing_check_does_not_hide_the_others(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    ran: list[str] = []

    def call(*command: str | Path, environment: dict[str, str] | None = None) -> int:
        ran.append(" ".join(str(part) for part in command))
        return int("mypy" in ran[-1])

    monkeypatch.setattr(dev, "call", call)
    assert dev.run_checks() == 1
    assert len(ran) == 4
    assert "mypy" in capsys.readouterr().err


@pytest.mark.parametrize(("checks", "tests"), [(0, 0), (1, 0), (0, 1), (1, 1)])
def test_test_passes_only_when_checks_and_tests_do(monkeypatch: pytest.MonkeyPatch, checks: int, tests: int) -> None:
    ran: list[tuple[str | Path, ...]] = []

    def call(*command: str | Path, environment: dict[str, str]) -> int:
        assert environment["QT_QPA_PLATFORM"] == "offscreen"
        ran.append(command)
        return tests

    monkeypatch.setattr(dev, "prepare", lambda **_: True)
    monkeypatch.setattr(dev, "run_checks", lambda: checks)
    monkeypatch.setattr(dev, "call", call)
    assert (dev.main(["test", "--", "-k", "some"]) == 0) is (checks == 0 and tests == 0)
    assert [str(part) for part in ran[0]][1:] == ["-m", "pytest", "-k", "some"]


def put_python(path: Path, status: int) -> str:
    path.parent.mkdir(parents=True)
    path.write_text(f"#!/bin/sh\nexit {status}\n")
    path.chmod(0o755)
    return str(path)


@pytest.mark.skipif(sys.platform == "win32", reason="there, no Python is named after its version")
def test_other_pythons_are_found_on_the_path_and_where_pyenv_and_uv_keep_them(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    shim = put_python(tmp_path / "shims" / "python3.12", 127)
    pyenv = put_python(tmp_path / "pyenv" / "versions" / "3.12.1" / "bin" / "python3.12", 0)
    uv = put_python(tmp_path / "uv" / "cpython-3.12.9-linux-x86_64-gnu" / "bin" / "python3.12", 0)
    put_python(tmp_path / "pyenv" / "versions" / "3.13.0" / "bin" / "python3.13", 0)
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "pyenv"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "uv"))
    assert dev.pythons("3.12") == [shim, pyenv, uv]

    ran: list[tuple[str, str]] = []

    def call(python: str, *_arguments: str, environment: dict[str, str]) -> int:
        ran.append((python, environment["HERTZMON_VENV"]))
        return 3

    monkeypatch.setattr(dev, "call", call)
    assert dev.quick_on((3, 12)) == 3
    assert ran == [(pyenv, ".venv-3.12")]


@pytest.mark.skipif(sys.platform == "win32", reason="there, no Python is named after its version")
def test_a_python_that_is_not_here_is_left_out_with_a_word(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    put_python(tmp_path / "shims" / "python3.12", 127)
    monkeypatch.setenv("PATH", f"{tmp_path / 'shims'}:/usr/bin:/bin")
    monkeypatch.setenv("PYENV_ROOT", str(tmp_path / "nothing"))
    monkeypatch.setenv("UV_PYTHON_INSTALL_DIR", str(tmp_path / "nothing"))
    assert dev.quick_on((3, 12)) == 0
    assert "Python 3.12 is not installed" in capsys.readouterr().out


def test_missing_system_parts_stop_the_tests_with_a_sentence(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(dev, "prepare", lambda **_: False)
    assert dev.main(["test"]) == 1
    assert "dev.py: The tests need" in capsys.readouterr().err


def test_the_lock_file_names_no_address() -> None:
    text = (ROOT / "requirements.lock").read_text()
    assert "://" not in text
    assert "--hash=sha256:" in text
