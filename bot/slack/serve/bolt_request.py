"""Parsing a posted body into a Bolt request."""

from __future__ import annotations

from typing import TYPE_CHECKING
from urllib.parse import parse_qsl

from slack_bolt.context.async_context import AsyncBoltContext
from slack_bolt.request.async_internals import build_async_context
from slack_bolt.request.async_request import AsyncBoltRequest

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

_BOLTS_OWN = "x-slack-bolt-"
"""Prefix of the headers by which Bolt runs a lazy listener alone; no outsider may send them."""


def bolt_request(body: bytes, headers: Mapping[str, str]) -> AsyncBoltRequest:
    """Return the Bolt request for a signed body.

    Bolt takes every form with the word "payload" for one with that field, and so loses `/imerr payload too large`.

    Raises:
        Exception: the body is neither a form nor JSON; Bolt's parser raises whatever json and urllib happen to raise.

    """
    text = body.decode("utf-8")
    kept: dict[str, str | Sequence[str]] = dict(headers)
    for name in [name for name in kept if name.lower().startswith(_BOLTS_OWN)]:
        del kept[name]
    request = AsyncBoltRequest(body=text, headers=kept)
    if (
        not request.body
        and "payload" in text
        and "payload" not in (fields := dict(parse_qsl(text, keep_blank_values=True)))
    ):
        request.body = fields
        request.context = build_async_context(AsyncBoltContext(), fields)
    return request
