"""ProcessActions: what can be done to processes, from the menu to the sentence that says why it was refused."""

from __future__ import annotations

import sys
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QUrl
from PySide6.QtGui import QDesktopServices, QKeySequence
from PySide6.QtWidgets import QDialog, QMenu, QWidget

from hertzmon_gui.model.actions import ActionOutcome, ProcessAction
from hertzmon_gui.model.snapshot import Process, ProcessKey, ProcessState
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.dialogs.process_affinity import ProcessAffinityDialog
from hertzmon_gui.ui.dialogs.process_confirm import ProcessConfirmDialog
from hertzmon_gui.ui.dialogs.process_priority import ProcessPriorityDialog
from hertzmon_gui.ui.dialogs.process_properties import ProcessPropertiesDialog
from hertzmon_gui.ui.futures import FutureWaiter
from hertzmon_gui.ui.models.process_order import descendants, lineage
from hertzmon_gui.ui.models.process_table import ProcessTable
from hertzmon_gui.ui.pages.processes.texts import summary_sentence, title_of
from hertzmon_gui.ui.widgets.notice import NoticeBar

# A program that was asked to close and is still there after this long may be killed.
_PATIENCE_SECONDS = 5.0

Targets = Sequence[Process]


class ProcessActions(QObject):
    """Every action takes the processes that were chosen when it began, and names them by `(pid, start)` to the source.

    The source verifies each pair at the moment of acting; what it refuses is told in a sentence.
    """

    def __init__(self, context: UiContext, table: ProcessTable, notice: NoticeBar, window: QWidget) -> None:
        super().__init__(window)
        self._context = context
        self._table = table
        self._notice = notice
        self._window = window
        self._waiter = FutureWaiter(self)
        self._asked_to_end: dict[ProcessKey, tuple[float, Process]] = {}
        self._stubborn: list[Process] = []
        self._sentence_on_stubborn = ""
        self._properties: dict[ProcessKey, ProcessPropertiesDialog] = {}

    @property
    def is_possible(self) -> bool:
        """Whether this source acts on processes at all."""
        return self._context.source.capabilities.process_actions and self._context.source.process_control is not None

    def end(self, targets: Targets) -> None:
        """Ask, then ask the programs to close; kill is offered for those that do not."""
        self._confirm(ProcessAction.TERMINATE, targets)

    def kill(self, targets: Targets) -> None:
        """Ask, then end at once."""
        self._confirm(ProcessAction.KILL, targets)

    def end_tree(self, targets: Targets) -> None:
        """Ask, then end the processes and all below them at once."""
        self._confirm(ProcessAction.KILL_TREE, targets)

    def suspend(self, targets: Targets) -> None:
        """Stop for a while."""
        self._act(ProcessAction.SUSPEND, targets)

    def resume(self, targets: Targets) -> None:
        """Let suspended processes go on."""
        self._act(ProcessAction.RESUME, targets)

    def set_priority(self, targets: Targets) -> None:
        """Ask for a priority and set it."""
        if targets and self.is_possible:
            dialog = ProcessPriorityDialog(targets, self._window)
            self._open(dialog, lambda: self._act(ProcessAction.SET_PRIORITY, dialog.targets, dialog.value))

    def set_affinity(self, targets: Targets) -> None:
        """Ask for CPUs and set them."""
        control = self._context.source.process_control
        latest = self._context.source.bus.latest
        if targets and self.is_possible and control is not None and latest is not None and latest.cpu is not None:
            cpus = [core.index for core in latest.cpu.cores]
            dialog = ProcessAffinityDialog(targets, cpus, control, self._window)
            self._open(dialog, lambda: self._act(ProcessAction.SET_AFFINITY, dialog.targets, dialog.value))

    def open_location(self, targets: Targets) -> None:
        """Show the program's folder in the file manager."""
        executable = targets[0].identity.executable if targets else None
        folder = Path(executable).parent if executable else None
        if folder is None or not folder.is_dir():
            self._notice.tell(self.tr("The system does not tell where this program's file is."))
        elif not QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder))):
            self._notice.tell(self.tr("No file manager opened {0}.").format(folder))

    def properties(self, targets: Targets) -> None:
        """Show all about the first of the processes; its dialog comes to the front when it is open already."""
        if not targets:
            return
        process = targets[0]
        known = self._properties.get(process.identity.key)
        if known is not None:
            known.raise_()
            known.activateWindow()
        else:
            self._open_properties(process, self._table.parent_of(process))

    def continue_from(self, other: ProcessActions) -> None:
        """Open what is open there, and go on waiting for those that were asked to close."""
        self._asked_to_end = other._asked_to_end
        for dialog in list(other._properties.values()):
            self._open_properties(dialog.process, dialog.parent_process).continue_from(dialog)
            dialog.close()

    def menu(self, targets: Targets, copy: Callable[[], None], parent: QWidget) -> QMenu:
        """What can be done to `targets`, with its keys; the caller opens and deletes it."""
        menu = QMenu(parent)
        possible = self.is_possible and bool(targets)
        suspended = {ProcessState.STOPPED, ProcessState.SUSPENDED}

        def add(text: str, do: Callable[[], None], key: str = "", *, enabled: bool = True) -> None:
            action = menu.addAction(text, do)
            action.setEnabled(enabled)
            if key:
                action.setShortcut(QKeySequence(key))
                action.setShortcutVisibleInContextMenu(True)

        add(self.tr("End process"), lambda: self.end(targets), "Del", enabled=possible)
        add(self.tr("Kill process"), lambda: self.kill(targets), "Shift+Del", enabled=possible)
        add(self.tr("Kill process tree"), lambda: self.end_tree(targets), enabled=possible)
        menu.addSeparator()
        any_running = any(process.state not in suspended for process in targets)
        any_suspended = any(process.state in suspended for process in targets)
        add(self.tr("Suspend"), lambda: self.suspend(targets), enabled=possible and any_running)
        add(self.tr("Resume"), lambda: self.resume(targets), enabled=possible and any_suspended)
        add(self.tr("Priority…"), lambda: self.set_priority(targets), enabled=possible)
        if sys.platform != "darwin":  # macOS has no affinity
            add(self.tr("CPU affinity…"), lambda: self.set_affinity(targets), enabled=possible)
        menu.addSeparator()
        has_file = bool(targets) and bool(targets[0].identity.executable)
        is_local = self._context.source.capabilities.local
        add(self.tr("Open file location"), lambda: self.open_location(targets), enabled=is_local and has_file)
        add(self.tr("Copy"), copy, "Ctrl+C", enabled=bool(targets))
        menu.addSeparator()
        add(self.tr("Properties"), lambda: self.properties(targets), "Alt+Return", enabled=bool(targets))
        return menu

    def on_second(self, now: float) -> None:
        """Bring open dialogs up to date, and offer to kill what did not end; `now` is the snapshot's monotonic time."""
        for key, dialog in self._properties.items():
            dialog.update_process(self._table.live(key))
            dialog.on_second()
        newly_stubborn = []
        for key, (asked, process) in list(self._asked_to_end.items()):
            if now - asked >= _PATIENCE_SECONDS:
                del self._asked_to_end[key]
                newly_stubborn.append(process)
        self._tell_of_stubborn(newly_stubborn)

    def on_hidden_second(self) -> None:
        """Go on with the open dialogs: they stay open over another page."""
        for dialog in self._properties.values():
            dialog.on_second()

    def _tell_of_stubborn(self, newly: Targets) -> None:
        """Say which processes did not close when they were asked to, and no more of those that have ended since."""
        if self._notice.sentence != self._sentence_on_stubborn:  # dismissed, or something else was said meanwhile
            self._stubborn = []
        running = [one for one in (*self._stubborn, *newly) if self._table.live(one.identity.key) is not None]
        if running == self._stubborn:
            return
        self._stubborn = running
        if not running:
            self._notice.hide()
            return
        self._sentence_on_stubborn = (
            self.tr("{0} was asked to close but is still running.").format(title_of(running[0]))
            if len(running) == 1
            else self.tr("%n process(es) were asked to close but are still running.", "", len(running))
        )
        self._notice.tell(self._sentence_on_stubborn, (self.tr("Kill…"), lambda: self.kill(running)))

    def _confirm(self, action: ProcessAction, targets: Targets) -> None:
        control = self._context.source.process_control
        if not targets or not self.is_possible or control is None:
            return
        living = self._table.living()
        pids = frozenset(one.identity.pid for one in (*living, *targets) if control.is_protected(one.identity.pid))
        # A tree is refused as a whole when one within it is protected.
        spared = lineage(living, pids) if action is ProcessAction.KILL_TREE else frozenset()

        def is_refused(one: Process) -> bool:
            return one.identity.key in spared or one.identity.pid in pids

        refused = [one for one in targets if is_refused(one)]
        chosen = [one for one in targets if not is_refused(one)]
        below = descendants(living, frozenset(one.identity.key for one in chosen))
        dialog = ProcessConfirmDialog(action, chosen, below, self._window, refused=refused)
        self._open(dialog, lambda: self._act(action, dialog.targets))

    def _open_properties(self, process: Process, parent: Process | None) -> ProcessPropertiesDialog:
        control, formatter = self._context.source.process_control, self._context.format
        dialog = ProcessPropertiesDialog(process, parent, control, formatter, self._window)
        key = process.identity.key
        self._properties[key] = dialog
        dialog.finished.connect(lambda _result: self._properties.pop(key, None))
        dialog.show()
        return dialog

    def _open(self, dialog: QDialog, accepted: Callable[[], None]) -> None:
        dialog.accepted.connect(accepted)
        dialog.open()

    def _act(self, action: ProcessAction, targets: Targets, value: int | Sequence[int] | None = None) -> None:
        control = self._context.source.process_control
        if control is None or not targets:
            return
        self._notice.hide()  # what it says is of an earlier action
        chosen = {process.identity.key: process for process in targets}
        # Ending a tree also tells of those below.
        processes = {process.identity.key: process for process in self._table.living()} | chosen
        self._waiter.wait(
            control.act(action, list(chosen), value),
            lambda outcomes: self._report(action, outcomes, processes),
            lambda error: self._notice.tell(self.tr("The action failed: {0}").format(error)),
        )

    def _report(
        self, action: ProcessAction, outcomes: Sequence[ActionOutcome], processes: dict[ProcessKey, Process]
    ) -> None:
        sentence = summary_sentence(action, outcomes, processes)
        if sentence:
            self._notice.tell(sentence)
        latest = self._context.source.bus.latest
        if action is ProcessAction.TERMINATE and latest is not None:
            for outcome in outcomes:
                if outcome.done and outcome.key in processes:
                    self._asked_to_end[outcome.key] = (latest.monotonic_time, processes[outcome.key])
        self._context.source.refresh_now()
