"""SettingsDialog: what a person can choose; every change applies at once."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QDialog,
    QDialogButtonBox,
    QHBoxLayout,
    QMessageBox,
    QSystemTrayIcon,
    QVBoxLayout,
    QWidget,
)

from hertzmon_gui.settings.login_item import LoginItem, login_item, start_command
from hertzmon_gui.settings.paths import default_data_directory
from hertzmon_gui.settings.schema import UPDATE_INTERVALS
from hertzmon_gui.ui.charts.menu import WINDOWS, window_text
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.format import interval
from hertzmon_gui.ui.pages.catalogue import entries
from hertzmon_gui.ui.widgets.fields import ChoiceField
from hertzmon_gui.ui.widgets.form import FormSection


class SettingsDialog(QDialog):
    """Two columns of sections. Closing is all there is to do: nothing waits to be applied."""

    def __init__(self, context: UiContext, parent: QWidget | None = None, item: LoginItem | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self._login_item = item or login_item()
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self.setObjectName("settings")
        self.setWindowTitle(self.tr("Settings"))
        left = QVBoxLayout()
        left.setSpacing(20)
        right = QVBoxLayout()
        right.setSpacing(20)
        left.addWidget(self._look())
        left.addWidget(self._measuring())
        left.addStretch(1)
        right.addWidget(self._units())
        right.addWidget(self._start())
        right.addStretch(1)
        columns = QHBoxLayout()
        columns.setSpacing(36)
        columns.addLayout(left, 1)
        columns.addLayout(right, 1)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.close)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(24, 20, 24, 16)
        whole.setSpacing(18)
        whole.addLayout(columns)
        whole.addWidget(buttons)
        # Not the first choice, which a turn of the wheel over it would change.
        buttons.button(QDialogButtonBox.StandardButton.Close).setFocus()

    def _look(self) -> FormSection:
        section = FormSection(self.tr("Look"))
        themes = (("system", self.tr("As the system")), ("light", self.tr("Light")), ("dark", self.tr("Dark")))
        section.add(self.tr("Theme"), self._choice("theme", themes))
        languages = (("system", self.tr("As the system")), ("en", "English"), ("zh_CN", "简体中文"))
        section.add(self.tr("Language"), self._choice("language", languages))
        pages = [(entry.page_id, entry.title) for entry in entries()]
        section.add(self.tr("Start page"), self._choice("start_page", (*pages, ("last", self.tr("The last one")))))
        return section

    def _measuring(self) -> FormSection:
        section = FormSection(self.tr("Measuring"))
        speeds = [(seconds, interval(seconds)) for seconds in UPDATE_INTERVALS]
        current = self._context.settings.settings.interval_seconds
        if current not in UPDATE_INTERVALS:
            speeds.append((current, interval(current)))
        section.add(self.tr("Update every"), self._choice("interval_seconds", speeds))
        windows = [(seconds, window_text(seconds)) for seconds in WINDOWS]
        section.add(self.tr("Charts show the last"), self._choice("chart_seconds", windows))
        shares = (("core", self.tr("100 % is one core")), ("machine", self.tr("100 % is the machine")))
        section.add(self.tr("CPU of a process"), self._choice("process_cpu", shares))
        return section

    def _units(self) -> FormSection:
        section = FormSection(self.tr("Units"))
        bytes_units = (("iec", self.tr("KiB, MiB, GiB (1024)")), ("si", self.tr("kB, MB, GB (1000)")))
        section.add(self.tr("Memory"), self._choice("memory_units", bytes_units))
        section.add(self.tr("Disks"), self._choice("disk_units", bytes_units))
        network = (("bits", self.tr("Bits per second")), ("bytes", self.tr("Bytes per second")))
        section.add(self.tr("Network"), self._choice("network_units", network))
        degrees = (("celsius", "°C"), ("fahrenheit", "°F"))
        section.add(self.tr("Temperature"), self._choice("temperature_unit", degrees))
        return section

    def _start(self) -> FormSection:
        section = FormSection(self.tr("Start and end"))
        section.add_check(self._check("start_minimised", self.tr("Start minimised")))
        tray = self._check("close_to_tray", self.tr("Keep running in the tray when closed"))
        has_tray = QSystemTrayIcon.isSystemTrayAvailable()
        tray.setEnabled(has_tray)
        section.add_check(tray, "" if has_tray else self.tr("This desktop has no tray."))
        self.at_login = QCheckBox(self.tr("Start at login"))
        self.at_login.setChecked(self._login_item.is_set())
        self.at_login.toggled.connect(self._set_login)
        section.add_check(self.at_login)
        return section

    def _choice(self, name: str, choices: Sequence[tuple[object, str]]) -> ChoiceField:
        box = ChoiceField()
        box.setObjectName(name)
        # All as wide as each other, whatever they hold.
        box.setSizeAdjustPolicy(ChoiceField.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
        box.setMinimumContentsLength(17)
        for value, label in choices:
            box.addItem(label, value)
        current = getattr(self._context.settings.settings, name)
        box.setCurrentIndex(next((at for at, (value, _) in enumerate(choices) if value == current), 0))
        box.activated.connect(lambda _index: self._context.settings.change(**{name: box.currentData()}))
        return box

    def _check(self, name: str, label: str) -> QCheckBox:
        box = QCheckBox(label)
        box.setObjectName(name)
        box.setChecked(getattr(self._context.settings.settings, name))
        box.toggled.connect(lambda checked: self._context.settings.change(**{name: checked}))
        return box

    def _set_login(self, wanted: bool) -> None:
        try:
            if wanted:
                directory = self._context.directory
                usual = directory is None or directory.path == default_data_directory().absolute()
                self._login_item.set(start_command(None if usual or directory is None else directory.path))
            else:
                self._login_item.clear()
        except OSError as error:
            reason = error.strerror or str(error)
            sentence = self.tr("The system refused to change what starts at login: {0}").format(reason)
            QMessageBox.warning(self, self.tr("Start at login"), sentence)
            self.at_login.blockSignals(True)  # noqa: FBT003 (Qt's signature)
            self.at_login.setChecked(not wanted)
            self.at_login.blockSignals(False)  # noqa: FBT003
            return
        self._context.settings.change(start_at_login=wanted)
