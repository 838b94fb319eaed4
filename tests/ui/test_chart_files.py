"""Pictures and tables of charts: they explain themselves, and go where the last one went."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QPointF, QStandardPaths, Qt
from PySide6.QtGui import QColor, QImage, QMouseEvent
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

from hertzmon_gui.model import metrics
from hertzmon_gui.ui.charts.history_chart import HistoryChart, MetricCurve
from hertzmon_gui.ui.charts.menu import save_picture, save_table
from hertzmon_gui.ui.charts.picture import chart_picture
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale
from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart
from hertzmon_gui.ui.format import percent
from hertzmon_gui.ui.save_dialog import ask_where_to_save
from tests.fakes import full_snapshot
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


@pytest.fixture
def chart(stage: Stage, qtbot: QtBot) -> TimeChart:
    """A chart of two curves."""
    curves = [Curve("One", "read"), Curve("Other", "write")]
    made = TimeChart(stage.context, "Both", curves, FixedScale(100.0), percent)
    qtbot.addWidget(made)
    made.resize(400, 200)
    made.show()
    made.activateWindow()
    qtbot.waitUntil(made.isActiveWindow)
    made.show_samples(60.0, [(np.arange(0.0, 61.0), np.full(61, level)) for level in (20.0, 60.0)])
    return made


def colours(picture: QImage, top: int, bottom: int) -> set[str]:
    return {picture.pixelColor(x, y).name() for y in range(top, bottom) for x in range(picture.width())}


def test_a_picture_has_a_title_above_and_a_legend_below_the_chart(chart: TimeChart) -> None:
    theme = chart.context.theme
    picture = chart_picture(chart, "Last 60 s").toImage()
    assert picture.width() > chart.width()
    assert QColor(theme.text).name() in colours(picture, 0, 30)
    legend = colours(picture, picture.height() - 45, picture.height())
    assert {QColor(theme.read).name(), QColor(theme.write).name()} <= legend


def test_many_curves_get_a_legend_of_many_lines(stage: Stage, qtbot: QtBot, chart: TimeChart) -> None:
    many = TimeChart(stage.context, "Cores", [Curve(f"Core {at}", "cpu") for at in range(16)], FixedScale(1.0), percent)
    qtbot.addWidget(many)
    many.resize(400, 200)
    many.show()
    assert chart_picture(many, "Last 60 s").height() > chart_picture(chart, "Last 60 s").height()


def test_a_picture_shows_neither_focus_nor_crosshair(chart: TimeChart) -> None:
    before = chart_picture(chart, "Last 60 s").toImage()
    chart.setFocus(Qt.FocusReason.TabFocusReason)
    place, none = QPointF(200.0, 100.0), Qt.MouseButton.NoButton
    chart.mouseMoveEvent(QMouseEvent(QMouseEvent.Type.MouseMove, place, place, none, none, Qt.KeyboardModifier(0)))
    assert chart.hovered() is not None
    assert chart.hasFocus()
    assert chart_picture(chart, "Last 60 s").toImage() == before
    assert chart.grab().toImage() != before


def test_the_columns_of_a_table_tell_their_unit(
    stage: Stage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    curves = [MetricCurve(metrics.DISKS, "read_rate", "read"), MetricCurve(metrics.CPU, "percent", "cpu")]
    curves.append(MetricCurve(metrics.CPU, "load1", "cpu"))
    chart = HistoryChart(stage.context, "Disks", curves, RateScale(1.0), str)
    qtbot.addWidget(chart)
    snapshot = full_snapshot()
    stage.source.publish(snapshot)
    chart.refresh(snapshot)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_args: (str(tmp_path / "disks.csv"), ""))
    save_table(chart)
    heading = (tmp_path / "disks.csv").read_text(encoding="utf-8").splitlines()[0]
    assert heading == 'time_utc,Read (B/s),CPU (%),"Load, 1 min"'


def test_the_dialog_starts_where_the_last_file_went(
    chart: TimeChart, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    offered: list[Path] = []
    folder = tmp_path / "charts"
    folder.mkdir()

    def choose(_parent: object, _title: str, path: str, _kind: str) -> tuple[str, str]:
        offered.append(Path(path))
        return str(folder / "mine"), ""

    pictures, documents = tmp_path / "Pictures", tmp_path / "Documents"
    places = QStandardPaths.StandardLocation
    known = {places.PicturesLocation: pictures, places.DocumentsLocation: documents}
    for place in known.values():
        place.mkdir()
    monkeypatch.setattr(QStandardPaths, "writableLocation", lambda place: str(known[place]))
    monkeypatch.setattr(QFileDialog, "getSaveFileName", choose)
    save_picture(chart)
    assert (folder / "mine.png").is_file()
    save_table(chart)
    assert offered == [pictures / "both.png", folder / "both.csv"]
    (folder / "mine.png").unlink()
    (folder / "mine.csv").unlink()
    folder.rmdir()
    ask_where_to_save(chart, chart.context, "Save", "table.csv", "CSV files (*.csv)")
    assert offered[-1] == documents / "table.csv"
