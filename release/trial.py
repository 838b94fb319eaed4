"""What a frozen build must do before it is given to anybody; each step prints one line, or fails with a sentence."""

from __future__ import annotations

import hashlib
import json
import os
import re
import shutil
import signal
import socket
import ssl
import statistics
import subprocess
import sys
import tempfile
import threading
import time
import urllib.request
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

from hertzmon_gui import __version__
from release.build import TOP_FOLDER
from release.limits import COMPARISONS, MOST_PACKED_BYTES, MOST_START_RATIO, MOST_UNPACKED_BYTES, STARTS
from release.machines import Machine, display, machine, run

ROOT = Path(__file__).resolve().parents[1]
PASSWORD = "correct horse battery staple 9"  # of an account that lives as long as the trial
STOP_SECONDS = 5.0
FIRST_CHART_SECONDS = 30.0
FEWEST_COLOURS = 64
_ADDRESS = re.compile(r"(https?)://[^\s:]+:(\d+)")
_FINGERPRINT = re.compile(r"SHA-256 ([0-9A-Fa-f:]+)")


class TrialError(Exception):
    """A step of the trial did not come out as it must; the text says how."""


def try_build(archive: Path) -> None:
    """Unpack the archive on a clean machine and use what is in it; TrialError at the first thing that is wrong."""
    with machine() as where:
        window, console = _unpacked(archive, where.home)
        _tell("unpacked", f"{archive.name}, whose checksum is right")
        check_sizes(archive, where.home / TOP_FOLDER)
        _try_licences(where)
        _try_version(where, console)
        _try_snapshot(where, console)
        _try_password(where, console)
        for bind in ("127.0.0.1", "0.0.0.0"):  # the second one is asked on loopback, too
            _try_api(where, console, bind)
        _try_window(where, window)


def _unpacked(archive: Path, directory: Path) -> tuple[Path, Path]:
    """Unpack into `directory`; the program with the window, and the one with a console."""
    said = archive.with_name(f"{archive.name}.sha256").read_text(encoding="ascii").split()[0]
    if said != hashlib.sha256(archive.read_bytes()).hexdigest():
        raise TrialError(f"{archive.name} is not what its .sha256 file says.")
    if archive.suffix == ".zip":
        shutil.unpack_archive(archive, directory)
    else:
        shutil.unpack_archive(archive, directory, filter="tar")
    _give_to_user_of(directory)
    suffix = ".exe" if sys.platform == "win32" else ""
    folder = directory / TOP_FOLDER
    bundle = folder / "HertzMon.app"
    if bundle.is_dir():
        folder = bundle / "Contents" / "MacOS"
    window = folder / f"hertzmon{suffix}"
    console = folder / f"hertzmon-cli{suffix}"
    return window, console if console.exists() else window


def check_sizes(archive: Path, unpacked: Path) -> None:
    """TrialError when the archive, or what came out of it, is larger than a build may be."""
    files = [file for file in unpacked.rglob("*") if file.is_file() and not file.is_symlink()]
    sizes = {"packed": archive.stat().st_size, "unpacked": sum(file.stat().st_size for file in files)}
    for state, most in (("packed", MOST_PACKED_BYTES), ("unpacked", MOST_UNPACKED_BYTES)):
        if sizes[state] >= most:
            raise TrialError(f"The build weighs {sizes[state] / 1e6:.1f} MB {state}; {most / 1e6:.0f} MB is too much.")
    _tell("size", f"{sizes['unpacked'] / 1e6:.1f} MB, packed {sizes['packed'] / 1e6:.1f} MB")


def _try_licences(where: Machine) -> None:
    for name in ("LICENSE", "README.txt"):
        if not (where.home / TOP_FOLDER / name).is_file():
            raise TrialError(f"The archive lacks {name}.")
    if not any(path.is_dir() for path in (where.home / TOP_FOLDER).iterdir()):
        return  # a build of one file shows the others' only while it runs
    owners = {text.relative_to(where.home).parts[-2] for text in where.home.rglob("licences/*/*")}
    missing = {"HertzMon", "Python", "Qt", "numpy"} - owners
    if missing:
        raise TrialError(f"The licence of {' and '.join(sorted(missing))} is missing.")
    _tell("licences", f"of {len(owners)} parts")


def _try_version(where: Machine, console: Path) -> None:
    answer = run(where, console, "--version")
    _require(answer.returncode == 0 and __version__ in answer.stdout, "--version does not answer", answer)
    _tell("version", answer.stdout.strip())


def _try_snapshot(where: Machine, console: Path) -> None:
    answer = run(where, console, "snapshot")
    _require(answer.returncode == 0, "snapshot fails", answer)
    snapshot = json.loads(answer.stdout)
    _require(snapshot["system"]["hostname"] == socket.gethostname(), "the snapshot is of another machine", answer)
    _require(snapshot["cpu"]["cpu_count"] == os.cpu_count(), "the snapshot has another number of CPUs", answer)
    _require(snapshot["memory"]["total"] > 0 and bool(snapshot["processes"]), "the snapshot is empty", answer)
    _tell("snapshot", f"{snapshot['system']['hostname']}: {snapshot['system']['platform']}")


def _try_password(where: Machine, console: Path) -> None:
    answer = run(
        where, console, "user", "set-password", "admin", "--data-dir", where.home / "data", stdin=f"{PASSWORD}\n"
    )
    _require(answer.returncode == 0, "the password cannot be set", answer)
    _tell("password", answer.stdout.strip())


def _try_api(where: Machine, console: Path, bind: str) -> None:
    arguments = ("--headless", "--bind", bind, "--port", "0", "--data-dir", where.home / "data")
    with _started(where, console, *arguments) as process:
        assert process.stdout is not None
        announcement = process.stdout.readline()
        address = _ADDRESS.search(announcement)
        if address is None:
            raise TrialError(f"The API did not start at {bind}: {announcement}{_rest(process)}")
        scheme, port = address.groups()
        is_secure = bind != "127.0.0.1"
        if is_secure != (scheme == "https"):
            raise TrialError(f"The API serves {scheme} at {bind}.")
        base = f"{scheme}://127.0.0.1:{port}"
        if is_secure:
            _check_certificate(int(port), announcement)
        login = _asked(f"{base}/api/auth/login/", body={"username": "admin", "password": PASSWORD})
        token = json.loads(login)["data"]["access_token"]
        monitor = json.loads(_asked(f"{base}/api/system/monitor/", token))["data"]
        if monitor["system"]["hostname"] != socket.gethostname():
            raise TrialError(f"The API at {bind} does not know this machine.")
        if "GPUtil" in str(monitor["gpus"]):
            raise TrialError(f"The build lacks the libraries that read GPUs: {monitor['gpus']}")
        metrics = _asked(f"{base}/metrics", token)
        if not re.search(r"^# TYPE hertzmon_\w+ ", metrics, re.MULTILINE):
            raise TrialError(f"/metrics at {bind} holds no metric of HertzMon.")
        seconds = _stopped(process)
    count = sum(1 for line in metrics.splitlines() if line and not line.startswith("#"))
    encryption = "with a certificate of its own" if is_secure else "in plain HTTP"
    _tell(
        "API", f"at {bind} {encryption}: logged in, {len(monitor['processes'])} processes, {count} samples in /metrics"
    )
    _tell("stop", f"in {seconds:.1f} s")


def _check_certificate(port: int, announcement: str) -> None:
    announced = _FINGERPRINT.search(announcement)
    served = ssl.PEM_cert_to_DER_cert(ssl.get_server_certificate(("127.0.0.1", port)))
    if announced is None or announced[1].replace(":", "").lower() != hashlib.sha256(served).hexdigest():
        raise TrialError("The certificate that is served is not the one that was announced.")


def _try_window(where: Machine, window: Path) -> None:
    picture = where.home / "window.png"
    arguments = ("--gui", "--data-dir", where.home / "window-data")
    with display(where) as screen:
        environment = where.environment(**screen)
        answer = run(where, window, *arguments, "--no-api", "--screenshot", picture, environment=environment)
        _require(answer.returncode == 0 and picture.exists(), "the window makes no picture of itself", answer)
        if "error" in answer.stderr.lower() or "plugin" in answer.stderr.lower():
            raise TrialError(f"The window complains: {answer.stderr}")
        width, height, colours = _seen(picture)
        if width < 700 or height < 500 or colours < FEWEST_COLOURS:
            raise TrialError(f"The window's picture is blank: {width} x {height} with {colours} colours.")
        _tell("window", f"{width} x {height}, {colours} colours")
        kept = os.environ.get("HERTZMON_TRIAL_PICTURE")
        if kept:
            shutil.copy(picture, kept)
        with _started(where, window, *arguments, "--port", "0", "--log-level", "debug", **screen) as process:
            _wait_for_first_chart(process)
            seconds = _stopped(process, has_window=True)
        _tell("stop", f"the window, in {seconds:.1f} s")


def _wait_for_first_chart(process: subprocess.Popen[str]) -> None:
    assert process.stderr is not None
    said = []
    watchdog = threading.Timer(FIRST_CHART_SECONDS, process.kill)
    watchdog.start()
    try:
        for line in process.stderr:
            if "first chart painted" in line:
                return
            said.append(line)
    finally:
        watchdog.cancel()
    raise TrialError("The window did not paint a chart: " + "".join(said))


def _seen(picture: Path) -> tuple[int, int, int]:
    """Width, height and number of colours, of every fourth pixel each way."""
    from PySide6.QtGui import QImage

    image = QImage(str(picture))
    colours = {image.pixel(x, y) for x in range(0, image.width(), 4) for y in range(0, image.height(), 4)}
    return image.width(), image.height(), len(colours)


def compare_starts(archive: Path) -> None:
    """Compare how long the build and the source tree take to the first chart; TrialError when the build is too slow."""
    if not sys.platform.startswith("linux"):
        return
    from benchmarks.desktop import MissingProgramError, desktop
    from benchmarks.startup import first_chart_seconds

    try:
        with desktop() as environment, tempfile.TemporaryDirectory(prefix="hertzmon-trial-") as scratch:
            window, _console = _unpacked(archive, Path(scratch))
            options = ["--gui", "--port", "0", "--log-level", "debug", "--data-dir"]
            commands = {
                "source": [sys.executable, "-m", "hertzmon_gui", *options, f"{scratch}/source-data"],
                "build": [str(window), *options, f"{scratch}/build-data"],
            }
            require_start_ratio(lambda kind: first_chart_seconds(commands[kind], environment))
    except MissingProgramError as error:
        print(f"The starts were not compared. {error}")


def require_start_ratio(seconds_to_first_chart: Callable[[str], float]) -> None:
    """TrialError when "build" took too long beside "source" in every one of some comparisons."""
    for kind in ("source", "build"):
        seconds_to_first_chart(kind)  # fills the disk's cache
    ratios = []
    for _ in range(COMPARISONS):
        # Taking turns, so that both meet whatever else the machine does meanwhile.
        pairs = [(seconds_to_first_chart("source"), seconds_to_first_chart("build")) for _ in range(STARTS)]
        source, build = (statistics.median(times) for times in zip(*pairs, strict=True))
        ratios.append(build / source)
        _tell("first chart", f"build {build * 1e3:.0f} ms, source {source * 1e3:.0f} ms: {ratios[-1]:.2f} ×")
        if ratios[-1] <= MOST_START_RATIO:
            return
    raise TrialError(
        f"The build's first chart came {min(ratios):.2f} times as late as the source tree's, or later still; "
        f"{MOST_START_RATIO} is the most."
    )


@contextmanager
def _started(
    where: Machine, program: Path, *arguments: str | Path, **variables: str
) -> Iterator[subprocess.Popen[str]]:
    flags = 0
    if sys.platform == "win32":
        flags = subprocess.CREATE_NEW_PROCESS_GROUP  # only a group can be sent Ctrl+Break
    process = subprocess.Popen(
        where.command(program, *arguments),
        cwd=where.home,
        env=where.environment(**variables),
        stdin=subprocess.DEVNULL,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        text=True,
        creationflags=flags,
    )
    try:
        yield process
    finally:
        process.kill()
        process.communicate()


def _stopped(process: subprocess.Popen[str], *, has_window: bool = False) -> float:
    """End the program as its terminal or the system would; seconds until it was gone."""
    asked = time.monotonic()
    ask_to_end(process, has_window=has_window)
    try:
        _out, errors = process.communicate(timeout=STOP_SECONDS)
    except subprocess.TimeoutExpired:
        raise TrialError(f"It did not stop within {STOP_SECONDS:.0f} s.") from None
    if process.returncode != 0 or "Traceback" in errors:
        raise TrialError(f"It stopped with {process.returncode}: {errors}")
    return time.monotonic() - asked


def ask_to_end(process: subprocess.Popen[str], *, has_window: bool) -> None:
    """Ask the program to end itself; what it has to put away it can put away."""
    if sys.platform != "win32":
        process.terminate()
    elif has_window:  # without a console it hears no Ctrl+Break; taskkill without /F closes its windows instead
        subprocess.run(["taskkill", "/PID", str(process.pid), "/T"], check=True, capture_output=True)
    else:
        process.send_signal(signal.CTRL_BREAK_EVENT)


def _rest(process: subprocess.Popen[str]) -> str:
    process.kill()
    return process.communicate()[1]


def _asked(url: str, token: str | None = None, body: object = None) -> str:
    """Ask the API; the certificate is its own and was compared before."""
    request = urllib.request.Request(url, None if body is None else json.dumps(body).encode())
    request.add_header("Content-Type", "application/json")
    if token is not None:
        request.add_header("Authorization", f"Bearer {token}")
    context = ssl.create_default_context()
    context.check_hostname = False
    context.verify_mode = ssl.CERT_NONE
    handlers = [urllib.request.ProxyHandler({}), urllib.request.HTTPSHandler(context=context)]
    with urllib.request.build_opener(*handlers).open(request, timeout=10) as response:
        text: str = response.read().decode()
    return text


def _give_to_user_of(directory: Path) -> None:
    """Let the machine's user own what root unpacked."""
    if sys.platform == "win32" or os.geteuid() != 0:
        return
    owner = directory.stat()
    for path in directory.rglob("*"):
        os.chown(path, owner.st_uid, owner.st_gid, follow_symlinks=False)


def _require(condition: bool, sentence: str, answer: subprocess.CompletedProcess[str]) -> None:
    if not condition:
        raise TrialError(f"{sentence}; it printed: {answer.stdout}{answer.stderr}")


def _tell(what: str, how: str) -> None:
    print(f"  {what:12} {how}", flush=True)
