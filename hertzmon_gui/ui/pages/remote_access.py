"""Remote access: where the API answers, who may use it, and who tried."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.pages.remote_accounts import AccountsCard, FailedLoginsCard, FirstPasswordCard, TokensCard
from hertzmon_gui.ui.pages.remote_state import ApiStateCard, ListenCard
from hertzmon_gui.ui.widgets.scroll_page import ScrollPage


class RemoteAccessPage(ScrollPage):
    """Cards against `model.remote_access.RemoteAccess`; the page knows nothing of how the API is made."""

    page_id = "remote-access"

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(context, parent)
        remote = context.remote_access
        if remote is None:
            raise ValueError("this page needs an API")
        self.state_card = ApiStateCard(context, remote)
        self.listen = ListenCard(context, remote)
        self.first_password = FirstPasswordCard(context, remote)
        self.accounts = AccountsCard(context, remote)
        self.tokens = TokensCard(context, remote)
        self.failed = FailedLoginsCard(context, remote)
        for card in (self.state_card, self.first_password, self.listen, self.accounts, self.tokens, self.failed):
            self.column.addWidget(card)
        self.column.addStretch(1)
        self.accounts.changed.connect(self._refresh)
        context.api_state_changed.connect(self._refresh)

    def set_active(self, active: bool) -> None:
        """Show what may have changed meanwhile."""
        super().set_active(active)
        if active:
            self._refresh()

    def on_second(self, snapshot: Snapshot) -> None:  # noqa: ARG002 (the base's signature)
        """Show new logins and uses of tokens."""
        self.accounts.refresh()
        self.tokens.refresh()
        self.failed.refresh()
        self.first_password.refresh()

    def _refresh(self) -> None:
        if not self.active:
            return
        for card in (self.state_card, self.listen, self.first_password, self.accounts, self.tokens, self.failed):
            card.refresh()
