"""CpuStrain: load, clock and pressure over time, each where the machine tells it."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.widgets.chart_panel import SmallPanel
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid

_WIDTH = 200
_HEIGHT = 120
_LEAST_CLOCK_MEGAHERTZ = 1000.0


class CpuStrain(PanelGrid):
    """Small charts of what the share of busy time does not show."""

    def __init__(self, context: UiContext) -> None:
        super().__init__(_WIDTH, most_columns=3)
        self._context = context

    def show_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        if snapshot.cpu is not None:
            self.match(list(_captions(snapshot)), self._made)
        self.draw(snapshot)

    def write_captions(self, snapshot: Snapshot) -> None:
        """Write the newest values."""
        for name, caption in _captions(snapshot).items():
            self.write(name, caption)

    def _made(self, name: str) -> SmallPanel:
        translate = QCoreApplication.translate
        if name == "load":
            curves = [
                MetricCurve(metrics.CPU, "load1", "cpu", label=translate("CpuStrain", "1 min")),
                MetricCurve(metrics.CPU, "load5", "receive", filled=False, label=translate("CpuStrain", "5 min")),
                MetricCurve(metrics.CPU, "load15", "write", filled=False, label=translate("CpuStrain", "15 min")),
            ]
            title, scale = translate("CpuStrain", "Load"), RateScale(1.0)
            # Beside three names there is no room for three values in a narrow window.
            return SmallPanel(self._context, title, curves, scale, text.decimal, height=_HEIGHT, values_in_caption=True)
        if name == "clock":
            curves = [MetricCurve(metrics.CPU, "frequency", "cpu")]
            scale = RateScale(_LEAST_CLOCK_MEGAHERTZ)
            return SmallPanel(self._context, curves[0].text, curves, scale, text.frequency, height=_HEIGHT)
        curves = [MetricCurve(metrics.PRESSURE, "cpu", "pressure")]
        return SmallPanel(self._context, curves[0].text, curves, FixedScale(100.0), text.percent, height=_HEIGHT)


def _captions(snapshot: Snapshot) -> dict[str, str]:
    """The charts that this machine has values for, and the newest ones."""
    cpu, pressure = snapshot.cpu, snapshot.pressure
    captions = {}
    if cpu is not None and cpu.load_average is not None:
        captions["load"] = " · ".join(text.decimal(load) for load in cpu.load_average)
    if cpu is not None and cpu.frequency is not None and cpu.frequency.current is not None:
        captions["clock"] = text.frequency(cpu.frequency.current)
    if pressure is not None and pressure.cpu is not None:
        captions["pressure"] = text.percent(pressure.cpu.some, 1)
    return captions
