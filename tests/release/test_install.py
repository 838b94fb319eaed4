"""`pip install .` into clean environments that hold what pyproject.toml asks for and nothing else.

What it asks for is there already, in this environment; so nothing is fetched. The distributions are followed from
HertzMon's own metadata, and their files linked into a directory that the clean environment sees: a dependency that the
metadata does not name is not found there.
"""

from __future__ import annotations

import importlib.metadata
import os
import re
import subprocess
import sys
import sysconfig
import venv
import zipfile
from collections.abc import Iterable
from pathlib import Path

import pytest
from PySide6.QtGui import QImage

from tests.release.dependencies import closure

ROOT = Path(__file__).resolve().parents[2]
SITE = Path(sysconfig.get_path("purelib"))
SECONDS = 90


@pytest.fixture(scope="module")
def wheel(tmp_path_factory: pytest.TempPathFactory) -> Path:
    directory = tmp_path_factory.mktemp("wheel")
    offline = ["--no-build-isolation", "--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
    command = [sys.executable, "-m", "pip", "wheel", *offline, "--wheel-dir", str(directory), str(ROOT)]
    built = subprocess.run(command, capture_output=True, text=True, check=False, timeout=SECONDS)
    assert built.returncode == 0, built.stderr
    (file,) = directory.glob("hertzmon-*.whl")
    return file


class Installation:
    """HertzMon in an environment of its own."""

    def __init__(self, directory: Path, wheel: Path, extras: Iterable[str] = ()) -> None:
        self.directory = directory
        venv.create(directory, with_pip=False, symlinks=os.name == "posix")
        names = {"base": str(directory), "platbase": str(directory)}
        self.scripts = Path(sysconfig.get_path("scripts", "venv", names))
        own_site = Path(sysconfig.get_path("purelib", "venv", names))
        seen = directory / "dependencies"
        seen.mkdir()
        for name in closure(requirements(wheel), extras):
            link_distribution(name, seen)
        (own_site / "dependencies.pth").write_text(str(seen))
        offline = ["--no-deps", "--no-index", "--quiet", "--disable-pip-version-check"]
        python = self.scripts / ("python.exe" if os.name == "nt" else "python")
        subprocess.run(
            [sys.executable, "-m", "pip", "--python", str(python), "install", *offline, str(wheel)],
            check=True,
            timeout=SECONDS,
        )

    def run(self, *arguments: str, **variables: str) -> subprocess.CompletedProcess[str]:
        hidden = {"DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM", "PYTHONPATH"}
        kept = {key: value for key, value in os.environ.items() if key not in hidden}
        return subprocess.run(
            [str(self.scripts / "hertzmon"), *arguments],
            cwd=self.directory,
            env=kept | {"PYTHONWARNINGS": "error", "HERTZMON_DATA_DIR": str(self.directory / "data")} | variables,
            capture_output=True,
            text=True,
            check=False,
            timeout=SECONDS,
        )


def requirements(wheel: Path) -> list[str]:
    """What the wheel's metadata asks for."""
    with zipfile.ZipFile(wheel) as packed:
        (metadata,) = (name for name in packed.namelist() if name.endswith(".dist-info/METADATA"))
        lines = packed.read(metadata).decode().splitlines()
    return [line.partition(":")[2].strip() for line in lines if line.startswith("Requires-Dist:")]


def link_distribution(name: str, directory: Path) -> None:
    """Link the top-level files and packages of an installed distribution into `directory`."""
    files = importlib.metadata.files(name) or []
    for top in {file.parts[0] for file in files} - {"..", "__pycache__"}:
        link = directory / top
        if not link.exists():
            link.symlink_to(SITE / top)


@pytest.fixture(scope="module")
def without_window(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("without-window"), wheel)


@pytest.fixture(scope="module")
def with_window(wheel: Path, tmp_path_factory: pytest.TempPathFactory) -> Installation:
    return Installation(tmp_path_factory.mktemp("with-window"), wheel, ["gui"])


def test_the_wheel_holds_the_resources_and_the_compiled_translations(wheel: Path) -> None:
    with zipfile.ZipFile(wheel) as packed:
        names = set(packed.namelist())
    assert {"resources/icons/hertzmon.svg", "resources/translations/hertzmon_zh_CN.qm"} <= names
    assert any(name.endswith(".data/data/share/applications/hertzmon.desktop") for name in names)
    assert not any(re.match(r"tests/|release/|benchmarks/|resources/packaging/", name) for name in names)


def test_the_window_is_missed_in_a_sentence(without_window: Installation) -> None:
    asked = without_window.run("--gui", QT_QPA_PLATFORM="offscreen")
    assert asked.returncode == 1
    assert "pip install '.[gui]'" in asked.stderr
    assert "Traceback" not in asked.stderr


@pytest.mark.skipif(os.name == "nt", reason="Windows has no SIGTERM to end it with")
def test_without_the_window_it_goes_on_headless(without_window: Installation) -> None:
    process = subprocess.Popen(
        [str(without_window.scripts / "hertzmon"), "--port", "0", "--data-dir", str(without_window.directory / "own")],
        env={**os.environ, "PYTHONWARNINGS": "error", "QT_QPA_PLATFORM": "offscreen"},
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
    )
    try:
        assert process.stdout is not None
        announcement = process.stdout.readline()
        process.terminate()
        _out, errors = process.communicate(timeout=SECONDS)
    finally:
        process.kill()
        process.communicate()
    assert "http://127.0.0.1:" in announcement, errors
    assert "goes on without its window" in errors
    assert process.returncode == 0


def test_resources_are_found_where_the_wheel_put_them(without_window: Installation) -> None:
    printed = without_window.run("export-config", "grafana")
    assert printed.returncode == 0, printed.stderr
    assert printed.stdout == (ROOT / "resources" / "grafana" / "hertzmon.json").read_text(encoding="utf-8")


def test_with_the_window_it_draws_itself_in_chinese(with_window: Installation, tmp_path: Path) -> None:
    picture = tmp_path / "window.png"
    look = ("--gui", "--no-api", "--lang", "zh_CN", "--screenshot", str(picture))
    drawn = with_window.run(*look, QT_QPA_PLATFORM="offscreen")
    assert drawn.returncode == 0, drawn.stderr
    assert QImage(str(picture)).width() > 700
