"""The catalogue of chartable metrics: each says once what it is, its unit, its source and how to read it.

Chart legends, tooltips, the API's schema and the help text of `/metrics` all use these texts.
"""

from __future__ import annotations

from hertzmon_gui.model.metrics.cpu import CORE, CPU
from hertzmon_gui.model.metrics.disks import DISK, DISKS
from hertzmon_gui.model.metrics.gpu import GPU
from hertzmon_gui.model.metrics.memory import MEMORY
from hertzmon_gui.model.metrics.metric import Metric, MetricGroup, Unit
from hertzmon_gui.model.metrics.network import INTERFACE, NETWORK
from hertzmon_gui.model.metrics.own import OWN
from hertzmon_gui.model.metrics.pressure import PRESSURE
from hertzmon_gui.model.metrics.processes import PROCESSES
from hertzmon_gui.model.metrics.sensors import BATTERY, FAN, TEMPERATURE

__all__ = [
    "BATTERY",
    "CORE",
    "CPU",
    "DISK",
    "DISKS",
    "FAN",
    "GPU",
    "GROUPS",
    "INTERFACE",
    "MEMORY",
    "NETWORK",
    "OWN",
    "PRESSURE",
    "PROCESSES",
    "TEMPERATURE",
    "Metric",
    "MetricGroup",
    "Unit",
    "group",
]

GROUPS: tuple[MetricGroup, ...] = (
    CPU,
    CORE,
    MEMORY,
    PRESSURE,
    DISKS,
    DISK,
    NETWORK,
    INTERFACE,
    GPU,
    TEMPERATURE,
    FAN,
    BATTERY,
    PROCESSES,
    OWN,
)


def group(group_id: str) -> MetricGroup:
    """The group of this id; KeyError when there is none."""
    for known in GROUPS:
        if known.id == group_id:
            return known
    raise KeyError(group_id)
