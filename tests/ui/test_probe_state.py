"""Why a number is not there: said in the user's language, whatever the collector calls it."""

from __future__ import annotations

import ast
from pathlib import Path

import pytest
from msgspec.structs import replace
from PySide6.QtWidgets import QApplication

from hertzmon_gui.model.snapshot import ProbeState, ProbeStatus, Snapshot
from hertzmon_gui.ui.probe_details import TEXTS, translated
from hertzmon_gui.ui.probe_state import is_awaited, placeholder, reason, unless_awaited
from tests.fakes import full_snapshot
from tests.ui.stage import bare_snapshot

COLLECTOR = Path(__file__).resolve().parents[2] / "hertzmon_gui" / "collector"
HOLE = "…hole…"
# Texts of GpuFailure and NoData become a detail, and what a probe's `late` answers.
SPEAKERS = {"NoData", "GpuFailure"}


def written(node: ast.expr) -> str | None:
    """A text in the source with its holes; None where it is an error's own text, or no text at all."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if isinstance(node, ast.JoinedStr):
        parts = [part.value if isinstance(part, ast.Constant) else HOLE for part in node.values]
        return "".join(str(part) for part in parts)
    return None


def spoken() -> dict[str, str]:
    """Every detail text of the collector's own, and where it is made."""
    found: dict[str, str] = {}
    for path in sorted(COLLECTOR.rglob("*.py")):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            texts: list[ast.expr] = []
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id in SPEAKERS:
                texts = node.args
            elif isinstance(node, ast.Call):
                texts = [keyword.value for keyword in node.keywords if keyword.arg == "problem"]
                if isinstance(node.func, ast.Attribute) and node.func.attr == "_fail":
                    texts += node.args[:1]
            elif isinstance(node, ast.FunctionDef) and node.name == "late":
                answers = [one.value for one in ast.walk(node) if isinstance(one, ast.Return) and one.value is not None]
                texts = [one.body if isinstance(one, ast.IfExp) else one for one in answers]
            for text in map(written, texts):
                if text is not None and text.replace(HOLE, "").strip(": "):
                    found[text] = path.name
    return found


def test_the_collector_says_something_at_all() -> None:
    assert {"no battery", "the driver does not answer", f"no answer from {HOLE}"} <= spoken().keys()


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize("detail", spoken())
def test_every_text_that_a_probe_makes_is_translated(detail: str) -> None:
    assert translated(detail) != detail
    assert (HOLE in translated(detail)) is (HOLE in detail)


def test_no_text_is_kept_that_no_probe_makes() -> None:
    assert set(TEXTS) == {text.replace(HOLE, "{0}") for text in spoken()}


@pytest.mark.usefixtures("chinese")
@pytest.mark.parametrize(
    "detail", ["PermissionError: [Errno 13] Permission denied: '/proc/stat'", "Driver/library mismatch"]
)
def test_an_error_of_the_system_is_shown_as_it_comes(detail: str) -> None:
    assert translated(detail) == detail


def test_english_stays_as_it_is(qapp: QApplication) -> None:
    assert translated("no answer from /mnt/archive, /home") == "no answer from /mnt/archive, /home"


def told(state: ProbeState, detail: str | None = None, snapshot: Snapshot | None = None) -> Snapshot:
    return replace(snapshot or bare_snapshot(), probes=(ProbeStatus("disks", state, detail=detail),))


@pytest.mark.parametrize(
    ("snapshot", "sentence"),
    [
        (bare_snapshot(), "The first reading is on its way."),
        (told(ProbeState.IDLE), "The first reading is on its way."),
        (told(ProbeState.OK), "The first reading is on its way."),
        (told(ProbeState.FAILED, "broken"), "It could not be read.\n(broken)"),
        (told(ProbeState.NO_DATA, "no battery"), "This machine does not provide it.\n(no battery)"),
        (told(ProbeState.STALE), "The reading is overdue."),
        (told(ProbeState.OK, snapshot=full_snapshot()), "This machine does not provide it."),
    ],
)
def test_a_reason_is_a_sentence(qapp: QApplication, snapshot: Snapshot, sentence: str) -> None:
    assert reason(snapshot, "disks") == sentence


def test_what_comes_in_a_moment_is_not_said_to_be_missing(qapp: QApplication) -> None:
    first = replace(told(ProbeState.OK, snapshot=full_snapshot()), interval_seconds=None)
    assert is_awaited(first, "disks")
    assert placeholder(first, "disks") == "…"
    assert unless_awaited(first, "disks", None, "N/A", "read")[0] == "…"
    assert unless_awaited(first, "disks", 5.0, "5 B/s", "read") == ("5 B/s", "read")
    assert placeholder(told(ProbeState.FAILED), "disks") == "N/A"
