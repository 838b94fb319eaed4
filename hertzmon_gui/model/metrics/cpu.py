"""The CPUs and each of them."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section


def _load(index: int) -> Callable[[Any], float | None]:
    return lambda row: None if row.load_average is None else row.load_average[index]


CPU = MetricGroup(
    "cpu",
    QT_TRANSLATE_NOOP("Metrics", "CPU"),
    section("cpu"),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "CPU"),
            QT_TRANSLATE_NOOP("Metrics", "Share of all CPUs' time that was not idle and not waiting for IO."),
            "/proc/stat; psutil.cpu_times",
            attribute("percent"),
        ),
        Metric(
            "user",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "User"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in programs."),
            "/proc/stat; psutil.cpu_times",
            attribute("times.user"),
        ),
        Metric(
            "nice",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Nice"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in programs of lowered priority."),
            "/proc/stat; psutil.cpu_times",
            attribute("times.nice"),
        ),
        Metric(
            "system",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "System"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in the kernel."),
            "/proc/stat; psutil.cpu_times",
            attribute("times.system"),
        ),
        Metric(
            "iowait",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "IO wait"),
            QT_TRANSLATE_NOOP("Metrics", "Idle time with a disk request outstanding."),
            "/proc/stat",
            attribute("times.iowait"),
        ),
        Metric(
            "irq",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Interrupts"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in hardware interrupts."),
            "/proc/stat; psutil.cpu_times",
            attribute("times.irq"),
        ),
        Metric(
            "softirq",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Soft interrupts"),
            QT_TRANSLATE_NOOP("Metrics", "CPU time spent in what hardware interrupts left for later."),
            "/proc/stat; psutil.cpu_times",
            attribute("times.softirq"),
        ),
        Metric(
            "steal",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Steal"),
            QT_TRANSLATE_NOOP("Metrics", "Time that the hypervisor gave to other virtual machines."),
            "/proc/stat",
            attribute("times.steal"),
        ),
        Metric(
            "frequency",
            Unit.MEGAHERTZ,
            QT_TRANSLATE_NOOP("Metrics", "Frequency"),
            QT_TRANSLATE_NOOP("Metrics", "Mean clock of the CPUs."),
            "/sys/devices/system/cpu; /proc/cpuinfo; psutil.cpu_freq",
            attribute("frequency.current"),
        ),
        Metric(
            "load1",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Load, 1 min"),
            QT_TRANSLATE_NOOP("Metrics", "Tasks that ran or wanted to, averaged over one minute."),
            "/proc/loadavg; psutil.getloadavg",
            _load(0),
        ),
        Metric(
            "load5",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Load, 5 min"),
            QT_TRANSLATE_NOOP("Metrics", "Tasks that ran or wanted to, averaged over five minutes."),
            "/proc/loadavg; psutil.getloadavg",
            _load(1),
        ),
        Metric(
            "load15",
            Unit.COUNT,
            QT_TRANSLATE_NOOP("Metrics", "Load, 15 min"),
            QT_TRANSLATE_NOOP("Metrics", "Tasks that ran or wanted to, averaged over fifteen minutes."),
            "/proc/loadavg; psutil.getloadavg",
            _load(2),
        ),
        Metric(
            "context_switches",
            Unit.PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Context switches"),
            QT_TRANSLATE_NOOP("Metrics", "How often a CPU went from one task to another, per second."),
            "/proc/stat; psutil.cpu_stats",
            attribute("context_switches_per_second"),
        ),
        Metric(
            "interrupts",
            Unit.PER_SECOND,
            QT_TRANSLATE_NOOP("Metrics", "Interrupts"),
            QT_TRANSLATE_NOOP("Metrics", "Interrupts served per second."),
            "/proc/stat; psutil.cpu_stats",
            attribute("interrupts_per_second"),
        ),
    ),
)

CORE = MetricGroup(
    "core",
    QT_TRANSLATE_NOOP("Metrics", "Core"),
    lambda snapshot: () if snapshot.cpu is None else ((str(core.index), core) for core in snapshot.cpu.cores),
    (
        Metric(
            "percent",
            Unit.PERCENT,
            QT_TRANSLATE_NOOP("Metrics", "Core"),
            QT_TRANSLATE_NOOP("Metrics", "Share of one logical CPU's time that was not idle and not waiting for IO."),
            "/proc/stat; psutil.cpu_times",
            attribute("percent"),
        ),
        Metric(
            "frequency",
            Unit.MEGAHERTZ,
            QT_TRANSLATE_NOOP("Metrics", "Frequency"),
            QT_TRANSLATE_NOOP("Metrics", "Clock of one logical CPU."),
            "/sys/devices/system/cpu; /proc/cpuinfo; psutil.cpu_freq",
            attribute("frequency_mhz"),
        ),
    ),
)
