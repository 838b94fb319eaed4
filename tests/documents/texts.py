"""The documents, and the blocks of commands in them."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
README = ROOT / "README.md"
GUIDE = ROOT / "docs" / "user-guide.md"
API_MANUAL = ROOT / "docs" / "api.md"


def blocks(document: Path) -> list[str]:
    """What a person pastes into a POSIX shell, block by block."""
    return re.findall(r"^```sh\n(.*?)^```", document.read_text(encoding="utf-8"), re.DOTALL | re.MULTILINE)
