"""ProcessToolbar: search, tree or list, scopes, and what can be done to the selected processes."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QAction, QResizeEvent
from PySide6.QtWidgets import (
    QButtonGroup,
    QHBoxLayout,
    QMenu,
    QPushButton,
    QSizePolicy,
    QToolButton,
    QWidget,
)

from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.models.process_order import Scope
from hertzmon_gui.ui.pages.processes.search import SearchField
from hertzmon_gui.ui.widgets.icons import icon

_GAP = 8


class ProcessToolbar(QWidget):
    """The row above the table; where it has no room for all buttons, the last ones move into its menu."""

    tree_chosen = Signal(bool)
    scope_chosen = Signal(str)

    def __init__(self, context: UiContext, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._context = context
        self.search = SearchField()
        self.search.setPlaceholderText(self.tr("Search name, PID, user, command"))
        self.search.setAccessibleName(self.tr("Search processes"))
        self.search.setClearButtonEnabled(True)
        self.search.setToolTip(self.tr("Ctrl+F, F3, or just type"))
        self.search.setMinimumWidth(110)
        self.search.setMaximumWidth(320)
        self._layouts = QButtonGroup(self)
        self._scopes = QButtonGroup(self)
        self.tree = _segment(self._layouts, self.tr("Tree"), "first", self.tr("Children below their parents"))
        self.list = _segment(self._layouts, self.tr("List"), "last", self.tr("Every process on its own"))
        self.scopes = {
            Scope.ALL: _segment(self._scopes, self.tr("All"), "first", self.tr("Every process")),
            Scope.MINE: _segment(self._scopes, self.tr("Mine"), "middle", self.tr("Processes of your user")),
            Scope.ACTIVE: _segment(
                self._scopes, self.tr("Active"), "last", self.tr("Processes that did something in the last seconds")
            ),
        }
        self.details = QPushButton(self.tr("Details"))
        self.details.setProperty("segment", "only")
        self.details.setCheckable(True)
        self.details.setToolTip(self.tr("Show the selected process below the table"))
        self.end = QPushButton(self.tr("End process"))
        self.end.setToolTip(self.tr("Ask the selected processes to close (Delete)"))
        self.more = QToolButton()
        self.more.setToolTip(self.tr("More"))
        self.more.setAccessibleName(self.tr("More"))
        self.more.setPopupMode(QToolButton.ToolButtonPopupMode.InstantPopup)
        self.more_menu = QMenu(self)
        self.more.setMenu(self.more_menu)
        self._movable = {
            button: _entry(self.more_menu, button.text(), button.click) for button in (self.details, self.end)
        }
        self._movable[self.details].setCheckable(True)
        self.more_menu.addSeparator()
        self.more_menu.aboutToShow.connect(self._match_menu)
        self.export = _entry(self.more_menu, self.tr("Save table as CSV…"))
        self.copy = _entry(self.more_menu, self.tr("Copy selected rows"))
        self.more_menu.addSeparator()
        self.expand = _entry(self.more_menu, self.tr("Expand all"))
        self.collapse = _entry(self.more_menu, self.tr("Collapse all"))
        self.more_menu.addSeparator()
        self.sort_menu = self.more_menu.addMenu(self.tr("Sort by"))
        self.columns = _entry(self.more_menu, self.tr("Columns…"))
        layout = QHBoxLayout(self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(_GAP)
        layout.addWidget(self.search, 8)
        layout.addLayout(_side_by_side(self.tree, self.list))
        layout.addLayout(_side_by_side(*self.scopes.values()))
        layout.addStretch(1)
        layout.addWidget(self.details)
        layout.addWidget(self.end)
        layout.addWidget(self.more)
        for button in (self.tree, self.list, *self.scopes.values(), self.details, self.end):
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click leaves the keyboard to the page
        self._layouts.buttonClicked.connect(lambda button: self.tree_chosen.emit(button is self.tree))
        for scope, button in self.scopes.items():
            button.clicked.connect(lambda _checked=False, which=scope: self.scope_chosen.emit(which.value))
        context.theme_changed.connect(self._apply_theme)
        self._apply_theme()

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Move buttons into the menu, or back."""
        super().resizeEvent(event)
        self._fit()

    def _fit(self) -> None:
        """Keep as many of the movable buttons as there is room for beside the others."""
        fixed = [self.tree, self.list, *self.scopes.values(), self.more]
        room = self.width() - sum(button.sizeHint().width() for button in fixed) - self.search.minimumWidth() - 5 * _GAP
        for button in reversed(self._movable):
            room -= button.sizeHint().width() + _GAP
            button.setHidden(room < 0)

    def _match_menu(self) -> None:
        for button, action in self._movable.items():
            action.setVisible(button.isHidden())
            action.setText(button.text())
            action.setEnabled(button.isEnabled())
            action.setChecked(button.isChecked())

    def _apply_theme(self) -> None:
        self.more.setIcon(icon("more", self._context.theme.text))


def _segment(group: QButtonGroup, text: str, place: str, tip: str) -> QPushButton:
    button = QPushButton(text)
    button.setProperty("segment", place)
    button.setCheckable(True)
    button.setToolTip(tip)
    button.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
    group.addButton(button)
    return button


def _side_by_side(*buttons: QPushButton) -> QHBoxLayout:
    layout = QHBoxLayout()
    layout.setSpacing(0)
    for button in buttons:
        layout.addWidget(button)
    return layout


def _entry(menu: QMenu, text: str, run: Callable[[], object] | None = None) -> QAction:
    action = menu.addAction(text)
    if run is not None:
        action.triggered.connect(lambda _checked=False: run())
    return action
