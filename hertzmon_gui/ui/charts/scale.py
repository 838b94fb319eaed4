"""Scales of charts: fixed ones, and nice steps for rates, which do not breathe."""

from __future__ import annotations

from typing import Literal, Protocol

# Quarters of these need no more than one decimal.
_DECIMAL_STEPS = (1.0, 2.0, 4.0, 6.0, 8.0)
# A scale shrinks only when the curve would stay under this share of the smaller one …
_SHRINK_SHARE = 0.7
# … and has done so for this long.
SHRINK_AFTER_SECONDS = 10.0

# A line nearer to the top than this share of a step has no room for its label.
_LEAST_STEP_SHARE = 0.4

StepKind = Literal["decimal", "binary"]


class Scale(Protocol):
    """The top of a chart's axis, whose bottom is 0; in the unit of the values."""

    @property
    def top(self) -> float:
        """The top as last updated."""

    def update(self, peak: float, now: float) -> float:
        """The top for a window whose highest value is `peak`, at the monotonic time `now`."""


class FixedScale:
    """A scale that ends where its resource does: 100 percent, all of the memory."""

    def __init__(self, top: float) -> None:
        self.top = top

    def update(self, peak: float, now: float) -> float:  # noqa: ARG002 (the protocol's signature)
        """The top, whatever the curve does."""
        return self.top


def nice_ceiling(value: float, kind: StepKind = "decimal") -> float:
    """The smallest nice number that is not below `value`.

    Nice are 1, 2, 4, 6 and 8 times a power of ten; for what is counted in 1,024s the powers of two.
    """
    if value <= 0:
        return 1.0
    if kind == "binary":
        ceiling = 1.0
        while ceiling < value:
            ceiling *= 2
        return ceiling
    power = 1.0
    while power > value:
        power /= 10
    while power * 10 < value:
        power *= 10
    for step in _DECIMAL_STEPS:
        if step * power >= value:
            return step * power
    return 10 * power


def quarters(top: float, rows: int) -> list[float]:
    """Where the axis has lines when its top is a nice number: 0, and `rows` equal steps up to `top`."""
    return [top * row / rows for row in range(rows + 1)]


def round_steps(top: float, rows: int, kind: StepKind) -> list[float]:
    """Where the axis has lines when its top is any number: 0, at most `rows` steps in round numbers, and `top`.

    A line so near to the top that their labels would touch is left out.
    """
    multiples = (1.0, 2.0, 4.0, 8.0, 16.0, 32.0, 64.0, 128.0, 256.0, 512.0) if kind == "binary" else (1.0, 2.0, 5.0)
    base, power = (1024.0 if kind == "binary" else 10.0), 1.0
    while top / (multiples[-1] * power) > rows:
        power *= base
    step = next(multiple * power for multiple in multiples if top / (multiple * power) <= rows)
    lines = [step * row for row in range(rows + 1)]
    return [line for line in lines if line < top - _LEAST_STEP_SHARE * step] + [top]


class RateScale:
    """The top of a rate's axis: grows at once, shrinks late and only when much smaller would do.

    `floor` is the smallest top, so that noise on an idle line looks like noise. `factor` turns a value into the unit
    in which it is written (8 for bits), where the steps shall be nice. By the share `tolerance` a peak may stand above
    the top: one core read at 100.4 % is a full core, not the first sign of a second one.
    """

    def __init__(
        self, floor: float, kind: StepKind = "decimal", factor: float = 1.0, *, tolerance: float = 0.0
    ) -> None:
        self._floor = floor
        self._kind = kind
        self._factor = factor
        self._tolerance = tolerance
        self._small_since: float | None = None
        self.top = self._ceiling(floor)

    def update(self, peak: float, now: float) -> float:
        """The top for a window whose highest value is `peak`, at the monotonic time `now`."""
        needed = max(peak / (1.0 + self._tolerance), self._floor)
        wanted = self._ceiling(needed)
        if wanted > self.top:
            self.top = wanted
            self._small_since = None
        elif wanted < self.top and self._fits_well(needed, wanted):
            if self._small_since is None:
                self._small_since = now
            elif now - self._small_since >= SHRINK_AFTER_SECONDS:
                self.top = wanted
                self._small_since = None
        else:
            self._small_since = None
        return self.top

    def _fits_well(self, needed: float, smaller: float) -> bool:
        """Whether the curve would leave room in the smaller scale, or would hardly be seen in the present one."""
        return needed <= smaller * _SHRINK_SHARE or smaller * 4 <= self.top or needed == self._floor

    def _ceiling(self, value: float) -> float:
        return nice_ceiling(value * self._factor, self._kind) / self._factor
