"""Takes PySide's own import statement away again, which costs time and memory at every module."""

from __future__ import annotations

import builtins
from collections.abc import Callable
from types import ModuleType


def restore_plain_import() -> None:
    """Give Python its own `import` back; call it when PySide6 was loaded, before all that is not and before any thread.

    PySide replaces it for the sake of `from __feature__ import …`, which nobody uses here: it reads the source of each
    module that is imported from then on, to see whether "PySide6" stands in it, and Python's line cache keeps every
    line. For the window and the API these are 10 million characters: 20 MB and 80 ms. While a thread imports, PySide
    puts itself back when that import ends.
    """
    plain: Callable[..., ModuleType] | None = getattr(builtins, "__orig_import__", None)
    if plain is not None:
        builtins.__import__ = plain
