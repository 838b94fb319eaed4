"""Makes glibc give memory back: a password's hash takes 19 MiB, and each worker's heap would keep its peak."""

from __future__ import annotations

import ctypes
import sys

# From malloc.h.
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8
_LARGE_BYTES = 1024 * 1024
_HEAPS = 2


def return_large_blocks() -> None:
    """Give blocks from 1 MiB back as soon as they are free, and let threads share two heaps.

    glibc raises its own limit once such a block was freed, and then keeps the next one for ever. The allocators of
    Windows, macOS and musl have no such habit, nor this function.
    """
    if sys.platform == "linux":
        try:
            adjust = ctypes.CDLL(None).mallopt
        except (OSError, AttributeError):
            return  # not glibc
        adjust(_M_MMAP_THRESHOLD, _LARGE_BYTES)
        adjust(_M_ARENA_MAX, _HEAPS)
