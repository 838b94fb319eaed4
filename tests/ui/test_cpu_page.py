"""The CPU page: its numbers add up."""

from __future__ import annotations

import pytest
from msgspec.structs import replace
from PySide6.QtGui import QColor

from hertzmon_gui.model.snapshot import CpuTimes, Snapshot
from hertzmon_gui.ui.pages.cpu import CpuPage
from hertzmon_gui.ui.widgets.chart_panel import ChartPanel
from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]

NICED = CpuTimes(user=5.0, system=4.0, idle=20.0, nice=60.0, iowait=2.0, irq=1.0, softirq=3.0, steal=5.0)


def of_times(times: CpuTimes, percent: float, seq: int = 7) -> Snapshot:
    plain = full_snapshot(seq)
    assert plain.cpu is not None
    return replace(plain, cpu=replace(plain.cpu, percent=percent, times=times))


def cpu_page(stage: Stage) -> CpuPage:
    page = stage.window("cpu").current_page
    assert isinstance(page, CpuPage)
    return page


def test_user_system_and_steal_add_up_to_the_total_under_niced_load(stage: Stage) -> None:
    page = cpu_page(stage)
    stage.publish(of_times(NICED, 78.0))
    header = page.shown_panel.header
    assert header.headline == "78.0\u00a0%"
    assert header.detail == "user 65.0\u00a0% · system 8.0\u00a0% · steal 5.0\u00a0%"
    assert "user includes nice" in page.shown_panel.toolTip()


def test_without_a_hypervisor_two_words_are_enough(stage: Stage) -> None:
    page = cpu_page(stage)
    stage.publish(of_times(CpuTimes(user=30.0, system=7.5, idle=62.5), 37.5))
    assert page.shown_panel.header.detail == "user 30.0\u00a0% · system 7.5\u00a0%"


def test_the_stack_of_times_is_as_high_as_the_total(stage: Stage) -> None:
    page = cpu_page(stage)
    page.view.button("times").click()
    for seq in range(1, 4):
        stage.publish(of_times(NICED, 78.0, seq))
    panel = page.shown_panel
    assert isinstance(panel, ChartPanel)
    assert panel.chart.is_stacked
    assert sum(float(values[-1]) for _, values in panel.chart.series) == pytest.approx(78.0)
    assert "IO is idle time" in panel.toolTip()


def test_a_stacked_curve_is_drawn_on_top_of_the_others(stage: Stage) -> None:
    page = cpu_page(stage)
    page.view.button("times").click()
    for seq in range(1, 61):
        stage.publish(of_times(NICED, 78.0, seq))
    panel = page.shown_panel
    assert isinstance(panel, ChartPanel)
    plot = panel.chart.plot_rectangle
    picture = panel.chart.grab().toImage()
    steal = QColor(stage.context.theme.text).lightness()
    column = round(plot.right()) - 60
    # A smooth line may lie upon two rows, neither of which has its whole colour.
    heights = [
        y
        for y in range(round(plot.top()), round(plot.bottom()))
        if abs(picture.pixelColor(column, y).lightness() - steal) < 65
    ]
    assert heights
    assert min(heights) == pytest.approx(plot.bottom() - 0.78 * plot.height(), abs=3)
