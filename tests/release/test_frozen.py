"""The frozen build: made and tried anew whenever its inputs are not those that passed the last trial."""

from __future__ import annotations

from pathlib import Path

import pytest

from release import inputs
from release.build import archived, frozen
from release.trial import try_build


@pytest.mark.skipif(inputs.was_tried(), reason="this packaging and these dependencies have passed their trial")
def test_a_changed_build_passes_its_trial(tmp_path: Path) -> None:
    """Takes minutes; `dev.py package --test` compares the starts, too, and notes it in release/tried.txt."""
    build = frozen(onefile=False, work=tmp_path / "work", destination=tmp_path / "dist")
    archive = archived(build, onefile=False)
    try_build(archive)


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A project tree with all that the digest is made of."""
    for name in ("build.spec", "requirements.lock", "release/build.py", "resources/packaging/hertzmon.desktop"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_bytes(b"first\nsecond\n")
    (tmp_path / "pyproject.toml").write_text(
        '[project]\ndependencies = ["one"]\n[project.optional-dependencies]\ngui = ["two"]\n'
        "[tool.ruff]\nline-length = 1\n"
    )
    return tmp_path


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [
        ("build.spec", b"first", b"other"),
        ("requirements.lock", b"second", b"other"),
        ("release/build.py", b"first", b"other"),
        ("resources/packaging/hertzmon.desktop", b"first", b"other"),
        ("pyproject.toml", b"one", b"other"),
        ("pyproject.toml", b"two", b"other"),
    ],
)
def test_a_change_of_packaging_or_dependencies_calls_for_a_trial(
    tree: Path, name: str, before: bytes, after: bytes
) -> None:
    digest = inputs.inputs_digest(tree)
    file = tree / name
    file.write_bytes(file.read_bytes().replace(before, after))
    assert inputs.inputs_digest(tree) != digest


@pytest.mark.parametrize(
    ("name", "before", "after"),
    [("build.spec", b"\n", b"\r\n"), ("pyproject.toml", b"line-length = 1", b"line-length = 2")],
)
def test_other_changes_do_not(tree: Path, name: str, before: bytes, after: bytes) -> None:
    digest = inputs.inputs_digest(tree)
    file = tree / name
    file.write_bytes(file.read_bytes().replace(before, after))
    assert inputs.inputs_digest(tree) == digest
