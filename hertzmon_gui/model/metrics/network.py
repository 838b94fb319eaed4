"""The network interfaces together and each of them."""

from __future__ import annotations

from hertzmon_gui.model.metrics.metric import QT_TRANSLATE_NOOP, Metric, MetricGroup, Unit, attribute, section

_RECEIVE_RATE = Metric(
    "receive_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Receive"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes received per second."),
    "/proc/net/dev; psutil.net_io_counters",
    attribute("receive_rate"),
)
_SEND_RATE = Metric(
    "send_rate",
    Unit.BYTES_PER_SECOND,
    QT_TRANSLATE_NOOP("Metrics", "Send"),
    QT_TRANSLATE_NOOP("Metrics", "Bytes sent per second."),
    "/proc/net/dev; psutil.net_io_counters",
    attribute("send_rate"),
)

NETWORK = MetricGroup(
    "network", QT_TRANSLATE_NOOP("Metrics", "Network"), section("network"), (_RECEIVE_RATE, _SEND_RATE)
)

INTERFACE = MetricGroup(
    "interface",
    QT_TRANSLATE_NOOP("Metrics", "Interface"),
    lambda snapshot: () if snapshot.network is None else ((nic.name, nic) for nic in snapshot.network.interfaces),
    (_RECEIVE_RATE, _SEND_RATE),
)
