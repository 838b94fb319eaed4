"""Logging: to standard error, and for a window without a console to a rotating file in the data directory."""

from __future__ import annotations

import logging
import logging.handlers
from pathlib import Path

LEVELS: tuple[str, ...] = ("debug", "info", "warning", "error")
_FORMAT = "%(asctime)s %(levelname)s %(name)s: %(message)s"
_FILE_BYTES = 1_000_000
# Names of processes and devices are hostile input: no control character reaches a terminal or starts a new line.
_CONTROL_CHARACTERS = {code: f"\\x{code:02x}" for code in (*range(9), *range(11, 32), *range(127, 160))}


class _PrintableFormatter(logging.Formatter):
    def format(self, record: logging.LogRecord) -> str:
        """Format the record with control characters written out; only a traceback keeps its lines."""
        text = super().format(record)
        if record.exc_info is None and record.stack_info is None:
            text = text.replace("\n", "\\n")
        return text.translate(_CONTROL_CHARACTERS)


def set_up_logging(level: str, directory: Path | None = None) -> None:
    """Log from `level` on; with a directory, warnings also go to `hertzmon.log` in it."""
    root = logging.getLogger()
    root.setLevel(min(logging.WARNING, getattr(logging, level.upper())))
    stream = logging.StreamHandler()
    stream.setLevel(level.upper())
    handlers: list[logging.Handler] = [stream]
    if directory is not None:
        handlers.append(
            logging.handlers.RotatingFileHandler(
                directory / "hertzmon.log", maxBytes=_FILE_BYTES, backupCount=2, encoding="utf-8", delay=True
            )
        )
    for handler in handlers:
        handler.setFormatter(_PrintableFormatter(_FORMAT))
        root.addHandler(handler)
