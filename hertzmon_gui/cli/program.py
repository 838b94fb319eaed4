"""`hertzmon`: its options, its commands, and which program a start becomes."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Sequence
from pathlib import Path

from hertzmon_gui import __version__
from hertzmon_gui.allocator import limit_retained_memory
from hertzmon_gui.cli.accounts import add_token, add_user
from hertzmon_gui.cli.arguments import EXIT_ENVIRONMENT, EXIT_USAGE, Parser, add_common_options, data_directory, port
from hertzmon_gui.cli.export_config import add_export_config
from hertzmon_gui.cli.snapshot import add_snapshot
from hertzmon_gui.display import window_obstacle
from hertzmon_gui.logs import set_up_logging
from hertzmon_gui.options import PAGES, Options
from hertzmon_gui.settings.errors import AlreadyRunningError, HertzMonError
from hertzmon_gui.settings.paths import DataDirectory
from hertzmon_gui.settings.store import SettingsStore
from hertzmon_gui.threadless_numpy import load_numpy_without_threads

_LANGUAGES = {"system": "system", "en": "en", "zh": "zh_CN", "zh_CN": "zh_CN"}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run the command line and return the exit code."""
    parser = _parser()
    parsed = parser.parse_args(arguments)
    try:
        code: int = parsed.command(parsed)
    except HertzMonError as error:
        _tell(str(error))
        return EXIT_ENVIRONMENT
    except KeyboardInterrupt:
        return 130
    return code


def _tell(sentence: str) -> None:
    """Say why there is no start: on standard error, or in a box for a program that was started without a console."""
    if sys.stderr is not None:
        print(sentence, file=sys.stderr)
    elif window_obstacle() is None:
        from hertzmon_gui.ui.start_error import show_start_error

        show_start_error(sentence)


def _parser() -> argparse.ArgumentParser:
    parser = Parser(prog="hertzmon", description="A desktop system monitor with a local API.")
    parser.set_defaults(command=_start)
    parser.add_argument("--version", action="version", version=f"HertzMon {__version__}")
    parser.add_argument("--headless", action="store_true", help="sample and serve without a window")
    parser.add_argument("--gui", action="store_true", help="end with an error when no window can be shown")
    add_common_options(parser)
    look = parser.add_argument_group("window")
    look.add_argument("--page", choices=PAGES, help="the page to open")
    look.add_argument("--lang", choices=sorted(_LANGUAGES), help="the language of the window")
    look.add_argument("--theme", choices=("system", "light", "dark"), help="the colours of the window")
    look.add_argument("--screenshot", type=Path, metavar="FILE", help="save the page as a PNG file and exit")
    serve = parser.add_argument_group("API")
    serve.add_argument("--no-api", action="store_true", help="do not serve the API")
    serve.add_argument("--bind", metavar="HOST", help="the address to serve at (default: loopback only)")
    serve.add_argument(
        "--port", type=port, metavar="N", help="the port to serve at (default 8000; 0 takes any free one)"
    )
    serve.add_argument(
        "--insecure-http",
        action="store_true",
        help="serve plain HTTP beyond loopback: anyone on the network path can read it",
    )
    commands = parser.add_subparsers(title="commands", metavar="COMMAND")
    add_snapshot(commands)
    add_user(commands)
    add_token(commands)
    add_export_config(commands)
    return parser


def _start(parsed: argparse.Namespace) -> int:
    headless = parsed.headless
    for option, is_given in (("--gui", parsed.gui), ("--screenshot", parsed.screenshot is not None)):
        if is_given and headless:
            print(f"{option} and --headless exclude each other; give one of them.", file=sys.stderr)
            return EXIT_USAGE
    if not headless and (obstacle := window_obstacle()) is not None:
        if parsed.gui or parsed.screenshot is not None:
            print(f"{obstacle} HertzMon cannot open its window.", file=sys.stderr)
            return EXIT_ENVIRONMENT
        print(f"{obstacle} HertzMon goes on without its window.", file=sys.stderr)
        headless = True
    directory = data_directory(parsed)
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
    limit_retained_memory()
    load_numpy_without_threads()
    from hertzmon_gui.runtime import Runtime

    settings = SettingsStore(directory.path)
    settings.override(**_overrides(parsed, headless=headless))
    runtime = Runtime(directory, settings)
    if headless:
        from hertzmon_gui import headless as program

        return program.run(runtime)
    from hertzmon_gui import app
    from hertzmon_gui.ui.plain_import import restore_plain_import

    restore_plain_import()
    # After Qt is loaded: its first import walks through all modules, and dies when a thread imports one meanwhile.
    # Before the window is built, so that it has something to show.
    runtime.start()
    try:
        return app.run(runtime, Options(page=parsed.page, screenshot=parsed.screenshot))
    finally:
        runtime.stop()


def _overrides(parsed: argparse.Namespace, *, headless: bool) -> dict[str, object]:
    """The settings that the command line replaces for this run."""
    overrides: dict[str, object] = {}
    if parsed.no_api:
        overrides["api_enabled"] = False
    elif headless or parsed.bind is not None or parsed.port is not None:
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
