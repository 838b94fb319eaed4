"""`python -m hertzmon_gui` and the `hertzmon` command."""

from __future__ import annotations

import sys

from hertzmon_gui.cli.program import main

if __name__ == "__main__":
    sys.exit(main())
