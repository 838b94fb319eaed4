"""Texts of any bytes, as others chose them, made into texts that every encoder takes: no lone surrogates."""

from __future__ import annotations


def encodable_name(name: bytes | str) -> str:
    r"""A name of any bytes as text that can be encoded again; what is not UTF-8 becomes `\xff`.

    Two names stay two: devices and mounts are known by them.
    """
    return _raw(name, "backslashreplace").decode("utf-8", "backslashreplace")


def readable(text: bytes | str) -> str:
    """A text that is only read, with U+FFFD for what is not UTF-8."""
    return _raw(text, "replace").decode("utf-8", "replace")


def _raw(text: bytes | str, other_surrogates: str) -> bytes:
    if isinstance(text, bytes):
        return text
    try:
        return text.encode("utf-8", "surrogateescape")  # the bytes that Python could not decode
    except UnicodeEncodeError:  # a lone surrogate, which Windows allows in names
        return text.encode("utf-8", other_surrogates)
