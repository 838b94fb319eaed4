"""The translations that `pip install .` compiles without Qt's tools say what Qt's own compiler makes of them."""

from __future__ import annotations

import subprocess
import sysconfig
import xml.etree.ElementTree as ET
from pathlib import Path

import pytest
from PySide6.QtCore import QTranslator

import hatch_build

SOURCES = sorted((Path(__file__).resolve().parents[2] / "resources" / "translations").glob("*.ts"))


def made(tmp_path: Path, source: bytes) -> QTranslator:
    file = tmp_path / "made.qm"
    file.write_bytes(hatch_build.compiled_translation(source))
    translator = QTranslator()
    assert translator.load(str(file))
    return translator


@pytest.mark.parametrize("source", SOURCES, ids=[source.stem for source in SOURCES])
def test_every_message_reads_as_from_qts_compiler(tmp_path: Path, source: Path) -> None:
    ours = made(tmp_path, source.read_bytes())
    compiler = Path(sysconfig.get_path("scripts")) / "pyside6-lrelease"
    subprocess.run([str(compiler), "-silent", str(source), "-qm", str(tmp_path / "qts.qm")], check=True)
    qts = QTranslator()
    assert qts.load(str(tmp_path / "qts.qm"))
    assert ours.language() == qts.language()
    count = 0
    for context in ET.parse(source).getroot().iter("context"):
        for message in context.iter("message"):
            asked = context.findtext("name", ""), message.findtext("source", ""), message.findtext("comment")
            for number in (0, 1, 2, 5, 21) if message.get("numerus") else (-1,):
                assert ours.translate(*asked, number) == qts.translate(*asked, number), (asked, number)
                count += 1
    assert count > 10


def test_a_comment_tells_two_meanings_apart_and_obsolete_texts_are_gone(tmp_path: Path) -> None:
    translator = made(
        tmp_path,
        """<TS version="2.1" language="zh_CN"><context><name>Page</name>
        <message><source>Open</source><comment>verb</comment><translation>打开</translation></message>
        <message><source>Open</source><comment>state</comment><translation>已打开</translation></message>
        <message><source>Old</source><translation type="vanished">旧</translation></message>
        <message><source>New</source><translation type="unfinished"></translation></message>
        </context></TS>""".encode(),
    )
    assert translator.translate("Page", "Open", "verb") == "打开"
    assert translator.translate("Page", "Open", "state") == "已打开"
    assert not translator.translate("Page", "Old")
    assert not translator.translate("Page", "New")
    assert not translator.translate("Elsewhere", "Open", "verb")
