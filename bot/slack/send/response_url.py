"""Messages over a `response_url`: no scope and no membership needed, five times within half an hour."""

from __future__ import annotations

import asyncio
import json
import logging
from typing import TYPE_CHECKING, Any

from aiohttp import ClientSession, ClientTimeout, TraceConfig
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.webhook.async_client import AsyncWebhookClient

if TYPE_CHECKING:
    from aiohttp import TraceRequestRedirectParams
    from slack_sdk.http_retry.async_handler import AsyncRetryHandler

    from bot.slack.view.message import Message

MESSAGE_NOT_FOUND = "message_not_found"
"""Slack's word for a message that somebody has removed."""
_SECONDS = 10
_OK = 200
_SERVER_ERRORS = 500
_WAIT_SECONDS = 0.5
_quiet = logging.getLogger("slack_sdk")
"""The SDK writes requests into a logger that has no level of its own."""


class ResponseUrlError(Exception):
    """Slack did not take a message for a `response_url`; the message is Slack's word for why, like `used_url`."""


async def send_private(url: str, message: Message, thread: str = "") -> None:
    """Show a message to the asker alone, in the thread if given.

    Raises:
        ResponseUrlError: Slack refused it.
        OSError, ClientError, TimeoutError: Slack is out of reach.

    """
    payload = _content(message) | _in_thread(thread)
    await _post(url, payload | {"response_type": "ephemeral", "replace_original": False}, repeatable=True)


async def replace_original(url: str, message: Message) -> None:
    """Put a message in the place of the one that was pressed; whoever saw that one sees this one.

    Raises:
        As `send_private`.

    """
    await _post(url, _content(message) | {"replace_original": True}, repeatable=True)


async def send_public(url: str, message: Message, thread: str = "") -> None:
    """Post a message for everyone, into the thread if given.

    Raises:
        As `send_private`.

    """
    payload = _content(message) | _in_thread(thread)
    await _post(url, payload | {"response_type": "in_channel", "replace_original": False}, repeatable=False)


async def delete_original(url: str) -> None:
    """Remove the message that was pressed; fine where it is gone already, as after a second press.

    Raises:
        As `send_private`.

    """
    try:
        await _post(url, {"delete_original": True}, repeatable=True)
    except ResponseUrlError as error:
        if str(error) != MESSAGE_NOT_FOUND:
            raise


def _content(message: Message) -> dict[str, Any]:
    return {"text": message.text, "blocks": list(message.blocks)} if message.blocks else {"text": message.text}


def _in_thread(thread: str) -> dict[str, Any]:
    return {"thread_ts": thread} if thread else {}


async def _post(url: str, payload: dict[str, Any], *, repeatable: bool) -> None:
    """Send a payload; what would stand there twice is not sent again when it is unclear whether it arrived."""
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    if repeatable:
        handlers.append(AsyncConnectionErrorRetryHandler())
    async with _session() as session:
        client = AsyncWebhookClient(url, logger=_quiet, retry_handlers=handlers, session=session)
        response = await client.send_dict(payload)
        if response.status_code >= _SERVER_ERRORS and repeatable:
            # The SDK asks its handlers about a 429 only.
            await asyncio.sleep(_WAIT_SECONDS)
            response = await client.send_dict(payload)
    if response.status_code != _OK:
        raise ResponseUrlError(_word(response.body) or f"status {response.status_code}")


def _session() -> ClientSession:
    """Return a session that follows no redirect: an address that Slack handed out never leads elsewhere."""

    async def refuse(_session: ClientSession, _context: object, _redirect: TraceRequestRedirectParams) -> None:
        raise ResponseUrlError("redirected")

    tracing = TraceConfig()
    tracing.on_request_redirect.append(refuse)
    return ClientSession(timeout=ClientTimeout(total=_SECONDS), trace_configs=[tracing])


def _word(body: str) -> str:
    """Give Slack's word for an error out of a body, and nothing else of it."""
    try:
        found = json.loads(body).get("error")
    except (ValueError, AttributeError):
        found = body.strip()
    return str(found) if str(found).isidentifier() else ""
