"""What a call to Slack can fail with, and what that says."""

from __future__ import annotations

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.slack.payload.responses import error_in, status_of

MESSAGE_NOT_FOUND = "message_not_found"
"""Slack's word for a message that somebody has removed."""
_SERVER_ERRORS = 500


class ResponseUrlError(Exception):
    """Slack did not take a message for a `response_url`; the message is Slack's word for why, like `used_url`."""


class UnreadableThreadError(Exception):
    """Slack does not let imerr read a thread; the message is Slack's word for why."""


FAILURES = (SlackClientError, ClientError, OSError, TimeoutError, ResponseUrlError, UnreadableThreadError)
"""What a call to Slack can fail with: Slack refused it, broke down, or was out of reach."""


def reason_of(error: Exception) -> str:
    """Return why a call failed: Slack's word where it has one, else the exception's type."""
    if isinstance(error, ResponseUrlError | UnreadableThreadError):
        return str(error)
    return error_in(getattr(error, "response", None)) or type(error).__name__


def is_unclear(error: Exception) -> bool:
    """Whether a call that failed this way may have done its work all the same."""
    response = getattr(error, "response", None) if isinstance(error, SlackClientError) else None
    return response is None or status_of(response) >= _SERVER_ERRORS
