"""Why a section of a snapshot is not there, in a sentence."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from hertzmon_gui.model.snapshot import ProbeState, Snapshot


def reason(snapshot: Snapshot, probe: str) -> str:
    """What the probe's status says; that data is on its way while it says nothing."""
    translate = QCoreApplication.translate
    status = next((known for known in snapshot.probes if known.name == probe), None)
    if status is None or status.state in {ProbeState.OK, ProbeState.IDLE}:
        return translate("Probes", "The first reading is on its way.")
    if status.state is ProbeState.NO_DATA:
        sentence = translate("Probes", "This machine does not provide it.")
    elif status.state is ProbeState.STALE:
        sentence = translate("Probes", "The reading is overdue.")
    else:
        sentence = translate("Probes", "It could not be read.")
    return f"{sentence}\n{status.detail}" if status.detail else sentence
