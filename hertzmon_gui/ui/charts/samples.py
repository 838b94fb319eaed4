"""What a chart does to samples before it draws them: cut out the window, thin out, sum up. Pure numpy."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from msgspec import Struct

from hertzmon_gui.model.window import Values


class Summary(Struct, frozen=True):
    """The visible window in three numbers."""

    minimum: float
    mean: float
    maximum: float


def visible(times: Values, values: Values, start: float) -> tuple[Values, Values]:
    """Views of the samples from the last one before `start` on, so that the line reaches the edge."""
    first = max(0, int(np.searchsorted(times, start)) - 1)
    return times[first:], values[first:]


def stacked(series: Sequence[tuple[Values, Values]]) -> list[tuple[Values, Values]]:
    """Each series on top of the ones before it; what only an upper one does not tell counts as 0.

    Series of one history end together, so that the newest samples belong to each other.
    """
    shortest = min((values.size for _, values in series), default=0)
    piled: list[tuple[Values, Values]] = []
    for times, values in series:
        first = values.size - shortest
        whole = values[first:] if not piled else piled[-1][1] + np.nan_to_num(values[first:])
        piled.append((times[first:], whole))
    return piled


def thinned(times: Values, values: Values, bin_seconds: float) -> tuple[Values, Values]:
    """At most two samples a bin, its lowest and its highest, so that no peak is lost.

    The bins lie fixed in time: from tick to tick the picture moves but does not flicker. A bin of NaN stays NaN,
    and one with some NaN ends with one: however short a gap is, no line goes across it.
    """
    if times.size == 0:
        return times, values
    bins = np.floor_divide(times, bin_seconds)
    starts = np.concatenate(([0], np.flatnonzero(np.diff(bins)) + 1))
    thin = np.empty(starts.size * 2)
    thin[0::2] = np.fmin.reduceat(values, starts)
    thin[1::2] = np.fmax.reduceat(values, starts)
    thin_times = np.repeat(times[starts], 2)
    missing = np.isnan(values)
    if not missing.any():
        return thin_times, thin
    gaps = np.flatnonzero(np.logical_or.reduceat(missing, starts) & np.isfinite(thin[0::2])) * 2 + 2
    return np.insert(thin_times, gaps, thin_times[gaps - 1]), np.insert(thin, gaps, np.nan)


def summary(times: Values, values: Values, start: float) -> Summary | None:
    """Minimum, mean and maximum of what is known since `start`; None when nothing is."""
    known = values[int(np.searchsorted(times, start)) :]
    known = known[np.isfinite(known)]
    if known.size == 0:
        return None
    return Summary(float(known.min()), float(known.mean()), float(known.max()))


def peak(values: Values) -> float:
    """The highest known value, 0 when there is none."""
    return float(np.fmax.reduce(values, initial=0.0)) if values.size else 0.0


def nearest(times: Values, moment: float, reach: float) -> int | None:
    """The index of the sample nearest to `moment`; None before the first and after the last, farther than `reach`."""
    if times.size == 0:
        return None
    after = int(np.searchsorted(times, moment))
    if after == 0:
        return 0 if times[0] - moment <= reach else None
    if after == times.size:
        return after - 1 if moment - times[-1] <= reach else None
    return after if times[after] - moment < moment - times[after - 1] else after - 1
