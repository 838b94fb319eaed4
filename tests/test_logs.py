"""Hostile names cannot write to a terminal or forge a line of the log."""

from __future__ import annotations

import logging
from collections.abc import Iterator
from pathlib import Path

import pytest

from hertzmon_gui.logs import set_up_logging


@pytest.fixture(autouse=True)
def restored_root_logger() -> Iterator[None]:
    root = logging.getLogger()
    level, handlers = root.level, list(root.handlers)
    yield
    root.setLevel(level)
    for handler in set(root.handlers) - set(handlers):
        root.removeHandler(handler)
        handler.close()


def test_control_characters_are_written_out(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    set_up_logging("warning", tmp_path)
    logging.getLogger("hertzmon_gui.test").warning("process %s", "evil\x1b[2J\nroot logged in\x9b")
    err = capsys.readouterr().err
    assert err.count("\n") == 1
    assert "evil\\x1b[2J\\nroot logged in\\x9b" in err
    assert (tmp_path / "hertzmon.log").read_text(encoding="utf-8") == err


def test_a_traceback_keeps_its_lines(capsys: pytest.CaptureFixture[str]) -> None:
    set_up_logging("error")
    try:
        raise ValueError("why")
    except ValueError:
        logging.getLogger("hertzmon_gui.test").exception("failed")
    assert "\nTraceback" in capsys.readouterr().err


def test_a_log_that_cannot_be_written_is_said_once(capsys: pytest.CaptureFixture[str], tmp_path: Path) -> None:
    (tmp_path / "hertzmon.log").mkdir()
    set_up_logging("warning", tmp_path)
    for _ in range(2):
        logging.getLogger("hertzmon_gui.test").warning("something")
    err = capsys.readouterr().err
    assert err.count("something") == 2
    assert err.count("hertzmon.log cannot be written") == 1
    assert "Traceback" not in err
