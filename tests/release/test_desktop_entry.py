"""The menu entry and the description for software centres agree with the program and with each other."""

from __future__ import annotations

import configparser
import shutil
import subprocess
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest

from hertzmon_gui import __version__

PACKAGING = Path(__file__).resolve().parents[2] / "resources" / "packaging"
ENTRY = PACKAGING / "hertzmon.desktop"
METAINFO = PACKAGING / "hertzmon.metainfo.xml"


def entry() -> configparser.SectionProxy:
    parser = configparser.RawConfigParser(strict=True)
    parser.optionxform = str  # type: ignore[assignment,method-assign] # keys have capitals
    parser.read(ENTRY, encoding="utf-8")
    return parser["Desktop Entry"]


def test_the_entry_is_named_as_the_window_says_it_is() -> None:
    """Desktops find the window's icon by Qt's desktop file name."""
    application = (PACKAGING.parents[1] / "hertzmon_gui" / "app.py").read_text(encoding="utf-8")
    assert f'setDesktopFileName("{ENTRY.stem}")' in application
    assert entry()["Icon"] == entry()["StartupWMClass"] == ENTRY.stem
    assert entry()["Exec"].split()[0] == entry()["TryExec"] == "hertzmon"


def test_the_description_is_of_this_version_and_names_the_entry() -> None:
    root = ET.parse(METAINFO).getroot()
    assert root.findtext("launchable") == root.findtext("id") == ENTRY.name
    release = root.find("releases/release")
    assert release is not None
    assert release.get("version") == __version__
    changes = (PACKAGING.parents[1] / "CHANGELOG.md").read_text(encoding="utf-8")
    assert f"## [{__version__}] - {release.get('date')}\n" in changes
    categories = {category.text for category in root.iterfind("categories/category")}
    assert categories <= set(entry()["Categories"].split(";"))


@pytest.mark.parametrize("tag", ["summary", "description/p", "description/ul/li"])
def test_every_text_is_there_in_chinese_too(tag: str) -> None:
    found = ET.parse(METAINFO).getroot().findall(tag)
    language = "{http://www.w3.org/XML/1998/namespace}lang"
    english = [element for element in found if element.get(language) is None]
    chinese = [element for element in found if element.get(language) == "zh-CN"]
    assert len(english) == len(chinese) > 0


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-validate is not installed")
def test_the_desktops_own_checker_has_nothing_to_say() -> None:
    checked = subprocess.run(["desktop-file-validate", str(ENTRY)], capture_output=True, text=True, check=False)
    assert (checked.returncode, checked.stdout) == (0, "")


@pytest.mark.skipif(shutil.which("appstreamcli") is None, reason="appstreamcli is not installed")
def test_the_software_centres_own_checker_has_nothing_to_say_against_it() -> None:
    # An id of the new form is a domain reversed, and the project has none of its own.
    exception = "--override=cid-desktopapp-is-not-rdns=info"
    command = ["appstreamcli", "validate", "--pedantic", "--no-net", "--no-color", exception, str(METAINFO)]
    checked = subprocess.run(command, capture_output=True, text=True, check=False)
    assert checked.returncode == 0, checked.stdout
