"""Freed memory goes back to the system."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import pytest

from hertzmon_gui.allocator import limit_retained_memory

SCRIPT = """
import threading, hashlib
from hertzmon_gui.allocator import limit_retained_memory
limit_retained_memory()
import argon2.low_level as argon2
def anonymous():
    lines = open("/proc/self/smaps_rollup").read().splitlines()
    return next(int(line.split()[1]) for line in lines if line.startswith("Pss_Anon:"))
before = anonymous()
def work():
    for _ in range(3):
        argon2.hash_secret(b"x" * 20, b"y" * 16, 2, 19 * 1024, 1, 32, argon2.Type.ID)
for _ in range(3):
    thread = threading.Thread(target=work)
    thread.start()
    thread.join()
print(anonymous() - before)
"""


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="reads /proc")
def test_a_password_hash_leaves_its_19_mib_behind() -> None:
    root = Path(__file__).resolve().parents[1]
    if not limit_retained_memory():
        pytest.skip("this C library has no mallopt")
    result = subprocess.run([sys.executable, "-c", SCRIPT], cwd=root, capture_output=True, text=True, check=True)
    assert int(result.stdout) < 4096  # kB
