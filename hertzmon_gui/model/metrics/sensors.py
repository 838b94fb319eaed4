"""Temperatures, fans and the battery."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

TEMPERATURE = MetricGroup(
    "temperature",
    QT_TRANSLATE_NOOP("Metrics", "Temperature"),
    lambda snapshot: (
        ()
        if snapshot.sensors is None
        else ((f"{sensor.chip}/{sensor.label}", sensor) for sensor in snapshot.sensors.temperatures)
    ),
    (
        Metric(
            "celsius",
            Unit.CELSIUS,
            QT_TRANSLATE_NOOP("Metrics", "Temperature"),
            QT_TRANSLATE_NOOP("Metrics", "What a temperature sensor reads."),
            "/sys/class/hwmon; /sys/class/thermal; psutil.sensors_temperatures",
            attribute("celsius"),
        ),
    ),
)

FAN = MetricGroup(
    "fan",
    QT_TRANSLATE_NOOP("Metrics", "Fan"),
    lambda snapshot: (
        () if snapshot.sensors is None else ((f"{fan.chip}/{fan.label}", fan) for fan in snapshot.sensors.fans)
    ),
    (
        Metric(
            "rpm",
            Unit.RPM,
            QT_TRANSLATE_NOOP("Metrics", "Speed"),
            QT_TRANSLATE_NOOP("Metrics", "Turns of a fan per minute."),
            "/sys/class/hwmon; psutil.sensors_fans",
            attribute("rpm"),
        ),
    ),
)

BATTERY = MetricGroup(
    "battery",
    QT_TRANSLATE_NOOP("Metrics", "Battery"),
    section("battery"),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Charge"),
            QT_TRANSLATE_NOOP("Metrics", "Charge of the battery."),
            "/sys/class/power_supply; psutil.sensors_battery",
            attribute("percent"),
        ),
    ),
)
