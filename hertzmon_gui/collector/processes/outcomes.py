"""What an exception says about why an action on a process was not carried out."""

from __future__ import annotations

import psutil

from hertzmon_gui.model.actions import ActionOutcome, Refusal
from hertzmon_gui.model.snapshot import ProcessKey

_REFUSALS: tuple[tuple[type[Exception] | tuple[type[Exception], ...], Refusal], ...] = (
    ((ProcessLookupError, psutil.NoSuchProcess), Refusal.GONE),
    ((PermissionError, psutil.AccessDenied), Refusal.NOT_PERMITTED),
    (NotImplementedError, Refusal.NOT_SUPPORTED),
    (ValueError, Refusal.INVALID_VALUE),
)


def outcome_of(key: ProcessKey, error: Exception) -> ActionOutcome:
    """The refusal that the exception means, with the system's own text."""
    refusal = next((refusal for kinds, refusal in _REFUSALS if isinstance(error, kinds)), Refusal.FAILED)
    detail = error.strerror if isinstance(error, OSError) else str(error)
    return ActionOutcome(key, refusal, detail or type(error).__name__)
