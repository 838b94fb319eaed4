"""Cards of the remote access page about the API itself: where it stands, and where it listens."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QCheckBox, QHBoxLayout, QLabel, QMessageBox, QPushButton, QVBoxLayout

from hertzmon_gui.model.remote_access import ApiPhase, ApiState, RemoteAccess
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.dialogs.question import is_agreed
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.fields import ChoiceField, NumberField
from hertzmon_gui.ui.widgets.form import FormSection
from hertzmon_gui.ui.widgets.qr_code import QrCode

_LOOPBACK = frozenset({"127.0.0.1", "::1", "localhost"})


class ApiStateCard(Card):
    """Whether the API answers, and where; with a QR code once others can reach it."""

    def __init__(self, context: UiContext, remote: RemoteAccess) -> None:
        super().__init__(context, QGuiApplication.translate("ApiStateCard", "API"), is_button=False)
        self._remote = remote
        self.links = QLabel()
        self.links.setTextFormat(Qt.TextFormat.PlainText)
        self.links.setTextInteractionFlags(
            Qt.TextInteractionFlag.TextSelectableByMouse | Qt.TextInteractionFlag.TextSelectableByKeyboard
        )
        self.problem = QLabel()
        self.problem.setTextFormat(Qt.TextFormat.PlainText)
        self.problem.setProperty("tone", "danger")
        self.fingerprint = QLabel()
        self.fingerprint.setTextFormat(Qt.TextFormat.PlainText)
        self.fingerprint.setProperty("tone", "dim")
        self.fingerprint.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        for label in (self.links, self.problem, self.fingerprint):
            label.setWordWrap(True)
        self.copy = QPushButton(self.tr("Copy address"))
        self.copy.clicked.connect(self._copy)
        self.qr = QrCode()
        words = QVBoxLayout()
        words.setSpacing(8)
        for label in (self.problem, self.links, self.fingerprint):
            words.addWidget(label)
        words.addWidget(self.copy, alignment=Qt.AlignmentFlag.AlignLeft)
        words.addStretch(1)
        row = QHBoxLayout()
        row.addLayout(words, 1)
        row.addWidget(self.qr, alignment=Qt.AlignmentFlag.AlignTop)
        self.body.addLayout(row)
        self.refresh()

    def refresh(self) -> None:
        """Show where the API stands."""
        state = self._remote.state
        self.header.set_texts(self._phase(state), self._reach(state))
        self.links.setText("\n".join(state.urls))
        self.links.setVisible(bool(state.urls))
        self.copy.setVisible(bool(state.urls))
        self.problem.setText(state.problem or "")
        self.problem.setVisible(state.problem is not None)
        shown = state.certificate_fingerprint
        self.fingerprint.setText(self.tr("Certificate SHA-256: {0}").format(shown) if shown else "")
        self.fingerprint.setVisible(shown is not None)
        # A phone lands where it can log in and look; the address alone answers nobody.
        self.qr.set_link(f"{state.network_url}api/docs/" if state.beyond_loopback and state.network_url else "")

    def _phase(self, state: ApiState) -> str:
        return {
            ApiPhase.OFF: self.tr("Off"),
            ApiPhase.STARTING: self.tr("Starting"),
            ApiPhase.LISTENING: self.tr("On"),
            ApiPhase.FAILED: self.tr("Failed"),
        }[state.phase]

    def _reach(self, state: ApiState) -> str:
        if state.phase is not ApiPhase.LISTENING:
            return ""
        if not state.beyond_loopback:
            return self.tr("for programs on this computer only")
        if state.is_tls:
            return self.tr("for the network, encrypted")
        return self.tr("for the network, NOT encrypted")

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self._remote.state.network_url or self._remote.state.urls[0])


class ListenCard(Card):
    """Where the API listens. Leaving this computer is a choice that says what it means."""

    def __init__(self, context: UiContext, remote: RemoteAccess) -> None:
        title = QGuiApplication.translate("ListenCard", "Where it listens")
        super().__init__(context, title, with_headline=False, is_button=False)
        self._remote = remote
        settings = context.settings.settings
        self.enabled = QCheckBox(self.tr("Serve the API"))
        self.enabled.setChecked(settings.api_enabled)
        self.address = ChoiceField()
        self.address.setMinimumContentsLength(30)
        self.port = NumberField()
        self.port.setRange(0, 65535)
        self.port.setSpecialValueText(self.tr("any free port"))
        self.port.setValue(settings.api_port)
        self.insecure = QCheckBox(self.tr("Plain HTTP beyond this computer"))
        self.insecure.setChecked(settings.api_insecure_http)
        self.apply = QPushButton(self.tr("Apply"))
        self.apply.clicked.connect(self._apply)
        form = FormSection()
        form.add_check(self.enabled)
        form.add(self.tr("Address"), self.address)
        form.add(self.tr("Port"), self.port)
        form.add_check(self.insecure, self.tr("Anyone on the network path can read passwords and data."))
        self.body.addWidget(form)
        self.body.addWidget(self.apply, alignment=Qt.AlignmentFlag.AlignLeft)
        self.refresh()

    def refresh(self) -> None:
        """Offer the addresses that there are now; what the user is choosing stays."""
        offered = list(self._remote.interfaces())
        current = self.address.currentData() or self._context.settings.settings.api_bind
        if current not in (address for address, _ in offered):
            offered.append((current, ""))
        if [self.address.itemData(at) for at in range(self.address.count())] == [address for address, _ in offered]:
            return
        self.address.clear()
        for address, interface in offered:
            self.address.addItem(self._label(address, interface), address)
        self.address.setCurrentIndex(self.address.findData(current))

    def _label(self, address: str, interface: str) -> str:
        if address in _LOOPBACK:
            return self.tr("{0} (this computer only)").format(address)
        if address in {"0.0.0.0", "::"}:  # noqa: S104 (shown, not bound)
            return self.tr("{0} (every network)").format(address)
        return f"{address} ({interface})" if interface else address

    def _apply(self) -> None:
        bind = str(self.address.currentData())
        insecure = self.insecure.isChecked()
        if self.enabled.isChecked() and bind not in _LOOPBACK and not self._is_agreed(insecure=insecure):
            return
        try:
            self._remote.apply(self.enabled.isChecked(), bind, self.port.value(), insecure)
        except ValueError as error:
            QMessageBox.warning(self, self.tr("Remote access"), str(error))

    def _is_agreed(self, *, insecure: bool) -> bool:
        question = self.tr("The API will answer computers on the network. They still need an account or a token.")
        if insecure:
            question += "\n\n" + self.tr("Without encryption, anyone on the network path can read passwords and data.")
        return is_agreed(self, self.tr("Open the API to the network?"), question)
