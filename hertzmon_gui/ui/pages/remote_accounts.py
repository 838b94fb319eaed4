"""Cards of the remote access page about people and programs: accounts, service tokens, failed logins."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from PySide6.QtCore import QDateTime, QLocale, Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QMessageBox,
    QPushButton,
    QTableWidget,
    QTableWidgetItem,
)

from hertzmon_gui.model.remote_access import RemoteAccess
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.dialogs.account import AccountDialog, NewTokenDialog, PasswordDialog, show_token
from hertzmon_gui.ui.dialogs.question import is_agreed
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.plain_rows import PlainRows

_MOST_FAILED = 10


class FirstPasswordCard(Card):
    """The generated password of `admin`, until it is changed; hidden until asked for."""

    def __init__(self, context: UiContext, remote: RemoteAccess) -> None:
        title = QGuiApplication.translate("FirstPasswordCard", "First password")
        super().__init__(context, title, with_headline=False, is_button=False)
        self._remote = remote
        self._password = ""
        sentence = QLabel(self.tr("The account admin has this generated password until you change it."))
        sentence.setProperty("tone", "dim")
        sentence.setWordWrap(True)
        self.shown = QLabel()
        self.shown.setTextFormat(Qt.TextFormat.PlainText)
        self.shown.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.reveal = QPushButton(self.tr("Show"))
        self.reveal.setCheckable(True)
        self.reveal.toggled.connect(self._write)
        copy = QPushButton(self.tr("Copy"))
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self._password))
        row = QHBoxLayout()
        row.addWidget(self.shown)
        row.addWidget(self.reveal)
        row.addWidget(copy)
        row.addStretch(1)
        self.body.addWidget(sentence)
        self.body.addLayout(row)
        self.hide()  # until the page, in which it is then, has it look: shown before, it would be a window

    def refresh(self) -> None:
        """Be there while the password is."""
        password = self._remote.initial_password()
        self._password = password or ""
        self.setVisible(password is not None)
        self._write()

    def _write(self) -> None:
        self.shown.setText(self._password if self.reveal.isChecked() else "••••••••••••")
        self.reveal.setText(self.tr("Hide") if self.reveal.isChecked() else self.tr("Show"))


class _TableCard(Card):
    """A table with buttons below that act on the selected row."""

    changed = Signal()

    def __init__(self, context: UiContext, title: str, headers: Sequence[str]) -> None:
        super().__init__(context, title, with_headline=False, is_button=False)
        self._keys: list[str] = []
        self.table = QTableWidget(0, len(headers))
        self.table.setAccessibleName(title)
        self.table.setHorizontalHeaderLabels(list(headers))
        self.table.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.table.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.table.setEditTriggers(QAbstractItemView.EditTrigger.NoEditTriggers)
        self.table.setTabKeyNavigation(False)  # Tab leaves the table
        self.table.setShowGrid(False)
        self.table.verticalHeader().hide()
        header = self.table.horizontalHeader()
        header.setHighlightSections(False)
        header.setDefaultAlignment(Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter)
        header.setSectionResizeMode(QHeaderView.ResizeMode.Stretch)
        self.table.itemSelectionChanged.connect(self._enable_buttons)
        self.body.addWidget(self.table)
        self._buttons = QHBoxLayout()
        self._buttons.addStretch(1)
        self.body.addLayout(self._buttons)
        self._needs_row: list[QPushButton] = []

    @property
    def selected(self) -> str | None:
        """The key of the selected row."""
        rows = self.table.selectionModel().selectedRows()
        return self._keys[rows[0].row()] if rows else None

    def select(self, key: str) -> None:
        """Select the row of this key."""
        self.table.selectRow(self._keys.index(key))

    def _add_button(self, label: str, run: Callable[[], None], *, needs_row: bool) -> QPushButton:
        button = QPushButton(label)
        button.clicked.connect(run)
        self._buttons.insertWidget(self._buttons.count() - 1, button)
        if needs_row:
            button.setEnabled(False)
            self._needs_row.append(button)
        return button

    def _show_rows(self, rows: Sequence[tuple[str, Sequence[str]]]) -> None:
        """Show rows of a key and cells; the selection stays with its key."""
        selected = self.selected
        self._keys = [key for key, _ in rows]
        self.table.setRowCount(len(rows))
        for at, (_, cells) in enumerate(rows):
            for column, cell in enumerate(cells):
                item = self.table.item(at, column)
                if item is None:
                    self.table.setItem(at, column, QTableWidgetItem(cell))
                elif item.text() != cell:
                    item.setText(cell)
        if selected in self._keys:
            if self.selected != selected:
                self.select(selected)
        else:
            self.table.clearSelection()
        height = self.table.horizontalHeader().sizeHint().height() + 4
        height += sum(self.table.rowHeight(at) for at in range(min(len(rows), 8)))
        self.table.setFixedHeight(max(height, 80))

    def _enable_buttons(self) -> None:
        for button in self._needs_row:
            button.setEnabled(self.selected is not None)

    def _try(self, run: Callable[[], object]) -> None:
        """Do it, or say why it was refused."""
        try:
            run()
        except ValueError as error:
            QMessageBox.warning(self, self.accessibleName(), str(error))
        self.changed.emit()


class AccountsCard(_TableCard):
    """Who may log in."""

    def __init__(self, context: UiContext, remote: RemoteAccess) -> None:
        translate = QGuiApplication.translate
        headers = (
            translate("AccountsCard", "Name"),
            translate("AccountsCard", "Role"),
            translate("AccountsCard", "State"),
            translate("AccountsCard", "Last login"),
            translate("AccountsCard", "From"),
        )
        super().__init__(context, translate("AccountsCard", "Accounts"), headers)
        self._remote = remote
        self.add_button = self._add_button(self.tr("Add…"), self._add, needs_row=False)
        self.password_button = self._add_button(self.tr("Set password…"), self._set_password, needs_row=True)
        self.toggle_button = self._add_button(self.tr("Disable"), self._toggle, needs_row=True)
        self.remove_button = self._add_button(self.tr("Remove…"), self._remove, needs_row=True)
        self.everywhere_button = self._add_button(self.tr("Log out everywhere…"), self._log_out, needs_row=False)
        self.refresh()

    def refresh(self) -> None:
        """Show the accounts."""
        roles = {"admin": self.tr("Administrator"), "viewer": self.tr("Viewer")}
        self._show_rows(
            [
                (
                    user.username,
                    (
                        user.username,
                        roles.get(user.role, user.role),
                        self.tr("enabled") if user.enabled else self.tr("disabled"),
                        moment(user.last_login),
                        user.last_address or "",
                    ),
                )
                for user in self._remote.users()
            ]
        )
        self._enable_buttons()

    def _enable_buttons(self) -> None:
        super()._enable_buttons()
        user = next((user for user in self._remote.users() if user.username == self.selected), None)
        self.toggle_button.setText(self.tr("Enable") if user is not None and not user.enabled else self.tr("Disable"))

    def _add(self) -> None:
        dialog = AccountDialog(self)
        if dialog.exec():
            name, password, role = dialog.answers()
            self._try(lambda: self._remote.add_user(name, password, role))

    def _set_password(self) -> None:
        name = self.selected
        if name is None:
            return
        dialog = PasswordDialog(name, self)
        if dialog.exec():
            password = dialog.password()
            self._try(lambda: self._remote.set_password(name, password))

    def _toggle(self) -> None:
        user = next((user for user in self._remote.users() if user.username == self.selected), None)
        if user is not None:
            self._try(lambda: self._remote.set_user_enabled(user.username, not user.enabled))

    def _remove(self) -> None:
        name = self.selected
        question = self.tr("The account {0} and its sessions end at once.").format(name)
        if name is not None and is_agreed(self, self.tr("Remove the account?"), question):
            self._try(lambda: self._remote.remove_user(name))

    def _log_out(self) -> None:
        question = self.tr("Every session of every account ends at once. Service tokens stay.")
        if is_agreed(self, self.tr("Log out everywhere?"), question):
            self._try(self._remote.log_out_everywhere)


class TokensCard(_TableCard):
    """What scripts and scrapers log in with."""

    def __init__(self, context: UiContext, remote: RemoteAccess) -> None:
        translate = QGuiApplication.translate
        headers = (
            translate("TokensCard", "Name"),
            translate("TokensCard", "May read"),
            translate("TokensCard", "Expires"),
            translate("TokensCard", "Last used"),
        )
        super().__init__(context, translate("TokensCard", "Service tokens"), headers)
        self._remote = remote
        self.create_button = self._add_button(self.tr("New…"), self._create, needs_row=False)
        self.revoke_button = self._add_button(self.tr("Revoke…"), self._revoke, needs_row=True)
        self.refresh()

    def refresh(self) -> None:
        """Show the tokens."""
        self._show_rows(
            [
                (
                    token.name,
                    (
                        token.name,
                        ", ".join(token.scopes),
                        self.tr("revoked") if token.revoked else moment(token.expires),
                        moment(token.last_used),
                    ),
                )
                for token in self._remote.service_tokens()
            ]
        )

    def _create(self) -> None:
        dialog = NewTokenDialog(self)
        if not dialog.exec():
            return
        name, scopes, days = dialog.answers()
        try:
            token = self._remote.create_service_token(name, scopes, days)
        except ValueError as error:
            QMessageBox.warning(self, self.accessibleName(), str(error))
            return
        self.refresh()
        show_token(self, name, token)

    def _revoke(self) -> None:
        name = self.selected
        question = self.tr("Programs that use the token {0} lose access at once.").format(name)
        if name is not None and is_agreed(self, self.tr("Revoke the token?"), question):
            self._try(lambda: self._remote.revoke_service_token(name))
            self.refresh()


class FailedLoginsCard(Card):
    """Who was refused lately."""

    def __init__(self, context: UiContext, remote: RemoteAccess) -> None:
        translate = QGuiApplication.translate
        title = translate("FailedLoginsCard", "Failed logins")
        super().__init__(context, title, with_headline=False, is_button=False)
        self._remote = remote
        columns = (
            (translate("FailedLoginsCard", "Account"), 2.0),
            (translate("FailedLoginsCard", "From"), 2.0),
            (translate("FailedLoginsCard", "When"), 2.0),
        )
        self.rows = PlainRows(context, columns, texts=frozenset({0, 1}))
        self.body.addWidget(self.rows)
        self.refresh()

    def refresh(self) -> None:
        """Show the newest ones."""
        failed = list(self._remote.failed_logins())[:_MOST_FAILED]
        self.rows.set_rows([(login.username, login.address, moment(login.time)) for login in failed])
        self.rows.setVisible(bool(failed))
        self.header.set_texts(caption="" if failed else self.tr("none"))


def moment(seconds: float | None) -> str:
    """A point in time, in the user's way of writing; never for None."""
    if seconds is None:
        return QGuiApplication.translate("RemoteAccess", "never")
    when = QDateTime.fromMSecsSinceEpoch(round(seconds * 1000))
    return QLocale().toString(when, QLocale.FormatType.ShortFormat)
