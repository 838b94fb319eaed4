"""Charts: what they draw, tell and save."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from msgspec.structs import replace
from PySide6.QtCore import QEvent, QObject, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QGuiApplication, QHelpEvent, QImage, QMouseEvent, QPaintEvent, QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QFileDialog, QMessageBox
from pytestqt.qtbot import QtBot

from hertzmon_gui.model import metrics
from hertzmon_gui.ui.charts.history_chart import HistoryChart, MetricCurve
from hertzmon_gui.ui.charts.menu import chart_menu, copy_picture, save_picture, save_table, window_text
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.format import percent
from hertzmon_gui.ui.theme import DARK, LIGHT
from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]

WIDTH, HEIGHT = 301, 101


@pytest.fixture
def chart(stage: Stage, qtbot: QtBot) -> TimeChart:
    """A compact chart of one blue curve from 0 to 100."""
    made = TimeChart(stage.context, "Load", [Curve("CPU", "cpu")], FixedScale(100.0), percent, compact=True)
    made.shows_top = False
    qtbot.addWidget(made)
    made.resize(WIDTH, HEIGHT)
    made.show()
    return made


def line_columns(chart: TimeChart) -> set[int]:
    """The columns in which the curve's own colour is seen."""
    picture = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    colour = QColor(chart.context.theme.cpu).rgb()
    return {x for x in range(picture.width()) for y in range(picture.height()) if picture.pixel(x, y) == colour}


def test_the_newest_sample_is_at_the_right_and_seconds_have_a_constant_width(chart: TimeChart) -> None:
    times = np.arange(0.0, 31.0)
    chart.show_samples(30.0, [(times, np.full(31, 50.0))])
    columns = line_columns(chart)
    assert max(columns) >= WIDTH - 2
    assert abs(min(columns) - WIDTH / 2) <= 2  # 30 of 60 seconds
    chart.show_samples(40.0, [(times, np.full(31, 50.0))])
    assert abs(max(line_columns(chart)) - WIDTH * 5 / 6) <= 2


def test_values_lie_between_the_bottom_and_the_top(chart: TimeChart) -> None:
    def rows(value: float) -> set[int]:
        chart.show_samples(60.0, [(np.array([0.0, 60.0]), np.array([value, value]))])
        picture = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
        colour = QColor(chart.context.theme.cpu).rgb()
        return {y for y in range(picture.height()) if picture.pixel(WIDTH // 2, y) == colour}

    assert rows(0.0) <= {HEIGHT - 2, HEIGHT - 1}
    assert rows(100.0) <= {0, 1, 2}
    assert all(abs(y - HEIGHT / 2) <= 2 for y in rows(50.0))


def test_a_gap_stays_open(chart: TimeChart) -> None:
    times = np.array([0.0, 20.0, 30.0, 40.0, 60.0])
    chart.show_samples(60.0, [(times, np.array([50.0, 50.0, np.nan, 50.0, 50.0]))])
    columns = line_columns(chart)
    assert not columns & set(range(round(WIDTH * 21 / 60), round(WIDTH * 39 / 60)))
    assert columns & set(range(round(WIDTH * 19 / 60)))


def test_no_data_and_no_size_are_no_trouble(chart: TimeChart) -> None:
    chart.show_samples(10.0, [(np.empty(0), np.empty(0))])
    assert line_columns(chart) == set()
    chart.show_samples(10.0, [(np.array([1.0, 2.0]), np.array([np.nan, np.nan]))])
    assert line_columns(chart) == set()
    assert "no data" in chart.describe()


def test_it_follows_the_theme(chart: TimeChart, stage: Stage) -> None:
    chart.show_samples(60.0, [(np.array([0.0, 60.0]), np.array([50.0, 50.0]))])
    for theme in (LIGHT, DARK):
        stage.context.set_theme(theme)
        assert chart.grab().toImage().pixelColor(3, 3).name() == theme.surface
        assert line_columns(chart)


def test_the_window_s_length_is_a_setting(chart: TimeChart, stage: Stage) -> None:
    times = np.arange(0.0, 601.0)
    chart.show_samples(600.0, [(times, np.full(601, 50.0))])
    assert chart.series[0][0].size <= 62
    stage.settings.change(chart_seconds=300)
    stage.qtbot.waitUntil(lambda: chart.seconds == 300)
    chart.show_samples(600.0, [(times, np.full(601, 50.0))])
    assert chart.series[0][0].size >= 300


def test_an_hour_of_quarter_seconds_keeps_its_peaks(chart: TimeChart, stage: Stage) -> None:
    stage.settings.change(chart_seconds=3600)
    stage.qtbot.waitUntil(lambda: chart.seconds == 3600)
    times = np.arange(0.0, 3600.0, 0.25)
    values = np.full(times.size, 10.0)
    values[7777] = 100.0
    chart.show_samples(3600.0, [(times, values)])
    picture = chart.grab().toImage().convertToFormat(QImage.Format.Format_RGB32)
    line, ground = QColor(chart.context.theme.cpu).blue(), QColor(chart.context.theme.surface).blue()
    strongest = max(abs(picture.pixelColor(x, y).blue() - ground) for x in range(WIDTH) for y in range(4))
    assert strongest > abs(line - ground) / 2  # the smooth peak lies upon two columns


def test_it_tells_in_words_what_it_shows(chart: TimeChart) -> None:
    chart.show_samples(3.0, [(np.array([1.0, 2.0, 3.0]), np.array([10.0, 30.0, 20.0]))])
    words = chart.describe().replace("\u00a0", " ")
    assert words == "CPU: now 20 %, minimum 10 %, mean 20 %, maximum 30 %"
    assert chart.accessibleName() == "Load"


def test_the_crosshair_finds_the_sample_under_the_pointer(chart: TimeChart, qapp: QApplication) -> None:
    times = np.arange(0.0, 61.0)
    values = times.copy()
    values[30] = np.nan
    chart.show_samples(60.0, [(times, values)])
    assert chart.hovered() is None
    move(chart, WIDTH / 6)
    assert chart.hovered() == (10.0, [10.0])
    chart.grab()
    move(chart, WIDTH / 2)
    assert chart.hovered() == (30.0, [None])
    chart.grab()
    chart.leaveEvent(None)
    assert chart.hovered() is None


def test_the_crosshair_follows_the_arrow_keys(chart: TimeChart) -> None:
    times = np.arange(0.0, 61.0)
    chart.show_samples(60.0, [(times, times)])
    QTest.keyClick(chart, Qt.Key.Key_Left)
    QTest.keyClick(chart, Qt.Key.Key_Left)
    assert chart.hovered() == (58.0, [58.0])
    QTest.keyClick(chart, Qt.Key.Key_Right)
    assert chart.hovered() == (59.0, [59.0])
    QTest.keyClick(chart, Qt.Key.Key_Escape)
    assert chart.hovered() is None


def test_the_wheel_scrolls_the_page_and_not_the_chart(chart: TimeChart) -> None:
    place = QPointF(10.0, 10.0)
    none = Qt.MouseButton.NoButton
    event = QWheelEvent(
        place,
        place,
        QPoint(0, 0),
        QPoint(0, -120),
        none,
        Qt.KeyboardModifier.NoModifier,
        Qt.ScrollPhase.NoScrollPhase,
        False,
    )
    QApplication.sendEvent(chart.viewport(), event)
    assert not event.isAccepted()


def move(chart: TimeChart, x: float) -> None:
    place = QPointF(x, 10.0)
    none = Qt.MouseButton.NoButton
    event = QMouseEvent(QMouseEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier.NoModifier)
    chart.mouseMoveEvent(event)


def test_the_picture_goes_to_the_clipboard(chart: TimeChart) -> None:
    copy_picture(chart)
    size = QGuiApplication.clipboard().image().size()
    assert size.width() > chart.width()
    assert size.height() > chart.height()


def test_picture_and_table_are_saved(chart: TimeChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    chart.show_samples(3.0, [(np.array([1.0, 2.0]), np.array([10.0, np.nan]))])
    chosen = [str(tmp_path / "chart.png"), str(tmp_path / "chart")]
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (chosen.pop(0), ""))
    save_picture(chart)
    save_table(chart)
    assert not QImage(str(tmp_path / "chart.png")).isNull()
    lines = (tmp_path / "chart.csv").read_text(encoding="utf-8").splitlines()
    assert lines[0] == "time_utc,CPU"
    assert len(lines) == 3


def test_cancelling_saves_nothing(chart: TimeChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: ("", ""))
    save_picture(chart)
    save_table(chart)
    assert not list(tmp_path.glob("*.png")) + list(tmp_path.glob("*.csv"))


def test_a_file_that_cannot_be_written_is_said(
    chart: TimeChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    said: list[str] = []
    target = tmp_path / "folder.csv"
    target.mkdir()
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(target), ""))
    monkeypatch.setattr(QMessageBox, "warning", lambda *args: said.append(args[2]))
    save_table(chart)
    assert len(said) == 1
    assert str(target) in said[0]


def test_the_menu_changes_the_window_of_all_charts(chart: TimeChart, stage: Stage) -> None:
    menu = chart_menu(chart)
    actions = {action.text(): action for action in menu.actions()}
    assert actions["Last 60\u00a0s".replace("\u00a0", " ")].isChecked()
    actions["Last 15 min"].trigger()
    assert stage.settings.settings.chart_seconds == 900
    menu.deleteLater()


@pytest.mark.parametrize(
    ("seconds", "written"), [(40, "40 s"), (60, "60 s"), (200, "200 s"), (300, "5 min"), (3600, "1 h")]
)
def test_lengths_of_windows(seconds: int, written: str) -> None:
    assert window_text(seconds) == written


def test_a_history_chart_reads_the_catalogue(stage: Stage, qtbot: QtBot) -> None:
    curves = [
        MetricCurve(metrics.NETWORK, "receive_rate", "receive"),
        MetricCurve(metrics.NETWORK, "send_rate", "send"),
    ]
    scale = RateScale(1.0)
    chart = HistoryChart(stage.context, "Network", curves, scale, stage.context.format.network_rate)
    qtbot.addWidget(chart)
    chart.resize(500, 300)
    chart.show()
    for seq in range(5):
        snapshot = full_snapshot(seq)
        network = snapshot.network
        assert network is not None
        stage.source.publish(replace(snapshot, network=replace(network, receive_rate=100.0 * seq)))
    latest = stage.source.bus.latest
    assert latest is not None
    chart.refresh(latest)
    assert [curve.label for curve in chart.curves] == ["Receive", "Send"]
    assert chart.series[0][1].tolist() == [0.0, 100.0, 200.0, 300.0, 400.0]
    assert scale.top == 400.0
    assert chart.plot_rectangle.left() > 20  # room for the axis
    chart.grab()


def test_the_crosshair_has_no_value_where_nothing_was_measured(chart: TimeChart) -> None:
    chart.show_samples(30.0, [(np.arange(20.0, 31.0), np.full(11, 50.0))])
    for x, value in ((10, None), (WIDTH - 2, 50.0)):
        QTest.mouseMove(chart.viewport(), QPoint(x, 40))
        hovered = chart.hovered()
        assert hovered is not None
        assert hovered[1] == [value]


def test_a_value_just_above_the_top_is_drawn_at_the_top(stage: Stage, qtbot: QtBot) -> None:
    scale = RateScale(5.0, tolerance=0.03)
    chart = TimeChart(stage.context, "Load", [Curve("CPU", "cpu", filled=False)], scale, percent, compact=True)
    chart.shows_top = False
    qtbot.addWidget(chart)
    chart.resize(WIDTH, HEIGHT)
    chart.show()
    chart.show_samples(60.0, [(np.arange(0.0, 61.0), np.full(61, 102.0))])
    assert len(line_columns(chart)) > WIDTH - 5
    assert chart.series[0][1].max() == 102.0


def test_no_tooltip_of_the_panel_lies_over_the_crosshair(chart: TimeChart) -> None:
    event = QHelpEvent(QEvent.Type.ToolTip, QPoint(50, 50), chart.mapToGlobal(QPoint(50, 50)))
    assert QApplication.sendEvent(chart.viewport(), event)
    assert event.isAccepted()


def test_a_long_window_is_painted_again_when_it_has_moved(chart: TimeChart, stage: Stage) -> None:
    stage.settings.change(chart_seconds=3600)
    stage.qtbot.waitUntil(lambda: chart.seconds == 3600)

    def picture(now: float) -> QImage:
        times = np.arange(0.0, now, 0.25)
        chart.show_samples(now, [(times, np.where(times < 3600.0, 10.0, 90.0))])
        assert chart.series[0][1][-1] == (10.0 if now <= 3600.0 else 90.0)  # the crosshair has the newest all the same
        image: QImage = chart.grab().toImage()
        return image

    first = picture(3600.0)
    assert picture(3602.0) == first  # a sixth of a pixel
    assert picture(3640.0) != first


def test_the_crosshair_s_box_never_leaves_the_chart(stage: Stage, qtbot: QtBot) -> None:
    curves = [Curve(f"Core {number}", "cpu") for number in range(40)]
    chart = TimeChart(stage.context, "Cores", curves, FixedScale(100.0), percent)
    qtbot.addWidget(chart)
    chart.resize(500, 200)
    chart.show()
    chart.show_samples(60.0, [(np.arange(0.0, 61.0), np.full(61, 50.0))] * 40)
    move(chart, 250)
    picture = chart.grab().toImage()
    border = QColor(stage.context.theme.border).name()
    edges = {y for y in range(picture.height()) for x in range(260, 500) if picture.pixelColor(x, y).name() == border}
    assert max(edges) < picture.height() - 1
    assert max(edges) > 100


def test_the_focus_is_seen_at_once_and_around_the_whole_chart(stage: Stage, qtbot: QtBot) -> None:
    stage.source.publish(full_snapshot())
    window = stage.window("cpu")
    chart = next(one for one in window.current_page.findChildren(TimeChart) if one.focusPolicy())
    painted: list[QRect] = []

    class Watcher(QObject):
        def eventFilter(self, watched: QObject, event: QEvent) -> bool:
            if isinstance(event, QPaintEvent):
                painted.append(event.rect())
            return False

    qtbot.wait(20)
    watcher = Watcher()
    chart.viewport().installEventFilter(watcher)
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    qtbot.waitUntil(lambda: chart.viewport().rect() in painted)
    chart.viewport().removeEventFilter(watcher)
