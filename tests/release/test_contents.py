"""What goes into the frozen build, and what stays out."""

from __future__ import annotations

import ast
import os
import re
import runpy
from pathlib import Path

import pytest

from release import libraries
from release.contents import HIDDEN_IMPORTS, is_wanted
from release.libraries import Entry, without_orphans

PACKAGING = Path(__file__).resolve().parents[2] / "resources" / "packaging"


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/platforms/libqxcb.so",
        "PySide6/Qt/plugins/platforms/libqwayland.so",
        "PySide6\\plugins\\platforms\\qwindows.dll",
        "PySide6/Qt/plugins/platforminputcontexts/libibusplatforminputcontextplugin.so",  # Chinese is typed through it
        "PySide6/Qt/translations/qtbase_zh_CN.qm",
        "PySide6/Qt/lib/libQt6Widgets.so.6",
        "PySide6\\Qt6Svg.dll",
        "libpython3.11.so.1.0",
        "numpy-2.4.6.dist-info/METADATA",
        "resources/translations/hertzmon_zh_CN.qm",
        "numpy.libs/libscipy_openblas64_-32a4b2a6.so",
    ],
)
def test_what_the_window_needs_is_kept(name: str) -> None:
    assert is_wanted(name)


@pytest.mark.parametrize(
    "name",
    [
        "PySide6/Qt/plugins/sqldrivers/libqsqlite.so",
        "PySide6/Qt/plugins/platformthemes/libqgtk3.so",
        "PySide6/Qt/plugins/platforminputcontexts/libqtvirtualkeyboardplugin.so",
        "PySide6/Qt/translations/qtbase_fr.qm",
        "PySide6/Qt/translations/assistant_zh_CN.qm",
        "PySide6/Qt/lib/libQt6Quick.so.6",
        "PySide6\\Qt6Pdf.dll",
        "PySide6\\opengl32sw.dll",
        "libstdc++.so.6",  # an old one would keep graphics drivers from loading
        "libfontconfig.so.1",
        "numpy-2.4.6.dist-info/RECORD",
    ],
)
def test_what_it_does_not_need_is_left_out(name: str) -> None:
    assert not is_wanted(name)


def test_libraries_that_only_unwanted_ones_load_are_left_out(monkeypatch: pytest.MonkeyPatch) -> None:
    loads = {
        "gtk-plugin": {"libgtk", "libglib"},
        "libgtk": {"libcairo", "libglib"},
        "libcairo": {"libpng", "libc"},
        "libpng": set(),
        "libglib": set(),
        "window": {"libglib"},
        "loaded-by-name": set(),
    }
    monkeypatch.setattr(libraries, "_loaded_by", loads.__getitem__)
    entries: list[Entry] = [(name, name, "BINARY") for name in loads]
    entries += [("top/libgtk", "../libgtk", "SYMLINK"), ("libglib.so", "libglib", "SYMLINK")]
    kept = without_orphans(entries, lambda name: name != "gtk-plugin")
    assert {name for name, _file, _kind in kept} == {"libglib", "window", "loaded-by-name", "libglib.so"}


def test_what_our_code_imports_by_name_is_named() -> None:
    """PyInstaller follows import statements; `import_module("name")` it does not see."""
    found = set()
    for package in ("hertzmon_gui", "api"):
        for file in (PACKAGING.parents[1] / package).rglob("*.py"):
            found |= set(re.findall(r'import_module\("([\w.]+)"\)', file.read_text(encoding="utf-8")))
    assert found
    assert found <= set(HIDDEN_IMPORTS)


@pytest.mark.parametrize(("before", "after"), [(None, None), ("/their/own", "/their/own")])
def test_programs_from_outside_do_not_load_the_builds_libraries(
    monkeypatch: pytest.MonkeyPatch, before: str | None, after: str | None
) -> None:
    monkeypatch.setenv("LD_LIBRARY_PATH", "/build/_internal")
    if before is not None:
        monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", before)
    runpy.run_path(str(PACKAGING.parents[1] / "release" / "outside_programs.py"))
    assert os.environ.get("LD_LIBRARY_PATH") == after
    assert "LD_LIBRARY_PATH_ORIG" not in os.environ


def test_the_windows_version_resource_is_an_expression_once_filled() -> None:
    text = (PACKAGING / "windows-version.txt").read_text(encoding="utf-8")
    filled = text.format(numbers=(1, 2, 3, 0), version="1.2.3", name="hertzmon-cli", summary="HertzMon system monitor")
    tree = ast.parse(filled, mode="eval")
    assert isinstance(tree.body, ast.Call)
    texts = dict(re.findall(r'StringStruct\("(\w+)", "([^"]*)"\)', filled))
    assert texts["OriginalFilename"] == "hertzmon-cli.exe"
    assert texts["ProductVersion"] == texts["FileVersion"] == "1.2.3"
    assert "filevers=(1, 2, 3, 0)" in filled
