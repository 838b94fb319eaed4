"""One request as it is read from the wire, and the head of its answer as it is written."""

from __future__ import annotations

import time
from collections.abc import Sequence
from email.utils import formatdate
from functools import lru_cache

from cheroot.server import HeaderReader, HTTPRequest

from api import errors, texts
from api.texts import Text, language_of


class Headers(HeaderReader):
    """Reads a header; names with underscores would be taken for others by WSGI, and Expect has been answered."""

    def _allow_header(self, key_name: bytes) -> bool:
        return b"_" not in key_name and key_name != b"Expect"


class Request(HTTPRequest):
    """One request, whose errors are answered in the API's own envelope."""

    header_reader = Headers()

    def simple_response(self, status: str, msg: str = "") -> None:  # noqa: ARG002 (cheroot's own text)
        """Answer what cheroot's parser refuses."""
        code = int(str(status)[:3])
        text = {
            413: texts.HEADER_TOO_LARGE,
            414: texts.HEADER_TOO_LARGE,
            408: texts.REQUEST_TIMEOUT,
            500: texts.SERVER_ERROR,
        }.get(code, texts.BAD_REQUEST)
        if code in (413, 414):
            status, code = "431 Request Header Fields Too Large", 431
        elif code not in (408, 500):
            status, code = "400 Bad Request", 400
        self.close_connection = True
        self.conn.wfile.write(refusal(status, code, text, self.inheaders.get(b"Accept-Language")))

    _is_stream = False

    def send_headers(self) -> None:
        """Send the header, together with the body that follows it unless that is a stream."""
        self.outheaders.append((b"Date", _http_date(int(time.time()))))
        super().send_headers()
        self._is_stream = all(name.lower() != b"content-length" for name, _ in self.outheaders)

    def write(self, chunk: bytes) -> None:
        """Send a part of the answer; a stream's parts leave at once."""
        super().write(chunk)
        if self._is_stream:
            self.conn.wfile.flush()


def refusal(status: str, code: int, text: Text, accept_language: bytes | None = None) -> bytes:
    """A whole answer for a request that never reaches the application; the connection closes after it."""
    language = language_of(None if accept_language is None else accept_language.decode("latin-1"))
    body = errors.failure(code, text, language)
    head = (
        f"HTTP/1.1 {status}\r\nContent-Type: application/json; charset=utf-8\r\nContent-Length: {len(body)}\r\n"
        "X-Content-Type-Options: nosniff\r\nContent-Security-Policy: default-src 'none'; frame-ancestors 'none'\r\n"
        "Cache-Control: no-store\r\nConnection: close\r\n\r\n"
    )
    return head.encode("latin-1") + body


def head(status: str, headers: Sequence[tuple[str, str]], server_name: str) -> bytes:
    """The head of an answer that is known whole, on a connection that stays open."""
    lines = "".join([f"{name}: {value}\r\n" for name, value in headers])
    date = _http_date(int(time.time())).decode("ascii")
    return f"HTTP/1.1 {status}\r\n{lines}Date: {date}\r\nServer: {server_name}\r\n\r\n".encode("latin-1")


@lru_cache(maxsize=2)
def _http_date(epoch_seconds: int) -> bytes:
    return formatdate(epoch_seconds, usegmt=True).encode("ascii")
