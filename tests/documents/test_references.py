"""What the documents name, in every language, is there."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest

import dev
from tests.documents.texts import README, ROOT, blocks

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
    links = re.findall(r"\]\(([^)#\s]+)", document.read_text(encoding="utf-8"))
    files = [link for link in links if not re.match(r"[a-z]+:", link)]
    assert [link for link in files if not (document.parent / link).exists()] == []


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


def test_every_chore_in_the_readmes_list_exists() -> None:
    (listed,) = re.findall(r"lists every chore: (.*?)\.", README.read_text(encoding="utf-8"), re.DOTALL)
    chores = re.findall(r"[a-z]+", listed)
    assert {"check", "bench"} <= set(chores)
    assert [chore for chore in chores if not callable(getattr(dev, chore, None))] == []


def test_every_option_in_the_readme_exists() -> None:
    helped = subprocess.run(
        [sys.executable, "-m", "hertzmon_gui", "--help"], cwd=ROOT, capture_output=True, text=True, check=True
    ).stdout
    table = "\n".join(line for line in README.read_text(encoding="utf-8").splitlines() if line.startswith("| `"))
    options = re.findall(r"--[a-z-]+", table)
    assert "--headless" in options
    assert [option for option in options if option not in helped] == []
