"""Messages over a `response_url`: works without scope and membership, five times within half an hour."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

from aiohttp import ClientSession, ClientTimeout, TraceConfig
from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
)
from slack_sdk.webhook.async_client import AsyncWebhookClient

from bot import metrics
from bot.slack.payload.responses import word_in
from bot.slack.send.client import CALL_SECONDS, quiet
from bot.slack.send.counting import outcome_of
from bot.slack.send.failures import MESSAGE_NOT_FOUND, ResponseUrlError

if TYPE_CHECKING:
    from aiohttp import TraceRequestRedirectParams
    from slack_sdk.http_retry.async_handler import AsyncRetryHandler
    from slack_sdk.webhook.webhook_response import WebhookResponse

    from bot.slack.payload.records import ResponseUrl
    from bot.slack.view.message import Json, Message

_OK = 200
_SERVER_ERRORS = 500
_WAIT_SECONDS = 0.5
_COUNTED_AS = "response_url"
"""Method of these calls in the metrics: the addresses are secrets."""


async def send_private(url: ResponseUrl, message: Message, thread: str = "") -> None:
    """Send an ephemeral message to the asker, in the thread if given.

    Raises:
        ResponseUrlError: Slack refused it.
        OSError, ClientError, TimeoutError: Slack is unreachable.

    """
    payload = _content(message) | _in_thread(thread)
    await _post(url, payload | {"response_type": "ephemeral", "replace_original": False}, is_idempotent=True)


async def replace_original(url: ResponseUrl, message: Message) -> None:
    """Replace the pressed message for everyone who sees it.

    Raises:
        As `send_private`.

    """
    await _post(url, _content(message) | {"replace_original": True}, is_idempotent=True)


async def send_public(url: ResponseUrl, message: Message, thread: str = "") -> None:
    """Post a message for everyone, into the thread if given.

    Raises:
        As `send_private`.

    """
    payload = _content(message) | _in_thread(thread)
    await _post(url, payload | {"response_type": "in_channel", "replace_original": False}, is_idempotent=False)


async def delete_original(url: ResponseUrl) -> None:
    """Remove the pressed message; a no-op if it is gone already, as after a second press.

    Raises:
        As `send_private`.

    """
    try:
        await _post(url, {"delete_original": True}, is_idempotent=True)
    except ResponseUrlError as error:
        if str(error) != MESSAGE_NOT_FOUND:
            raise


def _content(message: Message) -> Json:
    return {"text": message.text, "blocks": list(message.blocks)} if message.blocks else {"text": message.text}


def _in_thread(thread: str) -> Json:
    return {"thread_ts": thread} if thread else {}


async def _post(url: ResponseUrl, payload: Json, *, is_idempotent: bool) -> None:
    """Send a payload; after an unclear failure, retry only an idempotent one."""
    handlers: list[AsyncRetryHandler] = [AsyncRateLimitErrorRetryHandler(max_retry_count=2)]
    if is_idempotent:
        handlers.append(AsyncConnectionErrorRetryHandler())
    async with _session() as session:
        client = AsyncWebhookClient(url, logger=quiet, retry_handlers=handlers, session=session)
        response = await _sent(client, payload)
        if response.status_code >= _SERVER_ERRORS and is_idempotent:
            # The SDK consults its retry handlers for 429 only.
            await asyncio.sleep(_WAIT_SECONDS)
            metrics.retried(_COUNTED_AS)
            response = await _sent(client, payload)
    if response.status_code != _OK:
        raise ResponseUrlError(word_in(response.body) or f"status {response.status_code}")


async def _sent(client: AsyncWebhookClient, payload: Json) -> WebhookResponse:
    """Send a payload, and count how that ended, after the SDK's own retries."""
    try:
        response = await client.send_dict(payload)
    except Exception:
        metrics.called(_COUNTED_AS, "unreachable")
        raise
    metrics.called(_COUNTED_AS, outcome_of(response.status_code, ok=response.status_code == _OK))
    return response


def _session() -> ClientSession:
    """Return a session that refuses redirects: a URL from Slack never leads elsewhere."""

    async def refuse(_session: ClientSession, _context: object, _redirect: TraceRequestRedirectParams) -> None:
        raise ResponseUrlError("redirected")

    tracing = TraceConfig()
    tracing.on_request_redirect.append(refuse)
    return ClientSession(timeout=ClientTimeout(total=CALL_SECONDS), trace_configs=[tracing])
