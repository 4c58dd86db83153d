"""How long to wait before a connection is opened again: exponential backoff with full jitter. Nothing here does any I/O.

Two limits, because there are two kinds of failure. What says nothing about this app (nobody answers, or Slack itself breaks
down with 5xx) has a low one: such attempts cost Slack next to nothing, and when it is back, people wait for answers. One attempt
takes at most `opening.STEP_SECONDS` to be given up, so imerr is back within 15 seconds. What Slack does to this app alone
(refusing it, rate limiting it, ending its connections as soon as they are open) has a high one.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_SECONDS = 1.0
"""The longest wait after the first failure; it doubles with every further one."""
SETTLED_SECONDS = 30.0
"""A connection that lived so long was a good one: what comes after it is a first failure again."""
UNREACHABLE_SECONDS = 8.0
REFUSED_SECONDS = 60.0
ASKED_SECONDS = 300.0
"""The longest time that Slack is obeyed for when it asks to wait; it asks for a minute at most."""


class Cause(Enum):
    """Why there is no connection, or none any more."""

    RENEWAL = auto()
    """Slack is about to close it, and asks to open the next one."""
    LOST = auto()
    """It ended without a word."""
    UNREACHABLE = auto()
    """Slack was not reached, or broke down."""
    REFUSED = auto()
    """Slack did not want it."""


@dataclass(frozen=True)
class End:
    """The end of a connection or of an attempt to open one, with Slack's word for it."""

    cause: Cause
    reason: str
    lived: float = 0.0
    """Seconds since Slack's hello."""
    retry_after: float = 0.0
    """Seconds that Slack asks to wait."""


class Backoff:
    """The waits of one connection."""

    def __init__(self, draw: Callable[[], float] = random.random) -> None:
        """Start without failures; `draw` returns a number from 0 up to 1."""
        self.failures = 0
        """How many in a row."""
        self._draw = draw
        self._longest = 0.0

    def wait(self, end: End) -> float:
        """Return for how many seconds to wait after an end."""
        if end.lived >= SETTLED_SECONDS:
            self.failures, self._longest = 0, 0.0
            if end.cause is Cause.RENEWAL:
                return 0.0
        self.failures += 1
        limit = UNREACHABLE_SECONDS if end.cause is Cause.UNREACHABLE else REFUSED_SECONDS
        self._longest = min(max(FIRST_SECONDS, 2 * self._longest), limit)
        drawn = self._draw() * self._longest
        if end.retry_after <= 0:
            return drawn
        # Several connections that were told the same must not all come back in the same instant.
        return max(drawn, min(end.retry_after, ASKED_SECONDS) + self._draw() * FIRST_SECONDS)
