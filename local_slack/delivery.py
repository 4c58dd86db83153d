"""Requests from Slack to the app: signed over HTTP, or in envelopes over the app's WebSockets."""

from __future__ import annotations

import asyncio
import hashlib
import hmac
import itertools
import json
import time
import uuid
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import aiohttp

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from aiohttp import web

SECONDS = 3.0
"""Slack's timeout for an answer."""
SIGNING_SECRET = "10ca15ac10ca15ac10ca15ac10ca15ac"  # noqa: S105 - of the stand-in alone
_FORM = "application/x-www-form-urlencoded"
_ENVELOPES = {"command": "slash_commands", "event": "events_api", "interaction": "interactive"}
_OK = 200
_REDIRECTS = 300
_CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True)
class Reply:
    """The app's answer: an HTTP status (0 after a timeout) and a body."""

    status: int
    body: Any = None
    reason: str = ""
    """Slack's word for why the delivery failed."""
    is_final: bool = False
    """Whether the app asks for no retry."""

    @property
    def is_ok(self) -> bool:
        """Whether Slack takes it for an acknowledgement."""
        return self.status == _OK

    @property
    def ends_retries(self) -> bool:
        """Whether Slack retries no more: any 2xx acknowledges an event."""
        return _OK <= self.status < _REDIRECTS or self.is_final

    @property
    def failure(self) -> str:
        """Slack's word for a failed command, as the user sees it."""
        if self.reason == "http_timeout":
            return "operation_timeout"
        return "http_client_error" if self.status in _CLIENT_ERRORS else "dispatch_failed"


@dataclass(frozen=True)
class Delivery:
    """One request to the app."""

    kind: str
    payload: Mapping[str, Any]
    attempt: int


def sign(body: bytes, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """Return the headers of Slack's signature, version v0: HMAC-SHA256 over time and body."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def encode(kind: str, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """Return the body that Slack posts, and its content type: JSON for events, a form for the rest."""
    if kind == "event":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), _FORM


@dataclass
class Deliverer:
    """Sends requests to `url` if that is set, else over the app's WebSockets in turn."""

    url: str = ""
    retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0)
    deliveries: list[Delivery] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acks: list[Mapping[str, Any]] = field(default_factory=list)
    """Every answer over a WebSocket."""
    _acks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    async def send(self, kind: str, payload: Mapping[str, Any], attempt: int = 0, reason: str = "") -> Reply:
        """Send a `command`, an `event` or an `interaction` once, and return the answer within Slack's timeout."""
        self.deliveries.append(Delivery(kind, payload, attempt))
        sending = self._post if self.url else self._push
        try:
            return await asyncio.wait_for(sending(kind, payload, attempt, reason), SECONDS)
        except TimeoutError:
            return Reply(0, reason="http_timeout")
        except (aiohttp.ClientError, OSError):
            return Reply(0, reason="connection_failed")

    async def send_event(self, payload: Mapping[str, Any]) -> Reply:
        """Send an event, with Slack's retries until it is acknowledged."""
        reply = await self.send("event", payload)
        for attempt, wait in enumerate(self.retry_waits, start=1):
            if reply.ends_retries:
                break
            await asyncio.sleep(wait)
            reply = await self.send("event", payload, attempt, reply.reason or "http_error")
        return reply

    def acknowledged(self, envelope: Mapping[str, Any]) -> None:
        """Take an answer over a WebSocket."""
        self.acks.append(envelope)
        waiting = self._acks.pop(str(envelope.get("envelope_id")), None)
        if waiting is not None and not waiting.done():
            waiting.set_result(envelope.get("payload"))

    async def _post(self, kind: str, payload: Mapping[str, Any], attempt: int, reason: str) -> Reply:
        body, content_type = encode(kind, payload)
        headers = {"Content-Type": content_type, **sign(body)}
        if attempt:
            headers |= {"X-Slack-Retry-Num": str(attempt), "X-Slack-Retry-Reason": reason}
        async with aiohttp.ClientSession() as session, session.post(self.url, data=body, headers=headers) as response:
            text = await response.text()
            is_json = response.content_type == "application/json" and text
            is_final = response.headers.get("X-Slack-No-Retry") == "1"
            return Reply(response.status, json.loads(text) if is_json else text, is_final=is_final)

    async def _push(self, kind: str, payload: Mapping[str, Any], attempt: int, reason: str) -> Reply:
        while not (there := [socket for socket in self.sockets if not socket.closed]):  # noqa: ASYNC110 - no event tells
            await asyncio.sleep(0.02)
        envelope_id = str(uuid.uuid4())
        envelope: dict[str, Any] = {
            "envelope_id": envelope_id,
            "type": _ENVELOPES[kind],
            "payload": payload,
            "accepts_response_payload": kind != "event",
        }
        if kind == "event":
            envelope |= {"retry_attempt": attempt, "retry_reason": reason}
        self._acks[envelope_id] = asyncio.get_running_loop().create_future()
        await there[next(self._turns) % len(there)].send_json(envelope)
        return Reply(_OK, await self._acks[envelope_id])
