"""Logging: to standard error, and for a window without a console to a rotating file in the data directory."""

from __future__ import annotations

import logging
import logging.handlers
import sys
from pathlib import Path

logger = logging.getLogger(__name__)

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


class _FileHandler(logging.handlers.RotatingFileHandler):
    """Says once, on standard error, that the file cannot be written, instead of at each message."""

    def handleError(self, record: logging.LogRecord) -> None:  # noqa: N802 (logging's name)
        """Give up on a file that the system refuses."""
        error = sys.exc_info()[1]
        if isinstance(error, OSError):
            logging.getLogger().removeHandler(self)
            logger.warning("%s cannot be written (%s)", self.baseFilename, error.strerror)
        else:
            super().handleError(record)


def set_up_logging(level: str, directory: Path | None = None) -> None:
    """Log from `level` on; with a directory, warnings also go to `hertzmon.log` in it."""
    root = logging.getLogger()
    root.setLevel(min(logging.WARNING, getattr(logging, level.upper())))
    stream = logging.StreamHandler()
    stream.setLevel(level.upper())
    handlers: list[logging.Handler] = [stream]
    if directory is not None:
        handlers.append(
            _FileHandler(directory / "hertzmon.log", maxBytes=_FILE_BYTES, backupCount=2, encoding="utf-8", delay=True)
        )
    logging.getLogger("filelock").setLevel(logging.INFO)  # it tells of each lock, which nobody asks
    for handler in handlers:
        handler.setFormatter(_PrintableFormatter(_FORMAT))
        root.addHandler(handler)
