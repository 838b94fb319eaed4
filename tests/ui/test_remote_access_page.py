"""Remote access, driven as an administrator would."""

from __future__ import annotations

from collections.abc import Callable

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QDialog, QMessageBox

from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.ui.dialogs.account import AccountDialog, NewTokenDialog, PasswordDialog
from hertzmon_gui.ui.pages import remote_accounts
from hertzmon_gui.ui.pages.remote_access import RemoteAccessPage
from tests.fakes import full_snapshot
from tests.ui.remote import FakeRemoteAccess
from tests.ui.stage import QUIET, Stage

pytestmark = [pytest.mark.qt_log_ignore(QUIET, extend=True), pytest.mark.usefixtures("nothing_left")]


class Desk:
    """The page, its API, and someone who answers the dialogs."""

    def __init__(self, stage: Stage, monkeypatch: pytest.MonkeyPatch) -> None:
        assert isinstance(stage.remote, FakeRemoteAccess)
        self.remote = stage.remote
        self.stage = stage
        self.asked: list[str] = []
        self.said: list[str] = []
        self.answer = QMessageBox.StandardButton.Yes
        self._patch = monkeypatch
        monkeypatch.setattr(QMessageBox, "question", self._question)
        monkeypatch.setattr(QMessageBox, "warning", lambda *args: self.said.append(args[2]))
        self.page = RemoteAccessPage(stage.context)
        stage.qtbot.addWidget(self.page)
        self.page.resize(1000, 900)
        self.page.show()
        self.page.set_active(True)

    def _question(self, *args: object) -> int:
        self.asked.append(str(args[2]))
        assert args[4] is QMessageBox.StandardButton.Cancel  # what Enter does
        return self.answer.value  # as PySide answers

    def fill(self, kind: type[QDialog], how: Callable[..., object]) -> None:
        """Answer the next dialog of this kind."""

        def execute(dialog: QDialog) -> int:
            how(dialog)
            return 1

        self._patch.setattr(kind, "exec", execute)


@pytest.fixture
def desk(stage: Stage, monkeypatch: pytest.MonkeyPatch) -> Desk:
    return Desk(stage, monkeypatch)


def test_it_says_where_the_api_answers(desk: Desk) -> None:
    assert desk.page.state_card.header.headline == "On"
    assert desk.page.state_card.links.text() == "http://127.0.0.1:8000/"
    assert desk.page.state_card.qr.isHidden()
    desk.page.state_card.copy.click()
    assert QGuiApplication.clipboard().text() == "http://127.0.0.1:8000/"


def test_beyond_loopback_there_is_a_code_for_cameras(desk: Desk) -> None:
    urls = ("https://127.0.0.1:8443/", "https://192.0.2.7:8443/")
    desk.remote.become(
        ApiState(ApiPhase.LISTENING, urls, 8443, is_tls=True, beyond_loopback=True, certificate_fingerprint="AA:BB")
    )
    card = desk.page.state_card
    desk.stage.qtbot.waitUntil(lambda: card.qr.link == "https://192.0.2.7:8443/api/docs/")
    assert card.qr.isVisible()
    assert not card.qr.grab().toImage().isNull()
    assert "AA:BB" in card.fingerprint.text()
    card.copy.click()
    assert QGuiApplication.clipboard().text() == "https://192.0.2.7:8443/"


def test_a_problem_is_a_sentence(desk: Desk) -> None:
    desk.remote.become(ApiState(ApiPhase.FAILED, port=8000, problem="Port 8000 is in use. Choose another one."))
    card = desk.page.state_card
    desk.stage.qtbot.waitUntil(lambda: card.header.headline == "Failed")
    assert card.problem.text() == "Port 8000 is in use. Choose another one."
    assert not card.copy.isVisible()


def test_staying_on_this_computer_needs_no_question(desk: Desk) -> None:
    desk.page.listen.port.setValue(9000)
    desk.page.listen.apply.click()
    assert desk.remote.applied == [(True, "127.0.0.1", 9000, False)]
    assert desk.asked == []


def test_opening_to_the_network_asks_and_takes_no_for_an_answer(desk: Desk) -> None:
    listen = desk.page.listen
    listen.address.setCurrentIndex(listen.address.findData("192.0.2.7"))
    listen.insecure.setChecked(True)
    desk.answer = QMessageBox.StandardButton.Cancel
    listen.apply.click()
    assert desk.remote.applied == []
    assert "Without encryption" in desk.asked[0]
    desk.answer = QMessageBox.StandardButton.Yes
    listen.apply.click()
    assert desk.remote.applied == [(True, "192.0.2.7", 8000, True)]


def test_a_refused_port_is_said(desk: Desk) -> None:
    desk.page.listen.port.setValue(1)
    desk.page.listen.apply.click()
    assert desk.said == ["Port 1 is reserved. Choose another one."]


def test_the_first_password_is_hidden_until_asked_for_and_goes_when_changed(desk: Desk) -> None:
    card = desk.page.first_password
    assert card.isVisible()
    assert "correct-horse" not in card.shown.text()
    card.reveal.click()
    assert card.shown.text() == "correct-horse"
    desk.page.accounts.select("admin")
    desk.fill(PasswordDialog, lambda dialog: (dialog.first.setText("new one"), dialog.second.setText("new one")))
    desk.page.accounts.password_button.click()
    assert desk.remote.passwords == {"admin": "new one"}
    assert not card.isVisible()


def test_an_account_comes_is_disabled_and_goes(desk: Desk) -> None:
    def fill(dialog: AccountDialog) -> None:
        dialog.name.setText("reader")
        dialog.first.setText("a long password")
        assert not dialog.ok.isEnabled()
        dialog.second.setText("a long password")
        assert dialog.ok.isEnabled()

    accounts = desk.page.accounts
    assert not accounts.remove_button.isEnabled()
    desk.fill(AccountDialog, fill)
    accounts.add_button.click()
    assert desk.remote.accounts["reader"].role == "viewer"
    assert accounts.table.rowCount() == 2
    accounts.select("reader")
    accounts.toggle_button.click()
    assert not desk.remote.accounts["reader"].enabled
    assert accounts.selected == "reader"  # the selection stays with its account
    assert accounts.toggle_button.text() == "Enable"
    desk.answer = QMessageBox.StandardButton.Cancel
    accounts.remove_button.click()
    assert "reader" in desk.remote.accounts
    desk.answer = QMessageBox.StandardButton.Yes
    accounts.remove_button.click()
    assert "reader" not in desk.remote.accounts
    assert accounts.table.rowCount() == 1
    assert accounts.selected is None


def test_the_last_administrator_stays(desk: Desk) -> None:
    desk.page.accounts.select("admin")
    desk.page.accounts.remove_button.click()
    assert desk.said == ["The last administrator cannot be removed."]


def test_a_token_is_shown_once(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> None:
    shown: list[tuple[str, str]] = []
    monkeypatch.setattr(remote_accounts, "show_token", lambda _parent, name, token: shown.append((name, token)))

    def fill(dialog: NewTokenDialog) -> None:
        dialog.name.setText("prometheus")
        dialog.days.setValue(30)
        dialog.scopes["metrics"].setChecked(False)
        assert not dialog.ok.isEnabled()
        dialog.scopes["metrics"].setChecked(True)
        assert dialog.ok.isEnabled()

    desk.fill(NewTokenDialog, fill)
    desk.page.tokens.create_button.click()
    assert shown == [("prometheus", "token-of-prometheus")]
    assert desk.remote.tokens["prometheus"].scopes == ("metrics",)
    desk.page.tokens.select("prometheus")
    desk.page.tokens.revoke_button.click()
    assert desk.remote.tokens == {}
    assert desk.page.tokens.table.rowCount() == 0


def test_logging_out_everywhere_asks_first(desk: Desk) -> None:
    desk.answer = QMessageBox.StandardButton.Cancel
    desk.page.accounts.everywhere_button.click()
    assert desk.remote.logged_out == 0
    desk.answer = QMessageBox.StandardButton.Yes
    desk.page.accounts.everywhere_button.click()
    assert desk.remote.logged_out == 1


def test_hostile_names_are_only_text(desk: Desk) -> None:
    desk.page.on_second(full_snapshot())
    assert desk.page.failed.rows.rows[0][:2] == ("=cmd()", "192.0.2.9")
    desk.remote.add_user("<b>x</b>", "pw", "viewer")
    desk.page.on_second(full_snapshot())
    item = desk.page.accounts.table.item(1, 0)
    assert item is not None
    assert item.text() == "<b>x</b>"
