"""docs/api.md, made from the API's own document and from what it really answers.

`python -m tests.api.manual` writes it; a test says when it is stale.
"""

from __future__ import annotations

import json
import re
import sys
import tempfile
from collections.abc import Iterator
from contextlib import closing, contextmanager
from itertools import groupby, islice
from pathlib import Path
from typing import Any

from api import texts
from api.openapi import document
from api.rules import Access, Rule, rules_of
from tests.api.support import World
from tests.fakes import FakeSource, full_snapshot

MANUAL = Path(__file__).parents[2] / "docs" / "api.md"

_PREFACE = """# The API

This file is made by `python3 dev.py docs` from the API's own document. A running HertzMon serves the same at
`/api/openapi.json` (OpenAPI 3.1), and at `/api/docs/` as a page on which everything can be tried.

## Asking

By default HertzMon answers on this machine only. The examples here take its address from `H` and a token from `T`:

```sh
H=http://127.0.0.1:8000
```

Scripts and scrapers use a **service token**. It is limited in scope and time, shown only once, and can be revoked at
any moment. Each request below names the scopes that it needs; `admin` includes all others.

```sh
T=$(hertzmon token create my-script --scope system --scope processes --days 365)
curl -sS -H "Authorization: Bearer $T" "$H/api/system/cpu/"
```

People log in. They get a token for an hour, `access_token`, and one to renew it with, `refresh_token`:

```sh
curl -sS -H 'Content-Type: application/json' -d '{"username": "admin", "password": "…"}' "$H/api/auth/login/"
```

Beyond this machine HertzMon speaks TLS with a certificate of its own, `made-certificate.pem` in its data directory.
Copy that file, and tell the client to trust it: `curl --cacert made-certificate.pem "https://HOST:8000/…"`.

## Answers

Every answer under `/api/` has the same envelope, errors included; `code` is the HTTP status. A number that is unknown
is `null`, never 0. Messages are Chinese unless the client sends `Accept-Language: en`.

```json
{"success": true, "code": 200, "message": "OK", "data": {}}
{"success": false, "code": 422, "message": "Invalid parameters", "errors": {"limit": ["Must be an integer"]}}
```

Everything under `/api/system/` comes from the latest snapshot: asking samples nothing and waits for nothing.
`X-HertzMon-Seq` is the snapshot's number, `X-HertzMon-Age-Ms` its age, and `ETag` changes with it: send it back as
`If-None-Match`, and as long as there is nothing newer the answer is an empty 304. Answers of 1 kB and more are
compressed for clients that send `Accept-Encoding: gzip`. Paths work with and without the final slash.

The status codes of errors, and what they say. Each request below lists those that are particular to it; 404, 405, 408,
411, 431 and 500 can be the answer to any.

"""
_ANYWHERE = {
    404: texts.NOT_FOUND,
    405: texts.METHOD_NOT_ALLOWED,
    408: texts.REQUEST_TIMEOUT,
    411: texts.LENGTH_REQUIRED,
    431: texts.HEADER_TOO_LARGE,
    500: texts.SERVER_ERROR,
}
_SHOWN_METRICS = re.compile(r"hertzmon_(cpu_usage_ratio|cpus)\b")
_MOST_CHOICES = 8
_PARTS_OF_PAGES = ("text/css", "text/javascript")
_MOST_ROWS = 2


@contextmanager
def example_world() -> Iterator[World]:
    """The machine of the examples."""
    with tempfile.TemporaryDirectory(prefix="hertzmon-manual-") as directory:
        world = World(Path(directory), FakeSource(full_snapshot()))
        world.users.ensure_admin()
        yield world
        world.close()


def manual(world: World) -> str:
    """The whole text."""
    rules = {(rule.path, rule.method.lower()): rule for rule in rules_of(world.app).values()}
    contract = document(rules.values())
    parts = [_PREFACE, _errors(contract)]
    tag = ""
    for path, methods in sorted(contract["paths"].items(), key=lambda item: _tag(item[1])):
        for method, operation in methods.items():
            if rules[path, method].media_type in _PARTS_OF_PAGES:
                continue
            if _tag(methods) != tag:
                tag = _tag(methods)
                parts.append(f"## {tag.capitalize()}\n\n")
            parts.append(_operation(world, rules[path, method], operation))
    return "".join(parts).rstrip("\n") + "\n"


def _tag(methods: dict[str, Any]) -> str:
    tag: str = next(iter(methods.values()))["tags"][0]
    return tag


def _errors(contract: dict[str, Any]) -> str:
    schemas = contract["components"]["schemas"]
    meanings = {code: (text.en, text.zh) for code, text in _ANYWHERE.items()}
    for name in schemas:
        if re.fullmatch(r"Error\d+", name):
            properties = schemas[name]["properties"]
            message = properties["message"]["examples"][0]
            meanings[properties["code"]["const"]] = (schemas[name]["description"], message)
    rows = [f"| {code} | {english} | {chinese} |" for code, (english, chinese) in sorted(meanings.items())]
    return "\n".join(["| code | meaning | message |", "|---|---|---|", *rows]) + "\n\n"


def _operation(world: World, rule: Rule, operation: dict[str, Any]) -> str:
    lines = [
        f"### {rule.method} `{rule.path}`",
        "",
        f"{operation['summary']}. {operation.get('description', '')}".strip(),
    ]
    if rule.parameters:
        lines += ["", "| parameter | type | default | meaning |", "|---|---|---|---|"]
        lines += [_parameter_row(parameter) for parameter in operation["parameters"]]
        for parameter in operation["parameters"]:
            lines += _choices(parameter)
    lines += ["", "```sh", _curl(rule), "```"]
    if (example := _example(world, rule)) is not None:
        lines += ["", f"```{'json' if example.startswith('{') else 'text'}", example, "```"]
    elif rule.nullable:
        lines += ["", "The answer's `data` is `null`."]
    codes = [code for code in operation["responses"] if code not in ("200", "304")]
    lines += ["", f"Errors: {', '.join(codes)}.", "", ""]
    return "\n".join(lines)


def _parameter_row(parameter: dict[str, Any]) -> str:
    schema = parameter["schema"]
    values = schema.get("enum")
    kind = schema["type"]
    if values is not None:
        kind = "one of the list below" if len(values) > _MOST_CHOICES else ", ".join(f"`{value}`" for value in values)
    if "minimum" in schema:
        kind += f" from {schema['minimum']}" + (f" to {schema['maximum']:g}" if "maximum" in schema else "")
    default = schema.get("default", "")
    shown = "" if default == "" else f"`{default:g}`" if isinstance(default, float) else f"`{default}`"
    required = "**required** " if parameter["required"] else ""
    return f"| `{parameter['name']}` | {kind} | {shown} | {required}{parameter['description']} |"


def _choices(parameter: dict[str, Any]) -> list[str]:
    """The values that would burst a cell of the table, as a list with a line for each group."""
    values = parameter["schema"].get("enum", [])
    if len(values) <= _MOST_CHOICES:
        return []
    groups = groupby(values, lambda value: value.partition(".")[0])
    rows = ["- " + ", ".join(f"`{value}`" for value in members) for _, members in groups]
    return ["", f"`{parameter['name']}` is one of", "", *rows]


def _curl(rule: Rule) -> str:
    words = ["curl -sS"]
    if rule.media_type == "text/event-stream":
        words.append("-N")
    if rule.access is not Access.PUBLIC:
        words.append('-H "Authorization: Bearer $T"')
    if rule.body is not None:
        body = json.dumps(dict.fromkeys(rule.body["required"], "…"), ensure_ascii=False)
        words += ["-H 'Content-Type: application/json'", f"-d '{body}'"]
    elif rule.method != "GET":
        words.append(f"-X {rule.method}")
    words.append(f'"$H{rule.path}{_query(rule)}"')
    return " ".join(words)


def _query(rule: Rule) -> str:
    examples = {"/api/system/history/": "?metric=cpu.percent&since=-60", "/api/system/processes/": "?limit=2"}
    return examples.get(rule.path, "")


def _example(world: World, rule: Rule) -> str | None:
    """What a request answers: the first rows of its tables, the first lines of a text, the first event of a stream."""
    if rule.path == "/metrics":
        lines = world.get(rule.path).text.splitlines()
        return "\n".join([*(line for line in lines if _SHOWN_METRICS.search(line)), "…"])
    if rule.media_type == "text/event-stream":
        return _first_event(world, rule)
    if not rule.answers:
        return None
    headers = {"Accept-Language": "en"}
    if rule.method == "GET":
        answer = world.get(f"{rule.path}{_query(rule)}", headers)
    else:
        answer = world.client.post(rule.path, json=_body(world, rule), headers=headers)
    assert answer.status_code == 200, (rule.path, answer.text)
    text = json.dumps(_shortened(answer.get_json()), ensure_ascii=False, indent=2)
    # The GPU's time is the host's local one, and the login's the moment in which this ran.
    text = re.sub(r'"timestamp": "[^"]+"', '"timestamp": "2025-10-10 09:53:27"', text)
    text = re.sub(r'"(access_token|refresh_token)": "[^"]+"', r'"\1": "eyJhbGciOiJIUzI1NiIs…"', text)
    return re.sub(r'"(created_at|last_login_time)": "[^"]+"', r'"\1": "2025-10-10T09:53:27Z"', text)


def _body(world: World, rule: Rule) -> dict[str, str]:
    """What somebody who may would send."""
    person = {"username": "admin", "password": str(world.users.initial_password())}
    if rule.path.endswith("/login/"):
        return person
    return {"refresh_token": world.login(**person)["refresh_token"]}


def _first_event(world: World, rule: Rule) -> str:
    with closing(world.client.get(rule.path, headers=world.session(), buffered=False)) as answer:
        parts = answer.iter_encoded()
        event = b"".join(islice(parts, 2)).decode()
    return re.sub(r"(data: [^,]*,).*", r"\1 …", event).rstrip()


def _shortened(value: Any) -> Any:
    if isinstance(value, dict):
        return {key: _shortened(part) for key, part in value.items()}
    if isinstance(value, list):
        is_table = value and isinstance(value[0], dict | list)
        return [_shortened(part) for part in value[:_MOST_ROWS]] if is_table else value
    return value


def main() -> int:
    """Write the manual."""
    with example_world() as world:
        MANUAL.write_text(manual(world), encoding="utf-8", newline="\n")
    return 0


if __name__ == "__main__":
    sys.exit(main())
