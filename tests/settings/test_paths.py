"""The data directory: private, writable, used once."""

from __future__ import annotations

import os
import stat
import subprocess
import sys
from pathlib import Path

import pytest

from hertzmon_gui.settings.errors import AlreadyRunningError, DataDirectoryError
from hertzmon_gui.settings.paths import ENVIRONMENT_VARIABLE, DataDirectory, default_data_directory, resource

posix = pytest.mark.skipif(sys.platform == "win32", reason="Windows has no modes")


def mode(path: Path) -> int:
    return stat.S_IMODE(path.stat().st_mode)


@posix
def test_the_directory_is_made_private_with_its_parents(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path / "deep" / "hertzmon")
    assert mode(directory.path) == 0o700
    assert directory.file("settings.json") == directory.path / "settings.json"


@posix
@pytest.mark.parametrize("content", [(), ("hertzmon.lock", "settings.json")])
def test_its_own_directory_is_narrowed(tmp_path: Path, content: tuple[str, ...]) -> None:
    for name in content:
        (tmp_path / name).touch()
    tmp_path.chmod(0o755)
    DataDirectory(tmp_path)
    assert mode(tmp_path) == 0o700


@posix
def test_an_open_directory_of_other_things_is_refused_and_left_as_it_is(tmp_path: Path) -> None:
    (tmp_path / "holiday.jpg").touch()
    tmp_path.chmod(0o755)
    with pytest.raises(DataDirectoryError, match="holds other things"):
        DataDirectory(tmp_path)
    assert mode(tmp_path) == 0o755


@pytest.mark.parametrize("below", [(), ("further",)])
def test_a_file_in_the_way_is_a_sentence(tmp_path: Path, below: tuple[str, ...]) -> None:
    (tmp_path / "file").touch()
    with pytest.raises(DataDirectoryError, match="--data-dir"):
        DataDirectory(tmp_path.joinpath("file", *below))


def test_a_directory_that_cannot_be_written_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(os, "access", lambda path, wanted: not wanted & os.W_OK)  # root may write anything
    with pytest.raises(DataDirectoryError, match="is not writable"):
        DataDirectory(tmp_path)


@posix
def test_a_directory_of_someone_else_is_a_sentence(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    tmp_path.chmod(0o755)

    def refuse(path: Path, mode: int) -> None:
        raise PermissionError(1, "Operation not permitted")

    monkeypatch.setattr(Path, "chmod", refuse)
    with pytest.raises(DataDirectoryError, match=r"kept private.*Operation not permitted"):
        DataDirectory(tmp_path)


def test_a_second_process_is_refused_until_the_first_lets_go(tmp_path: Path) -> None:
    program = f"""
from pathlib import Path
from hertzmon_gui.settings.errors import AlreadyRunningError
from hertzmon_gui.settings.paths import DataDirectory
try:
    DataDirectory(Path({str(tmp_path)!r})).lock()
except AlreadyRunningError as error:
    print(error)
"""

    def second() -> str:
        root = Path(__file__).resolve().parents[2]
        run = subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=True)
        return run.stdout

    first = DataDirectory(tmp_path)
    first.lock()
    assert f"HertzMon is already running with the data directory {tmp_path}" in second()
    first.unlock()
    assert second() == ""


def test_the_lock_of_a_process_that_died_holds_nobody_up(tmp_path: Path) -> None:
    program = f"""
import os
from pathlib import Path
from hertzmon_gui.settings.paths import DataDirectory
DataDirectory(Path({str(tmp_path)!r})).lock()
os._exit(9)
"""
    root = Path(__file__).resolve().parents[2]
    assert subprocess.run([sys.executable, "-c", program], cwd=root, check=False).returncode == 9
    directory = DataDirectory(tmp_path)
    directory.lock()
    directory.unlock()


def test_two_in_one_process_exclude_each_other_too(tmp_path: Path) -> None:
    first = DataDirectory(tmp_path)
    first.lock()
    with pytest.raises(AlreadyRunningError, match="already running"):
        DataDirectory(tmp_path).lock()
    first.unlock()


def test_a_lock_that_cannot_be_written_is_a_sentence(tmp_path: Path) -> None:
    directory = DataDirectory(tmp_path)
    (tmp_path / "hertzmon.lock").mkdir()
    with pytest.raises(DataDirectoryError, match="--data-dir"):
        directory.lock()


def test_the_environment_names_the_directory(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, str(tmp_path / "named"))
    assert default_data_directory() == tmp_path / "named"
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "~/named")
    assert default_data_directory() == Path.home() / "named"


def test_without_it_the_platform_does(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv(ENVIRONMENT_VARIABLE, "")
    assert default_data_directory().name == "HertzMon"
    assert default_data_directory().is_absolute()


def test_resources_are_found_in_the_tree_and_in_a_frozen_build(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    assert resource("icons", "a.svg") == Path(__file__).resolve().parents[2] / "resources" / "icons" / "a.svg"
    monkeypatch.setattr(sys, "_MEIPASS", str(tmp_path), raising=False)
    assert resource("icons") == tmp_path / "resources" / "icons"
