"""What a Slack that is not well does to a call."""

from __future__ import annotations

from dataclasses import dataclass

RESPONSE_URLS = "response_url"
"""Stands for all response URLs where a method's name is asked for."""
SOCKETS = "socket"
"""Stands for the WebSockets of Socket Mode: `status` refuses the handshake, `error` is the reason with which Slack disconnects
right after its hello."""


@dataclass
class Failure:
    """One way to be unwell, for so many calls; `times` below zero: for all.

    `status` is answered instead of the work, `seconds` pass before it, and with `hangs_up` the connection is closed: `before`
    or `after` the work was done.
    """

    status: int = 0
    retry_after: int = 0
    seconds: float = 0.0
    hangs_up: str = ""
    error: str = ""
    """One of Slack's words, answered with `ok: false`."""
    times: int = -1
    after: int = 0
    """How many calls go well before it strikes."""

    def take(self) -> bool:
        """Whether it strikes once more."""
        if self.after:
            self.after -= 1
            return False
        if self.times == 0:
            return False
        self.times -= 1
        return True


def rate_limited(retry_after: int = 1, times: int = -1) -> Failure:
    """Ask to come back after some seconds."""
    return Failure(status=429, retry_after=retry_after, times=times)


def broken(status: int = 500, times: int = -1) -> Failure:
    """Break down."""
    return Failure(status=status, times=times)


def slow(seconds: float, times: int = -1) -> Failure:
    """Take its time."""
    return Failure(seconds=seconds, times=times)


def hangs_up(when: str = "before", times: int = -1) -> Failure:
    """Drop the connection `before` or `after` the work was done."""
    return Failure(hangs_up=when, times=times)


def refuses(error: str, times: int = -1, after: int = 0) -> Failure:
    """Refuse with one of Slack's words, once so many calls went well."""
    return Failure(error=error, times=times, after=after)
