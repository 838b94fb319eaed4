"""ProcessAffinityDialog: on which CPUs a process may run."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hertzmon_gui.model.actions import ProcessControl, ProcessDetails
from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui.futures import FutureWaiter
from hertzmon_gui.ui.hidden_characters import without_hidden_characters

_COLUMNS = 4


class ProcessAffinityDialog(QDialog):
    """One box for each CPU of the machine; with none ticked it cannot be accepted.

    The boxes show what the first of `targets` has, once the source has told.
    """

    def __init__(
        self,
        targets: Sequence[Process],
        cpus: Sequence[int],
        control: ProcessControl,
        parent: QWidget | None = None,
    ) -> None:
        super().__init__(parent)
        self.targets = tuple(targets)
        self.setWindowTitle(self.tr("CPU affinity"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        first = self.targets[0]
        who = QLabel(
            f"{without_hidden_characters(first.identity.name)} ({first.identity.pid})"
            if len(self.targets) == 1
            else self.tr("%n process(es)", "", len(self.targets))
        )
        who.setTextFormat(Qt.TextFormat.PlainText)
        self.state = QLabel(self.tr("Reading…"))
        self.state.setProperty("tone", "dim")
        self.state.setWordWrap(True)
        self.boxes = {cpu: QCheckBox(self.tr("CPU {0}").format(cpu)) for cpu in cpus}
        content = QWidget()
        content.setObjectName("scrolled")
        grid = QGridLayout(content)
        for place, box in enumerate(self.boxes.values()):
            box.setEnabled(False)
            box.toggled.connect(self._check)
            grid.addWidget(box, place // _COLUMNS, place % _COLUMNS)
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        everything = QPushButton(self.tr("All"))
        everything.clicked.connect(lambda: self._tick(frozenset(self.boxes)))
        nothing = QPushButton(self.tr("None"))
        nothing.clicked.connect(lambda: self._tick(frozenset()))
        choices = QHBoxLayout()
        choices.addWidget(everything)
        choices.addWidget(nothing)
        choices.addStretch(1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Cancel)
        self.apply = buttons.addButton(self.tr("Set affinity"), QDialogButtonBox.ButtonRole.AcceptRole)
        self.apply.setProperty("kind", "primary")
        self.apply.setEnabled(False)
        buttons.button(QDialogButtonBox.StandardButton.Cancel).setIcon(QIcon())
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.addWidget(who)
        layout.addWidget(self.state)
        layout.addWidget(area, 1)
        layout.addLayout(choices)
        layout.addWidget(buttons)
        self._waiter = FutureWaiter(self)
        self._waiter.wait(control.details(first.identity.key), self._show, self._fail)

    @property
    def value(self) -> tuple[int, ...]:
        """The CPUs that are ticked."""
        return tuple(cpu for cpu, box in self.boxes.items() if box.isChecked())

    def _show(self, details: ProcessDetails | None) -> None:
        if details is None:
            self.state.setText(self.tr("This process has ended."))
            return
        self.state.setText(
            self.tr("The process may run on the CPUs that are ticked.")
            if details.affinity is not None
            else self.tr("The system does not tell on which CPUs it may run now.")
        )
        for box in self.boxes.values():
            box.setEnabled(True)
        self._tick(frozenset(details.affinity if details.affinity is not None else self.boxes))
        self._check()

    def _fail(self, error: str) -> None:
        self.state.setText(self.tr("The process could not be read: {0}").format(without_hidden_characters(error)))

    def _tick(self, cpus: frozenset[int]) -> None:
        for cpu, box in self.boxes.items():
            if box.isEnabled():
                box.setChecked(cpu in cpus)

    def _check(self) -> None:
        self.apply.setEnabled(bool(self.value) and any(box.isEnabled() for box in self.boxes.values()))
