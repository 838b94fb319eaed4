"""The context menu of a chart: copy it, save it, look back farther."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtGui import QActionGroup, QGuiApplication, QPixmap
from PySide6.QtWidgets import QMenu, QMessageBox

from hertzmon_gui.ui.charts.export import csv_table
from hertzmon_gui.ui.charts.picture import chart_picture
from hertzmon_gui.ui.save_dialog import ask_where_to_save

if TYPE_CHECKING:
    from hertzmon_gui.ui.charts.time_chart import Curve, TimeChart

WINDOWS = (60, 300, 900, 3600)


def chart_menu(chart: TimeChart) -> QMenu:
    """The menu for one chart; the caller shows and deletes it."""
    translate = QCoreApplication.translate
    menu = QMenu(chart)
    menu.addAction(translate("ChartMenu", "Copy picture"), lambda: copy_picture(chart))
    menu.addAction(translate("ChartMenu", "Save as PNG…"), lambda: save_picture(chart))
    menu.addAction(translate("ChartMenu", "Save as CSV…"), lambda: save_table(chart))
    menu.addSeparator()
    group = QActionGroup(menu)
    for seconds in WINDOWS:
        action = menu.addAction(translate("ChartMenu", "Last {0}").format(window_text(seconds)))
        action.setCheckable(True)
        action.setChecked(seconds == chart.seconds)
        action.triggered.connect(lambda _checked, chosen=seconds: chart.context.settings.change(chart_seconds=chosen))
        group.addAction(action)
    return menu


def window_text(seconds: float, longest_in_seconds: float = 60) -> str:
    """The length of a chart's window: 60 s, 5 min, 1 h."""
    translate = QCoreApplication.translate
    if seconds % 60 or seconds <= longest_in_seconds:
        return translate("ChartMenu", "{0} s").format(round(seconds))
    if seconds < 3600:
        return translate("ChartMenu", "{0} min").format(round(seconds // 60))
    return translate("ChartMenu", "{0} h").format(round(seconds // 3600))


def copy_picture(chart: TimeChart) -> None:
    """Put the chart's picture on the clipboard."""
    QGuiApplication.clipboard().setPixmap(_picture(chart))


def save_picture(chart: TimeChart) -> None:
    """Ask where to, and save the chart's picture there."""
    picture = _picture(chart)  # before the dialog lies over it
    path = _ask(chart, "png", QCoreApplication.translate("ChartMenu", "PNG picture (*.png)"))
    if path is not None and not picture.save(str(path), "PNG"):
        _complain(chart, path, "")


def save_table(chart: TimeChart) -> None:
    """Ask where to, and save the chart's samples there."""
    table = csv_table([_heading(curve) for curve in chart.curves], chart.series, chart.wall_offset())
    path = _ask(chart, "csv", QCoreApplication.translate("ChartMenu", "CSV table (*.csv)"))
    if path is None:
        return
    try:
        path.write_text(table, encoding="utf-8")
    except OSError as error:
        _complain(chart, path, error.strerror or "")


def _ask(chart: TimeChart, suffix: str, kind: str) -> Path | None:
    title = QCoreApplication.translate("ChartMenu", "Save chart")
    name = "".join(letter if letter.isalnum() else "-" for letter in chart.title.lower()).strip("-")
    return ask_where_to_save(chart, chart.context, title, f"{name}.{suffix}", kind)


def _picture(chart: TimeChart) -> QPixmap:
    return chart_picture(chart, QCoreApplication.translate("ChartMenu", "Last {0}").format(window_text(chart.seconds)))


def _heading(curve: Curve) -> str:
    return f"{curve.label} ({curve.unit})" if curve.unit else curve.label


def _complain(chart: TimeChart, path: Path, reason: str) -> None:
    translate = QCoreApplication.translate
    text = translate("ChartMenu", "The file {0} could not be written. {1}").format(path, reason)
    QMessageBox.warning(chart, translate("ChartMenu", "Save chart"), text)
