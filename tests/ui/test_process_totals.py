"""The line below the process table."""

from __future__ import annotations

from collections.abc import Iterator

import pytest

from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.pages.processes.totals import TotalsLine
from tests.ui.process_rows import make_process, make_processes
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


@pytest.fixture
def line(stage: Stage) -> Iterator[TotalsLine]:
    made = TotalsLine(stage.context, "dim")
    stage.qtbot.addWidget(made)
    made.resize(900, 24)
    made.show()
    yield made
    made.close()


def show(line: TotalsLine, count: int) -> None:
    table = ProcessTable(line)
    table.update(make_processes(*(make_process(pid, threads=2, rss=1 << 20) for pid in range(1, count + 1))), 1.0)
    line.show_totals(table, [], is_order_held=False)
    line.grab()


def test_the_sum_of_memory_says_what_it_is(line: TotalsLine) -> None:
    show(line, 3)
    assert "resident memory 3.0" in line.text
    assert "counted once for each" in line.toolTip()


def test_numbers_of_things_are_written_as_everywhere(line: TotalsLine) -> None:
    show(line, 1_011)
    assert "1\u00a0011 process" in line.text
    assert "2\u00a0022 thread" in line.text


def test_a_line_without_room_tells_all_in_its_tooltip(line: TotalsLine) -> None:
    line.resize(60, 24)
    show(line, 3)
    whole, explanation = line.toolTip().splitlines()
    assert whole == line.text
    assert "counted once for each" in explanation
