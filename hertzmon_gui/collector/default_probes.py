"""The probes of a real machine, in the order in which a tick reads them."""

from __future__ import annotations

from collections.abc import Sequence

from hertzmon_gui.collector.probe import ProbeFactory
from hertzmon_gui.collector.probes.processes import ProcessesProbe
from hertzmon_gui.collector.probes.system import SystemProbe


def default_probes() -> Sequence[ProbeFactory]:
    """All probes; processes first, right behind the tick's time, over which their shares are taken."""
    return (ProcessesProbe, SystemProbe)
