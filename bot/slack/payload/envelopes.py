"""Envelopes of Socket Mode, parsed. A malformed one is reported by its fault, never by its content."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import Any

from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.payload.words import word

MOST_CHARACTERS = 1_000_000
"""Limit for one envelope. Slack's own stay far below."""
_UNKNOWN = word(None)
_OBJECTS = {
    "events_api": ("event",),
    "interactive": ("channel", "container", "enterprise", "message", "team", "user", "view"),
}
"""Payload fields that must be objects if present, by type."""
_NEEDED = {"events_api": {"event"}}


@dataclass(frozen=True)
class Hello:
    """The connection is ready."""


@dataclass(frozen=True)
class Disconnect:
    """The connection is about to end."""

    reason: str


@dataclass(frozen=True)
class Nonsense:
    """A malformed message, which cannot be answered."""

    type: str
    reason: str


def read(text: str) -> Hello | Disconnect | SocketModeRequest | Nonsense:
    """Return the parsed message."""
    try:
        message = json.loads(text)
    except (ValueError, RecursionError):
        return Nonsense(_UNKNOWN, "it is no JSON")
    if not isinstance(message, dict):
        return Nonsense(_UNKNOWN, "it is no JSON object")
    kind = word(message.get("type"))
    if kind == "hello":
        return Hello()
    if kind == "disconnect":
        return Disconnect(word(message.get("reason")))
    return _request(kind, message, len(text))


def _request(kind: str, message: dict[str, Any], size: int) -> SocketModeRequest | Nonsense:
    if fault := _fault(kind, message, size):
        return Nonsense(kind, fault)
    attempt, reason = message.get("retry_attempt"), message.get("retry_reason")
    return SocketModeRequest(
        type=kind,
        envelope_id=message["envelope_id"],
        payload=message["payload"],
        accepts_response_payload=bool(message.get("accepts_response_payload")),
        retry_attempt=attempt if isinstance(attempt, int) else None,
        retry_reason=reason if isinstance(reason, str) else None,
    )


def _fault(kind: str, message: dict[str, Any], size: int) -> str:
    """Return the fault of an envelope; empty if it can be answered."""
    envelope_id, payload = message.get("envelope_id"), message.get("payload")
    faults = {
        "it has no type": kind == _UNKNOWN,
        f"it is over {MOST_CHARACTERS} characters": size > MOST_CHARACTERS,
        "it has no envelope_id": not isinstance(envelope_id, str) or not envelope_id,
        "its payload is no object": not isinstance(payload, dict),
        "its payload is not of its type": isinstance(payload, dict) and not _fits(kind, payload),
    }
    return next((fault for fault, is_so in faults.items() if is_so), "")


def _fits(kind: str, payload: dict[str, Any]) -> bool:
    needed = _NEEDED.get(kind, set())
    return all(
        isinstance(payload.get(name), dict) or (payload.get(name) is None and name not in needed)
        for name in _OBJECTS.get(kind, ())
    )
