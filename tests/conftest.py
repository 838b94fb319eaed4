"""What every test gets: no test opens a window on a person's screen."""

from __future__ import annotations

import os

# Before Qt is loaded, which reads it once.
os.environ["QT_QPA_PLATFORM"] = "offscreen"
