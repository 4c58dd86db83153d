"""The rate limit per user: a user who holds down a key must not keep all others waiting."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING

from slack_bolt import BoltResponse
from slack_bolt.middleware.async_middleware import AsyncMiddleware

from bot.slack.payload.middleware import record_in
from bot.slack.payload.records import Asked, Chosen, Opened, Pressed, Said, Shortcut, Submitted, Typed
from bot.slack.send.tell import tell
from bot.slack.view import home
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable

    from slack_bolt.async_app import AsyncApp
    from slack_bolt.request.async_request import AsyncBoltRequest

    from bot.slack.desk import Desk
    from bot.slack.payload.records import Request

MOST_QUESTIONS = 30
MOST_SUGGESTIONS = 240
"""Higher, since type-ahead sends a request for every letter."""
MOST_PRESSES = 120
"""Limit on buttons, menus and shortcuts. Each makes calls to Slack, which stay open until Slack responds."""
MOST_OVERHEARD = 600
"""Limit on messages to others in the channels that imerr hears; one beyond it is skipped, and nobody is told."""
WINDOW_SECONDS = 60.0
_MOST_PEOPLE = 10_000
_MOST_EVENTS = 200
"""Size of the cache of event ids that deduplicates events: redeliveries come within minutes."""


class Allowance(Enum):
    """Result of a request against the limit."""

    LEFT = auto()
    JUST_SPENT = auto()
    """The first request over the limit: the user is told."""
    SPENT = auto()


@dataclass
class _Asked:
    times: deque[float] = field(default_factory=deque)
    told_at: float = float("-inf")


class RateLimit:
    """Counts requests by user over a sliding window. Each server process counts for itself."""

    def __init__(self, most: int, seconds: float = WINDOW_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow `most` requests within `seconds`."""
        self._most, self._seconds, self._clock = most, seconds, clock
        self._by_person: dict[str, _Asked] = {}

    def take(self, person: str) -> Allowance:
        """Count a request of a user unless the limit is reached; return the result."""
        now = self._clock()
        if person not in self._by_person and len(self._by_person) >= _MOST_PEOPLE:
            self._forget(now)
        asked = self._by_person.setdefault(person, _Asked())
        while asked.times and asked.times[0] <= now - self._seconds:
            asked.times.popleft()
        if len(asked.times) < self._most:
            asked.times.append(now)
            return Allowance.LEFT
        if asked.told_at <= now - self._seconds:
            asked.told_at = now
            return Allowance.JUST_SPENT
        return Allowance.SPENT

    def _forget(self, now: float) -> None:
        """Evict the users without a request in the window; if there are none, the half known longest."""
        idle = [person for person, asked in self._by_person.items() if asked.times[-1] <= now - self._seconds]
        for person in idle or list(self._by_person)[: _MOST_PEOPLE // 2]:
            del self._by_person[person]


class _Limits:
    """One limit for each kind of request."""

    def __init__(self) -> None:
        self.questions = RateLimit(MOST_QUESTIONS)
        self.suggestions = RateLimit(MOST_SUGGESTIONS)
        self.presses = RateLimit(MOST_PRESSES)
        self.overheard = RateLimit(MOST_OVERHEARD)

    def of(self, request: Request) -> RateLimit | None:
        """Return the limit that counts a request; None if it is not counted."""
        match request:
            case Typed():
                return self.suggestions
            case Said(is_to_imerr=False):
                return self.overheard
            case Asked() | Said() | Chosen() | Pressed(action=home.SEARCH):
                return self.questions
            case Pressed() | Submitted() | Shortcut() | Opened():
                return self.presses
            case _:
                return None


def register(app: AsyncApp, desk: Desk) -> None:
    """Reject requests over the limit, and tell the user once."""
    app.use(_Limiting(desk))


class _Limiting(AsyncMiddleware):
    """The middleware. Not a plain function: Bolt would collect all arguments for one, which takes a tenth of an answer."""

    def __init__(self, desk: Desk) -> None:
        self._desk = desk
        self._limits = _Limits()
        self._let_in: deque[str] = deque(maxlen=_MOST_EVENTS)

    async def async_process(
        self,
        *,
        req: AsyncBoltRequest,
        resp: BoltResponse,
        next: Callable[[], Awaitable[BoltResponse]],  # noqa: A002 - Bolt passes it by this name
    ) -> BoltResponse | None:
        """Refuse a request over the limit, or continue."""
        del resp
        request, limits = record_in(req.context), self._limits
        counted = limits.of(request)
        # Slack redelivers an event without a response: that is no new question.
        if counted is None or request.event_id in self._let_in:
            return await next()
        allowance = counted.take(f"{request.team} {request.user}")
        if allowance is Allowance.LEFT:
            if request.event_id and counted is not limits.overheard:
                self._let_in.append(request.event_id)
            return await next()
        if counted is limits.suggestions:
            return BoltResponse(status=200, body={"options": []})
        if allowance is Allowance.SPENT or counted is limits.overheard:
            return BoltResponse(status=200, body="")
        lang = self._desk.languages.known_of(request) or self._desk.lang
        sentence = (
            wording(lang).too_many.format(most=MOST_QUESTIONS)
            if counted is limits.questions
            else wording(lang).too_many_presses.format(most=MOST_PRESSES)
        )
        if isinstance(request, Asked):
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        self._desk.background.start(tell(request, req.context.client, sentence, lang))
        return BoltResponse(status=200, body="")
