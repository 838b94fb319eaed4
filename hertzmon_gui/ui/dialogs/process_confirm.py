"""ProcessConfirmDialog: asks before a process is ended, and names what would be ended."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QIcon
from PySide6.QtWidgets import QDialog, QDialogButtonBox, QLabel, QScrollArea, QVBoxLayout, QWidget

from hertzmon_gui.model.actions import ProcessAction
from hertzmon_gui.model.snapshot import Process
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui.hidden_characters import without_hidden_characters

_MOST_NAMED = 6
_MOST_CHARACTERS = 300
_WIDTH = 460


class ProcessConfirmDialog(QDialog):
    """Accepted only by the button that says what it does; Return cancels until one goes to that button, Esc always.

    It holds the processes that were chosen when it opened: whatever the table does meanwhile, it stands for these.
    `refused` are chosen ones that are left alone; where there are no others, the button cannot be pressed.
    """

    def __init__(
        self,
        action: ProcessAction,
        targets: Sequence[Process],
        children: Sequence[Process],
        parent: QWidget | None = None,
        *,
        refused: Sequence[Process] = (),
    ) -> None:
        super().__init__(parent)
        self.action = action
        self.targets = tuple(targets)
        self._named = self.targets or tuple(refused)
        self.setWindowTitle(self.tr("HertzMon"))
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setMinimumWidth(_WIDTH)
        question = _plain(self._question())
        question.setFont(fonts.sized(1.15, fonts.strong().weight()))
        consequence = _plain(self._consequence())
        consequence.setProperty("tone", "dim")
        buttons = QDialogButtonBox()
        self.cancel = buttons.addButton(QDialogButtonBox.StandardButton.Cancel)
        self.cancel.setIcon(QIcon())  # some desktops put one there, in a style of its own
        self.proceed = buttons.addButton(self._verb(), QDialogButtonBox.ButtonRole.AcceptRole)
        self.proceed.setProperty("kind", "danger")
        self.proceed.setEnabled(bool(self.targets))
        self.cancel.setDefault(True)
        buttons.accepted.connect(self.accept)
        buttons.rejected.connect(self.reject)
        layout = QVBoxLayout(self)
        layout.setContentsMargins(20, 18, 20, 16)
        layout.setSpacing(10)
        layout.addWidget(question)
        layout.addWidget(consequence)
        layout.addWidget(self._list_of_targets(), 1)
        if refused:
            warning = _plain(self._refused(refused))
            warning.setProperty("tone", "warning")
            layout.addWidget(warning)
        if children:
            layout.addWidget(_plain(self._children(children)))
        layout.addSpacing(4)
        layout.addWidget(buttons)
        # Texts that break into lines tell their height only for a width.
        self.resize(_WIDTH, layout.totalHeightForWidth(_WIDTH))
        self.cancel.setFocus()

    def texts(self) -> list[str]:
        """Every sentence that is shown."""
        return [label.text() for label in self.findChildren(QLabel)]

    def _question(self) -> str:
        name = without_hidden_characters(self._named[0].identity.name)
        count = len(self._named)
        if self.action is ProcessAction.KILL_TREE:
            return (
                self.tr("Kill {0} and everything it started?").format(name)
                if count == 1
                else self.tr("Kill %n process(es) and everything they started?", "", count)
            )
        if self.action is ProcessAction.KILL:
            return self.tr("Kill {0}?").format(name) if count == 1 else self.tr("Kill %n process(es)?", "", count)
        return self.tr("End {0}?").format(name) if count == 1 else self.tr("End %n process(es)?", "", count)

    def _consequence(self) -> str:
        if self.action is ProcessAction.TERMINATE:
            return self.tr("The program is asked to close. It may ask back, or lose work that is not saved.")
        return self.tr("It is stopped at once and cannot save anything first.")

    def _verb(self) -> str:
        if self.action is ProcessAction.TERMINATE:
            return self.tr("End")
        return self.tr("Kill all") if self.action is ProcessAction.KILL_TREE else self.tr("Kill")

    def _refused(self, refused: Sequence[Process]) -> str:
        return self.tr("Protected, and left alone: {0}. HertzMon itself, or the system, would end with it.").format(
            _names(refused)
        )

    def _children(self, children: Sequence[Process]) -> str:
        if self.action is ProcessAction.KILL_TREE:
            return self.tr("%n child process(es) will be killed too:", "", len(children)) + f" {_names(children)}"
        return self.tr("%n child process(es) may go on running, or close too:", "", len(children)) + (
            f" {_names(children)}"
        )

    def _list_of_targets(self) -> QWidget:
        content = QWidget()
        content.setObjectName("scrolled")
        lines = QVBoxLayout(content)
        lines.setContentsMargins(0, 0, 0, 0)
        lines.setSpacing(2)
        mono = QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont)
        for target in self._named:
            identity = target.identity
            user = without_hidden_characters(identity.username or self.tr("unknown user"))
            facts = _plain(
                self.tr("{0} · PID {1} · {2}").format(without_hidden_characters(identity.name), identity.pid, user)
            )
            lines.addWidget(facts)
            command = without_hidden_characters(" ".join(identity.command_line))
            if command:
                label = _plain(command if len(command) <= _MOST_CHARACTERS else f"{command[:_MOST_CHARACTERS]}…")
                label.setFont(mono)
                label.setProperty("tone", "dim")
                lines.addWidget(label)
            lines.addSpacing(4)
        lines.addStretch(1)
        if len(self._named) <= 3:
            return content
        area = QScrollArea()
        area.setWidget(content)
        area.setWidgetResizable(True)
        area.setMinimumHeight(180)
        return area


def _names(processes: Sequence[Process]) -> str:
    names = ", ".join(
        f"{without_hidden_characters(one.identity.name)} ({one.identity.pid})" for one in processes[:_MOST_NAMED]
    )
    return f"{names} …" if len(processes) > _MOST_NAMED else names


def _plain(text: str) -> QLabel:
    """A label that takes nothing for markup: names and commands are chosen by others."""
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    return label
