"""MainWindow: the sidebar, the page that is open, and what belongs to the window as a whole."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QByteArray, QEvent, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QHideEvent, QPaintEvent, QShowEvent
from PySide6.QtWidgets import QAbstractButton, QHBoxLayout, QMainWindow, QStackedWidget, QVBoxLayout, QWidget

from hertzmon_gui.model.remote_access import ApiPhase
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.source import Demand
from hertzmon_gui.ui.bridge import SnapshotBridge
from hertzmon_gui.ui.commands import Commands
from hertzmon_gui.ui.context import UiContext
from hertzmon_gui.ui.page import Page
from hertzmon_gui.ui.pages.catalogue import entries
from hertzmon_gui.ui.sidebar import Sidebar
from hertzmon_gui.ui.style import MARGIN
from hertzmon_gui.ui.widgets.notice import NoticeBar

_SMALLEST = (760, 520)
_USUAL = (1280, 820)
# What the highest of the usual window managers put above a window; Qt learns it only once the window is there.
_TITLE_BAR = 48
# Texts change at most this often, however fast the charts run; a little less than a second, for ticks jitter.
_TEXT_PERIOD_SECONDS = 0.95


class MainWindow(QMainWindow):
    """The window. It keeps one page at work, and none while it cannot be seen.

    `quit_requested` is Ctrl+Q; `closed` comes when the window has been closed for good; `painted` once, after the
    first picture. `keep_when_closed` says whether closing only hides the window, to the tray; then `hidden` comes.
    """

    quit_requested = Signal()
    closed = Signal()
    hidden = Signal()
    painted = Signal()
    second_passed = Signal(object)

    def __init__(self, context: UiContext, page_id: str, *, keep_when_closed: Callable[[], bool]) -> None:
        super().__init__()
        self.context = context
        self._keep_when_closed = keep_when_closed
        self._was_painted = False
        self._is_over = False
        self._last_text_time = float("-inf")
        self._entries = {entry.page_id: entry for entry in entries()}
        self._pages: dict[str, Page] = {}
        self._current: Page | None = None
        self._demand = context.source.register_demand("window")
        self.setWindowTitle("HertzMon")
        self.setMinimumSize(*_SMALLEST)
        self.sidebar = Sidebar(context, tuple(self._entries.values()))
        self.sidebar.page_chosen.connect(self.open_page)
        self._stack = QStackedWidget()
        self._notices = QVBoxLayout()
        self._notices.setContentsMargins(MARGIN, 0, MARGIN, 0)
        self._notices.setSpacing(8)
        self._paused_notice: NoticeBar | None = None
        right = QVBoxLayout()
        right.setContentsMargins(0, 0, 0, 0)
        right.setSpacing(0)
        right.addLayout(self._notices)
        right.addWidget(self._stack, 1)
        central = QWidget()
        row = QHBoxLayout(central)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addLayout(right, 1)
        self.setCentralWidget(central)
        self.commands = Commands(self)
        self.sidebar.menu_button.setMenu(self.commands.menu)
        self.sidebar.own_cost.clicked.connect(self.commands.diagnostics.trigger)
        for sentence in context.problems:
            self.show_notice(sentence)
        self._api_notice: NoticeBar | None = None
        self._show_api_problem()
        if context.source.paused:
            self.set_paused(True)
        context.settings_changed.connect(self._write_texts)
        context.api_state_changed.connect(self._show_api_problem)
        self._restore_geometry()
        self.open_page(page_id if page_id in self._entries else "overview")
        self._bridge = SnapshotBridge(context.source.bus, self._deliver, self)

    @property
    def current_page(self) -> Page:
        """The page that is open."""
        assert self._current is not None, "the constructor opens a page"
        return self._current

    @property
    def is_seen(self) -> bool:
        """Whether anything that is drawn could be seen."""
        return self.isVisible() and not self.isMinimized()

    def open_page(self, page_id: str) -> None:
        """Show a page, and build it when it is visited for the first time."""
        if self._current is not None and self._current.page_id == page_id:
            return
        page = self._built(page_id)
        if self._current is not None and self._current.active:
            self._current.set_active(False)
        self._current = page
        self._stack.setCurrentWidget(page)
        self.sidebar.set_current(page_id)
        self._update_activity()
        # Whoever walks through the sidebar by the keyboard stays there; everyone else goes on in the page.
        if not any(button.hasFocus() for button in self.sidebar.findChildren(QAbstractButton)):
            page.take_keyboard()

    def open_page_at(self, position: int) -> None:
        """Show the sidebar's page at `position`, counted from 0, where there is one."""
        ids = self.sidebar.page_ids
        if position < len(ids):
            self.open_page(ids[position])

    def search(self) -> None:
        """Put the keyboard into the process table's search."""
        self.open_page("processes")
        self.current_page.start_search()

    def show_notice(self, sentence: str, action: tuple[str, Callable[[], None]] | None = None) -> NoticeBar:
        """Show a sentence above the page; with an action, until what it tells of is over."""
        notice = NoticeBar(self.context)
        notice.dismissed.connect(notice.deleteLater)
        self._notices.setContentsMargins(MARGIN, MARGIN, MARGIN, 0)
        # Queued: a widget is in its layout still while it says that it goes.
        notice.destroyed.connect(self._notice_gone, Qt.ConnectionType.QueuedConnection)
        self._notices.addWidget(notice)
        notice.tell(sentence, action, is_lasting=action is not None)
        return notice

    def set_paused(self, paused: bool) -> None:
        """Stop or go on sampling, and say so while it is stopped."""
        self.context.source.set_paused(paused)
        if paused and self._paused_notice is None:
            self._paused_notice = self.show_notice(
                self.tr("Paused. Nothing is measured."), (self.tr("Resume"), self.commands.pause.trigger)
            )
        elif not paused and self._paused_notice is not None:
            self._paused_notice.deleteLater()
            self._paused_notice = None
        self.commands.show_paused(paused)

    def _show_api_problem(self) -> None:
        """What keeps the API from serving is said where the user is, until it is mended."""
        remote = self.context.remote_access
        problem = remote.state.problem if remote is not None and remote.state.phase is ApiPhase.FAILED else None
        if self._api_notice is not None:
            self._api_notice.deleteLater()
            self._api_notice = None
        if problem is not None:
            self._api_notice = self.show_notice(
                problem, (self.tr("Remote access"), lambda: self.open_page("remote-access"))
            )

    def bring_to_front(self) -> None:
        """Show the window, whatever it was."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()

    def save_state(self) -> None:
        """Remember geometry, page and what the pages arranged."""
        for page in self._pages.values():
            page.save_state()
        geometry = bytes(self.saveGeometry().toBase64().data()).decode()
        self.context.settings.remember(geometry=geometry, page=self.current_page.page_id)

    def continue_from(self, other: MainWindow) -> None:
        """Go on where `other` was, a window that spoke another language."""
        for page_id, page in other._pages.items():
            self._built(page_id).continue_from(page)

    def close_for_good(self) -> None:
        """Draw and demand nothing more; any number of times."""
        self._bridge.close()
        if self._current is not None and self._current.active:
            self._current.set_active(False)
        self._is_over = True
        self._demand.close()

    def closeEvent(self, event: QCloseEvent) -> None:
        """Hide to the tray where that is wanted and possible, else end."""
        self.save_state()
        if self._keep_when_closed():
            event.ignore()
            self.hide()
            self.hidden.emit()
            return
        super().closeEvent(event)
        self.closed.emit()

    def showEvent(self, event: QShowEvent) -> None:
        """Begin to work."""
        super().showEvent(event)
        self._update_activity()

    def hideEvent(self, event: QHideEvent) -> None:
        """Cease to work."""
        super().hideEvent(event)
        self._update_activity()

    def changeEvent(self, event: QEvent) -> None:
        """Cease to work while minimised."""
        super().changeEvent(event)
        if event.type() == QEvent.Type.WindowStateChange:
            self._update_activity()

    def paintEvent(self, event: QPaintEvent) -> None:
        """Tell of the first picture once it is on the screen."""
        super().paintEvent(event)
        if not self._was_painted:
            self._was_painted = True
            QTimer.singleShot(0, self.painted.emit)

    def _built(self, page_id: str) -> Page:
        """The page, made when it is wanted for the first time."""
        page = self._pages.get(page_id)
        if page is None:
            page = self._pages[page_id] = self._entries[page_id].build(self.context)
            page.page_requested.connect(self.open_page)
            page.demand_changed.connect(self._update_demand)
            self._stack.addWidget(page)
        return page

    def _deliver(self, snapshot: Snapshot) -> None:
        is_text_due = snapshot.monotonic_time - self._last_text_time >= _TEXT_PERIOD_SECONDS
        if is_text_due:
            self._last_text_time = snapshot.monotonic_time
            self.second_passed.emit(snapshot)
            for hidden in self._pages.values():
                if not hidden.active:
                    hidden.on_hidden_second(snapshot)
        page = self.current_page
        if not page.active:
            return
        page.on_snapshot(snapshot)
        if is_text_due:
            page.on_second(snapshot)
            self.sidebar.show_snapshot(snapshot)

    def _write_texts(self) -> None:
        """After a change of units: everything that can be seen, at once."""
        latest = self.context.source.bus.latest
        if latest is not None and self.current_page.active:
            self.current_page.on_snapshot(latest)
            self.current_page.on_second(latest)
            self.sidebar.show_snapshot(latest)

    def _update_activity(self) -> None:
        page = self._current
        if page is None:
            return
        if page.active != self.is_seen:
            # The demand first: what the page draws on becoming active may be on its way then.
            self._update_demand()
            page.set_active(self.is_seen)
            latest = self.context.source.bus.latest
            if self.is_seen and latest is not None:
                self.sidebar.show_snapshot(latest)
        self._update_demand()

    def _update_demand(self) -> None:
        if self._is_over:
            return
        # What the charts and the tray's icon live on is wanted also while nothing can be seen: whoever brings the
        # window back wants to know what happened meanwhile. It costs a thousandth of a core.
        self._demand.set(self._current.demand() if self._current is not None and self.is_seen else Demand())

    def _notice_gone(self) -> None:
        if self._notices.count() == 0:
            self._notices.setContentsMargins(MARGIN, 0, MARGIN, 0)

    def _restore_geometry(self) -> None:
        saved = self.context.settings.window.geometry
        # Qt moves a window whose screen has gone onto one that is there.
        if saved and self.restoreGeometry(QByteArray.fromBase64(saved.encode())):
            # A start into full screen, without a title bar and a task bar, would puzzle more than it would serve.
            self.setWindowState(self.windowState() & ~Qt.WindowState.WindowFullScreen)
            return
        room = QGuiApplication.primaryScreen().availableGeometry()
        self.resize(min(_USUAL[0], room.width()), min(_USUAL[1], room.height() - _TITLE_BAR))
