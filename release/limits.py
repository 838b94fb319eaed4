"""What a build may weigh, and how long it may take to its first chart."""

from __future__ import annotations

MOST_UNPACKED_BYTES = 150e6
MOST_PACKED_BYTES = 60e6
# Of the time that the source tree takes, medians of some starts of both, taking turns. Another program can spoil one
# comparison, so only as many in a row condemn the build.
MOST_START_RATIO = 1.3
STARTS = 5
COMPARISONS = 3
