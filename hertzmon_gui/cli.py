"""The command line: its options, its subcommands, and which program a start becomes."""

from __future__ import annotations

import argparse
import getpass
import sys
from collections.abc import Sequence
from pathlib import Path

from hertzmon_gui import __version__
from hertzmon_gui.display import window_obstacle
from hertzmon_gui.logs import LEVELS, set_up_logging
from hertzmon_gui.options import PAGES, Options
from hertzmon_gui.settings.errors import AlreadyRunningError, HertzMonError
from hertzmon_gui.settings.paths import ENVIRONMENT_VARIABLE, DataDirectory, default_data_directory
from hertzmon_gui.settings.store import SettingsStore

EXIT_ENVIRONMENT = 1
EXIT_USAGE = 2
_LANGUAGES = {"system": "system", "en": "en", "zh": "zh_CN", "zh_CN": "zh_CN"}
_SNAPSHOT_SECONDS = 10.0


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    try:
        code: int = parsed.command(parsed)
    except HertzMonError as error:
        print(error, file=sys.stderr)
        return EXIT_ENVIRONMENT
    except KeyboardInterrupt:
        return 130
    return code


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="hertzmon", description="A desktop system monitor with a local API.")
    parser.set_defaults(command=_start)
    parser.add_argument("--version", action="version", version=f"HertzMon {__version__}")
    parser.add_argument("--headless", action="store_true", help="sample and serve without a window")
    parser.add_argument("--gui", action="store_true", help="end with an error when no window can be shown")
    _add_common_options(parser)
    look = parser.add_argument_group("window")
    look.add_argument("--page", choices=PAGES, help="the page to open")
    look.add_argument("--lang", choices=sorted(_LANGUAGES), help="the language of the window")
    look.add_argument("--theme", choices=("system", "light", "dark"), help="the colours of the window")
    look.add_argument("--screenshot", type=Path, metavar="FILE", help="save the page as a PNG file and exit")
    serve = parser.add_argument_group("API")
    serve.add_argument("--no-api", action="store_true", help="do not serve the API")
    serve.add_argument("--bind", metavar="HOST", help="the address to serve at (default: loopback only)")
    serve.add_argument(
        "--port", type=_port, metavar="N", help="the port to serve at (default 8000; 0 takes any free one)"
    )
    serve.add_argument(
        "--insecure-http", action="store_true", help="serve plain HTTP beyond loopback: everyone there can read along"
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    snapshot = commands.add_parser("snapshot", help="print one snapshot as JSON and exit")
    snapshot.set_defaults(command=_snapshot)
    user = commands.add_parser("user", help="manage the API's accounts")
    actions = user.add_subparsers(title="actions", metavar="ACTION", required=True)
    password = actions.add_parser("set-password", help="set a password, read from the prompt or standard input")
    password.add_argument("name", metavar="NAME")
    _add_data_directory(password)
    password.set_defaults(command=_set_password)
    _add_export_config(commands)
    return parser


def _add_export_config(commands: argparse._SubParsersAction[argparse.ArgumentParser]) -> None:
    export = commands.add_parser("export-config", help="print a configuration for a program that gathers the numbers")
    export.add_argument("kind", choices=("prometheus", "vmagent", "otelcol", "homeassistant", "grafana"))
    export.add_argument(
        "--target",
        action="append",
        metavar="HOST[:PORT]",
        default=[],
        help="a machine to read; can be given again (default: this one)",
    )
    export.add_argument("--every", type=_seconds, metavar="SECONDS", default=15, help="how often (default 15)")
    export.add_argument("--files", type=_printable, metavar="DIR", help="where tokens and certificates will lie")
    export.add_argument("--send-to", type=_printable, metavar="URL", help="where vmagent or otelcol sends the numbers")
    export.add_argument("--insecure-http", action="store_true", help="read plain HTTP also beyond loopback")
    _add_data_directory(export)
    export.set_defaults(command=_export_config)


def _add_common_options(parser: argparse.ArgumentParser) -> None:
    _add_data_directory(parser)
    parser.add_argument(
        "--interval", type=_interval, metavar="SECONDS", help="the time between two samples (0.1 to 60)"
    )
    parser.add_argument("--log-level", choices=LEVELS, default="warning", help="what to log to standard error")


def _add_data_directory(parser: argparse.ArgumentParser) -> None:
    parser.add_argument(
        "--data-dir",
        type=Path,
        metavar="DIR",
        default=argparse.SUPPRESS,
        help=f"where settings and accounts lie (default: {ENVIRONMENT_VARIABLE}, else the platform's place)",
    )


def _port(text: str) -> int:
    try:
        port = int(text)
    except ValueError:
        port = -1
    if not 0 <= port <= 65535:
        raise argparse.ArgumentTypeError(f"{text!r} is not a port; give a whole number from 0 to 65535")
    return port


def _interval(text: str) -> float:
    try:
        seconds = float(text)
    except ValueError:
        seconds = float("nan")
    if not 0.1 <= seconds <= 60:
        raise argparse.ArgumentTypeError(f"{text!r} is not an interval; give seconds from 0.1 to 60")
    return seconds


def _seconds(text: str) -> int:
    if not text.isdecimal() or not 1 <= int(text) <= 3600:
        raise argparse.ArgumentTypeError(f"{text!r} is not a number of seconds; give a whole number from 1 to 3600")
    return int(text)


def _printable(text: str) -> str:
    if not text.isprintable():
        raise argparse.ArgumentTypeError("it holds characters that cannot be printed")
    return text


def _data_directory(parsed: argparse.Namespace) -> DataDirectory:
    path: Path = getattr(parsed, "data_dir", None) or default_data_directory()
    return DataDirectory(path)


def _start(parsed: argparse.Namespace) -> int:
    headless = parsed.headless
    if parsed.gui and headless:
        print("--gui and --headless exclude each other; give one of them.", file=sys.stderr)
        return EXIT_USAGE
    if not headless and (obstacle := window_obstacle()) is not None:
        if parsed.gui or parsed.screenshot is not None:
            print(f"{obstacle} HertzMon cannot open its window.", file=sys.stderr)
            return EXIT_ENVIRONMENT
        print(f"{obstacle} HertzMon goes on without its window.", file=sys.stderr)
        headless = True
    directory = _data_directory(parsed)
    set_up_logging(parsed.log_level, directory.path)
    try:
        directory.lock()
    except AlreadyRunningError:
        if not headless and _raise_first(directory):
            print("HertzMon is already running; its window was brought to the front.")
            return 0
        raise
    try:
        return _run(parsed, directory, headless=headless)
    finally:
        directory.unlock()


def _run(parsed: argparse.Namespace, directory: DataDirectory, *, headless: bool) -> int:
    from hertzmon_gui.runtime import Runtime

    settings = SettingsStore(directory.path)
    settings.override(**_overrides(parsed))
    runtime = Runtime(directory, settings)
    if headless:
        from hertzmon_gui import headless as program

        return program.run(runtime)
    from hertzmon_gui import app

    # Sampling starts before Qt is loaded, so that the first window has something to show.
    runtime.start()
    try:
        return app.run(runtime, Options(page=parsed.page, screenshot=parsed.screenshot))
    finally:
        runtime.stop()


def _overrides(parsed: argparse.Namespace) -> dict[str, object]:
    """The settings that the command line replaces for this run."""
    overrides: dict[str, object] = {}
    if parsed.no_api:
        overrides["api_enabled"] = False
    elif parsed.headless or parsed.bind is not None or parsed.port is not None:
        overrides["api_enabled"] = True  # asked for by name
    if parsed.insecure_http:
        overrides["api_insecure_http"] = True
    for option, setting in (
        ("bind", "api_bind"),
        ("port", "api_port"),
        ("interval", "interval_seconds"),
        ("theme", "theme"),
    ):
        value = getattr(parsed, option)
        if value is not None:
            overrides[setting] = value
    if parsed.lang is not None:
        overrides["language"] = _LANGUAGES[parsed.lang]
    return overrides


def _raise_first(directory: DataDirectory) -> bool:
    from hertzmon_gui.ui.single_instance import raise_first

    return raise_first(directory.path)


def _snapshot(parsed: argparse.Namespace) -> int:
    from api.encode import monitor_payload
    from hertzmon_gui.collector.service import CollectorService
    from hertzmon_gui.model.source import Demand

    set_up_logging(parsed.log_level)
    collector = CollectorService(interval_seconds=parsed.interval or 1.0)
    demand = collector.register_demand("snapshot")
    demand.set(Demand(charts=True, processes=True))
    collector.start()
    try:
        snapshot = collector.bus.wait_newer(-1, _SNAPSHOT_SECONDS)
        # The shares of CPU time and the capacities of the disks exist from the second reading on.
        while snapshot is not None and (snapshot.cpu is None or snapshot.cpu.percent is None or snapshot.disks is None):
            snapshot = collector.bus.wait_newer(snapshot.seq, _SNAPSHOT_SECONDS)
    finally:
        collector.stop()
    if snapshot is None:
        print("No snapshot could be taken within 10 s; --log-level info tells more.", file=sys.stderr)
        return EXIT_ENVIRONMENT
    sys.stdout.write(monitor_payload(snapshot).decode() + "\n")
    return 0


def _set_password(parsed: argparse.Namespace) -> int:
    from api.users import UserStore

    store = UserStore(_data_directory(parsed).file("users.json"))
    store.ensure_admin()
    if sys.stdin.isatty():
        password = getpass.getpass(f"New password of {parsed.name}: ")
        if getpass.getpass("Once more: ") != password:
            print("The two passwords differ; nothing was changed.", file=sys.stderr)
            return EXIT_ENVIRONMENT
    else:
        password = sys.stdin.readline().rstrip("\r\n")
    try:
        store.set_password(parsed.name, password)
    except ValueError as error:
        print(error, file=sys.stderr)
        return EXIT_ENVIRONMENT
    print(f"The password of {parsed.name} was set.")
    return 0


def _export_config(parsed: argparse.Namespace) -> int:
    from api.export_config import KINDS, make_plan

    settings = SettingsStore(_data_directory(parsed).path).settings
    try:
        plan = make_plan(
            parsed.kind,
            parsed.target,
            settings,
            interval_seconds=parsed.every,
            directory=parsed.files,
            send_to=parsed.send_to,
            insecure_http=parsed.insecure_http,
        )
    except ValueError as error:
        print(error, file=sys.stderr)
        return EXIT_USAGE
    sys.stdout.write(KINDS[parsed.kind](plan))
    return 0
