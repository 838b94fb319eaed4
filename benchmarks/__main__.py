"""Measure everything, or what is named, and print one table; a target that is missed fails nothing."""

from __future__ import annotations

import argparse
import importlib
import os
import sys
import time
import traceback
from pathlib import Path

from benchmarks.table import Row, formatted, write_json

# Each has run(quick) -> list[Row].
MEASUREMENTS = ("sweep", "process_table", "http", "startup", "programs", "event_loop")


def main() -> int:
    """Run the measurements one after another; 1 when one of them could not be carried out."""
    parser = argparse.ArgumentParser(prog="python -m benchmarks", description=__doc__)
    parser.add_argument("--quick", action="store_true", help="shorter measurements, for a first look")
    parser.add_argument("--json", type=Path, help="where to write the rows (default: bench-TIME.json)")
    parser.add_argument("names", nargs="*", metavar="NAME", help=f"some of: {', '.join(MEASUREMENTS)}")
    options = parser.parse_args()
    if unknown := sorted(set(options.names) - set(MEASUREMENTS)):
        parser.error(f"there is no measurement {', '.join(unknown)}")
    # What is installed has been compiled; a tree that may not keep what was compiled does it at each start.
    os.environ.pop("PYTHONDONTWRITEBYTECODE", None)
    rows: list[Row] = []
    failures = 0
    for name in options.names or MEASUREMENTS:
        print(f"measuring: {name}", file=sys.stderr, flush=True)
        try:
            rows += importlib.import_module(f"benchmarks.{name}").run(options.quick)
        except Exception:  # noqa: BLE001 (one measurement must not cost the others)
            traceback.print_exc()
            failures += 1
    print(formatted(rows))
    path = options.json or Path(time.strftime("bench-%Y%m%d-%H%M%S.json"))
    write_json(rows, path)
    print(f"written: {path}")
    return 1 if failures else 0


if __name__ == "__main__":
    sys.exit(main())
