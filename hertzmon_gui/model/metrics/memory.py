"""Memory and swap."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

MEMORY = MetricGroup(
    "memory",
    QT_TRANSLATE_NOOP("Metrics", "Memory"),
    section("memory"),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Memory used"),
            QT_TRANSLATE_NOOP("Metrics", "Memory that is not available to new programs: (total − available) / total."),
            "/proc/meminfo; psutil.virtual_memory",
            attribute("percent"),
        ),
        Metric(
            "apps",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Apps"),
            QT_TRANSLATE_NOOP("Metrics", "Memory held by programs and the kernel: total − cached − free."),
            "/proc/meminfo; psutil.virtual_memory",
            attribute("apps"),
        ),
        Metric(
            "cached",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Cached"),
            QT_TRANSLATE_NOOP("Metrics", "File cache, buffers and other memory that the system gives back on demand."),
            "/proc/meminfo; psutil.virtual_memory",
            attribute("cached"),
        ),
        Metric(
            "unused",
            Unit.BYTES,
            QT_TRANSLATE_NOOP("Metrics", "Free"),
            QT_TRANSLATE_NOOP("Metrics", "Memory that nobody uses for anything."),
            "/proc/meminfo; psutil.virtual_memory",
            attribute("unused"),
        ),
        Metric(
            "swap_percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Swap used"),
            QT_TRANSLATE_NOOP("Metrics", "Share of the swap space that is in use."),
            "/proc/meminfo; psutil.swap_memory",
            attribute("swap.percent"),
        ),
        Metric(
            "swap_in",
            Unit.BYTES_PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Swapped in"),
            QT_TRANSLATE_NOOP("Metrics", "Bytes read back from swap per second."),
            "/proc/vmstat pswpin; psutil.swap_memory",
            attribute("swap.in_rate"),
        ),
        Metric(
            "swap_out",
            Unit.BYTES_PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Swapped out"),
            QT_TRANSLATE_NOOP("Metrics", "Bytes written to swap per second."),
            "/proc/vmstat pswpout; psutil.swap_memory",
            attribute("swap.out_rate"),
        ),
    ),
)
