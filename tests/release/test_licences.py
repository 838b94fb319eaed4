"""Whatever is frozen with HertzMon brings its licence along, or the build fails."""

from __future__ import annotations

import ast
import os
import shutil
import sys
import tomllib
from importlib import metadata
from pathlib import Path

import pytest

from hertzmon_gui.settings.paths import resource
from hertzmon_gui.ui.dialogs import about
from release.contents import NAMED_VERSIONS
from release.libraries import Entry
from release.licences import LICENCES, LicenceError, debian_texts, distribution_texts, licence_entries, licences
from tests.release.dependencies import closure

ROOT = Path(__file__).resolve().parents[2]


def needed() -> set[str]:
    """The distributions that the build is made of: HertzMon's dependencies, the window's, and PyInstaller."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    return closure([*project["dependencies"], *project["optional-dependencies"]["gui"], "pyinstaller"])


@pytest.mark.parametrize("name", sorted(needed()))
def test_every_distribution_has_a_text(name: str) -> None:
    texts = distribution_texts(metadata.distribution(name))
    assert all(text.stat().st_size > 100 for text in texts.values())


def fake_distribution(tmp_path: Path, *files: str) -> metadata.Distribution:
    folder = tmp_path / "thing-1.0.dist-info"
    for name in ("METADATA", *files):
        (folder / name).parent.mkdir(parents=True, exist_ok=True)
        (folder / name).write_text("Metadata-Version: 2.4\nName: thing\nVersion: 1.0\n")
    record = [f"{folder.name}/{name},," for name in ("METADATA", *files)]
    (folder / "RECORD").write_text("\n".join(record))
    return metadata.Distribution.at(folder)


def test_a_distribution_without_a_text_is_refused_by_name(tmp_path: Path) -> None:
    with pytest.raises(LicenceError, match=r"thing 1\.0 carries no licence text"):
        distribution_texts(fake_distribution(tmp_path))


@pytest.mark.parametrize("name", ["LICENSE", "LICENCE.md", "COPYING", "licenses/src/vendored/LICENSE", "NOTICE"])
def test_texts_are_found_by_every_usual_name(tmp_path: Path, name: str) -> None:
    texts = distribution_texts(fake_distribution(tmp_path, name))
    assert list(texts) == [name.removeprefix("licenses/")]


def entry(file: Path | str) -> Entry:
    return (Path(file).name, str(file), "BINARY")


def test_the_texts_go_where_the_kept_ones_lie_and_links_count_once(tmp_path: Path) -> None:
    import flask

    own = tmp_path / "own.py"
    own.touch()
    entries = [entry(flask.__file__), entry(own), ("link", "flask/__init__.py", "SYMLINK"), entry(ast.__file__)]
    destinations = {name for name, _file, _kind in licence_entries(entries, own=[tmp_path])}
    assert {"resources/licences/Flask/LICENSE.txt", "resources/licences/pyinstaller/COPYING.txt"} <= destinations
    assert len([name for name in destinations if "Flask" in name]) == 1


def test_a_file_of_nobody_is_refused_by_name(tmp_path: Path) -> None:
    stranger = tmp_path / "libstranger.so.1"
    stranger.touch()
    with pytest.raises(LicenceError, match=r"libstranger\.so\.1"):
        licences([stranger], own=[])


def test_the_runtime_of_microsoft_is_known_where_windows_keeps_it(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    system = tmp_path / "Windows" / "System32"
    system.mkdir(parents=True)
    monkeypatch.setenv("SYSTEMROOT", str(system.parent))
    known = ["VCRUNTIME140_1.dll", "msvcp140_atomic_wait.dll", "ucrtbase.dll", "api-ms-win-crt-heap-l1-1-0.dll"]
    assert "Microsoft" in licences([system / name for name in known], own=[])
    for stranger in (system / "dbghelp.dll", tmp_path / "msvcp140.dll"):
        with pytest.raises(LicenceError, match=stranger.name):
            licences([stranger], own=[])


@pytest.mark.skipif(shutil.which("dpkg-query") is None, reason="not a Debian")
def test_a_library_of_debian_brings_its_copyright_and_what_that_refers_to() -> None:
    found = licences([Path("/usr/bin/dpkg-query"), Path("/bin/dpkg-query")], own=[])
    assert found["dpkg"] == {"copyright": Path("/usr/share/doc/dpkg/copyright")}
    assert found["common-licenses"]["GPL-2"].stat().st_size > 10_000


def test_a_debian_package_without_its_copyright_is_refused() -> None:
    with pytest.raises(LicenceError, match="no-such-package"):
        debian_texts("no-such-package")


@pytest.mark.skipif(sys.base_prefix == "/usr", reason="this Python is Debian's own and has Debian's text")
def test_python_itself_is_there() -> None:
    found = licences([Path(ast.__file__), Path(os.__file__)], own=[])
    assert "PYTHON SOFTWARE FOUNDATION LICENSE" in found["Python"]["LICENSE.txt"].read_text(encoding="utf-8")


def test_what_is_kept_here_is_whole() -> None:
    assert resource("licences") == LICENCES
    for text in (
        "README.txt",
        "Qt/NOTICE.txt",
        "Qt/LGPL-3.0.txt",
        "Qt/GPL-3.0.txt",
        "Qt/third-party.txt",
        "Microsoft/NOTICE.txt",
    ):
        assert (LICENCES / text).stat().st_size > 500, text
    assert "GNU LESSER GENERAL PUBLIC LICENSE" in (LICENCES / "Qt" / "LGPL-3.0.txt").read_text(encoding="utf-8")


def test_the_dialog_can_tell_every_version_in_the_build() -> None:
    assert set(about.PACKAGES) == set(NAMED_VERSIONS)
