"""Accounts, sessions, service tokens, the throttle and the file beneath them."""

from __future__ import annotations

import shutil
import subprocess
import sys
import time
from pathlib import Path

import pytest
from msgspec import Struct

from api.passwords import Passwords, TooBusyError
from api.records import RecordFile
from api.service_tokens import TokenStore
from api.sessions import SessionStore
from api.throttle import ADDRESS_FAILURES, WINDOW_SECONDS, LoginThrottle
from api.users import UserStore
from hertzmon_gui.settings.errors import SecretError
from tests.api.support import ADMIN_PASSWORD, VIEWER_PASSWORD, Clock

DAY = 86400.0


class Note(Struct, frozen=True):
    text: str = ""
    count: int = 0


def test_two_holders_of_a_file_see_each_others_changes(tmp_path: Path) -> None:
    first = RecordFile(tmp_path / "note.json", Note())
    second = RecordFile(tmp_path / "note.json", Note())

    for holder in (first, second) * 3:
        holder.change(lambda note: Note("x", note.count + 1))

    assert second.read() == Note("x", 6)
    assert first.change(lambda note: note) == Note("x", 6)


def test_a_file_is_private_from_the_start_and_narrowed_when_wider(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    RecordFile(path, Note()).change(lambda _: Note("x"))
    if sys.platform == "win32":
        pytest.skip("modes are POSIX's")
    assert path.stat().st_mode & 0o777 == 0o600
    path.chmod(0o644)

    assert RecordFile(path, Note()).read() == Note("x")
    assert path.stat().st_mode & 0o777 == 0o600


@pytest.mark.parametrize("content", [b"", b"{", b"[]", b'{"count":"many"}', b"\xff"])
def test_a_damaged_file_is_refused_and_left_alone(tmp_path: Path, content: bytes) -> None:
    path = tmp_path / "note.json"
    path.write_bytes(content)

    with pytest.raises(SecretError, match=r"note\.json is damaged"):
        RecordFile(path, Note())
    assert path.read_bytes() == content


def test_a_file_damaged_while_in_use_keeps_what_was_known(tmp_path: Path) -> None:
    path = tmp_path / "note.json"
    file = RecordFile(path, Note())
    file.change(lambda _: Note("good"))
    path.write_bytes(b"{ damaged")
    time.sleep(0.3)  # the file's stamp is looked at four times a second

    assert file.read() == Note("good")
    with pytest.raises(SecretError):
        file.change(lambda _: Note("new"))
    assert path.read_bytes() == b"{ damaged"


def test_a_change_that_cannot_be_saved_is_raised(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    def full(_path: Path, _content: bytes) -> None:
        raise OSError(28, "No space left on device")

    file = RecordFile(tmp_path / "note.json", Note())
    monkeypatch.setattr("api.records.write_private", full)

    with pytest.raises(OSError, match="No space"):
        file.change(lambda _: Note("x"))


@pytest.fixture
def users(tmp_path: Path, users_file: Path) -> UserStore:
    shutil.copy(users_file, tmp_path / "users.json")
    return UserStore(tmp_path / "users.json")


def test_a_password_verifies_and_a_wrong_one_does_not(users: UserStore) -> None:
    assert users.verify("admin", ADMIN_PASSWORD) is not None
    assert users.verify("admin", ADMIN_PASSWORD + " ") is None
    assert users.verify("viewer", ADMIN_PASSWORD) is None
    assert users.verify("nobody", ADMIN_PASSWORD) is None


def test_a_password_means_the_same_however_its_letters_are_composed(users: UserStore) -> None:
    users.set_password("viewer", "caf\u00e9 and more")

    assert users.verify("viewer", "cafe\u0301 and more") is not None


def test_hashes_are_argon2id_with_the_wanted_cost(tmp_path: Path, users: UserStore) -> None:
    for user in users.all():
        assert user.password_hash.startswith("$argon2id$v=19$m=19456,t=2,p=1$")
    text = (tmp_path / "users.json").read_text()
    assert ADMIN_PASSWORD not in text
    assert VIEWER_PASSWORD not in text


def test_the_last_enabled_admin_stays(users: UserStore) -> None:
    with pytest.raises(ValueError, match="last enabled admin"):
        users.remove("admin")
    with pytest.raises(ValueError, match="last enabled admin"):
        users.set_enabled("admin", False)
    users.add("second", "the second's password", "admin")
    users.remove("admin")
    assert [user.username for user in users.all()] == ["viewer", "second"]


def test_numbers_are_never_used_twice(users: UserStore) -> None:
    first = users.add("anna", "anna's password", "viewer")
    users.remove("anna")

    assert users.add("anna", "anna's password", "viewer").user_id > first.user_id


@pytest.mark.parametrize(
    ("name", "password", "role", "match"),
    [
        ("admin", "long enough", "viewer", "already"),
        ("", "long enough", "viewer", "user name"),
        ("a\nb", "long enough", "viewer", "user name"),
        ("x" * 65, "long enough", "viewer", "user name"),
        ("anna", "short", "viewer", "8 to 256"),
        ("anna", "x" * 257, "viewer", "8 to 256"),
        ("anna", "long enough", "root", "no role"),
    ],
)
def test_what_cannot_be_an_account(users: UserStore, name: str, password: str, role: str, match: str) -> None:
    with pytest.raises(ValueError, match=match):
        users.add(name, password, role)
    assert len(users.all()) == 2


def test_changing_an_unknown_user_says_so(users: UserStore) -> None:
    with pytest.raises(ValueError, match="no user nobody"):
        users.set_password("nobody", "long enough")
    with pytest.raises(ValueError, match="no user nobody"):
        users.remove("nobody")


def test_there_is_no_default_password(tmp_path: Path) -> None:
    passwords = set()
    for number in range(2):
        directory = tmp_path / str(number)
        directory.mkdir()
        password = UserStore(directory / "users.json").ensure_admin()
        assert password is not None
        passwords.add(password)

    assert len(passwords) == 2


def test_ensure_admin_changes_nothing_where_there_are_users(users: UserStore) -> None:
    assert users.ensure_admin() is None
    assert len(users.all()) == 2


def test_waiting_logins_are_few_and_the_local_user_has_turns_of_its_own() -> None:
    passwords = Passwords()
    for _ in range(2):
        passwords._remote_turns.acquire()  # two remote logins are waiting

    with pytest.raises(TooBusyError):
        passwords.verify(None, "x", is_local=False)
    assert passwords.verify(None, "x", is_local=True) is False


@pytest.mark.skipif(sys.platform != "linux", reason="reads /proc")
def test_the_memory_of_a_hash_is_given_back() -> None:
    code = (
        "import threading\n"
        "from pathlib import Path\n"
        "from api.passwords import Passwords\n"
        "from hertzmon_gui.allocator import limit_retained_memory\n"
        "limit_retained_memory()\n"
        "passwords = Passwords()\n"
        "def resident(): return int(Path('/proc/self/statm').read_text().split()[1]) * 4096\n"
        "before = resident()\n"
        "thread = threading.Thread(target=lambda: [passwords.hash('x' * 10) for _ in range(3)])\n"
        "thread.start(); thread.join()\n"
        "print(resident() - before)\n"
    )

    done = subprocess.run(
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[2]
    )

    assert int(done.stdout) < 10 * 1024 * 1024


def test_sessions_end_by_time_and_do_not_pile_up(tmp_path: Path) -> None:
    clock = Clock(1000.0)
    sessions = SessionStore(tmp_path / "sessions.json", clock)
    for number in range(70):
        clock.now += 1
        sessions.begin(f"s{number}", 1, 1, "token", clock.now + DAY, "127.0.0.1")
    sessions.begin("other", 2, 1, "token", clock.now + DAY, "127.0.0.1")

    assert sessions.live("s0") is None
    assert sessions.live("s69") is not None
    assert sessions.live("other") is not None
    clock.now += DAY
    assert sessions.live("s69") is None
    assert not sessions.rotate("s69", "token", "new", clock.now + DAY)


def test_only_hashes_of_refresh_tokens_are_stored(tmp_path: Path) -> None:
    sessions = SessionStore(tmp_path / "sessions.json")
    sessions.begin("s", 1, 1, "the-refresh-token", time.time() + DAY, "127.0.0.1")

    assert "the-refresh-token" not in (tmp_path / "sessions.json").read_text()
    assert SessionStore(tmp_path / "sessions.json").live("s") is not None


def test_a_service_token_lives_until_it_expires_or_is_revoked(tmp_path: Path) -> None:
    clock = Clock(1_000_000.0)
    tokens = TokenStore(tmp_path / "tokens.json", clock)
    token = tokens.create("scraper", ["system", "metrics"], 10)
    other = tokens.create("other", ["admin"], 20)

    found = tokens.verify(token)
    assert found is not None
    assert found.scopes == ("metrics", "system")
    assert token not in (tmp_path / "tokens.json").read_text()
    assert tokens.verify(token + "x") is None
    clock.now += 10 * DAY
    assert tokens.verify(token) is None
    assert tokens.verify(other) is not None
    tokens.revoke("other")
    assert tokens.verify(other) is None
    assert TokenStore(tmp_path / "tokens.json", clock).verify(other) is None


def test_the_last_use_is_kept(tmp_path: Path) -> None:
    clock = Clock(1_000_000.0)
    tokens = TokenStore(tmp_path / "tokens.json", clock)
    token = tokens.create("scraper", ["metrics"], 10)
    tokens.verify(token)
    clock.now += 5
    tokens.verify(token)
    assert tokens.all()[0].last_used == clock.now
    tokens.save_uses()

    assert TokenStore(tmp_path / "tokens.json", clock).all()[0].last_used == clock.now


@pytest.mark.parametrize(
    ("name", "scopes", "days", "match"),
    [
        ("", ["metrics"], 1, "name"),
        ("a\tb", ["metrics"], 1, "name"),
        ("x", [], 1, "scopes"),
        ("x", ["root"], 1, "scopes"),
        ("x", ["metrics"], 0, "days"),
        ("x", ["metrics"], 99999, "days"),
        ("taken", ["metrics"], 1, "already"),
    ],
)
def test_what_cannot_be_a_service_token(tmp_path: Path, name: str, scopes: list[str], days: int, match: str) -> None:
    tokens = TokenStore(tmp_path / "tokens.json")
    tokens.create("taken", ["metrics"], 1)

    with pytest.raises(ValueError, match=match):
        tokens.create(name, scopes, days)


def test_a_revoked_name_can_be_used_again(tmp_path: Path) -> None:
    tokens = TokenStore(tmp_path / "tokens.json")
    old = tokens.create("scraper", ["metrics"], 1)
    tokens.revoke("scraper")
    new = tokens.create("scraper", ["metrics"], 1)

    assert tokens.verify(old) is None
    assert tokens.verify(new) is not None
    assert len(tokens.all()) == 1
    with pytest.raises(ValueError, match="no token nobody"):
        tokens.revoke("nobody")


def test_failures_are_forgotten_after_a_while() -> None:
    clock = Clock(0.0)
    throttle = LoginThrottle(clock)
    for _ in range(ADDRESS_FAILURES):
        clock.now += 1
        throttle.record_failure("192.0.2.1", "admin")

    wait = throttle.retry_after("192.0.2.1", "anna")
    assert wait is not None
    clock.now += wait
    assert throttle.retry_after("192.0.2.1", "anna") is None
    clock.now += WINDOW_SECONDS
    assert throttle.retry_after("192.0.2.1", "admin") is None


def test_addresses_of_one_ipv6_network_count_as_one() -> None:
    throttle = LoginThrottle(Clock(0.0))
    for number in range(ADDRESS_FAILURES):
        throttle.record_failure(f"2001:db8::{number:x}", f"user{number}")

    assert throttle.retry_after("2001:db8::ffff", "admin") is not None
    assert throttle.retry_after("2001:db8:0:1::1", "admin") is None


def test_a_flood_of_addresses_does_not_fill_the_memory() -> None:
    throttle = LoginThrottle(Clock(0.0))
    for number in range(20_000):
        throttle.record_failure(f"10.{number >> 16}.{number >> 8 & 255}.{number & 255}", f"user{number}")

    assert len(throttle._failures) <= 4096
    assert len(throttle.recent()) == 100
    assert throttle.retry_after("not an address", "x" * 10_000) is None
