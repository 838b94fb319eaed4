"""Every text in every language, and the compiled files as new as their sources."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
from pathlib import Path
from xml.etree import ElementTree as ET

import pytest
from PySide6.QtWidgets import QApplication

from hertzmon_gui.ui.language import CHINESE, ENGLISH, Translators, effective_language
from hertzmon_gui.ui.pages.catalogue import entries

ROOT = Path(__file__).resolve().parents[2]
TRANSLATIONS = ROOT / "resources" / "translations"
SOURCES = sorted(TRANSLATIONS.glob("*.ts"))
# A number, a name, or a text that is the same in both languages.
_HOLES = re.compile(r"\{\d\}|%n")
# Han characters and their punctuation; what must not stand among them; and what Qt wants in a file dialog.
_WIDE = re.compile("[\u3000-\u303f\u4e00-\u9fff\uff01-\uff5e]")
_HALF_WIDTH = re.compile("[,;:?!()]")
_FILE_FILTER = re.compile(r"\(\*\.\w+\)")


def tool(name: str) -> str:
    found = shutil.which(name, path=str(Path(sys.executable).parent)) or shutil.which(name)
    assert found is not None, f"{name} comes with PySide6"
    return found


def messages(path: Path) -> list[tuple[str, ET.Element]]:
    tree = ET.parse(path)
    return [(message.findtext("source") or "", message) for message in tree.getroot().iter("message")]


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_every_text_is_translated(source: Path) -> None:
    for text, message in messages(source):
        translation = message.find("translation")
        assert translation is not None
        assert translation.get("type") is None, f"{text!r} in {source.name} is {translation.get('type')}"
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        assert all(forms), text


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_translations_keep_the_holes_of_their_text(source: Path) -> None:
    for text, message in messages(source):
        translation = message.find("translation")
        assert translation is not None
        forms = [form.text or "" for form in translation.iter("numerusform")] or [translation.text or ""]
        for form in forms:
            assert sorted(_HOLES.findall(form)) == sorted(_HOLES.findall(text)), (text, form)


def test_chinese_texts_have_chinese_punctuation() -> None:
    chinese = next(path for path in SOURCES if path.stem.endswith("_zh_CN"))
    for text, message in messages(chinese):
        for form in message.iter("translation"):
            written = _FILE_FILTER.sub("", "".join(form.itertext()))
            assert not (_WIDE.search(written) and _HALF_WIDTH.search(written)), (text, written)


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_no_text_of_the_program_is_missing(source: Path, tmp_path: Path) -> None:
    gathered = tmp_path / source.name
    shutil.copy(source, gathered)
    plural = ["-pluralonly"] if source.stem.endswith("_en") else []
    files = sorted(str(path) for path in (ROOT / "hertzmon_gui").rglob("*.py"))
    options = ["-silent", "-no-obsolete", "-locations", "none", *plural]
    subprocess.run([tool("pyside6-lupdate"), *options, *files, "-ts", str(gathered)], check=True)
    known = {text for text, _ in messages(source)}
    needed = {text for text, _ in messages(gathered)}
    assert needed - known == set(), "run: python3 dev.py translations, then translate what is new"
    assert known - needed == set(), "run: python3 dev.py translations"


@pytest.mark.parametrize("source", SOURCES, ids=lambda path: path.stem)
def test_the_compiled_file_is_up_to_date(source: Path, tmp_path: Path) -> None:
    fresh = tmp_path / "fresh.qm"
    subprocess.run([tool("pyside6-lrelease"), "-silent", str(source), "-qm", str(fresh)], check=True)
    compiled = source.with_suffix(".qm")
    assert compiled.read_bytes() == fresh.read_bytes(), "run: python3 dev.py translations"


def test_no_tr_takes_an_f_string() -> None:
    pattern = re.compile(r"\b(?:tr|translate)\(\s*(?:\"[^\"]*\",\s*)?f[\"']")
    for path in sorted((ROOT / "hertzmon_gui").rglob("*.py")):
        assert not pattern.search(path.read_text(encoding="utf-8")), path


def test_the_language_changes_and_changes_back(qapp: QApplication) -> None:
    translators = Translators(qapp)
    translators.install(ENGLISH)
    assert [entry.title for entry in entries()][:3] == ["Overview", "Processes", "CPU"]
    assert QApplication.translate("CpuCard", "%n core(s)", "", 1) == "1 core"
    assert QApplication.translate("CpuCard", "%n core(s)", "", 8) == "8 cores"
    translators.install(CHINESE)
    assert [entry.title for entry in entries()][:3] == ["概览", "进程", "CPU"]
    assert QApplication.translate("CpuCard", "%n core(s)", "", 8) == "8 核"
    translators.install(ENGLISH)
    assert entries()[0].title == "Overview"


@pytest.mark.parametrize("chosen", ["en", "zh_CN"])
def test_a_chosen_language_is_the_one_in_force(chosen: str) -> None:
    assert effective_language(chosen) == chosen


def test_the_system_s_language_is_one_that_we_speak() -> None:
    assert effective_language("system") in {ENGLISH, CHINESE}
