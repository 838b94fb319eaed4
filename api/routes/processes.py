"""The processes, sorted, cut and searched."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import Any

from flask import Flask
from msgspec import Struct

from api.context import ApiContext
from api.demand import Costly
from api.encode_processes import SORT_FIELDS, SortBy, process_payload, sorted_processes
from api.notation import rounded
from api.parameters import Reader, query_of
from api.payloads import ProcessFieldsPayload, ProcessPayload
from api.process_facts import ProcessFacts
from api.responses import Answer, Counted, Inquiry, snapshot_answer
from api.rules import Access, Parameter, Rule, declare_resource
from api.texts import Language
from hertzmon_gui.model.snapshot import Process, Snapshot

DEFAULT_LIMIT = 20
_FieldReader = Callable[[Process, ProcessFacts], object]

# The contract's own keys come first, in its order; the others are told only when they are asked for by name.
_CONTRACT_FIELDS = ProcessPayload.__struct_fields__
_MORE_FIELDS: Mapping[str, _FieldReader] = {
    "username": lambda process, _: process.identity.username,
    "parent_pid": lambda process, _: process.parent_pid,
    "threads": lambda process, _: process.threads,
    "nice": lambda process, _: process.nice,
    "cpu_seconds": lambda process, _: rounded(process.cpu_seconds, 2),
    "read_rate": lambda process, _: rounded(process.read_rate, 0),
    "write_rate": lambda process, _: rounded(process.write_rate, 0),
    "gpu_percent": lambda process, _: rounded(process.gpu_percent, 2),
    "gpu_memory_bytes": lambda process, _: process.gpu_memory_bytes,
}
FIELDS = (*_CONTRACT_FIELDS, *_MORE_FIELDS)
_WANTS: Mapping[str, Costly] = {
    "read_rate": "process_io",
    "write_rate": "process_io",
    "gpu_percent": "process_gpu",
    "gpu_memory_bytes": "process_gpu",
}
_ORDERS = ("desc", "asc")
_COUNT = {"type": "integer", "minimum": 0}

RULE = Rule(
    path="/api/system/processes/",
    summary="Processes; X-HertzMon-Total tells how many there are before offset and limit",
    access=Access.TOKEN,
    scopes=frozenset(("processes",)),
    parameters=(
        Parameter("limit", "At most this many", {**_COUNT, "default": DEFAULT_LIMIT}),
        Parameter(
            "sort_by",
            "By what; unknown values come last, ties by ascending pid",
            {"type": "string", "enum": list(SORT_FIELDS), "default": "cpu_percent"},
        ),
        Parameter("order", "In which order", {"type": "string", "enum": list(_ORDERS), "default": "desc"}),
        Parameter("offset", "Leave out this many first", {**_COUNT, "default": 0}),
        Parameter("q", "Text in name, pid, user or redacted command line", {"type": "string", "maxLength": 256}),
        Parameter("user", "Of this user only", {"type": "string", "maxLength": 256}),
        Parameter("fields", f"Only these, separated by commas: {', '.join(FIELDS)}", {"type": "string"}),
    ),
    answers=(list[ProcessPayload], list[ProcessFieldsPayload]),
    errors=(422, 503),
)


class Query(Struct, frozen=True):
    """The parameters of one request; also the key under which its answer is cached."""

    limit: int
    offset: int
    sort_by: SortBy
    order: str
    search: str
    user: str
    fields: tuple[str, ...]


def register(app: Flask, context: ApiContext) -> None:
    """Add the route."""

    def processes(inquiry: Inquiry) -> Answer | None:
        query = _read_query(query_of(inquiry.environ))
        for field in query.fields:
            if field in _WANTS:
                context.demand.want(_WANTS[field])

        def build(snapshot: Snapshot, _language: Language) -> Counted | None:
            return select(snapshot, context.facts, query)

        return snapshot_answer(context, inquiry, ("processes", query), build)

    declare_resource(app, RULE, processes)


def _read_query(values: Mapping[str, str]) -> Query:
    reader = Reader(values)
    query = Query(
        limit=reader.count("limit", DEFAULT_LIMIT),
        offset=reader.count("offset", 0),
        sort_by=reader.choice("sort_by", SORT_FIELDS, "cpu_percent"),
        order=reader.choice("order", _ORDERS, "desc"),
        search=reader.text("q").casefold(),
        user=reader.text("user"),
        fields=reader.choices("fields", FIELDS),
    )
    reader.check()
    return query


def select(snapshot: Snapshot, facts: ProcessFacts, query: Query) -> Counted | None:
    """The rows that a query asks for; None while the processes are unknown."""
    if snapshot.processes is None:
        return None
    rows: Sequence[Process] = snapshot.processes.rows
    if query.user:
        rows = [row for row in rows if row.identity.username == query.user]
    if query.search:
        rows = [row for row in rows if query.search in facts.of(row.identity).search_text]
    end = query.offset + query.limit
    chosen = sorted_processes(rows, query.sort_by, end if end < len(rows) else None, ascending=query.order == "asc")[
        query.offset : end
    ]
    payloads = [process_payload(row, facts) for row in chosen]
    if not query.fields:
        return Counted(payloads, len(rows))
    return Counted(
        [_fields(row, payload, facts, query.fields) for row, payload in zip(chosen, payloads, strict=True)], len(rows)
    )


def _fields(process: Process, payload: ProcessPayload, facts: ProcessFacts, fields: Sequence[str]) -> dict[str, Any]:
    return {
        field: _MORE_FIELDS[field](process, facts) if field in _MORE_FIELDS else getattr(payload, field)
        for field in fields
    }
