"""Sensors: temperatures, fans and the battery."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Battery, Sensors, Snapshot, Temperature
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.probe_state import reason
from hertzmon_gui.ui.widgets.chart_panel import SmallPanel
from hertzmon_gui.ui.widgets.empty_state import EmptyState
from hertzmon_gui.ui.widgets.flow_grid import FlowGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_TILE_WIDTH = 240
_LEAST_TOP_CELSIUS = 100.0
_BATTERY = "battery"


class SensorsPage(ScrollPage):
    """One small chart per sensor, fan and battery."""

    page_id = "sensors"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self.empty = EmptyState(context, self.tr("No sensors"))
        self._grid = FlowGrid(_TILE_WIDTH, most_columns=4)
        self.column.addWidget(self.empty, 1)
        self.column.addWidget(self._grid)
        self.column.addStretch()
        self.panels: dict[str, SmallPanel] = {}

    @property
    def title(self) -> str:
        """The page's name."""
        return self.tr("Sensors")

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        self._match_panels(snapshot)
        for panel in self.panels.values():
            panel.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers, or why there are none."""
        self.empty.setVisible(not self.panels)
        if not self.panels:
            self.empty.set_texts(self.tr("No sensors"), reason(snapshot, "sensors"))
        sensors = snapshot.sensors or Sensors(())
        for sensor in sensors.temperatures:
            self._write(f"t/{sensor.chip}/{sensor.label}", self._temperature_caption(sensor))
        for fan in sensors.fans:
            self._write(f"f/{fan.chip}/{fan.label}", text.rotations(fan.rpm))
        if snapshot.battery is not None:
            self._write(_BATTERY, self._battery_caption(snapshot.battery))

    def _write(self, key: str, caption: str) -> None:
        if key in self.panels:
            self.panels[key].header.set_texts(caption=caption)

    def _temperature_caption(self, sensor: Temperature) -> str:
        caption = self.context.format.temperature(sensor.celsius)
        limit = sensor.critical_celsius or sensor.high_celsius
        if limit:
            caption = self.tr("{0} · limit {1}").format(caption, self.context.format.temperature(limit))
        return caption

    def _battery_caption(self, battery: Battery) -> str:
        parts = [text.percent(battery.percent)]
        if battery.is_charging:
            parts.append(self.tr("charging"))
        elif battery.is_plugged:
            parts.append(self.tr("plugged in"))
        if battery.seconds_left is not None:
            parts.append(text.duration(battery.seconds_left))
        if battery.power_watts is not None:
            parts.append(text.watts(battery.power_watts))
        return " · ".join(parts)

    def _match_panels(self, snapshot: Snapshot) -> None:
        sensors = snapshot.sensors or Sensors(())
        titles = {f"t/{one.chip}/{one.label}": one.label or one.chip for one in sensors.temperatures}
        titles |= {f"f/{one.chip}/{one.label}": one.label or one.chip for one in sensors.fans}
        if snapshot.battery is not None:
            titles[_BATTERY] = self.tr("Battery")
        if list(titles) == list(self.panels):
            return
        self.panels = {key: self.panels.get(key) or self._made(key, title) for key, title in titles.items()}
        self._grid.set_tiles(list(self.panels.values()))

    def _made(self, key: str, title: str) -> SmallPanel:
        panel = self._made_panel(key, title)
        if key != _BATTERY:
            panel.setToolTip(key.split("/", 1)[1])  # the chip too: labels alone are not unique
        return panel

    def _made_panel(self, key: str, title: str) -> SmallPanel:
        context = self.context
        if key == _BATTERY:
            curves = [MetricCurve(metrics.BATTERY, "percent", "gpu")]
            return SmallPanel(context, title, curves, FixedScale(100.0), text.percent)
        kind, instance = key.split("/", 1)
        if kind == "f":
            return SmallPanel(
                context,
                title,
                [MetricCurve(metrics.FAN, "rpm", "receive", instance)],
                RateScale(1000.0),
                text.rotations,
            )
        curves = [MetricCurve(metrics.TEMPERATURE, "celsius", "sensor", instance)]
        return SmallPanel(
            context,
            title,
            curves,
            RateScale(_LEAST_TOP_CELSIUS),
            lambda value: context.format.temperature(value),
        )
