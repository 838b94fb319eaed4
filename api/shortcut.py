"""Shortcut: answers plain GETs of snapshots' resources without Flask, which would take most of the time.

Everything else is left to Flask, refusals too; both stand behind the one guard.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from flask import Flask

from api.context import ApiContext
from api.guard import admit, check_request
from api.responses import Answer, Inquiry
from api.rules import resources_of

if TYPE_CHECKING:
    from _typeshed.wsgi import WSGIEnvironment


class Shortcut:
    """The resources of an app whose routes have been declared."""

    def __init__(self, context: ApiContext, app: Flask) -> None:
        self._context = context
        self._resources = resources_of(app)

    def answer(self, environ: WSGIEnvironment, *, only_ready: bool = False) -> Answer | None:
        """The answer to a request, None when Flask has to find it; `only_ready` takes no lock, and but a moment.

        An origin that asks has its own headers, and Flask adds them.
        """
        known = self._resources.get(environ["PATH_INFO"])
        if known is None or environ["REQUEST_METHOD"] != "GET" or "HTTP_ORIGIN" in environ:
            return None
        began = time.perf_counter()
        context = self._context
        rule, resource = known
        try:
            check_request(context, environ)
            principal = admit(context, rule, environ)
            answer = resource(Inquiry(environ, only_ready))
        except Exception:  # noqa: BLE001 (Flask comes to the same, and answers and logs it)
            return None
        if answer is not None and context.access_log is not None:
            user = "" if principal is None else principal.name
            context.access_log.record(environ, user, int(answer.status[:3]), len(answer.body), began)
        return answer
