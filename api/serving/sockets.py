"""Listening sockets: which addresses a choice of interface means, and one port for all of them."""

from __future__ import annotations

import contextlib
import errno
import socket
import sys

from hertzmon_gui.settings.errors import HertzMonError

_BACKLOG = 128
_TRIES_FOR_A_COMMON_PORT = 20
_NO_SUCH_ADDRESS = (
    errno.EADDRNOTAVAIL,
    errno.EAFNOSUPPORT,
    errno.EPROTONOSUPPORT,
    getattr(errno, "WSAEADDRNOTAVAIL", 0),
)
_IN_USE = (errno.EADDRINUSE, getattr(errno, "WSAEADDRINUSE", errno.EADDRINUSE))
# Windows answers "access denied" for a port that another program holds exclusively.
_DENIED = (errno.EACCES, errno.EPERM)


class ListenError(HertzMonError):
    """The API cannot listen; the text says where and what to do."""


def listen(bind: str, port: int) -> list[socket.socket]:
    """Listening sockets for an address, all on one port; loopback means 127.0.0.1 and ::1, where there is IPv6.

    Port 0 takes any free port. ListenError when it cannot be done.
    """
    if bind in ("127.0.0.1", "localhost"):
        return _listen_on_loopback(port)
    try:
        found = socket.getaddrinfo(bind, port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
    except (OSError, UnicodeError) as error:  # UnicodeError: no name of a host at all
        raise ListenError(
            f"The API cannot listen on {bind}: there is no such address. Choose another interface, or use --bind."
        ) from error
    family, _, _, _, address = found[0]
    try:
        return [_open(family, str(address[0]), port)]
    except OSError as error:
        raise _explained(error, bind, port) from error


def _listen_on_loopback(port: int) -> list[socket.socket]:
    for _ in range(_TRIES_FOR_A_COMMON_PORT if port == 0 else 1):
        try:
            first = _open(socket.AF_INET, "127.0.0.1", port)
        except OSError as error:
            raise _explained(error, "127.0.0.1", port) from error
        try:
            return [first, _open(socket.AF_INET6, "::1", first.getsockname()[1])]
        except OSError as error:
            if error.errno in _NO_SUCH_ADDRESS:
                return [first]  # no IPv6 here
            first.close()
            if port != 0 or error.errno not in _IN_USE:
                raise _explained(error, "::1", port) from error
    raise ListenError("The API found no port that is free on both 127.0.0.1 and ::1. Choose one with --port.")


def _open(family: int, address: str, port: int) -> socket.socket:
    listener = socket.socket(family, socket.SOCK_STREAM)
    try:
        if sys.platform == "win32":
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_EXCLUSIVEADDRUSE, 1)
        else:
            listener.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        if family == socket.AF_INET6:
            # "::" means every address, of both families; any other address is of one family.
            with contextlib.suppress(OSError):
                listener.setsockopt(socket.IPPROTO_IPV6, socket.IPV6_V6ONLY, 0 if address == "::" else 1)
        listener.bind((address, port))
        listener.listen(_BACKLOG)
        listener.settimeout(0)
    except BaseException:
        listener.close()
        raise
    return listener


def _explained(error: OSError, address: str, port: int) -> ListenError:
    if error.errno in _IN_USE:
        return ListenError(
            f"Port {port} on {address} is in use by another program. "
            "Close that program, or choose another port in Remote access or with --port (0 takes any free one)."
        )
    if error.errno in _DENIED:
        return ListenError(
            f"The API may not listen on port {port} of {address} ({error.strerror}). "
            "Choose a port from 1024 in Remote access or with --port."
        )
    return ListenError(
        f"The API cannot listen on {address}, port {port} ({error.strerror}). "
        "Choose another interface or port in Remote access, or with --bind and --port."
    )
