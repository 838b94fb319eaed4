#!/usr/bin/env python3
"""Every chore of HertzMon as a subcommand; needs nothing but the standard library.

    python3 dev.py run [-- ARGS]     set everything up, then start HertzMon
    python3 dev.py test [-- ARGS]    set everything up, then pass every check; ARGS go to pytest

Set-up makes .venv, installs the pinned dependencies of requirements.lock, and on Debian and Ubuntu sees to the shared
libraries that Qt loads. It is repeated only when pyproject.toml, requirements.lock or Python itself changed.
"""

from __future__ import annotations

import argparse
import ctypes
import hashlib
import importlib.util
import os
import shlex
import shutil
import subprocess
import sys
from collections.abc import Callable, Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent
# Another name is for the quick suite on another Python, which must leave .venv as it is.
ENVIRONMENT = ROOT / os.environ.get("HERTZMON_VENV", ".venv")
SCRIPTS = ENVIRONMENT / ("Scripts" if sys.platform == "win32" else "bin")
PYTHON = SCRIPTS / ("python.exe" if sys.platform == "win32" else "python")
STAMP = ENVIRONMENT / "hertzmon-setup.txt"
LOCK = ROOT / "requirements.lock"
SUPPORTED = ((3, 11), (3, 12), (3, 13))
# What the quick suite leaves to the full one: what starts real windows, builds or servers of others.
NOT_QUICK = (
    "end_to_end",
    "release",
    "benchmarks",
    "test_dev.py",
    "documents/test_commands.py",
    "api/test_real_prometheus.py",
    "api/test_fuzz.py",
    "collector/test_stress.py",
)

# What Qt's core, its X11 platform and its Wayland platform load from the system, and the Debian package of each.
# What these load in turn comes with their packages.
QT_LIBRARIES = {
    "libEGL.so.1": "libegl1",
    "libGL.so.1": "libgl1",
    "libX11-xcb.so.1": "libx11-xcb1",
    "libdbus-1.so.3": "libdbus-1-3",
    "libfontconfig.so.1": "libfontconfig1",
    "libglib-2.0.so.0": "libglib2.0-0",
    "libgssapi_krb5.so.2": "libgssapi-krb5-2",
    "libwayland-cursor.so.0": "libwayland-cursor0",
    "libxcb-cursor.so.0": "libxcb-cursor0",
    "libxcb-glx.so.0": "libxcb-glx0",
    "libxcb-icccm.so.4": "libxcb-icccm4",
    "libxcb-keysyms.so.1": "libxcb-keysyms1",
    "libxcb-randr.so.0": "libxcb-randr0",
    "libxcb-shape.so.0": "libxcb-shape0",
    "libxcb-sync.so.1": "libxcb-sync1",
    "libxcb-xfixes.so.0": "libxcb-xfixes0",
    "libxkbcommon-x11.so.0": "libxkbcommon-x11-0",
}
# Programs that the tests drive a real window with, run the documents' examples with, read the metrics with, freeze
# HertzMon with, and check what desktops read with.
TEST_PROGRAMS = {
    "Xvfb": "xvfb",
    "openbox": "openbox",
    "dbus-daemon": "dbus-daemon",
    "xdotool": "xdotool",
    "curl": "curl",
    "prometheus": "prometheus",
    "objdump": "binutils",
    "xz": "xz-utils",
    "desktop-file-validate": "desktop-file-utils",
    "appstreamcli": "appstream",
}
CHINESE_FONT = "fonts-noto-cjk"


class ChoreError(Exception):
    """A chore cannot go on; the text is a whole sentence that says what to do."""


def main(arguments: list[str] | None = None) -> int:
    """Run one chore and return its exit status; what follows `--` belongs to the program that the chore starts."""
    given = sys.argv[1:] if arguments is None else arguments
    own, passed_on = given, []
    if "--" in given:
        own, passed_on = given[: given.index("--")], given[given.index("--") + 1 :]
    options = _parser().parse_args(own)
    try:
        check_python(sys.version_info[:2])
        return int(options.chore(options, passed_on))
    except ChoreError as error:
        print(f"dev.py: {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(
        prog="dev.py", description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    chores = parser.add_subparsers(required=True, metavar="CHORE")

    def add(chore: Callable[[argparse.Namespace, list[str]], int], summary: str) -> argparse.ArgumentParser:
        chore_parser = chores.add_parser(chore.__name__, help=summary)
        chore_parser.set_defaults(chore=chore)
        return chore_parser

    add(setup, "make .venv and install the pinned dependencies")
    add(run, "set up, then start HertzMon with what follows --")
    add(test, "set up, then run every check and every test; what follows -- goes to pytest")
    add(quick, "set up, then run the tests that need no other program; what follows -- goes to pytest")
    add(check, "lint, formatting, types and import contracts only")
    add(bench, "measure; prints a table and writes JSON").add_argument("--quick", action="store_true")
    add(fuzz, "send the API 27,000 hostile requests and besiege it; what follows -- goes to tests.api.fuzz")
    add(stress, "hold the collector under everything at once for ten minutes; what follows -- goes to it")
    add(docs, "write docs/api.md from what the API says of itself")
    pictures = add(screenshots, "every page and dialog, both themes, both languages, as PNG files")
    pictures.add_argument("directory", nargs="?", default=ROOT / "screenshots", type=Path)
    frozen = add(package, "freeze HertzMon into dist/, for machines without Python")
    frozen.add_argument("--test", action="store_true", help="try what came out, where possible in a clean root")
    frozen.add_argument("--onefile", action="store_true", help="one file that unpacks itself at each start")
    add(translations, "gather the texts to translate, and compile the translations")
    add(lock, "pin the newest allowed dependencies in requirements.lock (needs uv)")
    return parser


def check_python(version: tuple[int, ...]) -> None:
    """Refuse a Python that HertzMon does not support, naming one on this machine that it does."""
    if version in SUPPORTED:
        return
    found = [name for name in ("python3.13", "python3.12", "python3.11") if shutil.which(name)]
    advice = f"Start it with {found[0]} instead." if found else "Install one of them, and start dev.py with it."
    raise ChoreError(
        f"HertzMon needs Python 3.11, 3.12 or 3.13, and this is Python {version[0]}.{version[1]}. {advice}"
    )


# --- set-up -----------------------------------------------------------------------------------------------------------


def prepare(*, with_test_programs: bool = False, with_chinese_font: bool = False) -> bool:
    """Bring .venv and the system up to date, at once when nothing changed; False when the system still lacks something.

    What it lacks has then been said, with the command that mends it.
    """
    fingerprint = setup_fingerprint()
    is_installed = PYTHON.exists() and STAMP.is_file() and STAMP.read_text() == fingerprint
    must_be_made = not is_installed and not environment_works()
    packages = missing_qt_packages()
    if must_be_made and importlib.util.find_spec("ensurepip") is None:  # Debian keeps it in a package of its own
        packages.append(f"python{sys.version_info.major}.{sys.version_info.minor}-venv")
    if with_test_programs and sys.platform.startswith("linux"):
        packages += [package for program, package in TEST_PROGRAMS.items() if shutil.which(program) is None]
    if with_chinese_font and sys.platform.startswith("linux") and not has_chinese_font():
        packages.append(CHINESE_FONT)
    is_complete = not packages or install_system_packages(packages)
    if must_be_made:
        make_environment()
    if not is_installed:
        install_dependencies(fingerprint)
    return is_complete


def install_dependencies(fingerprint: str) -> None:
    """Install what requirements.lock pins, and note that it is done."""
    STAMP.unlink(missing_ok=True)
    print("dev.py: installing the pinned dependencies", flush=True)
    pip = (PYTHON, "-m", "pip", "--quiet", "--disable-pip-version-check")
    if call(*pip, "install", "--use-pep517", "--require-hashes", "--requirement", LOCK) != 0:
        raise ChoreError("The dependencies could not be installed; pip's own words are above.")
    STAMP.write_text(fingerprint)


def setup_fingerprint() -> str:
    """A text that changes with everything that set-up depends on: the two files and the Python."""
    digest = hashlib.sha256()
    for path in (ROOT / "pyproject.toml", LOCK):
        digest.update(path.read_bytes().replace(b"\r\n", b"\n"))
    return f"{digest.hexdigest()} Python {sys.version}\n"


def environment_works() -> bool:
    """Whether .venv holds a Python of this version that can run pip."""
    if not PYTHON.exists():
        return False
    question = "import sys, pip; print(sys.version)"
    try:
        answer = subprocess.run([str(PYTHON), "-c", question], capture_output=True, text=True, check=False)
    except OSError:
        return False
    return answer.returncode == 0 and answer.stdout.strip() == sys.version.strip()


def make_environment() -> None:
    """Make .venv anew, whatever was there."""
    if importlib.util.find_spec("ensurepip") is None:
        raise ChoreError("This Python cannot make a virtual environment: it lacks ensurepip.")
    print(f"dev.py: making {ENVIRONMENT.name} with Python {sys.version.split()[0]}", flush=True)
    # Not this interpreter when it is the one in .venv, which is about to be replaced.
    base_python = getattr(sys, "_base_executable", "") or sys.executable
    if call(base_python, "-m", "venv", "--clear", ENVIRONMENT) != 0:
        raise ChoreError(f"{ENVIRONMENT} could not be made. Remove it, and try again.")


def missing_qt_packages() -> list[str]:
    """The Debian packages of the shared libraries that Qt loads and this Linux lacks."""
    if not sys.platform.startswith("linux"):
        return []
    packages = []
    for library, package in QT_LIBRARIES.items():
        try:
            ctypes.CDLL(library)
        except OSError:
            packages.append(package)
    return packages


def has_chinese_font() -> bool:
    """Whether fontconfig knows a font with Chinese characters."""
    lister = shutil.which("fc-list")
    return lister is not None and bool(subprocess.run([lister, ":lang=zh"], capture_output=True, check=False).stdout)


def install_system_packages(packages: list[str]) -> bool:
    """Install Debian packages as root, else print the command that would; whether they are there now."""
    if sys.platform == "win32" or shutil.which("apt-get") is None:
        print(f"dev.py: this system lacks what Debian calls {' '.join(packages)}; install it its own way.", flush=True)
        return False
    install = ["apt-get", "install", "--yes", "--no-install-recommends", *packages]
    if os.geteuid() != 0:
        print("dev.py: this system lacks something. Run this command, then try again:", flush=True)
        print(f"  sudo apt-get update && sudo {shlex.join(install)}", flush=True)
        return False
    print(f"dev.py: installing from the system's packages: {' '.join(packages)}", flush=True)
    environment = {**os.environ, "DEBIAN_FRONTEND": "noninteractive"}
    call("apt-get", "--quiet=2", "update", environment=environment)  # one dead source need not hinder the rest
    done = call(*install, "--quiet=2", environment=environment) == 0
    importlib.invalidate_caches()  # ensurepip may be among what just came
    return done


# --- chores -----------------------------------------------------------------------------------------------------------


def setup(_options: argparse.Namespace, _arguments: list[str]) -> int:
    """Make ready to run, and do nothing more."""
    return 0 if prepare() else 1


def run(_options: argparse.Namespace, arguments: list[str]) -> int:
    """Set up and start HertzMon; its exit status. Without Qt's libraries it can still run headless."""
    if not prepare():
        print("dev.py: without it only `dev.py run -- --headless` works.", flush=True)
    command = [str(PYTHON), "-m", "hertzmon_gui", *arguments]
    if os.name == "posix":
        os.chdir(ROOT)
        sys.stdout.flush()
        os.execv(command[0], command)  # signals reach HertzMon itself
    return call(*command)  # on Windows, exec would hand the terminal back at once


def test(_options: argparse.Namespace, arguments: list[str]) -> int:
    """Set up, run every check and every test; 0 only when all of them pass."""
    if not prepare(with_test_programs=True):
        raise ChoreError("The tests need what is missing above.")
    checks = run_checks()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    tests = call(PYTHON, "-m", "pytest", *arguments, environment=environment)
    if checks != 0:
        print("dev.py: a check before the tests failed; see above.", file=sys.stderr)
    # A run of chosen tests is somebody's work in progress; the other Pythons have their turn with the whole suite.
    others = [] if arguments else [quick_on(version) for version in SUPPORTED if version != sys.version_info[:2]]
    return tests or checks or max(others, default=0)


def quick(_options: argparse.Namespace, arguments: list[str]) -> int:
    """Set up, then run the tests that need no other program."""
    if not prepare():
        raise ChoreError("The tests need what is missing above.")
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen"}
    ignored = [f"--ignore=tests/{name}" for name in NOT_QUICK]
    return call(PYTHON, "-m", "pytest", "-q", *ignored, *arguments, environment=environment)


def quick_on(version: tuple[int, int]) -> int:
    """Run the quick suite on another Python where this machine has it, in an environment of its own."""
    number = f"{version[0]}.{version[1]}"
    python = next((python for python in pythons(number) if can_make_environments(python)), None)
    if python is None:
        print(f"dev.py: Python {number} is not installed; its quick suite is left out", flush=True)
        return 0
    print(f"dev.py: the quick suite on Python {number}", flush=True)
    return call(python, __file__, "quick", environment={**os.environ, "HERTZMON_VENV": f".venv-{number}"})


def pythons(number: str) -> list[str]:
    """Where a Python such as "3.12" may be: on the path, or where pyenv and uv keep theirs."""
    name = f"python{number}"
    on_path = shutil.which(name)
    kept = [
        Path(os.environ.get("PYENV_ROOT", Path.home() / ".pyenv"), "versions").glob(f"{number}.*/bin/{name}"),
        Path(os.environ.get("UV_PYTHON_INSTALL_DIR", Path.home() / ".local/share/uv/python")).glob(f"*/bin/{name}"),
    ]
    return ([on_path] if on_path else []) + [str(python) for found in kept for python in sorted(found)]


def can_make_environments(python: str) -> bool:
    """Whether it starts, which a shim of pyenv may not, and has ensurepip, which Debian packs by itself."""
    return subprocess.run([python, "-c", "import ensurepip"], capture_output=True, check=False).returncode == 0


def check(_options: argparse.Namespace, _arguments: list[str]) -> int:
    """Set up, then run the checks that start no test."""
    prepare()
    return run_checks()


def run_checks() -> int:
    """Lint, formatting, types and import contracts: all of them, also after one failed."""
    commands: list[list[str | Path]] = [
        [PYTHON, "-m", "ruff", "check", "."],
        [PYTHON, "-m", "ruff", "format", "--check", "."],
        [PYTHON, "-m", "mypy"],
        [SCRIPTS / "lint-imports"],
    ]
    failed = [command for command in commands if call(*command) != 0]
    for command in failed:
        print(f"dev.py: failed: {shown(command)}", file=sys.stderr, flush=True)
    return 1 if failed else 0


def bench(options: argparse.Namespace, arguments: list[str]) -> int:
    """Set up, then measure."""
    prepare()
    return call(PYTHON, "-m", "benchmarks", *(["--quick"] if options.quick else []), *arguments)


def fuzz(_options: argparse.Namespace, arguments: list[str]) -> int:
    """Send the API thousands of requests that nobody would send; 0 when every answer was as its document says."""
    prepare()
    return call(PYTHON, "-m", "tests.api.fuzz", *arguments)


def stress(_options: argparse.Namespace, arguments: list[str]) -> int:
    """Check every number of the real collector at every tick under load; 0 when each was possible."""
    prepare()
    return call(PYTHON, "-m", "tests.collector.stress", *arguments)


def docs(_options: argparse.Namespace, _arguments: list[str]) -> int:
    """Write docs/api.md anew."""
    prepare()
    return call(PYTHON, "-m", "tests.api.manual")


def screenshots(options: argparse.Namespace, arguments: list[str]) -> int:
    """Save every page in both themes and both languages into `directory`, as page-theme-language.png."""
    if not prepare(with_chinese_font=True):
        raise ChoreError("The pictures need what is missing above.")
    return call(PYTHON, "-m", "benchmarks.pictures", options.directory.absolute(), *arguments)


def package(options: argparse.Namespace, _arguments: list[str]) -> int:
    """Set up, then freeze and pack HertzMon; release/ knows how."""
    prepare(with_test_programs=options.test)
    chosen = [flag for flag, is_given in (("--test", options.test), ("--onefile", options.onefile)) if is_given]
    return call(PYTHON, "-m", "release", *chosen)


def translations(_options: argparse.Namespace, _arguments: list[str]) -> int:
    """Gather the texts to translate from the sources into each .ts file, then compile it."""
    prepare()
    sources = sorted((ROOT / "hertzmon_gui").rglob("*.py"))
    status = 0
    for target in sorted((ROOT / "resources" / "translations").glob("*.ts")):
        # The texts are English already; of them only the plural forms need a translation.
        plural = ("-pluralonly",) if target.stem.endswith("_en") else ()
        gather = ("-locations", "none", "-no-obsolete", *plural)
        gathered = call(SCRIPTS / "pyside6-lupdate", *gather, *sources, "-ts", target)
        compiled = call(SCRIPTS / "pyside6-lrelease", "-silent", target, "-qm", target.with_suffix(".qm"))
        status = max(status, gathered, compiled)
    return status


def lock(_options: argparse.Namespace, _arguments: list[str]) -> int:
    """Pin every dependency, for every supported Python and system, with hashes and without addresses."""
    uv = shutil.which("uv", path=f"{SCRIPTS}{os.pathsep}{os.environ.get('PATH', '')}")
    if uv is None:
        raise ChoreError("Pinning needs uv. Install it (pipx install uv, or your system's package), and try again.")
    extras = ["--extra", "gui", "--extra", "dev"]
    form = ["--universal", "--python-version", "3.11", "--generate-hashes", "--no-header", "--no-emit-index-url"]
    return call(uv, "pip", "compile", "--quiet", "--upgrade", "pyproject.toml", *extras, *form, "--output-file", LOCK)


def call(*command: str | Path, environment: dict[str, str] | None = None) -> int:
    """Run a command in the project's root, showing it first; its exit status."""
    print(f"$ {shown(command)}", flush=True)
    return subprocess.run([str(part) for part in command], cwd=ROOT, env=environment, check=False).returncode


def shown(command: Sequence[str | Path]) -> str:
    """A command as a person would type it in the project's root."""
    return shlex.join(str(part).removeprefix(f"{ROOT}{os.sep}") for part in command)


if __name__ == "__main__":
    sys.exit(main())
