"""Small dialogs of the remote access page: a new account, a new password, a new token."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QFormLayout,
    QLabel,
    QLineEdit,
    QMessageBox,
    QVBoxLayout,
    QWidget,
)

from hertzmon_gui.ui.widgets.fields import ChoiceField, NumberField

_MOST_CHARACTERS = 256
_USUAL_DAYS = 365
_MOST_DAYS = 3650


class _FormDialog(QDialog):
    """A form with OK and Cancel; OK is possible while `_is_complete`."""

    def __init__(self, title: str, parent: QWidget | None) -> None:
        super().__init__(parent)
        self.setWindowTitle(title)
        self.form = QFormLayout()
        self.form.setHorizontalSpacing(16)
        self.form.setVerticalSpacing(10)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Ok | QDialogButtonBox.StandardButton.Cancel)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        self.ok = buttons.button(QDialogButtonBox.StandardButton.Ok)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(20, 18, 20, 14)
        whole.setSpacing(16)
        whole.addLayout(self.form)
        whole.addWidget(buttons)

    def _line(self, label: str, *, is_secret: bool = False) -> QLineEdit:
        line = QLineEdit()
        line.setMaxLength(_MOST_CHARACTERS)
        line.setMinimumWidth(240)
        line.setAccessibleName(label)
        if is_secret:
            line.setEchoMode(QLineEdit.EchoMode.Password)
        line.textChanged.connect(self._check)
        self.form.addRow(label, line)
        return line

    def _check(self) -> None:
        self.ok.setEnabled(self._is_complete())

    def _is_complete(self) -> bool:
        raise NotImplementedError


class PasswordDialog(_FormDialog):
    """A new password, twice."""

    def __init__(self, name: str, parent: QWidget | None = None) -> None:
        super().__init__(QGuiApplication.translate("PasswordDialog", "Set the password of {0}").format(name), parent)
        self.first = self._line(self.tr("New password"), is_secret=True)
        self.second = self._line(self.tr("Once more"), is_secret=True)
        self._check()

    def password(self) -> str:
        """What was typed."""
        return self.first.text()

    def _is_complete(self) -> bool:
        return bool(self.first.text()) and self.first.text() == self.second.text()


class AccountDialog(_FormDialog):
    """A new account."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QGuiApplication.translate("AccountDialog", "Add an account"), parent)
        self.name = self._line(self.tr("Name"))
        self.role = ChoiceField()
        self.role.addItem(self.tr("Viewer: may read"), "viewer")
        self.role.addItem(self.tr("Administrator: may read and change accounts"), "admin")
        self.role.setAccessibleName(self.tr("Role"))
        self.form.addRow(self.tr("Role"), self.role)
        self.first = self._line(self.tr("Password"), is_secret=True)
        self.second = self._line(self.tr("Once more"), is_secret=True)
        self._check()

    def answers(self) -> tuple[str, str, str]:
        """Name, password and role."""
        return self.name.text().strip(), self.first.text(), str(self.role.currentData())

    def _is_complete(self) -> bool:
        return bool(self.name.text().strip() and self.first.text()) and self.first.text() == self.second.text()


class NewTokenDialog(_FormDialog):
    """A new service token: its name, what it may read, how long."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(QGuiApplication.translate("NewTokenDialog", "New service token"), parent)
        self.scopes: dict[str, QCheckBox] = {}
        self.name = self._line(self.tr("Name"))
        for scope, meaning in (
            ("metrics", self.tr("Metrics: load, memory, disks, network")),
            ("system", self.tr("System: facts about the machine")),
            ("processes", self.tr("Processes, with their command lines")),
        ):
            box = QCheckBox(meaning)
            box.setChecked(scope == "metrics")
            box.toggled.connect(self._check)
            self.scopes[scope] = box
            self.form.addRow(self.tr("May read") if scope == "metrics" else "", box)
        self.days = NumberField()
        self.days.setRange(1, _MOST_DAYS)
        self.days.setValue(_USUAL_DAYS)
        self.days.setAccessibleName(self.tr("Days until it expires"))
        self.form.addRow(self.tr("Days until it expires"), self.days)
        self._check()

    def answers(self) -> tuple[str, list[str], int]:
        """Name, scopes and days."""
        return self.name.text().strip(), self._chosen(), self.days.value()

    def _chosen(self) -> list[str]:
        return [scope for scope, box in self.scopes.items() if box.isChecked()]

    def _is_complete(self) -> bool:
        return bool(self.name.text().strip() and self._chosen())


def show_token(parent: QWidget, name: str, token: str) -> None:
    """Show a fresh token, this once."""
    translate = QGuiApplication.translate
    box = QMessageBox(parent)
    box.setWindowTitle(translate("NewTokenDialog", "The token {0}").format(name))
    box.setText(translate("NewTokenDialog", "Copy the token now: it is not shown again."))
    box.setTextFormat(Qt.TextFormat.PlainText)
    box.setInformativeText(token)
    label = box.findChild(QLabel, "qt_msgbox_informativelabel")
    if isinstance(label, QLabel):
        label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    copy = box.addButton(translate("NewTokenDialog", "Copy"), QMessageBox.ButtonRole.AcceptRole)
    box.addButton(QMessageBox.StandardButton.Close)
    box.exec()
    if box.clickedButton() is copy:
        QGuiApplication.clipboard().setText(token)
    box.deleteLater()
