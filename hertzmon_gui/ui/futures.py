"""FutureWaiter: hands the results of futures to the GUI thread without blocking it."""

from __future__ import annotations

import logging
from collections.abc import Callable
from concurrent.futures import CancelledError, Future
from typing import Any, TypeVar

from PySide6.QtCore import QObject, QTimer

logger = logging.getLogger(__name__)

_Result = TypeVar("_Result")
_POLL_MS = 20


class FutureWaiter(QObject):
    """Looks after futures while its owner lives; a future that is done later is heard by nobody.

    It looks rather than being called: a callback from another thread could reach an owner that Qt has deleted already.
    """

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._waiting: list[tuple[Future[Any], Callable[[Any], None], Callable[[str], None]]] = []
        self._timer = QTimer(self)
        self._timer.setInterval(_POLL_MS)
        self._timer.timeout.connect(self._look)

    def wait(self, future: Future[_Result], done: Callable[[_Result], None], failed: Callable[[str], None]) -> None:
        """Call `done` with the result, or `failed` with the error's text, from the event loop."""
        self._waiting.append((future, done, failed))
        self._timer.start()

    def forget(self) -> None:
        """Call nobody any more."""
        self._waiting.clear()
        self._timer.stop()

    def _look(self) -> None:
        ready = [entry for entry in self._waiting if entry[0].done()]
        self._waiting = [entry for entry in self._waiting if not entry[0].done()]
        if not self._waiting:
            self._timer.stop()
        for future, done, failed in ready:
            try:
                result = future.result()
            except CancelledError:
                failed("")
            except Exception as error:  # noqa: BLE001 (whatever the other thread raised)
                logger.warning("a request to the source failed: %s", error)
                failed(str(error))
            else:
                done(result)
