"""`hertzmon snapshot`: the numbers of this moment, once, as the API's `monitor` resource gives them."""

from __future__ import annotations

import argparse
import sys
import time
from typing import TYPE_CHECKING

from hertzmon_gui.cli.arguments import EXIT_ENVIRONMENT
from hertzmon_gui.logs import set_up_logging
from hertzmon_gui.model.snapshot import Snapshot

_FIRST_SECONDS = 10.0
_COMPLETE_SECONDS = 3.0

if TYPE_CHECKING:
    from hertzmon_gui.cli.arguments import Commands


def add_snapshot(commands: Commands) -> None:
    """Declare the command."""
    snapshot = commands.add_parser("snapshot", help="print one snapshot as JSON and exit")
    snapshot.set_defaults(command=_snapshot)


def _snapshot(parsed: argparse.Namespace) -> int:
    import msgspec

    from api.encode import encode, monitor_payload
    from hertzmon_gui.collector.service import CollectorService
    from hertzmon_gui.model.source import Demand

    set_up_logging(parsed.log_level)
    collector = CollectorService(interval_seconds=parsed.interval or 1.0)
    collector.register_demand("snapshot").set(Demand(charts=True, processes=True))
    collector.start()
    try:
        snapshot = collector.bus.wait_newer(-1, _FIRST_SECONDS)
        # Shares of CPU time need two readings, and capacities of disks come through the slow lane; but a part that this
        # machine does not tell must not keep the rest waiting.
        enough = time.monotonic() + _COMPLETE_SECONDS
        while snapshot is not None and not _is_complete(snapshot) and time.monotonic() < enough:
            snapshot = collector.bus.wait_newer(snapshot.seq, _COMPLETE_SECONDS) or snapshot
    finally:
        collector.stop()
    if snapshot is None:
        print(f"No snapshot could be taken within {_FIRST_SECONDS:.0f} s; --log-level info tells why.", file=sys.stderr)
        return EXIT_ENVIRONMENT
    sys.stdout.write(msgspec.json.format(encode(monitor_payload(snapshot)), indent=2).decode() + "\n")
    return 0


def _is_complete(snapshot: Snapshot) -> bool:
    return (
        snapshot.cpu is not None
        and snapshot.cpu.percent is not None
        and snapshot.disks is not None
        and bool(snapshot.disks.volumes)
        and snapshot.gpus is not None
    )
