"""Sensors: temperatures, fans and the battery."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model import metrics
from hertzmon_gui.model.snapshot import Battery, Snapshot, Temperature
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.charts.history_chart import MetricCurve
from hertzmon_gui.ui.charts.scale import FixedScale, RateScale, Scale
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.probe_state import awaited_reason, is_awaited, reason
from hertzmon_gui.ui.sensor_names import sensor_name, shared_labels
from hertzmon_gui.ui.widgets.chart_panel import SmallPanel
from hertzmon_gui.ui.widgets.panel_grid import PanelGrid
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage

_TILE_WIDTH = 240
_LEAST_TOP_CELSIUS = 100.0
_LEAST_TOP_RPM = 1000.0
_BATTERY = "battery"


class SensorsPage(ScrollPage):
    """One small chart per sensor, fan and battery."""

    page_id = "sensors"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        self._shared: frozenset[str] = frozenset()
        self.grid = PanelGrid(_TILE_WIDTH, most_columns=4)
        self.column.addWidget(self.grid)
        self.column.addStretch()
        self.show_instead(self.title, awaited_reason())

    def on_snapshot(self, snapshot: Snapshot) -> None:
        """Move the charts on."""
        sensors = snapshot.sensors
        if sensors is not None:
            shared = shared_labels((*sensors.temperatures, *sensors.fans))
            if shared != self._shared:
                self._shared = shared
                self.grid.match([], self._made)  # others have come, or gone, with which they could be mistaken
        captions = self._captions(snapshot)
        if captions.keys() - self.grid.panels.keys() or snapshot.sensors is not None:
            self.grid.match(list(captions), self._made)
        self.grid.draw(snapshot)

    def on_second(self, snapshot: Snapshot) -> None:
        """Write the numbers, or why there are none."""
        if not self.grid.panels:
            title = self.title if is_awaited(snapshot, "sensors") else self.tr("No sensors")
            self.show_instead(title, reason(snapshot, "sensors"))
            return
        self.show_content()
        captions = self._captions(snapshot)
        for key in self.grid.panels:
            self.grid.write(key, captions.get(key, text.unknown()))
        hot = _hot(snapshot)
        for key, panel in self.grid.panels.items():
            panel.header.set_alarming(key in hot)

    def _captions(self, snapshot: Snapshot) -> dict[str, str]:
        """What there is and what it reads, by kind, chip and label of a sensor."""
        captions = {}
        if snapshot.sensors is not None:
            for sensor in snapshot.sensors.temperatures:
                captions[f"temperature/{sensor.chip}/{sensor.label}"] = self._temperature_caption(sensor)
            for fan in snapshot.sensors.fans:
                captions[f"fan/{fan.chip}/{fan.label}"] = text.rotations(fan.rpm)
        if snapshot.battery is not None:
            captions[_BATTERY] = self._battery_caption(snapshot.battery)
        return captions

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
        if battery.health_percent is not None:
            parts.append(self.tr("health {0}").format(text.percent(battery.health_percent)))
        return " · ".join(parts)

    def _made(self, key: str) -> SmallPanel:
        scale: Scale = FixedScale(100.0)
        write: Callable[[float], str] = text.percent
        if key == _BATTERY:
            curve = MetricCurve(metrics.BATTERY, "percent", "gpu")
            return SmallPanel(self.context, self.tr("Battery"), [curve], scale, write)
        kind, chip, label = key.split("/", 2)
        if kind == "fan":
            curve = MetricCurve(metrics.FAN, "rpm", "receive", f"{chip}/{label}")
            scale, write = RateScale(_LEAST_TOP_RPM), text.rotations
        else:
            curve = MetricCurve(metrics.TEMPERATURE, "celsius", "sensor", f"{chip}/{label}")
            scale, write = RateScale(_LEAST_TOP_CELSIUS), lambda value: self.context.format.temperature(value)
        panel = SmallPanel(self.context, sensor_name(chip, label, self._shared), [curve], scale, write)
        panel.setToolTip(f"{chip}/{label}")  # labels alone are not unique
        return panel


def _hot(snapshot: Snapshot) -> set[str]:
    """The keys of the sensors that are above the limit that their makers set."""
    sensors = snapshot.sensors.temperatures if snapshot.sensors is not None else ()
    limits = ((sensor, sensor.high_celsius or sensor.critical_celsius) for sensor in sensors)
    return {
        f"temperature/{sensor.chip}/{sensor.label}" for sensor, limit in limits if limit and sensor.celsius >= limit
    }
