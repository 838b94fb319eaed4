"""Keeps the C allocator from holding memory that nobody uses; only glibc's needs it."""

from __future__ import annotations

import ctypes
import sys

# From malloc.h.
_M_TRIM_THRESHOLD = -1
_M_MMAP_THRESHOLD = -3
_M_ARENA_MAX = -8

_THRESHOLD_BYTES = 256 * 1024


def limit_retained_memory() -> bool:
    """Give large blocks back to the system when they are freed; call it before the first thread starts.

    glibc makes an arena for each thread, and after the first large free it keeps blocks of that size: the API's
    workers and one password hash (19 MiB) would cost 40 MB for good. Python's own lock keeps threads from contending
    for the one arena. Returns whether anything was set: Windows, macOS and musl return freed blocks by themselves.
    """
    if not sys.platform.startswith("linux"):
        return False
    try:
        mallopt = ctypes.CDLL(None).mallopt
    except (AttributeError, OSError):  # musl has no mallopt
        return False
    settings = {
        _M_ARENA_MAX: 1,
        _M_MMAP_THRESHOLD: _THRESHOLD_BYTES,  # setting it ends its growth
        _M_TRIM_THRESHOLD: _THRESHOLD_BYTES,
    }
    return all(mallopt(parameter, value) == 1 for parameter, value in settings.items())
