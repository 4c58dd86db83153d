"""Converters of settings: each returns the valid value of a text, or raises ValueError with what it has to be."""

from __future__ import annotations

import base64
import binascii
import ipaddress
import re
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Callable

UNSET = 0
"""The port where none is set."""
_IN_ONE_PIECE = re.compile(r"[!-~]*")
_SHORTEST_TOKEN = 24
_SECRET = re.compile(r"[0-9A-Za-z]{32}")
_CLIENT_ID = re.compile(r"[0-9]{1,20}\.[0-9]{1,20}")
_KEY_BYTES = 32


def one_of(*allowed: str) -> Callable[[str], str]:
    """Return a converter of one of several words, in any case."""

    def convert(value: str) -> str:
        if value.strip().lower() not in allowed:
            raise ValueError(f"has to be one of {', '.join(allowed)}")
        return value.strip().lower()

    return convert


def whole(low: int, high: int) -> Callable[[str | int], int]:
    """Return a converter of a whole number within limits."""

    def convert(value: str | int) -> int:
        number = int(value) if str(value).strip().isdecimal() else low - 1
        if not low <= number <= high:
            raise ValueError(f"has to be a whole number from {low} to {high}")
        return number

    return convert


def port(value: str | int) -> int:
    """Return a port; `UNSET` stays."""
    return 0 if value == UNSET else whole(1, 65535)(value)


def starting(prefix: str) -> Callable[[str], str]:
    """Return a converter of a token with a prefix."""

    def convert(value: str) -> str:
        token = value.strip()
        if token and not token.startswith(prefix):
            raise ValueError(f"has to start with {prefix}, and does not")
        if not _IN_ONE_PIECE.fullmatch(token):
            raise ValueError(
                "has to be one piece of ASCII characters, and holds a space, a line end or another character"
            )
        return token

    return convert


def secret(value: str) -> str:
    """Return a secret of Slack's."""
    secret = value.strip()
    if value and not _SECRET.fullmatch(secret):
        raise ValueError("has to be 32 letters and digits, and is not")
    return secret


def client_id(value: str) -> str:
    """Return a client id of Slack's."""
    found = value.strip()
    if found and not _CLIENT_ID.fullmatch(found):
        raise ValueError("has to be two numbers with a point between them, as under Basic Information")
    return found


def secret_keys(value: str) -> tuple[str, ...]:
    """Return keys of Fernet's."""
    keys = tuple(filter(None, map(str.strip, value.split(","))))
    for key in keys:
        try:
            size = len(base64.b64decode(key, altchars=b"-_", validate=True))
        except (binascii.Error, ValueError):
            size = 0
        if size != _KEY_BYTES:
            raise ValueError(f"has to be keys of {_KEY_BYTES} bytes in Base64, with commas between them")
    return keys


def token(value: str) -> str:
    """Return a token of the operator's own."""
    token = value.strip()
    if token and not (_IN_ONE_PIECE.fullmatch(token) and len(token) >= _SHORTEST_TOKEN):
        raise ValueError(f"has to be {_SHORTEST_TOKEN} or more ASCII characters in one piece, and is not")
    return token


def url(value: str) -> str:
    """Return an address, with a slash at its end."""
    try:
        parts = urlsplit(value.strip())
        host = parts.hostname or ""
    except ValueError:
        raise ValueError("has to be an http:// or https:// address") from None
    if parts.scheme not in {"https", "http"} or not host:
        raise ValueError("has to be an http:// or https:// address")
    if parts.scheme == "http" and not _is_loopback(host):
        raise ValueError("has to begin with https://: over plain http the token can be read on the way")
    # The SDK appends method names without a separator.
    return value.strip().rstrip("/") + "/"


def _is_loopback(host: str) -> bool:
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return host.lower() == "localhost"
