"""What the frozen build depends on beside HertzMon's own code, and whether a build of just that has passed its trial.

The trial takes minutes, so the test suite runs it only when these inputs differ from those that `tried.txt` names.
`dev.py package --test` writes that file when a trial has passed; it is committed.
"""

from __future__ import annotations

import hashlib
import tomllib
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
TRIED = ROOT / "release" / "tried.txt"


def inputs_digest(root: Path = ROOT) -> str:
    """SHA-256 of the packaging's files and of the dependencies; line ends do not count."""
    digest = hashlib.sha256()
    files = [root / "build.spec", *sorted((root / "release").glob("*.py"))]
    files += sorted(file for file in (root / "resources" / "packaging").rglob("*") if file.is_file())
    for file in [*files, root / "requirements.lock"]:
        content = file.read_bytes().replace(b"\r\n", b"\n")
        digest.update(f"{file.relative_to(root).as_posix()} {len(content)}\n".encode() + content)
    project = tomllib.loads((root / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    digest.update(repr((project["dependencies"], project["optional-dependencies"]["gui"])).encode())
    return digest.hexdigest()


def was_tried() -> bool:
    """Whether a build of these inputs passed its trial."""
    return TRIED.is_file() and TRIED.read_text(encoding="ascii").strip() == inputs_digest()


def note_tried() -> None:
    """Note that a build of these inputs passed its trial."""
    TRIED.write_text(inputs_digest() + "\n", encoding="ascii")
