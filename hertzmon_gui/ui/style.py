"""How a Theme becomes Qt's palette and style sheet."""

from __future__ import annotations

from string import Template

from PySide6.QtGui import QColor, QPalette

from hertzmon_gui.settings.paths import resource
from hertzmon_gui.ui.theme import Theme

RADIUS = 8
GAP = 12  # between cards
MARGIN = 16  # around a page


def palette(theme: Theme) -> QPalette:
    """The palette that widgets without a rule in the style sheet are drawn with."""
    role = QPalette.ColorRole
    colours = QPalette()
    for which, colour in (
        (role.Window, theme.window),
        (role.WindowText, theme.text),
        (role.Base, theme.surface),
        (role.AlternateBase, theme.raised),
        (role.Text, theme.text),
        (role.Button, theme.raised),
        (role.ButtonText, theme.text),
        (role.BrightText, theme.danger),
        (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text),
        (role.PlaceholderText, theme.dim),
        (role.Highlight, theme.selection),
        (role.HighlightedText, theme.text),
        (role.Link, theme.accent),
        (role.LinkVisited, theme.accent),
        (role.Light, theme.hovered),
        (role.Midlight, theme.line),
        (role.Mid, theme.border),
        (role.Dark, theme.border),
        (role.Shadow, theme.border),
        (role.Accent, theme.accent),
    ):
        colours.setColor(which, QColor(colour))
    for which in (role.WindowText, role.Text, role.ButtonText):
        colours.setColor(QPalette.ColorGroup.Disabled, which, QColor(theme.dim))
    return colours


def style_sheet(theme: Theme) -> str:
    """The rules that make Qt's own widgets flat and calm."""
    icons = resource("icons")
    tone = "dark" if theme.is_dark else "light"
    return _RULES.substitute(
        {name: getattr(theme, name) for name in theme.__struct_fields__},
        radius=RADIUS,
        check=(icons / f"check-{tone}.svg").as_posix(),
        chevron=(icons / f"chevron-down-{tone}.svg").as_posix(),
        chevron_up=(icons / f"chevron-up-{tone}.svg").as_posix(),
        branch_open=(icons / f"branch-open-{tone}.svg").as_posix(),
        branch_closed=(icons / f"branch-closed-{tone}.svg").as_posix(),
    )


_RULES = Template("""
* { outline: none; }
QMainWindow, QDialog { background: $window; }
QToolTip { background: $raised; color: $text; border: 1px solid $border; padding: 4px 6px; }
QLabel[tone="dim"] { color: $dim; }
QLabel[tone="warning"] { color: $warning; }
QLabel[tone="danger"] { color: $danger; }
QLabel[tone="good"] { color: $good; }

QPushButton, QToolButton {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 5px 12px;
}
QPushButton:hover, QToolButton:hover { background: $hovered; }
QPushButton:pressed, QToolButton:pressed { background: $selection; }
QPushButton:focus, QToolButton:focus { border-color: $accent; }
QPushButton:disabled, QToolButton:disabled { color: $dim; background: $window; }
QPushButton:default { border-color: $accent; }
QPushButton[kind="primary"] { background: $accent; color: $on_accent; border-color: $accent; }
QPushButton[kind="primary"]:focus { border-color: $text; }
QPushButton[kind="danger"] { background: $danger; color: $on_danger; border-color: $danger; }
QPushButton[kind="danger"]:focus { border-color: $text; }
QPushButton[kind="primary"]:disabled, QPushButton[kind="danger"]:disabled {
    background: $raised; color: $dim; border-color: $border;
}
QToolButton[kind="plain"] { background: transparent; border-color: transparent; padding: 4px; }
QToolButton[kind="plain"]:hover { background: $hovered; }
QToolButton[kind="plain"]:focus { border-color: $accent; }
QToolButton::menu-indicator { image: none; width: 0; }
QPushButton::menu-indicator { image: url($chevron); subcontrol-position: right center; right: 6px; width: 10px; }

QPushButton[segment="only"], QPushButton[segment="first"], QPushButton[segment="middle"], QPushButton[segment="last"] {
    background: $surface; padding: 5px 13px; border: 1px solid $border; border-radius: 0;
}
QPushButton[segment="middle"], QPushButton[segment="last"] { border-left: none; }
QPushButton[segment="first"] { border-top-left-radius: 6px; border-bottom-left-radius: 6px; }
QPushButton[segment="last"] { border-top-right-radius: 6px; border-bottom-right-radius: 6px; }
QPushButton[segment="only"] { border-radius: 6px; }
QPushButton[segment]:hover { background: $hovered; }
QPushButton[segment]:checked { background: $selection; }
QPushButton[segment]:focus { border: 1px solid $accent; }
QPushButton[segment="middle"]:focus, QPushButton[segment="last"]:focus { padding-left: 12px; }

QLineEdit, QSpinBox, QDoubleSpinBox, QPlainTextEdit, QTextEdit, QTextBrowser {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 4px 8px;
    selection-background-color: $accent; selection-color: $on_accent;
}
QLineEdit:focus, QSpinBox:focus, QDoubleSpinBox:focus, QPlainTextEdit:focus, QTextEdit:focus { border-color: $accent; }
QSpinBox::up-button, QSpinBox::down-button, QDoubleSpinBox::up-button, QDoubleSpinBox::down-button {
    background: transparent; border: none; width: 16px;
}
QSpinBox::up-arrow, QDoubleSpinBox::up-arrow { image: url($chevron_up); width: 9px; height: 9px; }
QSpinBox::down-arrow, QDoubleSpinBox::down-arrow { image: url($chevron); width: 9px; height: 9px; }

QAbstractSpinBox { padding: 4px 2px; }
QAbstractSpinBox QLineEdit { background: transparent; border: none; padding: 0; }
QDialogButtonBox { dialogbuttonbox-buttons-have-icons: 0; }

QComboBox {
    background: $raised; color: $text; border: 1px solid $border; border-radius: 6px; padding: 4px 24px 4px 10px;
}
QComboBox:hover { background: $hovered; }
QComboBox:focus { border-color: $accent; }
QComboBox:disabled { color: $dim; background: $window; }
QComboBox::drop-down { border: none; width: 22px; }
QComboBox::down-arrow { image: url($chevron); width: 10px; height: 10px; }
QComboBox QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $border; padding: 4px;
    selection-background-color: $selection; selection-color: $text;
}

QCheckBox, QRadioButton { spacing: 8px; }
QCheckBox::indicator {
    width: 16px; height: 16px; border: 1px solid $dim; border-radius: 4px; background: $surface;
}
QCheckBox::indicator:hover, QCheckBox::indicator:focus { border-color: $accent; }
QCheckBox::indicator:checked { background: $accent; border-color: $accent; image: url($check); }
QCheckBox::indicator:disabled { border-color: $border; background: $window; }
QCheckBox:disabled { color: $dim; }
QCheckBox:focus { color: $accent; }

QMenu { background: $surface; color: $text; border: 1px solid $border; padding: 5px; }
QMenu::item { padding: 5px 26px 5px 26px; border-radius: 4px; }
QMenu::item:selected { background: $selection; }
QMenu::item:disabled { color: $dim; }
QMenu::separator { height: 1px; background: $line; margin: 5px 8px; }
QMenu::indicator { width: 8px; height: 8px; left: 10px; border-radius: 4px; }
QMenu::indicator:checked { background: $accent; }

QAbstractItemView {
    background: $surface; color: $text; border: 1px solid $border; border-radius: ${radius}px;
    selection-background-color: $selection; selection-color: $text; gridline-color: $line;
}
QAbstractItemView:focus { border-color: $accent; }
QTableView::item, QTreeView::item { border: none; padding: 0 5px; }
QTableView::item:selected, QTreeView::item:selected { background: $selection; color: $text; }
QTreeView::branch { background: transparent; }
QTreeView::branch:selected { background: $selection; }
QTreeView::branch:has-children:closed { image: url($branch_closed); }
QTreeView::branch:has-children:open { image: url($branch_open); }
QHeaderView { background: transparent; border: none; border-radius: 0; }
QHeaderView::section {
    background: $surface; color: $dim; border: none; border-bottom: 1px solid $border; padding: 6px 8px;
}
QHeaderView::section:hover { color: $text; }
QHeaderView::section:first { border-top-left-radius: ${radius}px; }
QHeaderView::section:last { border-top-right-radius: ${radius}px; }
QHeaderView::down-arrow, QHeaderView::up-arrow {
    image: url($chevron); width: 9px; height: 9px; subcontrol-position: right center; right: 2px;
}
QHeaderView::up-arrow { image: url($chevron_up); }
QTableCornerButton::section { background: $surface; border: none; }

QScrollArea { background: transparent; border: none; }
FactsTab { border: 1px solid transparent; border-radius: ${radius}px; }
FactsTab:focus { border-color: $accent; }
QScrollArea > QWidget > QWidget#scrolled { background: transparent; }
QScrollBar:vertical { background: transparent; width: 10px; margin: 2px; }
QScrollBar:horizontal { background: transparent; height: 10px; margin: 2px; }
QScrollBar::handle { background: $border; border-radius: 3px; min-height: 28px; min-width: 28px; }
QScrollBar::handle:hover { background: $dim; }
QScrollBar::add-line, QScrollBar::sub-line { width: 0; height: 0; }
QScrollBar::add-page, QScrollBar::sub-page { background: transparent; }

QTabWidget::pane { border: 1px solid $border; border-radius: ${radius}px; background: $surface; top: -1px; }
QTabBar::tab { background: transparent; color: $dim; padding: 7px 14px; border-bottom: 2px solid transparent; }
QTabBar::tab:hover { color: $text; }
QTabBar::tab:selected { color: $text; border-bottom-color: $accent; }
QTabBar::tab:focus { color: $accent; }
QSplitter::handle { background: transparent; }
QSplitter::handle:hover { background: $border; }
QProgressBar { background: $raised; border: none; border-radius: 4px; height: 8px; text-align: center; }
QProgressBar::chunk { background: $accent; border-radius: 4px; }
QFrame[kind="card"] { background: $surface; border: 1px solid $border; border-radius: ${radius}px; }
QFrame[kind="notice"] { background: $raised; border: 1px solid $warning; border-radius: ${radius}px; }
QFrame[kind="rule"] { background: $line; border: none; max-height: 1px; min-height: 1px; }
""")
