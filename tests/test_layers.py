"""The fences between the layers, seen from outside: contracts of import-linter, and what an import really loads."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).resolve().parents[1]
QT_FREE = (
    "hertzmon_gui",
    "hertzmon_gui.model",
    "hertzmon_gui.settings",
    "hertzmon_gui.collector",
    "hertzmon_gui.runtime",
    "hertzmon_gui.headless",
    "hertzmon_gui.cli",
    "hertzmon_gui.__main__",
    "api",
)


def modules_of(name: str) -> list[str]:
    """A package's modules, all the way down, or the one module; of hertzmon_gui itself its own file only."""
    path = ROOT.joinpath(*name.split("."))
    if name == "hertzmon_gui" or not path.is_dir():
        return [name]
    files = sorted(path.rglob("*.py"))
    return [".".join(file.relative_to(ROOT).with_suffix("").parts).removesuffix(".__init__") for file in files]


@pytest.mark.parametrize("name", QT_FREE)
def test_the_qt_free_half_loads_no_qt(name: str) -> None:
    # A module for another platform may not import here; what it loaded until then counts all the same.
    program = f"""
import importlib, sys
for module in {modules_of(name)!r}:
    try:
        importlib.import_module(module)
    except ImportError as error:
        if (error.name or "").partition(".")[0] in ("hertzmon_gui", "api"):
            raise
print(*sorted({{name.partition(".")[0] for name in sys.modules}} & {{"PySide6", "shiboken6", "pyqtgraph"}}))
"""
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=False)
    assert run.returncode == 0, run.stderr
    assert run.stdout.split() == []


def test_the_package_itself_imports_nothing() -> None:
    program = "import sys; before = set(sys.modules); import hertzmon_gui; print(*sorted(set(sys.modules) - before))"
    run = subprocess.run([sys.executable, "-c", program], cwd=ROOT, capture_output=True, text=True, check=True)
    assert run.stdout.split() == ["hertzmon_gui"]


def test_the_import_contracts_hold() -> None:
    run = lint_imports(ROOT)
    assert run.returncode == 0, run.stdout


@pytest.mark.parametrize(
    ("file", "line", "contract"),
    [
        ("api/notation.py", "from hertzmon_gui.collector.service import CollectorService", "who takes them BROKEN"),
        ("hertzmon_gui/ui/tray.py", "import hertzmon_gui.collector.texts", "who takes them BROKEN"),
        ("hertzmon_gui/collector/texts.py", "import api.app", "lower layers only BROKEN"),
        ("api/notation.py", "import psutil", "Only the collector reads the machine BROKEN"),
        ("api/notation.py", "import PySide6.QtCore", "know Qt BROKEN"),
        ("hertzmon_gui/ui/widgets/card.py", "import pyqtgraph", "stays in ui/charts BROKEN"),
        ("hertzmon_gui/runtime.py", "import flask", "Flask, cheroot and JWT BROKEN"),
    ],
)
def test_each_contract_catches_an_import_that_breaks_it(tmp_path: Path, file: str, line: str, contract: str) -> None:
    for package in ("hertzmon_gui", "api"):
        shutil.copytree(ROOT / package, tmp_path / package, ignore=shutil.ignore_patterns("__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    with (tmp_path / file).open("a", encoding="utf-8") as source:
        source.write(f"\n{line}\n")
    run = lint_imports(tmp_path)
    assert run.returncode == 1
    assert contract in run.stdout


def lint_imports(root: Path) -> subprocess.CompletedProcess[str]:
    program = "import sys; from importlinter.cli import lint_imports_command; sys.exit(lint_imports_command())"
    return subprocess.run([sys.executable, "-c", program], cwd=root, capture_output=True, text=True, check=False)
