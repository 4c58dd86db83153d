"""How requests get from the local Slack to the app: signed over HTTP, or in envelopes over the app's WebSocket."""

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
"""How long Slack waits for an answer."""
SIGNING_SECRET = "10ca15ac10ca15ac10ca15ac10ca15ac"  # noqa: S105 - of the stand-in alone
_FORM = "application/x-www-form-urlencoded"
_ENVELOPES = {"command": "slash_commands", "event": "events_api", "interaction": "interactive"}
_OK = 200
_REDIRECTS = 300
_CLIENT_ERRORS = range(400, 500)


@dataclass(frozen=True)
class Reply:
    """What the app answered: an HTTP status (0: nothing in time) and a body."""

    status: int
    body: Any = None
    reason: str = ""
    """Slack's word for why it counts as failed."""
    is_final: bool = False
    """Whether the app asks not to be sent the event again."""

    @property
    def is_ok(self) -> bool:
        """Whether Slack takes it for an acknowledgement."""
        return self.status == _OK

    @property
    def ends_retries(self) -> bool:
        """Whether Slack sends the event no more: for events any 2xx acknowledges."""
        return _OK <= self.status < _REDIRECTS or self.is_final

    @property
    def failure(self) -> str:
        """Slack's word, shown to the person, for a command that failed."""
        if self.reason == "http_timeout":
            return "operation_timeout"
        return "http_client_error" if self.status in _CLIENT_ERRORS else "dispatch_failed"


@dataclass
class Delivery:
    """One request that was sent to the app."""

    kind: str
    payload: Mapping[str, Any]
    attempt: int
    reply: Reply | None = None


def sign(body: bytes, secret: str = SIGNING_SECRET, at: float | None = None) -> dict[str, str]:
    """Give the headers with which Slack signs a body (its version v0: HMAC-SHA256 over time and body)."""
    timestamp = str(int(time.time() if at is None else at))
    digest = hmac.new(secret.encode(), f"v0:{timestamp}:".encode() + body, hashlib.sha256).hexdigest()
    return {"X-Slack-Request-Timestamp": timestamp, "X-Slack-Signature": f"v0={digest}"}


def encode(kind: str, payload: Mapping[str, Any]) -> tuple[bytes, str]:
    """Give a payload as the body that Slack posts, and its content type: events as JSON, the rest as forms."""
    if kind == "event":
        return json.dumps(payload).encode(), "application/json"
    fields = payload if kind == "command" else {"payload": json.dumps(payload)}
    return urlencode(fields).encode(), _FORM


@dataclass
class Deliverer:
    """Sends requests: to `url` where one is given, else over the WebSockets that the app has opened, in turn."""

    url: str = ""
    retry_waits: tuple[float, ...] = (0.0, 60.0, 300.0)
    deliveries: list[Delivery] = field(default_factory=list)
    sockets: list[web.WebSocketResponse] = field(default_factory=list)
    acks: list[Mapping[str, Any]] = field(default_factory=list)
    """Everything that came back over the WebSockets."""
    _acks: dict[str, asyncio.Future[Any]] = field(default_factory=dict)
    _turns: Iterator[int] = field(default_factory=itertools.count)

    async def send(self, kind: str, payload: Mapping[str, Any], attempt: int = 0, reason: str = "") -> Reply:
        """Send one request and give what the app answered within Slack's three seconds."""
        delivery = Delivery(kind, payload, attempt)
        self.deliveries.append(delivery)
        sending = self._post if self.url else self._push
        try:
            delivery.reply = await asyncio.wait_for(sending(kind, payload, attempt, reason), SECONDS)
        except TimeoutError:
            delivery.reply = Reply(0, reason="http_timeout")
        except (aiohttp.ClientError, OSError):
            delivery.reply = Reply(0, reason="connection_failed")
        return delivery.reply

    async def send_event(self, payload: Mapping[str, Any]) -> Reply:
        """Send an event, and again as often as Slack does until it is acknowledged."""
        reply = await self.send("event", payload)
        for attempt, wait in enumerate(self.retry_waits, start=1):
            if reply.ends_retries:
                break
            await asyncio.sleep(wait)
            reply = await self.send("event", payload, attempt, reply.reason or "http_error")
        return reply

    def acknowledged(self, envelope: Mapping[str, Any]) -> None:
        """Take what came back over a WebSocket."""
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
            is_final = response.headers.get("X-Slack-No-Retry") == "1"
            if response.content_type == "application/json" and text:
                return Reply(response.status, json.loads(text), is_final=is_final)
            return Reply(response.status, text, is_final=is_final)

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
