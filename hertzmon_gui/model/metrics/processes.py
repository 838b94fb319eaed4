"""How many processes there are."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

PROCESSES = MetricGroup(
    "processes",
    QT_TRANSLATE_NOOP("Metrics", "Processes"),
    section("processes"),
    (
        Metric(
            "count",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Processes"),
            QT_TRANSLATE_NOOP("Metrics", "Processes that exist."),
            "/proc; psutil.pids",
            lambda row: len(row.rows),
        ),
        Metric(
            "threads",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Threads"),
            QT_TRANSLATE_NOOP("Metrics", "Threads of all processes."),
            "/proc/<pid>/stat; psutil.Process.num_threads",
            attribute("threads"),
        ),
    ),
)
