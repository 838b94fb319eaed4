"""The recent values of one metric, from the same windows that the charts draw."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
from flask import Flask
from msgspec import Struct

from api import texts
from api.context import ApiContext
from api.errors import invalid
from api.notation import rounded
from api.parameters import Reader, query_of
from api.payloads import HistoryPayload
from api.responses import Answer, Inquiry, snapshot_answer
from api.rules import Access, Parameter, Rule, declare_resource
from api.texts import Language
from hertzmon_gui.model import metrics
from hertzmon_gui.model.history import LONGEST_WINDOW_SECONDS
from hertzmon_gui.model.metrics import Metric, MetricGroup
from hertzmon_gui.model.snapshot import Snapshot
from hertzmon_gui.model.window import Values

DEFAULT_SECONDS = 300.0
_FAR_FUTURE = 1e11
# Nothing is sampled faster, and a step near zero would divide by it.
_SHORTEST_STEP_SECONDS = 0.001

# The catalogue's texts, so that the API's document says of each number what the window does.
_MEANINGS = {
    f"{group.id}.{metric.id}": f"{metric.description} Unit: {metric.unit.value}. Source: {metric.source}"
    for group in metrics.GROUPS
    for metric in group.metrics
}

RULE = Rule(
    path="/api/system/history/",
    summary="Recent values of one metric",
    access=Access.TOKEN,
    scopes=frozenset(("system",)),
    parameters=(
        Parameter(
            "metric",
            "group.metric, for example `cpu.percent`",
            {"type": "string", "enum": list(_MEANINGS), "x-enumDescriptions": _MEANINGS},
            required=True,
        ),
        Parameter("instance", "Which disk, core, interface, …", {"type": "string", "default": ""}),
        Parameter(
            "since",
            "Epoch seconds, or seconds before now when negative",
            {"type": "number", "default": -DEFAULT_SECONDS},
        ),
        Parameter(
            "step",
            "Seconds; values within a step are averaged. 0: as they were sampled",
            {"type": "number", "minimum": 0, "maximum": LONGEST_WINDOW_SECONDS, "default": 0},
        ),
    ),
    answers=(HistoryPayload,),
    errors=(422, 503),
)


class Query(Struct, frozen=True):
    """The parameters of one request; also the key under which its answer is cached."""

    metric: str
    instance: str
    since: float
    step: float


def register(app: Flask, context: ApiContext) -> None:
    """Add the route."""

    def history(inquiry: Inquiry) -> Answer | None:
        reader = Reader(query_of(inquiry.environ))
        query = Query(
            metric=reader.text("metric"),
            instance=reader.text("instance"),
            since=reader.number("since", -DEFAULT_SECONDS, -LONGEST_WINDOW_SECONDS, _FAR_FUTURE),
            step=reader.number("step", 0.0, 0.0, LONGEST_WINDOW_SECONDS),
        )
        if not query.metric:
            reader.refuse("metric", texts.MISSING)
        reader.check()
        group, metric = _find(query.metric)

        def build(snapshot: Snapshot, _language: Language) -> HistoryPayload:
            times, values = context.history.series(group, metric.id, query.instance)
            # Windows count monotonic time; the snapshot ties it to the clock on the wall.
            epochs = times + (snapshot.wall_time - snapshot.monotonic_time)
            since = query.since if query.since >= 0 else snapshot.wall_time + query.since
            wanted = (epochs >= since) & (times <= snapshot.monotonic_time)
            return HistoryPayload(
                metric=query.metric,
                instance=query.instance,
                unit=metric.unit.value,
                label=metric.label,
                step=query.step or None,
                instances=list(context.history.instances(group.id)),
                points=_points(epochs[wanted], values[wanted], query.step),
            )

        return snapshot_answer(context, inquiry, ("history", query), build)

    declare_resource(app, RULE, history)


def _find(name: str) -> tuple[MetricGroup, Metric]:
    group_id, _, metric_id = name.partition(".")
    try:
        group = metrics.group(group_id)
        return group, group.metric(metric_id)
    except KeyError as error:
        raise invalid(metric=texts.UNKNOWN_METRIC) from error


def _points(epochs: Values, values: Values, step: float) -> list[tuple[float, float | None]]:
    if step < _SHORTEST_STEP_SECONDS or epochs.size == 0:
        return _pairs(epochs.tolist(), values.tolist())
    buckets = np.floor(epochs / step)
    starts = np.flatnonzero(np.concatenate(([True], buckets[1:] != buckets[:-1])))
    known = np.isfinite(values)
    sums = np.add.reduceat(np.where(known, values, 0.0), starts)
    counts = np.add.reduceat(known.astype(np.float64), starts)
    means = np.divide(sums, counts, out=np.full_like(sums, np.nan), where=counts > 0)
    return _pairs((buckets[starts] * step).tolist(), means.tolist())


def _pairs(times: Sequence[float], values: Sequence[float]) -> list[tuple[float, float | None]]:
    return [(round(time, 3), rounded(value, 4)) for time, value in zip(times, values, strict=True)]
