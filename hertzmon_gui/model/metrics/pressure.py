"""How long tasks waited, for want of what."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

PRESSURE = MetricGroup(
    "pressure",
    QT_TRANSLATE_NOOP("Metrics", "Pressure"),
    section("pressure"),
    (
        Metric(
            "cpu",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "CPU pressure"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which some task waited for a CPU, over the last 10 s."),
            "/proc/pressure/cpu some avg10",
            attribute("cpu.some"),
        ),
        Metric(
            "memory",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Memory pressure"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which some task waited for memory, over the last 10 s."),
            "/proc/pressure/memory some avg10",
            attribute("memory.some"),
        ),
        Metric(
            "io",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "IO pressure"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which some task waited for a disk, over the last 10 s."),
            "/proc/pressure/io some avg10",
            attribute("io.some"),
        ),
    ),
)
