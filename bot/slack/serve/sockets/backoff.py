"""Backoff before a connection is reopened: exponential, with full jitter. Pure: no I/O.

Two limits, for two kinds of failure. A failure that says nothing about this app (Slack is unreachable, or breaks down
with 5xx) has a low limit: such attempts cost Slack next to nothing, and users wait for answers when it is back. One
attempt times out after at most `opening.STEP_SECONDS`, so imerr is back within 15 seconds. A failure of this app alone
(Slack refuses it, rate-limits it, or ends its connections as soon as they are open) has a high limit.
"""

from __future__ import annotations

import random
from dataclasses import dataclass
from enum import Enum, auto
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

FIRST_SECONDS = 1.0
"""The longest wait after the first failure; it doubles with each further one."""
SETTLED_SECONDS = 30.0
"""Threshold of a good connection: a failure after it counts as the first again."""
UNREACHABLE_SECONDS = 8.0
REFUSED_SECONDS = 60.0
ASKED_SECONDS = 300.0
"""Limit on `Retry-After`; Slack asks for a minute at most."""


class Cause(Enum):
    """Cause of the end of a connection or of an attempt."""

    RENEWAL = auto()
    """Slack is about to close it, and asks for a replacement."""
    LOST = auto()
    """It ended without notice."""
    UNREACHABLE = auto()
    """Slack was unreachable, or broke down."""
    REFUSED = auto()
    """Slack refused it."""


@dataclass(frozen=True)
class End:
    """The end of a connection or of an attempt to open one, with Slack's reason."""

    cause: Cause
    reason: str
    lived: float = 0.0
    """Seconds since Slack's hello."""
    retry_after: float = 0.0
    """Seconds that Slack asks to wait."""


class Backoff:
    """The backoff of one connection."""

    def __init__(self, draw: Callable[[], float] = random.random) -> None:
        """Start without failures; `draw` returns a number from 0 up to 1."""
        self.failures = 0
        """Failures in a row."""
        self._draw = draw
        self._longest = 0.0

    def wait(self, end: End) -> float:
        """Return the seconds to wait after an end."""
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
        # Jitter: connections with the same `Retry-After` must not all return in the same instant.
        return max(drawn, min(end.retry_after, ASKED_SECONDS) + self._draw() * FIRST_SECONDS)
