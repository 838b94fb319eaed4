"""The file beneath accounts, sessions and tokens: private, whole, and shared between processes."""

from __future__ import annotations

import sys
import time
from pathlib import Path

import pytest
from msgspec import Struct

from api.accounts.records import RecordFile
from hertzmon_gui.settings.errors import SecretError

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
    monkeypatch.setattr("api.accounts.records.write_private", full)

    with pytest.raises(OSError, match="No space"):
        file.change(lambda _: Note("x"))
