"""The program without a window: the collector and the API, until a signal ends it."""

from __future__ import annotations

import signal
import sys
import threading

from hertzmon_gui.model.remote_access import ApiPhase, ApiState
from hertzmon_gui.runtime import Runtime

EXIT_API_FAILED = 3
# Waits in slices, because on Windows a wait without end is not interrupted by Ctrl+C.
_WAIT_SLICE_SECONDS = 1.0


def run(runtime: Runtime) -> int:
    """Serve until SIGINT or SIGTERM; the exit code is 3 when the API was wanted and could not start or go on."""
    ended = threading.Event()
    failure: list[str] = []
    for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
        if hasattr(signal, name):
            signal.signal(getattr(signal, name), lambda *_: ended.set())
    for problem in runtime.problems:
        print(problem, file=sys.stderr)

    announced = False

    def on_state(state: ApiState) -> None:
        nonlocal announced
        if state.phase is ApiPhase.LISTENING and not announced:
            announced = True
            _announce(runtime, state)
        elif state.phase is ApiPhase.FAILED:
            failure.append(state.problem or "The API could not start.")
            ended.set()

    unsubscribe = runtime.remote_access.subscribe(on_state)
    try:
        runtime.start()
        if runtime.settings.settings.api_enabled:
            runtime.start_api()
        else:
            print("HertzMon is sampling without a window and without the API; Ctrl+C ends it.", flush=True)
        while not ended.wait(_WAIT_SLICE_SECONDS):
            pass
    finally:
        unsubscribe()
        runtime.stop()
    if failure:
        print(failure[0], file=sys.stderr)
        return EXIT_API_FAILED
    return 0


def _announce(runtime: Runtime, state: ApiState) -> None:
    line = f"HertzMon answers at {' and '.join(state.urls)}"
    if state.certificate_fingerprint:
        line += f" (certificate SHA-256 {state.certificate_fingerprint})"
    password = runtime.remote_access.initial_password()
    if password is not None:
        line += f"; log in as admin with the password {password} until you change it"
    print(line, flush=True)
