"""Memory through psutil."""

from __future__ import annotations

import sys

import psutil

from hertzmon_gui.collector.probes.readers import MemoryCounters


class PortableMemoryReader:
    """Reads through psutil."""

    def counters(self) -> MemoryCounters:
        """psutil.virtual_memory and swap_memory."""
        memory = psutil.virtual_memory()
        try:
            swap = psutil.swap_memory()
        except (OSError, RuntimeError):  # Windows with its performance counters disabled
            swap = None
        # psutil has no counter of pages swapped on Windows and says 0 there.
        counts_swapping = swap is not None and sys.platform != "win32"
        return MemoryCounters(
            total=memory.total,
            available=memory.available,
            used=memory.used,
            free=memory.free,
            percent=memory.percent,
            cached=max(0, memory.available - memory.free),
            shared=getattr(memory, "shared", None),
            dirty=None,
            swap_total=None if swap is None else swap.total,
            swap_free=None if swap is None else swap.free,
            swapped_in=swap.sin if swap is not None and counts_swapping else None,
            swapped_out=swap.sout if swap is not None and counts_swapping else None,
        )

    def close(self) -> None:
        """Nothing is held."""
