"""Errors of the local Slack; each message is a sentence for the author of a test."""

from __future__ import annotations

from typing import Any


class LocalSlackError(Exception):
    """Base of all errors of the local Slack."""


class WaitError(LocalSlackError):
    """A condition did not hold within its time."""


class ScreenError(LocalSlackError):
    """A text or control is not on a person's screen."""


class ResponseError(LocalSlackError):
    """The app answered a request in a way that Slack would refuse."""


class ApiError(LocalSlackError):
    """A call that Slack answers with `ok: false`; the message is Slack's error word."""

    def __init__(self, error: str, **more: Any) -> None:  # noqa: ANN401 - any JSON
        """Take the error word, and further fields of the answer."""
        super().__init__(error)
        self.answer: dict[str, Any] = {"ok": False, "error": error, **more}


def invalid(error: str, faults: list[str]) -> ApiError:
    """Return an error that lists its reasons as Slack does."""
    return ApiError(error, response_metadata={"messages": [f"[ERROR] {fault}" for fault in faults]})
