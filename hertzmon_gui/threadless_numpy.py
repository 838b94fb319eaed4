"""Loads numpy without the threads of its linear algebra, which nobody here does."""

from __future__ import annotations

import os

_OPENBLAS = "OPENBLAS_NUM_THREADS"


def load_numpy_without_threads() -> None:
    """Import numpy so that OpenBLAS starts no thread; call it before anything else imports numpy.

    It would start one for each core but the first, which takes longer than all the rest of the import. The variable
    does not stay in the environment, where the programs that HertzMon starts would find it; one that was set is kept.
    """
    if _OPENBLAS in os.environ:
        return
    os.environ[_OPENBLAS] = "1"
    try:
        import numpy as np  # noqa: F401 (importing it is all that is wanted here)
    finally:
        del os.environ[_OPENBLAS]
