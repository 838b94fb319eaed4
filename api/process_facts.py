"""ProcessFacts: what is told of a process and never changes, made once for each: its start and its redacted argv."""

from __future__ import annotations

from collections.abc import Callable
from weakref import ReferenceType, ref

from msgspec import Struct

from api.notation import utc_text
from api.redact import redact_arguments
from hertzmon_gui.model.snapshot import ProcessIdentity, ProcessKey


class Facts(Struct, frozen=True):
    """The constant texts of one process."""

    create_time: str | None
    command_line: list[str]
    search_text: str


class ProcessFacts:
    """A cache by process identity, forgotten with it; an exec makes a new identity, so no command line is stale."""

    def __init__(self) -> None:
        self._known: dict[ProcessKey, tuple[ReferenceType[ProcessIdentity], Facts]] = {}

    def of(self, identity: ProcessIdentity) -> Facts:
        """The facts of a process."""
        key = identity.key
        entry = self._known.get(key)
        if entry is not None and entry[0]() is identity:
            return entry[1]
        facts = _read(identity)
        self._known[key] = (ref(identity, self._forgetter(key)), facts)
        return facts

    def __len__(self) -> int:
        """How many processes are known."""
        return len(self._known)

    def _forgetter(self, key: ProcessKey) -> Callable[[ReferenceType[ProcessIdentity]], None]:
        known = self._known

        def forget(gone: ReferenceType[ProcessIdentity]) -> None:
            entry = known.get(key)
            if entry is not None and entry[0] is gone:
                del known[key]

        return forget


def _read(identity: ProcessIdentity) -> Facts:
    command_line = redact_arguments(identity.command_line)
    created = identity.create_time
    return Facts(
        create_time=None if created is None else utc_text(created),
        command_line=command_line,
        search_text=" ".join((identity.name, str(identity.pid), identity.username or "", *command_line)).casefold(),
    )
