"""What condemns a build, and how a program on trial is asked to end."""

from __future__ import annotations

import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from unittest.mock import create_autospec

import pytest

from release import build, limits, trial
from release.trial import TrialError, ask_to_end, check_sizes, require_start_ratio


def clock(*ratios: float) -> Callable[[str], float]:
    """Answers for each comparison with the next of the ratios; the first start of each kind is not counted."""
    waiting: Iterator[float] = iter(ratios)
    current, asked = next(waiting), -2

    def seconds(kind: str) -> float:
        nonlocal current, asked
        if asked == 2 * limits.STARTS:
            current, asked = next(waiting), 0
        asked += 1
        return current if kind == "build" else 1.0

    return seconds


def test_a_build_that_starts_as_fast_as_it_must_passes(capsys: pytest.CaptureFixture[str]) -> None:
    require_start_ratio(clock(limits.MOST_START_RATIO))
    assert "1.30 ×" in capsys.readouterr().out


def test_one_disturbed_comparison_is_repeated() -> None:
    require_start_ratio(clock(1.9, 1.2))


def test_a_build_that_is_too_slow_every_time_fails() -> None:
    with pytest.raises(TrialError, match=r"1\.31 times as late"):
        require_start_ratio(clock(1.4, 1.31, 1.5))


@pytest.mark.parametrize(("packed", "unpacked", "state"), [(59, 150, "unpacked"), (60, 149, "packed")])
def test_a_build_that_is_too_large_fails(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, packed: int, unpacked: int, state: str
) -> None:
    # A byte stands for a megabyte.
    monkeypatch.setattr(trial, "MOST_PACKED_BYTES", limits.MOST_PACKED_BYTES / 1e6)
    monkeypatch.setattr(trial, "MOST_UNPACKED_BYTES", limits.MOST_UNPACKED_BYTES / 1e6)
    archive, folder = tmp_path / "archive", tmp_path / "folder"
    archive.write_bytes(bytes(packed))
    folder.mkdir()
    (folder / "program").write_bytes(bytes(unpacked))
    with pytest.raises(TrialError, match=f"MB {state}; "):
        check_sizes(archive, folder)
    monkeypatch.setattr(trial, f"MOST_{state.upper()}_BYTES", 1e9)
    check_sizes(archive, folder)


def test_windows_closes_a_program_that_has_no_console_by_its_window(monkeypatch: pytest.MonkeyPatch) -> None:
    commands: list[list[str]] = []
    monkeypatch.setattr(sys, "platform", "win32")
    monkeypatch.setattr(subprocess, "run", lambda command, **_options: commands.append(command))
    process = create_autospec(subprocess.Popen, instance=True, pid=4711)
    ask_to_end(process, has_window=True)
    assert commands == [["taskkill", "/PID", "4711", "/T"]]
    process.send_signal.assert_not_called()
    process.terminate.assert_not_called()


@pytest.mark.parametrize("kind", ["folder", "one file", "bundle"])
def test_an_archive_unpacks_into_one_folder_with_a_licence_and_a_word_of_how_to_begin(
    tmp_path: Path, kind: str
) -> None:
    name = "HertzMon.app" if kind == "bundle" else "hertzmon"
    made = tmp_path / name
    program = made if kind == "one file" else made / "hertzmon"
    program.parent.mkdir(exist_ok=True)
    program.write_text("program")
    archive = build.archived(made, onefile=kind == "one file")
    unpacked = tmp_path / "unpacked"
    subprocess.run([sys.executable, "-m", "tarfile", "-e", archive, unpacked], check=True)
    (top,) = unpacked.iterdir()
    assert top.name == build.TOP_FOLDER
    assert {"LICENSE", "README.txt"} <= {file.name for file in top.iterdir()}
    assert (top / ("HertzMon.app/hertzmon" if kind == "bundle" else "hertzmon")).read_text() == "program"
