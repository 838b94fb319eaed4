"""docs/api.md is what the API is now, and its examples work."""

from __future__ import annotations

import re
import shutil
import subprocess
from pathlib import Path

import pytest

from tests.api.live import serving
from tests.api.manual import MANUAL, example_world, manual
from tests.fakes import FakeSource, full_snapshot

CURL = shutil.which("curl")
SHELL = shutil.which("sh")
SECONDS = 30


def test_the_manual_is_not_stale() -> None:
    with example_world() as world:
        assert MANUAL.read_text(encoding="utf-8") == manual(world), "run: python3 dev.py docs"


@pytest.mark.skipif(CURL is None or SHELL is None, reason="curl or a POSIX shell is not installed")
def test_the_examples_work_as_they_stand(tmp_path: Path) -> None:
    examples = re.findall(r'^curl .*"\$H/\S*"$', MANUAL.read_text(encoding="utf-8"), re.MULTILINE)
    # The stream has no end; what logs in or out needs a person's password.
    examples = [example for example in examples if "/stream/" not in example and "/auth/" not in example]
    assert len(examples) > 15
    with serving(tmp_path / "data", FakeSource(full_snapshot())) as live:
        token = live.access.create_service_token("manual", ["admin"], 1)
        for example in examples:
            script = f'curl() {{ command curl --fail --noproxy "*" -o /dev/null "$@"; }}\n{example}'
            environment = {"H": f"http://127.0.0.1:{live.port}", "T": token, "PATH": str(Path(str(CURL)).parent)}
            answer = subprocess.run(
                [str(SHELL), "-c", script],
                env=environment,
                capture_output=True,
                text=True,
                timeout=SECONDS,
                check=False,
            )
            assert answer.returncode == 0, (example, answer.stderr)
