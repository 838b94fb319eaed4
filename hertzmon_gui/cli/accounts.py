"""`hertzmon user` and `hertzmon token`: who may use the API, managed on the machine itself."""

from __future__ import annotations

import argparse
import getpass
import sys
import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from api.accounts.scopes import ROLES, SCOPES
from hertzmon_gui.cli.arguments import EXIT_ENVIRONMENT, add_data_directory, data_directory

if TYPE_CHECKING:
    from api.accounts.service_tokens import TokenStore
    from api.accounts.users import UserStore
    from hertzmon_gui.cli.arguments import Commands

_DEFAULT_TOKEN_DAYS = 365


def add_user(commands: Commands) -> None:
    """Declare `hertzmon user`."""
    user = commands.add_parser("user", help="manage the API's accounts")
    actions = user.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_action(actions, "list", "list the accounts", _list_users)
    add = _add_action(actions, "add", "make an account; its password is read from the prompt or standard input", _add)
    add.add_argument("name", metavar="NAME")
    add.add_argument("--role", choices=ROLES, default="viewer", help="what it may see (default viewer)")
    for word, text, run in (
        ("set-password", "set a password, read from the prompt or standard input", _set_password),
        ("disable", "let an account log in no more, and end its sessions", _disable),
        ("enable", "let a disabled account log in again", _enable),
        ("remove", "remove an account", _remove),
    ):
        _add_action(actions, word, text, run).add_argument("name", metavar="NAME")


def add_token(commands: Commands) -> None:
    """Declare `hertzmon token`."""
    token = commands.add_parser("token", help="manage the service tokens of scrapers and scripts")
    actions = token.add_subparsers(title="actions", metavar="ACTION", required=True)
    _add_action(actions, "list", "list the tokens", _list_tokens)
    create = _add_action(actions, "create", "make a token and print it, for this once", _create_token)
    create.add_argument("name", metavar="NAME")
    create.add_argument(
        "--scope",
        action="append",
        choices=SCOPES,
        help="what it may read; can be given again (default metrics)",
    )
    create.add_argument(
        "--days", type=int, default=_DEFAULT_TOKEN_DAYS, help=f"how long it lasts (default {_DEFAULT_TOKEN_DAYS})"
    )
    _add_action(actions, "revoke", "make a token useless", _revoke_token).add_argument("name", metavar="NAME")


def _add_action(
    actions: Commands,
    word: str,
    text: str,
    run: Callable[[argparse.Namespace], None],
) -> argparse.ArgumentParser:
    def command(parsed: argparse.Namespace) -> int:
        try:
            run(parsed)
        except ValueError as error:  # a whole sentence, from the store
            print(error, file=sys.stderr)
            return EXIT_ENVIRONMENT
        return 0

    parser = actions.add_parser(word, help=text)
    add_data_directory(parser)
    parser.set_defaults(command=command)
    return parser


def _users(parsed: argparse.Namespace) -> UserStore:
    from api.accounts.users import UserStore
    from api.remote_access import USERS_FILE

    store = UserStore(data_directory(parsed).file(USERS_FILE))
    store.ensure_admin()
    return store


def _tokens(parsed: argparse.Namespace) -> TokenStore:
    from api.accounts.service_tokens import TokenStore
    from api.remote_access import TOKENS_FILE

    return TokenStore(data_directory(parsed).file(TOKENS_FILE))


def _read_password(name: str) -> str:
    if not sys.stdin.isatty():
        return sys.stdin.readline().rstrip("\r\n")
    password = getpass.getpass(f"New password of {name}: ")
    if getpass.getpass("Once more: ") != password:
        raise ValueError("The two passwords differ; nothing was changed.")
    return password


def _list_users(parsed: argparse.Namespace) -> None:
    _print_table(
        ("NAME", "ROLE", "STATE", "CREATED", "LAST LOGIN"),
        [
            (
                user.username,
                user.role,
                "enabled" if user.enabled else "disabled",
                _date(user.created),
                _date(user.last_login),
            )
            for user in _users(parsed).all()
        ],
    )


def _add(parsed: argparse.Namespace) -> None:
    users = _users(parsed)
    users.add(parsed.name, _read_password(parsed.name), parsed.role)
    print(f"{parsed.name} can log in now, as {parsed.role}.")


def _set_password(parsed: argparse.Namespace) -> None:
    users = _users(parsed)
    if users.get(parsed.name) is None:
        known = ", ".join(user.username for user in users.all())
        raise ValueError(f"There is no user {parsed.name}; there is {known}.")
    users.set_password(parsed.name, _read_password(parsed.name))
    print(f"The password of {parsed.name} was set; its sessions have ended.")


def _disable(parsed: argparse.Namespace) -> None:
    _users(parsed).set_enabled(parsed.name, False)
    print(f"{parsed.name} cannot log in any more; its sessions have ended.")


def _enable(parsed: argparse.Namespace) -> None:
    _users(parsed).set_enabled(parsed.name, True)
    print(f"{parsed.name} can log in again.")


def _remove(parsed: argparse.Namespace) -> None:
    _users(parsed).remove(parsed.name)
    print(f"{parsed.name} was removed.")


def _list_tokens(parsed: argparse.Namespace) -> None:
    now = time.time()
    _print_table(
        ("NAME", "SCOPES", "STATE", "EXPIRES", "LAST USE"),
        [
            (
                token.name,
                ",".join(token.scopes),
                "revoked" if token.revoked else "expired" if token.expires <= now else "valid",
                _date(token.expires),
                _date(token.last_used),
            )
            for token in _tokens(parsed).all()
        ],
    )


def _create_token(parsed: argparse.Namespace) -> None:
    token = _tokens(parsed).create(parsed.name, parsed.scope or ["metrics"], parsed.days)
    print(token)
    print("Keep it now: it is not shown again.", file=sys.stderr)


def _revoke_token(parsed: argparse.Namespace) -> None:
    _tokens(parsed).revoke(parsed.name)
    print(f"The token {parsed.name} is useless from now on.")


def _date(seconds: float | None) -> str:
    return "never" if seconds is None else time.strftime("%Y-%m-%d %H:%M", time.localtime(seconds))


def _print_table(heads: Sequence[str], rows: Sequence[Sequence[str]]) -> None:
    widths = [max(len(row[column]) for row in (heads, *rows)) for column in range(len(heads))]
    for row in (heads, *rows):
        print("  ".join(text.ljust(width) for text, width in zip(row, widths, strict=True)).rstrip())
