"""The facade: starting, failing with a sentence, accounts and tokens, and what is kept."""

from __future__ import annotations

import socket
import subprocess
import sys
from pathlib import Path

import pytest
import requests

from api.serving.wsgi_server import Server
from hertzmon_gui.model.remote_access import ApiPhase, RemoteAccess
from hertzmon_gui.model.source import NOTHING, Demand
from tests.api.live import Live, connected, serving
from tests.api.support import ADMIN_PASSWORD


def is_mode(path: Path, mode: int) -> bool:
    return sys.platform == "win32" or path.stat().st_mode & 0o777 == mode


def login(live: Live, password: str) -> requests.Response:
    return requests.post(
        f"http://127.0.0.1:{live.port}/api/auth/login/", json={"username": "admin", "password": password}, timeout=30
    )


def test_it_is_imported_without_flask_and_its_kin() -> None:
    code = (
        "import sys, api.remote_access, api.encode, api.accounts.users\n"
        "print([name for name in ('flask', 'werkzeug', 'cheroot', 'jwt', 'cryptography', 'PySide6', 'psutil') "
        "if name in sys.modules])"
    )

    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)

    assert done.stdout.strip() == "[]"


def test_the_server_is_loaded_when_the_first_client_comes(tmp_path: Path) -> None:
    code = (
        "import sys, threading\n"
        "from pathlib import Path\n"
        "from api.remote_access import ApiRemoteAccess\n"
        "from hertzmon_gui.model.remote_access import ApiPhase\n"
        "from hertzmon_gui.settings.paths import DataDirectory\n"
        "from hertzmon_gui.settings.store import SettingsStore\n"
        "from tests.fakes import FakeSource\n"
        "directory = DataDirectory(Path(sys.argv[1]))\n"
        "settings = SettingsStore(directory.path)\n"
        "settings.change(api_port=0)\n"
        "access = ApiRemoteAccess(FakeSource(), settings, directory)\n"
        "listens = threading.Event()\n"
        "access.subscribe(lambda state: state.phase is ApiPhase.LISTENING and listens.set())\n"
        "access.start()\n"
        "assert listens.wait(30), access.state\n"
        "print([name for name in ('flask', 'cheroot', 'jwt', 'email', 'ssl') if name in sys.modules])\n"
        "import http.client\n"
        "client = http.client.HTTPConnection('127.0.0.1', access.state.port, timeout=30)\n"
        "client.request('GET', '/api/system/cpu/')\n"
        "print(client.getresponse().status, 'flask' in sys.modules)\n"
        "client.close()\n"
        "access.stop()\n"
    )
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=root
    )

    assert done.stdout.split() == ["[]", "401", "True"]


def test_cryptography_is_not_loaded_for_a_server_on_loopback(tmp_path: Path) -> None:
    code = (
        "import sys\n"
        "from pathlib import Path\n"
        "from tests.api.live import ask, request_bytes, serving\n"
        "with serving(Path(sys.argv[1])) as live:\n"
        "    ask(live, request_bytes())\n"
        "    print('jwt' in sys.modules, 'cryptography' in sys.modules)\n"
        "import cryptography.x509\n"
    )
    root = Path(__file__).parents[2]

    done = subprocess.run(
        [sys.executable, "-c", code, str(tmp_path)], capture_output=True, text=True, check=True, cwd=root
    )

    assert done.stdout.strip() == "True False"


def test_the_first_start_makes_an_admin_whose_password_is_shown_until_it_is_changed(tmp_path: Path) -> None:
    with Live(tmp_path) as live:
        access: RemoteAccess = live.access
        live.start()
        password = access.initial_password()
        assert password is not None
        assert len(password) >= 20
        assert is_mode(tmp_path / "initial-password", 0o600)
        assert login(live, password).status_code == 200

        access.set_password("admin", "another password")

        assert access.initial_password() is None
        assert not (tmp_path / "initial-password").exists()
        assert login(live, password).status_code == 401
        assert login(live, "another password").status_code == 200


def test_the_initial_password_outlives_a_restart(tmp_path: Path) -> None:
    with serving(tmp_path) as first:
        password = first.access.initial_password()

    assert password is not None
    with serving(tmp_path) as second:
        assert second.access.initial_password() == password


def test_every_file_is_private_and_none_holds_a_secret_in_plain_text(tmp_path: Path, users_file: Path) -> None:
    (tmp_path / "users.json").write_bytes(users_file.read_bytes())
    with serving(tmp_path) as live:
        tokens = login(live, ADMIN_PASSWORD).json()["data"]
        service_token = live.token()
        requests.get(
            f"http://127.0.0.1:{live.port}/api/system/cpu/?token={service_token}",
            headers={"Authorization": f"Bearer {service_token}"},
            timeout=30,
        )

    files = [path for path in tmp_path.rglob("*") if path.is_file()]
    assert {"users.json", "sessions.json", "service-tokens.json", "token-secret", "access.log"} <= {
        path.name for path in files
    }
    for path in files:
        content = path.read_text(errors="replace")
        for secret in (ADMIN_PASSWORD, tokens["access_token"], tokens["refresh_token"], service_token):
            assert secret not in content, path.name
        if path.name != "hertzmon.lock":
            assert is_mode(path, 0o600), path.name


def test_a_port_in_use_is_a_sentence_and_the_next_try_works(tmp_path: Path) -> None:
    with socket.create_server(("127.0.0.1", 0)) as other, Live(tmp_path, api_port=other.getsockname()[1]) as live:
        live.access.start()
        state = live.wait_for(lambda state: state.phase is ApiPhase.FAILED)

        assert str(other.getsockname()[1]) in (state.problem or "")
        assert "in use" in (state.problem or "")
        assert "--port" in (state.problem or "")
        assert live.source.demands == {}

        live.access.apply(True, "127.0.0.1", 0, False)
        live.wait_for(lambda state: state.phase is ApiPhase.LISTENING)


@pytest.mark.parametrize("bind", ["203.0.113.7", "no.such.name.invalid"])
def test_an_address_that_is_not_ours_is_a_sentence(tmp_path: Path, bind: str) -> None:
    with Live(tmp_path, api_bind=bind, api_insecure_http=True) as live:
        live.access.start()

        state = live.wait_for(lambda state: state.phase is ApiPhase.FAILED)

        assert bind in (state.problem or "")


@pytest.mark.parametrize("name", ["token-secret", "users.json", "service-tokens.json"])
def test_a_damaged_file_is_a_sentence_that_names_it(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"\xff{ damaged")
    with Live(tmp_path) as live:
        live.access.start()

        state = live.wait_for(lambda state: state.phase is ApiPhase.FAILED)

        assert name in (state.problem or "")
        assert (tmp_path / name).read_bytes() == b"\xff{ damaged"


@pytest.mark.parametrize("name", ["users.json", "service-tokens.json"])
def test_the_window_is_told_of_a_damaged_file_in_words(tmp_path: Path, name: str) -> None:
    (tmp_path / name).write_bytes(b"{ damaged")
    access: RemoteAccess = Live(tmp_path).access

    with pytest.raises(ValueError, match="is damaged"):
        access.log_out_everywhere()
    with pytest.raises(ValueError, match="is damaged"):
        access.add_user("anna", "anna's password", "viewer")
    assert list(access.users()) == []
    assert list(access.service_tokens()) == []
    assert access.initial_password() is None


def test_the_window_is_told_of_a_full_disk_in_words(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    access: RemoteAccess = Live(tmp_path).access
    monkeypatch.setattr("api.accounts.records.write_private", full)

    with pytest.raises(ValueError, match="No space left"):
        access.create_service_token("scraper", ["metrics"], 1)


def test_damaged_sessions_are_kept_aside_and_everybody_logs_in_again(tmp_path: Path) -> None:
    (tmp_path / "sessions.json").write_text("{ damaged")
    with serving(tmp_path):
        pass

    assert (tmp_path / "sessions.json.damaged").read_text() == "{ damaged"


def test_an_unexpected_failure_is_told_and_not_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def fail(_self: Server, _end_streams: object) -> None:
        raise RuntimeError("broken")

    monkeypatch.setattr(Server, "run", fail)
    with serving(tmp_path) as live, connected(live.port):
        state = live.wait_for(lambda state: state.phase is ApiPhase.FAILED)

        assert "broken" in (state.problem or "")


def test_apply_moves_switches_off_and_saves(tmp_path: Path) -> None:
    with Live(tmp_path) as live:
        first = live.start().port
        live.access.apply(True, "127.0.0.1", 0, False)
        live.wait_for(lambda state: state.phase is ApiPhase.LISTENING and state.port != first)
        live.access.apply(False, "127.0.0.1", 0, False)
        live.wait_for(lambda state: state.phase is ApiPhase.OFF)

        assert live.settings.settings.api_enabled is False
        live.access.stop()


def test_apply_refuses_what_cannot_be(tmp_path: Path) -> None:
    live = Live(tmp_path)

    with pytest.raises(ValueError, match="interface"):
        live.access.apply(True, "  ", 8000, False)
    with pytest.raises(ValueError, match="65535"):
        live.access.apply(True, "127.0.0.1", 70000, False)
    assert live.access.state.phase is ApiPhase.OFF


def test_while_it_listens_it_wants_charts_and_processes(tmp_path: Path) -> None:
    with serving(tmp_path) as live:
        assert live.source.demands["api"].demand == Demand(charts=True, processes=True)

    assert live.source.demands["api"].demand == NOTHING


def test_stop_during_the_start_leaves_nothing_running(tmp_path: Path) -> None:
    with Live(tmp_path) as live:
        live.access.start()
        live.access.stop()

        assert live.access.state.phase in (ApiPhase.OFF, ApiPhase.STARTING)
        live.access.start()
        live.wait_for(lambda state: state.phase is ApiPhase.LISTENING)


def test_a_listener_that_fails_does_not_harm_the_api(tmp_path: Path) -> None:
    with Live(tmp_path) as live:

        def fail(_state: object) -> None:
            raise RuntimeError("a widget is gone")

        unsubscribe = live.access.subscribe(fail)
        live.start()
        unsubscribe()


def test_log_out_everywhere_ends_every_session(tmp_path: Path, users_file: Path) -> None:
    (tmp_path / "users.json").write_bytes(users_file.read_bytes())
    with serving(tmp_path) as live:
        token = login(live, ADMIN_PASSWORD).json()["data"]["access_token"]
        live.access.log_out_everywhere()

        response = requests.get(
            f"http://127.0.0.1:{live.port}/api/system/cpu/", headers={"Authorization": f"Bearer {token}"}, timeout=30
        )

    assert response.status_code == 401


def test_failed_logins_are_listed_newest_first(tmp_path: Path, users_file: Path) -> None:
    (tmp_path / "users.json").write_bytes(users_file.read_bytes())
    with serving(tmp_path) as live:
        for password in ("first", "second"):
            login(live, password)
        failed = live.access.failed_logins()

    assert [(entry.username, entry.address) for entry in failed] == [("admin", "127.0.0.1")] * 2
    assert failed[0].time >= failed[1].time


def test_accounts_and_tokens_as_the_window_sees_them(tmp_path: Path, users_file: Path) -> None:
    (tmp_path / "users.json").write_bytes(users_file.read_bytes())
    access: RemoteAccess = Live(tmp_path).access
    access.add_user("anna", "anna's password", "viewer")
    access.set_user_enabled("anna", False)
    assert [(user.username, user.role, user.enabled) for user in access.users()] == [
        ("admin", "admin", True),
        ("viewer", "viewer", True),
        ("anna", "viewer", False),
    ]
    access.remove_user("anna")
    assert len(access.users()) == 2

    token = access.create_service_token("scraper", ["metrics"], 30)
    assert token.startswith("hmt_")
    (facts,) = access.service_tokens()
    assert (facts.name, facts.scopes, facts.revoked, facts.last_used) == ("scraper", ("metrics",), False, None)
    access.revoke_service_token("scraper")
    assert access.service_tokens()[0].revoked
    assert access.interfaces()[0] == ("127.0.0.1", "loopback")
