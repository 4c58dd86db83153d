"""Failures of calls to Slack: exceptions, reasons, and possible effects."""

from __future__ import annotations

from aiohttp import ClientError
from slack_sdk.errors import SlackClientError

from bot.slack.payload.responses import error_in, status_of

MESSAGE_NOT_FOUND = "message_not_found"
"""Slack's error code for a removed message."""
_SERVER_ERRORS = 500


class ResponseUrlError(Exception):
    """Slack refused a message to a `response_url`; the exception's text is Slack's error code, like `used_url`."""


class UnreadableThreadError(Exception):
    """Slack does not let imerr read a thread; the exception's text is Slack's error code."""


FAILURES = (SlackClientError, ClientError, OSError, TimeoutError, ResponseUrlError, UnreadableThreadError)
"""The exceptions of a call to Slack: it was refused, Slack broke down, or Slack was unreachable."""


def reason_of(error: Exception) -> str:
    """Return the reason of a failed call: Slack's error code if it has one, else the exception's type."""
    if isinstance(error, ResponseUrlError | UnreadableThreadError):
        return str(error)
    return error_in(getattr(error, "response", None)) or type(error).__name__


def is_unclear(error: Exception) -> bool:
    """Whether a failed call may have had its effect all the same."""
    response = getattr(error, "response", None) if isinstance(error, SlackClientError) else None
    return response is None or status_of(response) >= _SERVER_ERRORS
