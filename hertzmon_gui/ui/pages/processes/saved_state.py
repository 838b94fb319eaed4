"""SavedState: what the Processes page remembers from one start to the next, as the settings hold it."""

from __future__ import annotations

import base64
import binascii

from msgspec import Struct

from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.ui.models.process_order import Scope

# Names under which the window remembers.
_PAGE = "processes"
_LAYOUT, _SCOPE, _DETAILS = f"{_PAGE}.layout", f"{_PAGE}.scope", f"{_PAGE}.details"


class SavedState(Struct, frozen=True):
    """How a person arranged the page; `columns` is the header's own text, `splitter` Qt's own bytes."""

    columns: str
    splitter: bytes
    is_tree: bool
    scope: Scope
    shows_details: bool

    @classmethod
    def read(cls, settings: SettingsStore) -> SavedState:
        """What was remembered; where nothing was, or a text is damaged, the first arrangement."""
        window = settings.window
        try:
            splitter = base64.b64decode(window.splitters.get(_PAGE, ""), validate=True)
        except (binascii.Error, ValueError):
            splitter = b""
        return cls(
            columns=window.headers.get(_PAGE, ""),
            splitter=splitter,
            is_tree=window.choices.get(_LAYOUT) != "list",
            scope={scope.value: scope for scope in Scope}.get(window.choices.get(_SCOPE, ""), Scope.ALL),
            shows_details=window.choices.get(_DETAILS) != "hidden",
        )

    def write(self, settings: SettingsStore) -> None:
        """Remember it."""
        window = settings.window
        settings.remember(
            headers={**window.headers, _PAGE: self.columns},
            splitters={**window.splitters, _PAGE: base64.b64encode(self.splitter).decode()},
            choices={
                **window.choices,
                _LAYOUT: "tree" if self.is_tree else "list",
                _SCOPE: self.scope.value,
                _DETAILS: "shown" if self.shows_details else "hidden",
            },
        )
