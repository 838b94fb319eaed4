"""Why a section of a snapshot is not there, in a sentence."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model.snapshot import ProbeState, Snapshot

# Sections of a snapshot; each probe is called after the one that it fills.
Section = Literal["system", "cpu", "memory", "disks", "network", "connections", "processes", "gpus", "sensors"]


def reason(snapshot: Snapshot, section: Section) -> str:
    """What the probe's status says; that data is on its way while it says nothing."""
    translate = QCoreApplication.translate
    status = next((known for known in snapshot.probes if known.name == section), None)
    # Of two readings a rate is made, so the first says nothing of it yet.
    is_read = getattr(snapshot, section) is not None and snapshot.interval_seconds is not None
    if status is None or status.state is ProbeState.IDLE or (status.state is ProbeState.OK and not is_read):
        return translate("Probes", "The first reading is on its way.")
    if status.state in {ProbeState.NO_DATA, ProbeState.OK}:
        sentence = translate("Probes", "This machine does not provide it.")
    elif status.state is ProbeState.STALE:
        sentence = translate("Probes", "The reading is overdue.")
    else:
        sentence = translate("Probes", "It could not be read.")
    return f"{sentence}\n({status.detail})" if status.detail else sentence
