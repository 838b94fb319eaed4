"""What the probes say of themselves, in the user's language: the collector speaks English, as the API does."""

from __future__ import annotations

import re

from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP

# Every text that a probe makes itself. A system's or a driver's own error text is shown as it comes.
TEXTS = (
    QT_TRANSLATE_NOOP("ProbeDetails", "no battery"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the battery does not answer"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the system reports no temperatures and no fans"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the sensors do not answer"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the driver does not answer"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the system does not measure pressure stalls"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the system does not let this user see sockets"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the system does not list its sockets"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the list of sockets does not come"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the list of sockets is late"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the system counts no disk activity (on Windows, `diskperf -y` makes it)"),
    QT_TRANSLATE_NOOP("ProbeDetails", "no answer from {0}"),
    QT_TRANSLATE_NOOP("ProbeDetails", "/proc/stat tells nothing of CPUs"),
    QT_TRANSLATE_NOOP("ProbeDetails", "/proc/meminfo does not tell the total"),
    QT_TRANSLATE_NOOP("ProbeDetails", "{0} does not exist"),
    QT_TRANSLATE_NOOP("ProbeDetails", "the reading cannot be true: {0}"),
    QT_TRANSLATE_NOOP("ProbeDetails", "nvidia-smi gives no table: {0}"),
)
_PATTERNS = tuple((text, re.compile(re.escape(text).replace(r"\{0\}", "(.+)"))) for text in TEXTS)


def translated(detail: str) -> str:
    """A probe's detail in the user's language; as it is where no probe made it."""
    for text, pattern in _PATTERNS:
        found = pattern.fullmatch(detail)
        if found is not None:
            return QCoreApplication.translate("ProbeDetails", text).format(*found.groups())
    return detail
