"""Processes to be counted: a crowd of sleepers that is there while a measurement runs."""

from __future__ import annotations

import contextlib
import os
import subprocess
import sys
from collections.abc import Iterator

# Each child sleeps in a read that ends when the parent does, however that ends. The parent waits for all of them, so
# that no measurement after this one counts the dead whom nobody has buried yet.
_PARENT = """
import os, sys
reader, writer = os.pipe()
for _ in range(int(sys.argv[1])):
    if os.fork() == 0:
        os.close(writer)
        os.read(reader, 1)
        os._exit(0)
print("ready", flush=True)
sys.stdin.read()
os.close(writer)
for _ in range(int(sys.argv[1])):
    os.wait()
"""


def process_count() -> int:
    """How many processes there are."""
    return sum(name.isdigit() for name in os.listdir("/proc"))  # noqa: PTH208


@contextlib.contextmanager
def population(total: int) -> Iterator[int]:
    """Fill the machine up to about `total` processes; yields how many there are."""
    with subprocess.Popen(
        [sys.executable, "-S", "-c", _PARENT, str(max(0, total - process_count()))],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
    ) as parent:
        assert parent.stdout is not None
        parent.stdout.readline()
        yield process_count()
        parent.communicate()
