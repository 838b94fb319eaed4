"""What a sensor is called: by its label, and by its chip too where labels are not enough."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence

from hertzmon_gui.model.snapshot import Fan, Temperature


def shared_labels(sensors: Sequence[Temperature | Fan]) -> frozenset[str]:
    """The labels that several sensors have: two disks, each with a "Composite"."""
    counts = Counter(sensor.label for sensor in sensors)
    return frozenset(label for label, count in counts.items() if count > 1)


def sensor_name(chip: str, label: str, shared: frozenset[str]) -> str:
    """The sensor's label, before its chip where the label is one of the `shared` ones; the chip where it has none."""
    if not label:
        return chip
    return f"{label} · {chip}" if label in shared else label
