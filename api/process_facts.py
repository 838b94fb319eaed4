"""ProcessFacts: what is told of a process and never changes, made once for each: its start and its redacted argv."""

from __future__ import annotations

import math
from datetime import UTC, datetime

from msgspec import Struct

from api.redact import redact_arguments
from hertzmon_gui.model.snapshot import ProcessIdentity, ProcessKey

_MOST = 16384


class Facts(Struct, frozen=True):
    """The constant texts of one process."""

    identity: ProcessIdentity
    create_time: str | None
    command_line: list[str]
    search_text: str


class ProcessFacts:
    """A cache by process identity; an exec makes a new identity, so a command line is never stale."""

    def __init__(self) -> None:
        self._known: dict[ProcessKey, Facts] = {}

    def of(self, identity: ProcessIdentity) -> Facts:
        """The facts of a process."""
        facts = self._known.get(identity.key)
        if facts is not None and facts.identity is identity:
            return facts
        if len(self._known) >= _MOST:
            self._known.clear()
        command_line = redact_arguments(identity.command_line)
        created = identity.create_time
        facts = Facts(
            identity=identity,
            create_time=None
            if created is None
            else datetime.fromtimestamp(math.floor(created), UTC).strftime("%Y-%m-%dT%H:%M:%SZ"),
            command_line=command_line,
            search_text=" ".join((identity.name, str(identity.pid), identity.username or "", *command_line)).casefold(),
        )
        self._known[identity.key] = facts
        return facts
