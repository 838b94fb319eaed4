"""The scales of charts that show rates, nice in the units that the user chose."""

from __future__ import annotations

from hertzmon_gui.ui.charts.scale import RateScale
from hertzmon_gui.ui.context import UiContext

_LEAST_NETWORK_BYTES = 12_500.0  # 100 kb/s
_LEAST_DISK_BYTES = 100_000.0


def network_scale(context: UiContext) -> RateScale:
    """A fresh scale for bytes per second of a network."""
    in_bits = context.settings.settings.network_units == "bits"
    return RateScale(_LEAST_NETWORK_BYTES, factor=8.0 if in_bits else 1.0)


def disk_scale(context: UiContext) -> RateScale:
    """A fresh scale for bytes per second of a disk."""
    return RateScale(_LEAST_DISK_BYTES, "binary" if context.settings.settings.disk_units == "iec" else "decimal")
