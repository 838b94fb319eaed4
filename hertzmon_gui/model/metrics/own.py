"""What HertzMon itself takes."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

OWN = MetricGroup(
    "own",
    QT_TRANSLATE_NOOP("Metrics", "HertzMon itself"),
    section("own"),
    (
        Metric(
            "cpu_percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Own CPU"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time that HertzMon takes, of one core."),
            "time.process_time",
            attribute("cpu_percent"),
        ),
        Metric(
            "memory_bytes",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Own memory"),
            QT_TRANSLATE_NOOP("Metrics", "Memory that HertzMon takes."),
            "/proc/self/statm; psutil.Process.memory_info",
            attribute("memory_bytes"),
        ),
        Metric(
            "tick_ms",
            Unit.MILLISECONDS,
            QT_TRANSLATE_NOOP("Metrics", "Time per scan"),
            QT_TRANSLATE_NOOP("Metrics", "Time from the start of a tick to its snapshot."),
            "time.perf_counter",
            attribute("tick_ms"),
        ),
    ),
)
