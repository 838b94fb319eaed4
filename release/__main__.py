"""`dev.py package`: freeze, pack and, with --test, try HertzMon."""

from __future__ import annotations

import argparse
import subprocess
import sys

from release.build import archived, frozen, tell_sizes
from release.inputs import note_tried
from release.trial import TrialError, compare_starts, try_build


def main() -> int:
    """Build into dist/, and tell what is in it; the exit code is 1 when a trial failed."""
    parser = argparse.ArgumentParser(prog="dev.py package", description=__doc__)
    parser.add_argument("--onefile", action="store_true", help="one file that unpacks itself at each start")
    parser.add_argument("--test", action="store_true", help="try what came out; on Debian as root, in a clean root")
    options = parser.parse_args()
    try:
        build = frozen(onefile=options.onefile)
    except subprocess.CalledProcessError:
        print("dev.py: PyInstaller failed; its own words are above.", file=sys.stderr)
        return 1
    archive = archived(build, onefile=options.onefile)
    tell_sizes(build, archive)
    if options.test:
        try:
            try_build(archive)
            compare_starts(archive)
        except TrialError as error:
            print(f"dev.py: {error}", file=sys.stderr)
            return 1
        if not options.onefile:
            note_tried()
    return 0


if __name__ == "__main__":
    sys.exit(main())
