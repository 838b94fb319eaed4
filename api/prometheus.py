"""The text of `/metrics`: a snapshot in Prometheus' or OpenMetrics' format, with a bound on its size.

Names in a label are chosen by whoever plugs in a device or mounts a file system: what could end a line, a label or the
text itself never reaches it.
"""

from __future__ import annotations

import threading
from collections.abc import Iterable, Iterator
from enum import StrEnum

from prometheus_client import generate_latest
from prometheus_client.core import CounterMetricFamily, GaugeMetricFamily, InfoMetricFamily, Metric
from prometheus_client.openmetrics import exposition as openmetrics
from prometheus_client.registry import Collector

from api.bodies import Body
from api.prometheus_families import FAMILIES, PREFIX, Family, Kind
from hertzmon_gui.model.snapshot import Snapshot

MOST_SERIES = 5000
MOST_SERIES_OF_A_FAMILY = 1024
LONGEST_LABEL = 256  # characters


class Format(StrEnum):
    """A format, by its content type."""

    PROMETHEUS = "text/plain; version=0.0.4; charset=utf-8"
    OPENMETRICS = "application/openmetrics-text; version=1.0.0; charset=utf-8"


def negotiate(accept: str | None) -> Format:
    """The format that an Accept header asks for; Prometheus' own for a client that names neither."""
    openmetrics_quality = 0.0
    text_quality = 0.0
    for item in (accept or "").split(","):
        media, *parameters = (part.strip().lower() for part in item.split(";"))
        values = dict(parameter.partition("=")[::2] for parameter in parameters)
        quality = _quality(values.get("q"))
        if media == "application/openmetrics-text" and values.get("version", "1.0.0") in ("0.0.1", "1.0.0"):
            openmetrics_quality = max(openmetrics_quality, quality)
        elif media == "text/plain":
            text_quality = max(text_quality, quality)
    return Format.OPENMETRICS if openmetrics_quality > text_quality else Format.PROMETHEUS


def encode(snapshot: Snapshot, form: Format) -> bytes:
    """A snapshot as text."""
    exposition = _Exposition(snapshot)
    if form is Format.OPENMETRICS:
        encoded: bytes = openmetrics.generate_latest(exposition)  # type: ignore[no-untyped-call]
        return encoded
    return generate_latest(exposition)


class MetricsText:
    """The text of the latest snapshot, made once for each `seq` and format however many ask."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._seq = -1
        self._bodies: dict[Format, Body] = {}

    def of(self, snapshot: Snapshot, accept: str | None) -> tuple[Format, Body]:
        """The text of `snapshot`, plain and compressed, in the format that an Accept header asks for."""
        form = negotiate(accept)
        with self._lock:
            if snapshot.seq != self._seq:
                self._seq, self._bodies = snapshot.seq, {}
            body = self._bodies.get(form)
            if body is None:
                body = self._bodies[form] = Body(encode(snapshot, form))
            return form, body


class _Exposition(Collector):
    """The families of one snapshot, up to the bound, each series once."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def collect(self) -> Iterator[Metric]:
        left = MOST_SERIES
        dropped = 0
        for family in FAMILIES:
            metric = _empty(family)
            seen: set[tuple[str, ...]] = set()
            for labels, value in family.samples(self._snapshot):
                key = tuple(label_value(label) for label in labels)
                if value is None or key in seen:  # the same mount point or sensor name can be there twice
                    continue
                if len(seen) == min(left, MOST_SERIES_OF_A_FAMILY):
                    dropped += 1
                    continue
                seen.add(key)
                _add(metric, family, key, float(value))
            left -= len(seen)
            if seen:
                yield metric
        lost = GaugeMetricFamily(f"{PREFIX}series_dropped", "Series left out of this answer, which is bounded.")
        lost.add_metric((), dropped)
        yield lost


def label_value(value: str | None) -> str:
    """A label's value that no reader of the format stumbles over; the format itself escapes quotes and backslashes."""
    printable = "".join(_printable(value or ""))
    return printable if len(printable) <= LONGEST_LABEL else printable[: LONGEST_LABEL - 1] + "…"


def _printable(value: str) -> Iterable[str]:
    """Control characters, and bytes that were no UTF-8, as the replacement character."""
    return ("\ufffd" if c < " " or "\x7f" <= c < "\xa0" or "\ud800" <= c <= "\udfff" else c for c in value)


def _empty(family: Family) -> Metric:
    if family.kind is Kind.COUNTER:
        return CounterMetricFamily(family.name, family.help, labels=family.labels, unit=family.unit)
    if family.kind is Kind.INFO:
        return InfoMetricFamily(family.name, family.help)
    return GaugeMetricFamily(family.name, family.help, labels=family.labels, unit=family.unit)


def _add(metric: Metric, family: Family, labels: tuple[str, ...], value: float) -> None:
    if isinstance(metric, InfoMetricFamily):
        metric.add_metric((), dict(zip(family.labels, labels, strict=True)))
    elif isinstance(metric, CounterMetricFamily | GaugeMetricFamily):
        metric.add_metric(labels, value)


def _quality(text: str | None) -> float:
    try:
        quality = 1.0 if text is None else float(text)
    except ValueError:
        return 0.0
    return quality if 0.0 <= quality <= 1.0 else 0.0
