"""Accounts and their passwords."""

from __future__ import annotations

import shutil
import subprocess
import sys
from pathlib import Path

import pytest

from api.accounts.passwords import Passwords, TooBusyError
from api.accounts.users import UserStore
from tests.api.support import ADMIN_PASSWORD, VIEWER_PASSWORD

DAY = 86400.0


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
        "from api.accounts.passwords import Passwords\n"
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
        [sys.executable, "-c", code], capture_output=True, text=True, check=True, cwd=Path(__file__).parents[3]
    )

    assert int(done.stdout) < 10 * 1024 * 1024
