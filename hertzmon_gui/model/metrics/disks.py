"""The disks together and each of them."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

_READ_RATE = Metric(
    "read_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Read"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes read from disk per second."),
    "/proc/diskstats; psutil.disk_io_counters",
    attribute("read_rate"),
)
_WRITE_RATE = Metric(
    "write_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Write"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes written to disk per second."),
    "/proc/diskstats; psutil.disk_io_counters",
    attribute("write_rate"),
)

DISKS = MetricGroup("disks", QT_TRANSLATE_NOOP("Metrics", "Disks"), section("disks"), (_READ_RATE, _WRITE_RATE))

DISK = MetricGroup(
    "disk",
    QT_TRANSLATE_NOOP("Metrics", "Disk"),
    lambda snapshot: () if snapshot.disks is None else ((disk.name, disk) for disk in snapshot.disks.devices),
    (
        _READ_RATE,
        _WRITE_RATE,
        Metric(
            "busy",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Busy"),
            QT_TRANSLATE_NOOP("Metrics", "Time in which the device had at least one request in work."),
            "/proc/diskstats; psutil.disk_io_counters",
            attribute("busy_percent"),
        ),
        Metric(
            "latency",
            Unit.MILLISECONDS,
            QT_TRANSLATE_NOOP("Metrics", "Latency"),
            QT_TRANSLATE_NOOP("Metrics", "Mean time from a request to its completion."),
            "/proc/diskstats; psutil.disk_io_counters",
            attribute("latency_ms"),
        ),
    ),
)
