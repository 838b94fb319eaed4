"""Why a section of a snapshot is not there, in a sentence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model.snapshot import ProbeState, ProbeStatus, Snapshot
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.probe_details import translated

# Sections of a snapshot; each probe is called after the one that it fills.
Section = Literal["system", "cpu", "memory", "disks", "network", "connections", "processes", "gpus", "sensors"]

# Stands for a number that comes in a moment.
AWAITED = "…"


def is_awaited(snapshot: Snapshot, section: Section) -> bool:
    """Whether the first reading is on its way. Of two readings a rate is made, so one says nothing of it yet."""
    status = _status(snapshot, section)
    is_read = getattr(snapshot, section) is not None and snapshot.interval_seconds is not None
    return status is None or status.state is ProbeState.IDLE or (status.state is ProbeState.OK and not is_read)


def reason(snapshot: Snapshot, section: Section) -> str:
    """What the probe's status says; that data is on its way while it says nothing."""
    translate = QCoreApplication.translate
    status = _status(snapshot, section)
    if status is None or is_awaited(snapshot, section):
        return awaited_reason()
    if status.state in {ProbeState.NO_DATA, ProbeState.OK}:
        sentence = translate("Probes", "This machine does not provide it.")
    elif status.state is ProbeState.STALE:
        sentence = translate("Probes", "The reading is overdue.")
    else:
        sentence = translate("Probes", "It could not be read.")
    return f"{sentence}\n({translated(status.detail)})" if status.detail else sentence


def awaited_reason() -> str:
    """What is said before the first reading."""
    return QCoreApplication.translate("Probes", "The first reading is on its way.")


def unless_awaited(
    snapshot: Snapshot, section: Section, value: float | None, headline: str, detail: str
) -> tuple[str, str]:
    """These two texts, or while the value that they tell is on its way, two that say so."""
    if value is None and is_awaited(snapshot, section):
        return AWAITED, awaited_reason()
    return headline, detail


def placeholder(snapshot: Snapshot, section: Section) -> str:
    """What stands for a number of this section that is not there."""
    return AWAITED if is_awaited(snapshot, section) else text.unknown()


def _status(snapshot: Snapshot, section: Section) -> ProbeStatus | None:
    return next((known for known in snapshot.probes if known.name == section), None)
