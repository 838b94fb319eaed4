"""Host and Origin: a page of another site must not reach the API through the user's browser.

A foreign name in the Host header is the sign of DNS rebinding; an address or a name of this machine is not.
"""

from __future__ import annotations

import ipaddress
import re
from collections.abc import Iterable
from functools import lru_cache

from msgspec import Struct

_NAME = re.compile(r"[a-z0-9_](?:[a-z0-9_\-]{0,62})(?:\.[a-z0-9_](?:[a-z0-9_\-]{0,62}))*\Z")
_LONGEST = 261  # 253 characters of name, a dot, a colon, five digits, and some air
_DEFAULT_PORTS = {"http": 80, "https": 443}


class Host(Struct, frozen=True):
    """A parsed Host header: a lower-case name without the final dot, or an address in its canonical form."""

    name: str
    port: int | None
    is_address: bool


@lru_cache(maxsize=256)
def parse_host(header: str) -> Host | None:
    """The parts of `name[:port]`, `a.b.c.d[:port]` or `[v6][:port]`; None when it is none of these."""
    text = header.strip().lower()
    if not text or len(text) > _LONGEST or not text.isascii():
        return None
    if text.startswith("["):
        name, bracket, rest = text[1:].partition("]")
        if not bracket or (rest and not rest.startswith(":")):
            return None
        port_text = rest[1:]
        has_port = bool(rest)
    else:
        name, colon, port_text = text.partition(":")
        has_port = bool(colon)
    port = None
    if has_port and port_text:
        if not re.fullmatch(r"[0-9]{1,5}", port_text) or int(port_text) > 65535:
            return None
        port = int(port_text)
    if text.startswith("["):
        return _address(name, port, ipaddress.IPv6Address)
    if re.fullmatch(r"[0-9.]+", name):
        return _address(name, port, ipaddress.IPv4Address)
    name = name.removesuffix(".")
    if len(name) > 253 or not _NAME.match(name):
        return None
    return Host(name, port, is_address=False)


def _address(
    text: str, port: int | None, kind: type[ipaddress.IPv4Address] | type[ipaddress.IPv6Address]
) -> Host | None:
    try:
        return Host(str(kind(text)), port, is_address=True)
    except ValueError:
        return None


def is_loopback(host: str) -> bool:
    """Whether this address, or name, is the machine talking to itself."""
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False


class HostPolicy:
    """Which Host and Origin headers are served."""

    def __init__(self, own_names: Iterable[str], allowed_hosts: Iterable[str], allowed_origins: Iterable[str]) -> None:
        names = {"localhost"}
        for text in (*own_names, *allowed_hosts):
            host = parse_host(text)
            if host is not None:
                names.add(host.name)
        for name in [name for name in names if "." not in name and name != "localhost"]:
            names.add(f"{name}.local")
        self._names = frozenset(names)
        # A wildcard would be no check at all.
        self._origins = frozenset(origin.strip().lower().rstrip("/") for origin in allowed_origins) - {"*", "null", ""}

    def allows_host(self, header: str | None) -> bool:
        """Whether a Host header names this machine."""
        host = parse_host(header or "")
        return host is not None and (host.is_address or host.name in self._names)

    def allows_origin(self, origin: str) -> bool:
        """Whether this is one of the origins that were configured."""
        return origin.strip().lower() in self._origins

    def allows_request(self, host_header: str, scheme: str, origin: str | None, fetch_site: str | None) -> bool:
        """Whether the page that asks, where a page asks, is our own or a configured one."""
        if origin is not None and self.allows_origin(origin):
            return True
        if origin is not None and not _same_origin(origin, scheme, host_header):
            return False
        return (fetch_site or "").strip().lower() != "cross-site"


def _same_origin(origin: str, scheme: str, host_header: str) -> bool:
    origin_scheme, separator, authority = origin.strip().lower().partition("://")
    host = parse_host(host_header)
    other = parse_host(authority)
    if not separator or origin_scheme != scheme or host is None or other is None or other.name != host.name:
        return False
    default = _DEFAULT_PORTS.get(scheme)
    return (other.port or default) == (host.port or default)
