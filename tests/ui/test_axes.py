"""The axes of charts: round numbers, and none before there is a reading."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QObject, QRect, QRectF
from PySide6.QtGui import QPainter, QPaintEvent, QPixmap
from pytestqt.qtbot import QtBot

from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts import axes
from hertzmon_gui.ui.charts.scale import FixedScale, Scale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.pages.memory import MemoryPage
from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage, bare_snapshot

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


class _Scribe(QPainter):
    """A painter that remembers what it wrote."""

    def __init__(self, picture: QPixmap) -> None:
        super().__init__(picture)
        self.written: list[str] = []

    def drawText(self, *arguments: object) -> None:  # type: ignore[override] # noqa: N802 (Qt's)
        self.written.append(str(arguments[-1]))


def written(chart: TimeChart) -> list[str]:
    picture = QPixmap(10, 10)
    scribe = _Scribe(picture)
    axes.paint(scribe, chart, QRectF(chart.rect()))
    scribe.end()
    return [label.replace(text.SPACE, " ") for label in scribe.written]


def large(stage: Stage, qtbot: QtBot, scale: Scale) -> TimeChart:
    chart = TimeChart(stage.context, "Rate", [Curve("Rate", "read")], scale, text.bit_rate)
    qtbot.addWidget(chart)
    chart.resize(600, 300)
    chart.show()
    return chart


@pytest.mark.parametrize(
    ("seconds", "labels"),
    [
        (60, ["−60 s", "−40 s", "−20 s", "now"]),
        (300, ["−5 min", "−4 min", "−3 min", "−2 min", "−1 min", "now"]),
        (900, ["−15 min", "−10 min", "−5 min", "now"]),
        (3600, ["−1 h", "−40 min", "−20 min", "now"]),
    ],
)
def test_labels_of_times_are_round(stage: Stage, qtbot: QtBot, seconds: int, labels: list[str]) -> None:
    stage.settings.change(chart_seconds=seconds)
    chart = large(stage, qtbot, FixedScale(12_500.0))
    chart.show_samples(60.0, [(np.array([59.0, 60.0]), np.array([1.0, 1.0]))])
    assert written(chart)[-len(labels) :] == labels


def test_labels_of_values_have_no_zeros_behind_the_point(stage: Stage, qtbot: QtBot) -> None:
    chart = large(stage, qtbot, FixedScale(12_500.0))
    chart.show_samples(60.0, [(np.array([59.0, 60.0]), np.array([1.0, 1.0]))])
    assert written(chart)[:5] == ["0 b/s", "25 kb/s", "50 kb/s", "75 kb/s", "100 kb/s"]


def test_before_the_first_reading_there_are_no_labels(stage: Stage, qtbot: QtBot) -> None:
    chart = large(stage, qtbot, FixedScale(1.0))
    assert written(chart) == []
    chart.show_samples(60.0, [(np.empty(0), np.empty(0))])
    assert written(chart) == []


def test_the_labels_come_with_the_first_reading(stage: Stage, qtbot: QtBot) -> None:
    chart = large(stage, qtbot, FixedScale(100.0))
    chart.show_samples(60.0, [(np.empty(0), np.empty(0))])
    qtbot.wait(20)
    painted: list[QRect] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.rect())
            return False

    watcher = Watcher()
    chart.viewport().installEventFilter(watcher)
    chart.show_samples(61.0, [(np.array([60.0, 61.0]), np.array([1.0, 1.0]))])
    qtbot.waitUntil(lambda: chart.viewport().rect() in painted)
    painted.clear()
    chart.show_samples(62.0, [(np.array([60.0, 61.0, 62.0]), np.array([1.0, 1.0, 1.0]))])
    qtbot.wait(20)
    assert chart.viewport().rect() not in painted  # only the curves move from then on
    chart.viewport().removeEventFilter(watcher)


def test_memory_is_measured_in_round_steps_up_to_all_of_it(stage: Stage) -> None:
    page = stage.window("memory").current_page
    assert isinstance(page, MemoryPage)
    stage.publish(bare_snapshot(1))
    assert written(page.panel.chart) == []
    stage.publish(full_snapshot(2))
    assert written(page.panel.chart)[:5] == ["0 B", "4 GiB", "8 GiB", "12 GiB", "16 GiB"]
    stage.settings.change(memory_units="si")
    stage.qtbot.waitUntil(lambda: stage.context.format.memory_units == "si")
    assert written(page.panel.chart)[:5] == ["0 B", "5 GB", "10 GB", "15 GB", "17.2 GB"]


def test_labels_are_not_written_again_while_only_the_curves_move(stage: Stage, qtbot: QtBot) -> None:
    chart = large(stage, qtbot, FixedScale(12_500.0))
    chart.show_samples(60.0, [(np.array([59.0, 60.0]), np.array([1.0, 1.0]))])
    picture = QPixmap(10, 10)
    scribe = _Scribe(picture)
    axes.paint(scribe, chart, chart.plot_rectangle)
    assert scribe.written == []
    axes.paint(scribe, chart, chart.plot_rectangle.adjusted(-20, 0, 0, 0))
    assert scribe.written
    scribe.end()
