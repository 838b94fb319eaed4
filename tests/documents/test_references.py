"""What the documents name, in every language, is there."""

from __future__ import annotations

import ast
import json
import re
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import msgspec
import pytest

import dev
from hertzmon_gui.settings.schema import Settings
from tests.documents.texts import GUIDE, ROOT, blocks

ANYTHING = "\0"
PAIRS = [("README.md", "README.zh-CN.md"), ("docs/user-guide.md", "docs/user-guide.zh-CN.md")]
DOCUMENTS = sorted(
    file for folder in (ROOT, ROOT / "docs") for file in folder.glob("*.md") if file.name != "CHANGELOG.md"
)


@pytest.mark.parametrize(("english", "chinese"), PAIRS)
def test_both_languages_tell_the_same(english: str, chinese: str) -> None:
    ours, theirs = ROOT / english, ROOT / chinese
    assert blocks(ours) == blocks(theirs)
    # A row of a table is one key, page or setting; so none can be forgotten in one language.
    for pattern in (r"^#+ ", r"^\|"):
        counts = [len(re.findall(pattern, file.read_text(encoding="utf-8"), re.MULTILINE)) for file in (ours, theirs)]
        assert counts[0] == counts[1], pattern


@pytest.mark.parametrize("document", DOCUMENTS, ids=[str(file.relative_to(ROOT)) for file in DOCUMENTS])
def test_links_lead_somewhere(document: Path) -> None:
    links = re.findall(r"\]\(([^)#\s]*)(#[^)\s]+)?\)", document.read_text(encoding="utf-8"))
    targets = [(document.parent / file if file else document, place) for file, place in links if ":" not in file]
    assert [file for file, _ in targets if not file.exists()] == []
    assert [place for file, place in targets if place and place[1:] not in places(file)] == []


def places(document: Path) -> list[str]:
    """What a link can name of a document: its headings, as hosting platforms write them."""
    headings = re.findall(r"^#+ (.*)$", document.read_text(encoding="utf-8"), re.MULTILINE)
    return [re.sub(r"[^\w -]", "", heading).lower().replace(" ", "-") for heading in headings]


@pytest.mark.parametrize("document", ["CONTRIBUTING.md", "docs/architecture.md", "README.md", "README.zh-CN.md"])
def test_every_chore_that_is_named_exists(document: str) -> None:
    chores = set(re.findall(r"dev\.py ([a-z]+)", (ROOT / document).read_text(encoding="utf-8")))
    assert chores
    assert [chore for chore in chores if not callable(getattr(dev, chore, None))] == []


def test_every_file_that_the_architecture_names_exists() -> None:
    text = (ROOT / "docs" / "architecture.md").read_text(encoding="utf-8")
    named = set(re.findall(r"`([\w./]+(?:\.py|/|\.spec|\.toml))`", text))
    bases = [ROOT, ROOT / "hertzmon_gui", ROOT / "hertzmon_gui/ui", ROOT / "hertzmon_gui/collector", ROOT / "api"]
    assert len(named) > 20
    missing = [name for name in named if not any((base / name).exists() for base in bases)]
    assert [name for name in missing if "NAME" not in name] == []


def test_every_option_in_the_user_guide_exists() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "hertzmon_gui", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    table = "\n".join(line for line in GUIDE.read_text(encoding="utf-8").splitlines() if line.startswith("| `"))
    options = re.findall(r"--[a-z-]+", table)
    assert {"--headless", "--page", "--data-dir"} <= set(options)
    assert [option for option in options if option not in helped] == []


@pytest.mark.parametrize("guide", ["docs/user-guide.md", "docs/user-guide.zh-CN.md"])
def test_every_message_that_the_user_guide_quotes_is_one_that_hertzmon_gives(guide: str) -> None:
    table = (ROOT / guide).read_text(encoding="utf-8").rpartition("\n## ")[2]
    quoted = re.findall(r'["“]([^"”]+)["”]', "".join(re.findall(r"^\| ([^|]+) \|", table, re.MULTILINE)))
    assert len(quoted) > 5
    sentences = [text.rstrip(".") for message in messages() for text in re.split(r"(?<=\.) ", message)]
    assert [text for text in quoted if not any(says(sentence, text.rstrip(".")) for sentence in sentences)] == []


def says(sentence: str, quoted: str) -> bool:
    """Whether a quotation is this sentence, whole or up to its dots."""
    if quoted.endswith("…") and sentence.startswith(quoted[:-1]):
        return True
    # At least half is the sentence's own words: one that only fills in would match everything.
    is_telling = 2 * len(sentence.replace(ANYTHING, "")) > len(quoted)
    pattern = ".+".join(map(re.escape, sentence.split(ANYTHING)))
    return is_telling and re.fullmatch(pattern, quoted) is not None


def test_the_settings_that_the_user_guide_edits_are_settings() -> None:
    (block,) = re.findall(r"```json\n(.*?)```", GUIDE.read_text(encoding="utf-8"), re.DOTALL)
    shown = json.loads(block)
    assert msgspec.convert(shown, Settings, strict=True) != Settings()
    assert set(shown) <= set(Settings.__struct_fields__)


def messages() -> Iterator[str]:
    """Every text in the program's source, with ANYTHING for what is filled in."""
    for file in sorted((*(ROOT / "api").rglob("*.py"), *(ROOT / "hertzmon_gui").rglob("*.py"))):
        for node in ast.walk(ast.parse(file.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Constant) and isinstance(node.value, str):
                yield node.value
            elif isinstance(node, ast.JoinedStr):
                yield "".join(str(part.value) if isinstance(part, ast.Constant) else ANYTHING for part in node.values)
