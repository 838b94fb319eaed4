"""What the Processes page tells of one process: the details below the table, and the properties."""

from __future__ import annotations

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

from hertzmon_gui.model.actions import MemoryParts, ProcessDetails, ProcessThread
from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui.dialogs.process_properties import ProcessPropertiesDialog
from hertzmon_gui.ui.pages.processes import ProcessesPage
from hertzmon_gui.ui.style import style_sheet
from hertzmon_gui.ui.theme import LIGHT
from tests.ui.process_bench import Bench, crowd
from tests.ui.process_rows import make_process, make_snapshot
from tests.ui.stage import Stage

# Qt's platform without a screen says so when a window is raised or sized; that is no fault of the page.
pytestmark = pytest.mark.qt_log_ignore("This plugin does not support", extend=True)


def test_the_details_of_an_ended_process_still_name_its_parent(bench: Bench) -> None:
    bench.show(*crowd())
    bench.select(31)
    assert "parent browser (30)" in bench.page.details.facts.text
    bench.show(*crowd()[:3])
    assert bench.page.details.state.text == "This process has ended."
    assert "parent browser (30)" in bench.page.details.facts.text


def test_the_details_charts_go_on_while_another_page_needs_the_processes(stage: Stage) -> None:
    window = stage.window("processes")
    page = window.current_page
    assert isinstance(page, ProcessesPage)

    def tick(seq: int, *rows: Process) -> None:
        snapshot = make_snapshot(*rows, seq=seq)
        stage.publish(snapshot if rows else replace(snapshot, processes=None))

    tick(1, make_process(20, cpu=1.0))
    page.view.selectRow(0)
    window.open_page("overview")
    for seq in range(2, 6):
        tick(seq, make_process(20, cpu=float(seq)))
    window.open_page("memory")
    for seq in range(6, 20):
        tick(seq)
    window.open_page("processes")
    tick(20, make_process(20, cpu=20.0))
    (times, cpu), _ = page.recent.series()
    known = ~np.isnan(cpu)
    assert list(cpu[known]) == [1.0, 2.0, 3.0, 4.0, 5.0, 20.0]
    assert list(times[known]) == [1.0, 2.0, 3.0, 4.0, 5.0, 20.0]
    assert not known[-2], "a gap, not a line, where nobody looked"


def test_details_show_the_selected_process_with_its_charts(bench: Bench) -> None:
    bench.control.answers[31, 310] = ProcessDetails((31, 310), open_file_count=38)
    for _ in range(5):
        bench.show(*crowd())
    bench.select(31)
    bench.qtbot.waitUntil(lambda: "38" in bench.page.details.facts.text, timeout=3_000)
    details = bench.page.details
    assert details.title.text == "browser-tab · 31"
    assert "parent browser (30)" in details.facts.text
    assert details.command.text == "program-31 --serve"
    (_times, values), *_ = details.cpu.series
    assert list(values[-5:]) == [5.0] * 5, "what was seen before the click is there at once"
    assert bench.page.demand().watched == {(31, 310)}
    bench.show(*(process for process in crowd() if process.identity.pid != 31))
    assert details.state.text == "This process has ended."


def test_properties_fill_when_the_source_has_answered(bench: Bench) -> None:
    bench.show(*crowd())
    bench.control.answers_at_once = False
    bench.page.actions_on_processes.properties([crowd()[1]])
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    assert "Reading" in dialog.files.message.text()
    _key, question = bench.control.questions[-1]
    question.set_result(
        ProcessDetails(
            (20, 200),
            working_directory="/home/anna",
            environment={"LANG": "C"},
            files=(),
            affinity=(0, 1, 2, 5),
            unreadable={"threads": "not-permitted", "open_file_count": "not-permitted"},
        )
    )
    bench.settle()
    assert dialog.general.facts()["Open files"] == "–"
    assert "owner" in dialog.general.why_unknown("Open files")
    assert dialog.general.why_unknown("Working directory") == ""
    assert dialog.general.facts()["Working directory"] == "/home/anna"
    assert dialog.general.facts()["CPU affinity"] == "0–2, 5"
    assert dialog.environment.model.rows == [("LANG", "C")]
    assert dialog.files.message.text() == "There are none."
    assert "owner" in dialog.threads.message.text()
    bench.show(crowd()[0])
    assert dialog.state.text() == "This process has ended."
    dialog.close()


def test_every_dash_in_the_properties_says_why(bench: Bench) -> None:
    process = make_process(20, executable=None, parent=None, user=None)
    bench.show(process)
    bench.control.answers[20, 200] = ProcessDetails(
        (20, 200),
        memory=MemoryParts(rss=1 << 20, shared=1 << 19),
        threads=(ProcessThread(20, None, 1.0, 2.0),),
        unreadable={"memory_shares": "not-permitted"},
    )
    bench.page.actions_on_processes.properties([process])
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    bench.settle()
    for tab in (dialog.general, dialog.memory):
        for title, value in tab.facts().items():
            assert bool(tab.why_unknown(title)) == (value == "–"), title
    assert dialog.memory.facts()["Shared"] != "–"
    for title in ("Proportional (PSS)", "Its own (USS)", "Swapped out"):
        assert "owner" in dialog.memory.why_unknown(title), title
    unknown = dialog.threads.model.index(0, 1)
    assert unknown.data() == "–"
    assert unknown.data(Qt.ItemDataRole.ToolTipRole) == "The system does not tell."
    dialog.close()


def test_the_facts_of_the_properties_show_that_they_have_the_focus(bench: Bench, qapp: QApplication) -> None:
    sheet = qapp.styleSheet()
    qapp.setStyleSheet(style_sheet(LIGHT))
    bench.show(*crowd())
    bench.page.actions_on_processes.properties([crowd()[1]])
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    dialog.activateWindow()
    bench.qtbot.waitUntil(dialog.isActiveWindow)
    dialog.general.setFocus(Qt.FocusReason.TabFocusReason)
    picture = dialog.general.grab().toImage()
    assert picture.pixelColor(0, picture.height() // 2).name() == LIGHT.accent
    dialog.close()
    qapp.setStyleSheet(sheet)


def test_properties_of_a_process_that_cannot_be_read_say_why(bench: Bench) -> None:
    bench.show(*crowd())
    bench.control.answers_at_once = False
    bench.page.actions_on_processes.properties([crowd()[1]])
    bench.control.questions[-1][1].set_exception(RuntimeError("the disk is gone"))
    bench.settle()
    (dialog,) = bench.page.findChildren(ProcessPropertiesDialog)
    assert "the disk is gone" in dialog.files.message.text()
    assert dialog.refresh_button.isEnabled()
    dialog.close()
