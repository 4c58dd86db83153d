"""Counting attempts to call Slack, by how each ended."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.http_retry.async_handler import AsyncRetryHandler

from bot import metrics
from bot.slack.payload.responses import is_ok

if TYPE_CHECKING:
    from slack_sdk.http_retry.request import HttpRequest
    from slack_sdk.http_retry.response import HttpResponse
    from slack_sdk.http_retry.state import RetryState

_RATE_LIMITED = 429
_SERVER_ERRORS = 500


class Counting(AsyncRetryHandler):
    """A retry handler that only counts: the SDK shows every attempt to all of them until one retries it, so it comes first."""

    async def can_retry_async(
        self,
        *,
        state: RetryState,
        request: HttpRequest,
        response: HttpResponse | None = None,
        error: Exception | None = None,
    ) -> bool:
        """Count an attempt; return False, for no retry."""
        method = request.url.rpartition("/")[2]
        if state.current_attempt:
            metrics.retried(method)
        metrics.called(method, _outcome(response, error))
        return False


def outcome_of(status: int, *, ok: bool) -> metrics.Reply:
    """Return how a call ended that got a response."""
    if status == _RATE_LIMITED:
        return "rate_limited"
    if status >= _SERVER_ERRORS:
        return "server_error"
    return "ok" if ok else "refused"


def _outcome(response: HttpResponse | None, error: Exception | None) -> metrics.Reply:
    if error is not None or response is None:
        return "unreachable"
    return outcome_of(response.status_code, ok=is_ok(response.body))
