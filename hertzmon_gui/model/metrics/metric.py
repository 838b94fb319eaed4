"""What a chartable metric is, and the ways to read one from a snapshot.

The texts are marked for translation with a function of Qt's name, which lupdate finds, so that the model needs no Qt.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from enum import StrEnum
from typing import Any

from msgspec import Struct

from hertzmon_gui.model.snapshot import Snapshot


class Unit(StrEnum):
    """What a value counts; `ui/format.py` knows how each is written."""

    PERCENT = "percent"
    BYTES = "bytes"
    BYTES_PER_SECOND = "bytes_per_second"
    PER_SECOND = "per_second"
    CELSIUS = "celsius"
    WATTS = "watts"
    MEGAHERTZ = "megahertz"
    RPM = "rpm"
    MILLISECONDS = "milliseconds"
    COUNT = "count"


def QT_TRANSLATE_NOOP(context: str, text: str) -> str:  # noqa: N802, ARG001 (the name that lupdate looks for)
    """Mark `text` for translation and return it as it is."""
    return text


class Metric(Struct, frozen=True):
    """One value of a group's row; `read` returns None where it is unknown."""

    id: str
    unit: Unit
    label: str
    description: str
    source: str
    read: Callable[[Any], float | None]


class MetricGroup(Struct, frozen=True):
    """Metrics that are read from the same row; `rows` yields (instance, row), the instance "" where there is one."""

    id: str
    label: str
    rows: Callable[[Snapshot], Iterable[tuple[str, Any]]]
    metrics: tuple[Metric, ...]

    def metric(self, metric_id: str) -> Metric:
        """The metric of this id; KeyError when there is none."""
        for metric in self.metrics:
            if metric.id == metric_id:
                return metric
        raise KeyError(metric_id)


def section(name: str) -> Callable[[Snapshot], Iterable[tuple[str, Any]]]:
    """The rows of a group that is a section of the snapshot itself."""

    def rows(snapshot: Snapshot) -> Iterable[tuple[str, Any]]:
        row = getattr(snapshot, name)
        return () if row is None else (("", row),)

    return rows


def attribute(path: str) -> Callable[[Any], float | None]:
    """A reader of a dotted attribute path; a None anywhere on the way is an unknown value."""
    names = path.split(".")
    if len(names) == 1:
        name = names[0]
        return lambda row: getattr(row, name)

    def read(row: Any) -> float | None:  # noqa: ANN401 (rows of every section)
        for name in names:
            if row is None:
                return None
            row = getattr(row, name)
        value: float | None = row
        return value

    return read
