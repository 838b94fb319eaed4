"""The step of `pip install .` that is HertzMon's own: compile the translations, without Qt's tools.

The compiled files are not in the repository, and Qt's compiler comes only with the window's packages, which an
installation without the window does not have. What is written here is what QTranslator reads: sections of a tag, a
length and content, all numbers big-endian.
"""

from __future__ import annotations

import struct
import tempfile
import xml.etree.ElementTree as ET
from pathlib import Path
from typing import Any

from hatchling.builders.hooks.plugin.interface import BuildHookInterface

_MAGIC = bytes.fromhex("3cb86418caef9c95cd211cbf60a1bddd")
_HASHES, _MESSAGES, _NUMERUS_RULES, _LANGUAGE = 0x42, 0x69, 0x88, 0xA7
_END, _TRANSLATION, _SOURCE_TEXT, _CONTEXT, _COMMENT = 1, 3, 6, 7, 8
# Which plural form a number takes: English has one for "equals (1) 1" and one for all others, Chinese has one in all.
_PLURALS = {"en": b"\x01\x01", "zh": b""}


class CustomBuildHook(BuildHookInterface):  # type: ignore[type-arg]
    """Puts the compiled translations into the wheel."""

    def initialize(self, version: str, build_data: dict[str, Any]) -> None:  # noqa: ARG002
        """Compile each .ts file, and name the result for the wheel."""
        directory = Path(tempfile.mkdtemp(prefix="hertzmon-translations-"))
        for source in sorted((Path(self.root) / "resources" / "translations").glob("*.ts")):
            compiled = directory / f"{source.stem}.qm"
            compiled.write_bytes(compiled_translation(source.read_bytes()))
            build_data["force_include"][str(compiled)] = f"resources/translations/{compiled.name}"


def compiled_translation(source: bytes) -> bytes:
    """The .qm file of a .ts file: every message that has a translation."""
    root = ET.fromstring(source)  # noqa: S314 (our own file)
    language = root.get("language", "")
    messages = b""
    offsets = []
    for context in root.iter("context"):
        name = context.findtext("name", "")
        for message in context.iter("message"):
            forms = _translations(message)
            if not any(forms):
                continue
            text, comment = message.findtext("source", "").encode(), message.findtext("comment", "").encode()
            offsets.append((_elf_hash(text + comment), len(messages)))
            for form in forms:
                messages += _section(_TRANSLATION, form.encode("utf-16-be"))
            if comment:
                messages += _section(_COMMENT, comment)
            messages += _section(_SOURCE_TEXT, text) + _section(_CONTEXT, name.encode()) + bytes([_END])
    hashes = b"".join(struct.pack(">II", *entry) for entry in sorted(offsets))
    return (
        _MAGIC
        + _section(_LANGUAGE, language.encode())
        + _section(_HASHES, hashes)
        + _section(_MESSAGES, messages)
        + _section(_NUMERUS_RULES, _PLURALS[language.split("_")[0]])
    )


def _translations(message: ET.Element) -> list[str]:
    translation = message.find("translation")
    if translation is None or translation.get("type") in {"vanished", "obsolete"}:
        return []
    if message.get("numerus") == "yes":
        return [form.text or "" for form in translation.iter("numerusform")]
    return [translation.text or ""]


def _section(tag: int, content: bytes) -> bytes:
    return struct.pack(">BI", tag, len(content)) + content


def _elf_hash(text: bytes) -> int:
    value = 0
    for byte in text:
        value = (value << 4) + byte
        high = value & 0xF0000000
        value = (value ^ (high >> 24)) & ~high & 0xFFFFFFFF
    return value or 1
