"""WindowBuffer: the recent values of a few series, readable from any thread without a lock."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from numpy.typing import NDArray

Values = NDArray[np.float64]


class WindowBuffer:
    """The last `capacity` samples of `series_count` series, with their monotonic times.

    Append-only: cells behind a view that was handed out are never rewritten. When the block is full the last samples
    are copied into a fresh block, and block and end are swapped in one assignment, so a view stays valid for ever.
    One thread appends; any thread reads. Unknown values and gaps are NaN.
    """

    def __init__(self, series_count: int, capacity: int) -> None:
        if series_count < 1 or capacity < 1:
            raise ValueError("a window needs at least one series and one sample")
        self._capacity = capacity
        # The quarter beyond the capacity is how long a block lasts before the kept samples move to a fresh one. Filled
        # at once, not left untouched, so that the memory in use is the same from the first sample on.
        self._state = (np.full((series_count + 1, capacity + capacity // 4 + 1), np.nan), 0)

    @property
    def capacity(self) -> int:
        """How many samples are kept."""
        return self._capacity

    @property
    def series_count(self) -> int:
        """How many series are kept beside the times."""
        return int(self._state[0].shape[0]) - 1

    def append(self, time: float, values: Sequence[float | None]) -> None:
        """Add one sample of every series; None becomes NaN."""
        block, end = self._state
        if end == block.shape[1]:
            fresh = np.full_like(block, np.nan)
            keep = self._capacity - 1
            fresh[:, :keep] = block[:, end - keep :]
            block, end = fresh, keep
        block[0, end] = time
        for row, value in enumerate(values, start=1):
            block[row, end] = np.nan if value is None else value
        self._state = (block, end + 1)

    def views(self) -> tuple[Values, Values]:
        """The times, shape (samples,), and the values, shape (series, samples), oldest first."""
        block, end = self._state
        start = max(0, end - self._capacity)
        return block[0, start:end], block[1:, start:end]

    def resized(self, capacity: int) -> WindowBuffer:
        """A window of another capacity that holds the newest of this one's samples."""
        fresh = WindowBuffer(self.series_count, capacity)
        block, end = self._state
        keep = min(end, self._capacity, capacity)
        fresh_block = fresh._state[0]
        fresh_block[:, :keep] = block[:, end - keep : end]
        fresh._state = (fresh_block, keep)
        return fresh
