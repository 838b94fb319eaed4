"""Everything of one instant, at once or as soon as it is newer than what the client has."""

from __future__ import annotations

from flask import Flask

from api import encode, errors
from api.context import ApiContext
from api.parameters import Reader, query_of
from api.payloads import MonitorPayload
from api.responses import Answer, Inquiry, snapshot_answer
from api.rules import Access, Parameter, Rule, declare_resource
from api.texts import Language
from hertzmon_gui.model.snapshot import Snapshot

# Under the ten seconds after which the original client gives up.
LONGEST_WAIT_SECONDS = 9.0

RULE = Rule(
    path="/api/system/monitor/",
    summary="Everything of one instant",
    access=Access.TOKEN,
    scopes=frozenset(("system", "processes")),
    parameters=(
        Parameter(
            "wait",
            "Wait up to this many seconds for a snapshot newer than `after`, then answer with what there is",
            {"type": "number", "minimum": 0, "maximum": LONGEST_WAIT_SECONDS, "default": 0},
        ),
        Parameter(
            "after",
            "The X-HertzMon-Seq that the client has; without it, the latest there is",
            {"type": "integer", "minimum": 0},
        ),
    ),
    answers=(MonitorPayload,),
    errors=(422, 503),
)


def register(app: Flask, context: ApiContext) -> None:
    """Add the route."""

    def build(snapshot: Snapshot, language: Language) -> MonitorPayload:
        return encode.monitor_payload(snapshot, language, context.facts)

    def monitor(inquiry: Inquiry) -> Answer | None:
        snapshot = None
        values = query_of(inquiry.environ)
        if "wait" in values:
            if inquiry.only_ready:
                return None
            reader = Reader(values)
            wait = reader.number("wait", 0.0, 0.0, LONGEST_WAIT_SECONDS)
            after = reader.count("after", -1)
            reader.check()
            snapshot = _wait(context, wait, after)
        return snapshot_answer(context, inquiry, ("monitor",), build, snapshot=snapshot)

    declare_resource(app, RULE, monitor)


def _wait(context: ApiContext, seconds: float, after: int) -> Snapshot | None:
    latest = context.feed.latest
    if after < 0:
        after = -1 if latest is None else latest.seq
    if seconds == 0 or (latest is not None and latest.seq > after):
        return latest
    if not context.stream_slots.acquire(blocking=False):
        raise errors.unavailable()
    try:
        return context.feed.wait_newer(after, seconds) or context.feed.latest
    finally:
        context.stream_slots.release()
