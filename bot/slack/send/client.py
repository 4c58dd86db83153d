"""The clients of Slack's Web API, each with the retries that its calls can bear."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

if TYPE_CHECKING:
    from slack_sdk.http_retry.async_handler import AsyncRetryHandler

CALL_SECONDS = 10
"""How long one call may take."""
_POST_SECONDS = 20
"""How long a post may take: one that is given up too early may still arrive."""
_SHORT_SECONDS = 5
quiet = logging.getLogger("slack_sdk")
"""The SDK writes requests into a logger that has no level of its own."""


def web_client(base_url: str) -> AsyncWebClient:
    """Return a client that tries again when Slack asks to wait, breaks down, or hangs up."""
    handlers = [
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=3),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(base_url=base_url, timeout=CALL_SECONDS, logger=quiet, retry_handlers=handlers)


def for_posts(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client for calls that must not be made twice: it tries again only where Slack asks to wait."""
    return _like(client, _POST_SECONDS, [AsyncRateLimitErrorRetryHandler(max_retry_count=3)])


def for_locales(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client without retries: a second try would come too late for the question."""
    return _like(client, _SHORT_SECONDS, [])


def for_checks(base_url: str, token: str) -> AsyncWebClient:
    """Return a client for checks that are repeated anyway: without retries."""
    return AsyncWebClient(token=token, base_url=base_url, timeout=_SHORT_SECONDS, logger=quiet, retry_handlers=[])


def _like(client: AsyncWebClient, seconds: int, handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
    return AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=seconds,
        logger=client.logger,
        retry_handlers=handlers,
    )
