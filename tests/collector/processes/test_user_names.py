"""User numbers become names: at once from the machine's list, later from whoever else knows."""

from __future__ import annotations

import pytest

from hertzmon_gui.collector.processes.user_names import UserNames
from tests.collector.trees import Machine

pwd = pytest.importorskip("pwd")

PASSWD = b"root:x:0:0:::\nada:x:1000:1000:::\nsecond:x:1000:1:::\n\xff\xfe:x:7:7:::\nnonsense\n:::"


@pytest.fixture
def asked(monkeypatch: pytest.MonkeyPatch) -> list[int]:
    asked: list[int] = []

    def getpwuid(uid: int) -> object:
        asked.append(uid)
        if uid == 404:
            raise KeyError(uid)
        return pwd.struct_passwd((f"remote{uid}", "x", uid, uid, "", "/", "/bin/sh"))

    monkeypatch.setattr(pwd, "getpwuid", getpwuid)
    return asked


def test_the_machines_own_list_asks_nobody(machine: Machine, asked: list[int]) -> None:
    machine.write({"etc/passwd": PASSWD})
    names = UserNames(machine.root, machine.lane)
    assert [names.name(uid) for uid in (0, 1000, 7)] == ["root", "ada", "\ufffd\ufffd"]
    assert asked == []
    assert machine.lane.readings == []


def test_a_directory_service_is_asked_once_and_never_waited_for(machine: Machine, asked: list[int]) -> None:
    names = UserNames(machine.root, machine.lane)  # no list at all
    machine.lane.answers = False
    assert [names.name(uid) for uid in (5000, 5001, 5000)] == ["5000", "5001", "5000"]
    assert asked == []
    assert names.changes == 0
    machine.lane.answers = True
    machine.tick()
    assert asked == [5000, 5001]
    assert names.changes == 2
    assert names.name(5000) == "remote5000"
    machine.tick()
    assert names.name(5001) == "remote5001"
    assert asked == [5000, 5001]


def test_a_number_that_nobody_knows_stays_a_number(machine: Machine, asked: list[int]) -> None:
    names = UserNames(machine.root, machine.lane)
    names.name(404)
    for _ in range(3):
        machine.tick()
        assert names.name(404) == "404"
    assert asked == [404]
    assert names.changes == 0
    assert names.name(5002) == "5002"
    machine.tick()
    assert names.name(5002) == "remote5002"
