"""Clients of Slack's Web API, each with the retries that are safe for its calls."""

from __future__ import annotations

import logging
from typing import TYPE_CHECKING

from slack_sdk.http_retry.builtin_async_handlers import (
    AsyncConnectionErrorRetryHandler,
    AsyncRateLimitErrorRetryHandler,
    AsyncServerErrorRetryHandler,
)
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.send.counting import Counting

if TYPE_CHECKING:
    from slack_sdk.http_retry.async_handler import AsyncRetryHandler

CALL_SECONDS = 10
"""Timeout of one call."""
_POST_SECONDS = 20
"""Timeout of a post: a post that is given up too early may still arrive."""
_SHORT_SECONDS = 5
quiet = logging.getLogger("slack_sdk")
"""The SDK logs requests to this logger, which has no level of its own."""


def web_client(base_url: str) -> AsyncWebClient:
    """Return a client that retries when Slack rate-limits, breaks down, or hangs up."""
    handlers = [
        Counting(),
        AsyncConnectionErrorRetryHandler(max_retry_count=2),
        AsyncRateLimitErrorRetryHandler(max_retry_count=3),
        AsyncServerErrorRetryHandler(max_retry_count=2),
    ]
    return AsyncWebClient(base_url=base_url, timeout=CALL_SECONDS, logger=quiet, retry_handlers=handlers)


def for_posts(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client for calls that are not idempotent: it retries only when Slack rate-limits."""
    return _like(client, _POST_SECONDS, [AsyncRateLimitErrorRetryHandler(max_retry_count=3)])


def for_locales(client: AsyncWebClient) -> AsyncWebClient:
    """Return a client without retries: a retry would come too late for the question."""
    return _like(client, _SHORT_SECONDS, [])


def for_checks(base_url: str, token: str) -> AsyncWebClient:
    """Return a client without retries, for periodic checks."""
    return AsyncWebClient(
        token=token, base_url=base_url, timeout=_SHORT_SECONDS, logger=quiet, retry_handlers=[Counting()]
    )


def _like(client: AsyncWebClient, seconds: int, handlers: list[AsyncRetryHandler]) -> AsyncWebClient:
    return AsyncWebClient(
        token=client.token,
        base_url=client.base_url,
        timeout=seconds,
        logger=client.logger,
        retry_handlers=[Counting(), *handlers],
    )
