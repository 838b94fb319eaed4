"""AboutDialog: what HertzMon is, its versions, how its probes fare, and all of it as text for a bug report."""

from __future__ import annotations

import platform
from importlib import metadata

from PySide6.QtCore import QLibraryInfo, Qt, QTimer, QUrl
from PySide6.QtGui import QDesktopServices, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QVBoxLayout,
    QWidget,
)

from hertzmon_gui import __version__
from hertzmon_gui.model.snapshot import ProbeState, ProbeStatus, Snapshot
from hertzmon_gui.settings.paths import resource
from hertzmon_gui.ui import fonts
from hertzmon_gui.ui import format as text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.probe_details import translated
from hertzmon_gui.ui.probe_state import awaited_reason
from hertzmon_gui.ui.style import MARGIN
from hertzmon_gui.ui.widgets.card import Card
from hertzmon_gui.ui.widgets.facts import Facts
from hertzmon_gui.ui.widgets.icons import application_icon
from hertzmon_gui.ui.widgets.plain_rows import PlainRows

PACKAGES = ("PySide6-Essentials", "pyqtgraph", "numpy", "msgspec", "psutil", "nvidia-ml-py", "flask", "cheroot")
_REFRESH_MS = 1000


class AboutDialog(QDialog):
    """Live while it is open; the timer dies with it."""

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setWindowTitle(self.tr("About and diagnostics"))
        content = QWidget()
        content.setObjectName("scrolled")
        column = QVBoxLayout(content)
        column.setContentsMargins(0, 0, 4, 0)
        column.setSpacing(12)
        versions = Card(context, self.tr("Versions"), with_headline=False, is_button=False)
        self._versions = Facts(context, columns=2)
        versions.body.addWidget(self._versions)
        own = Card(context, self.tr("HertzMon itself"), with_headline=False, is_button=False)
        self._own = Facts(context, columns=2)
        own.body.addWidget(self._own)
        probes = Card(context, self.tr("Probes"), with_headline=False, is_button=False)
        self.probes = PlainRows(
            context,
            (
                (self.tr("Probe"), 1.4),
                (self.tr("State"), 2.2),
                (self.tr("Took"), 1),
                (self.tr("Age"), 1),
                (self.tr("Detail"), 2.6),
            ),
            texts=frozenset({0, 1, 4}),
        )
        probes.body.addWidget(self.probes)
        for card in (versions, own, probes):
            column.addWidget(card)
        column.addStretch(1)
        area = QScrollArea()
        area.setWidgetResizable(True)
        area.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        area.setWidget(content)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        copy = QPushButton(self.tr("Copy as text"))
        copy.setAutoDefault(False)
        copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.as_text()))
        buttons.addButton(copy, QDialogButtonBox.ButtonRole.ActionRole)
        licences = QPushButton(self.tr("Licences"))
        licences.setAutoDefault(False)
        licences.clicked.connect(lambda: QDesktopServices.openUrl(QUrl.fromLocalFile(str(resource("licences")))))
        buttons.addButton(licences, QDialogButtonBox.ButtonRole.ActionRole)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(MARGIN, MARGIN, MARGIN, 12)
        whole.setSpacing(12)
        whole.addLayout(self._heading())
        whole.addWidget(area, 1)
        whole.addWidget(buttons)
        self.resize(680, 640)
        self._timer = QTimer(self)
        self._timer.timeout.connect(self._refresh)
        self._timer.start(_REFRESH_MS)
        absent = self.tr("This package is not installed; HertzMon does without it.")
        self._versions.set_facts(_versions(), dict.fromkeys(PACKAGES, absent))
        self._refresh()

    def as_text(self) -> str:
        """Everything that is shown, as plain text."""
        lines = [f"HertzMon {__version__}", ""]
        for facts in (self._versions.facts, self._own.facts):
            lines += [f"{name}: {value}" for name, value in facts]
            lines.append("")
        lines += ["\t".join(cell for cell in row if cell) for row in self.probes.rows]
        return "\n".join(lines) + "\n"

    def _heading(self) -> QHBoxLayout:
        picture = QLabel()
        picture.setPixmap(application_icon().pixmap(48, 48))
        name = QLabel(f"HertzMon {__version__}")
        name.setFont(fonts.headline())
        line = QLabel(self.tr("A desktop system monitor with a local API. MIT licence."))
        line.setProperty("tone", "dim")
        words = QVBoxLayout()
        words.setSpacing(2)
        words.addWidget(name)
        words.addWidget(line)
        row = QHBoxLayout()
        row.setSpacing(14)
        row.addWidget(picture)
        row.addLayout(words, 1)
        return row

    def _refresh(self) -> None:
        latest = self._context.source.bus.latest
        if latest is None:
            return
        facts = self._own_facts(latest)
        # Of two readings its share is made; nothing else keeps HertzMon from reading itself.
        self._own.set_facts(facts, dict.fromkeys((name for name, _ in facts), awaited_reason()))
        self.probes.set_rows([self._probe_row(status) for status in latest.probes])

    def _own_facts(self, snapshot: Snapshot) -> list[tuple[str, str]]:
        own = snapshot.own
        facts = [
            (self.tr("CPU of one core"), text.percent(own.cpu_percent if own else None, 1)),
            (self.tr("Memory"), self._context.format.memory(own.memory_bytes if own else None)),
            (self.tr("Time per scan"), text.milliseconds(own.tick_ms if own else None)),
            (self.tr("Threads"), text.count(own.threads if own else None)),
        ]
        if self._context.directory is not None:
            facts.append((self.tr("Data folder"), str(self._context.directory.path)))
        return facts

    def _probe_row(self, status: ProbeStatus) -> tuple[str, ...]:
        states = {
            ProbeState.OK: self.tr("fine"),
            ProbeState.NO_DATA: self.tr("not on this machine"),
            ProbeState.FAILED: self.tr("failed"),
            ProbeState.STALE: self.tr("overdue"),
            ProbeState.IDLE: self.tr("not wanted now"),
        }
        took = "" if status.duration_ms is None else text.milliseconds(status.duration_ms)
        age = "" if status.age_seconds is None else text.duration(status.age_seconds)
        return (status.name, states[status.state], took, age, translated(status.detail or ""))


def _versions() -> list[tuple[str, str]]:
    facts = [("Python", platform.python_version()), ("Qt", QLibraryInfo.version().toString())]
    for package in PACKAGES:
        try:
            facts.append((package, metadata.version(package)))
        except metadata.PackageNotFoundError:
            facts.append((package, text.unknown()))
    facts.append((platform.system(), platform.release()))
    return facts
