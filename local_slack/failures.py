"""Fault injection: the ways in which Slack fails a call."""

from __future__ import annotations

from dataclasses import dataclass

RESPONSE_URLS = "response_url"
"""Stands for all response URLs in place of a method's name."""
SOCKETS = "socket"
"""Stands for the WebSockets of Socket Mode: `status` refuses the handshake, `error` is the reason of a disconnect right after
the hello."""


@dataclass
class Failure:
    """One way to fail the next `times` calls, or all of them if below zero, once `after` calls have succeeded.

    `status` is answered in place of the work, `seconds` pass before it, and `hangs_up` closes the connection: `before` or
    `after` the work is done.
    """

    status: int = 0
    retry_after: int = 0
    seconds: float = 0.0
    hangs_up: str = ""
    error: str = ""
    """Slack's error word, answered with `ok: false`."""
    times: int = -1
    after: int = 0

    def take(self) -> bool:
        """Count a call, and return whether it fails."""
        if self.after:
            self.after -= 1
            return False
        if self.times == 0:
            return False
        self.times -= 1
        return True


def rate_limited(retry_after: int = 1, times: int = -1) -> Failure:
    """Return a failure that answers 429 with the header Retry-After."""
    return Failure(status=429, retry_after=retry_after, times=times)


def broken(status: int = 500, times: int = -1) -> Failure:
    """Return a failure that answers an HTTP status."""
    return Failure(status=status, times=times)


def slow(seconds: float, times: int = -1) -> Failure:
    """Return a delay before the work."""
    return Failure(seconds=seconds, times=times)


def hangs_up(when: str = "before", times: int = -1) -> Failure:
    """Return a dropped connection, `before` or `after` the work is done."""
    return Failure(hangs_up=when, times=times)


def refuses(error: str, times: int = -1, after: int = 0) -> Failure:
    """Return a refusal with one of Slack's error words."""
    return Failure(error=error, times=times, after=after)
