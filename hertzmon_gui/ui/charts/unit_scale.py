"""The scales of charts that show rates, nice in the units that the user chose."""

from __future__ import annotations

from collections.abc import Callable

from hertzmon_gui.settings.schema import Settings
from hertzmon_gui.ui.charts.scale import RateScale
from hertzmon_gui.ui.context import UiContext

_LEAST_NETWORK_BYTES = 12_500.0  # 100 kb/s
_LEAST_DISK_BYTES = 100_000.0


class UnitScale:
    """A RateScale that begins anew when the user chooses other units."""

    def __init__(self, context: UiContext, make: Callable[[Settings], RateScale]) -> None:
        self._context = context
        self._make = make
        self._units = _units(context.settings.settings)
        self._scale = make(context.settings.settings)

    @property
    def top(self) -> float:
        """The top of the axis."""
        return self._scale.top

    def update(self, peak: float, now: float) -> float:
        """The top for a window whose highest value is `peak`, at the monotonic time `now`."""
        settings = self._context.settings.settings
        if _units(settings) != self._units:
            self._units = _units(settings)
            self._scale = self._make(settings)
        return self._scale.update(peak, now)


def network_scale(context: UiContext) -> UnitScale:
    """A fresh scale for bytes per second of a network."""
    return UnitScale(context, _network_scale)


def disk_scale(context: UiContext) -> UnitScale:
    """A fresh scale for bytes per second of a disk."""
    return UnitScale(context, _disk_scale)


def _units(settings: Settings) -> tuple[str, str]:
    return settings.network_units, settings.disk_units


def _network_scale(settings: Settings) -> RateScale:
    return RateScale(_LEAST_NETWORK_BYTES, factor=8.0 if settings.network_units == "bits" else 1.0)


def _disk_scale(settings: Settings) -> RateScale:
    return RateScale(_LEAST_DISK_BYTES, "binary" if settings.disk_units == "iec" else "decimal")
