"""How many questions one person may ask a minute: one who holds down a key must not keep everybody waiting."""

from __future__ import annotations

import time
from collections import deque
from dataclasses import dataclass, field
from enum import Enum, auto
from typing import TYPE_CHECKING, Any

from slack_bolt import BoltResponse

from bot.slack.respond import language_told_by
from bot.slack.send.tell import asker_of, tell
from bot.slack.view.views import LOOKUP, SEARCH
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Awaitable, Callable, Mapping

    from slack_bolt.async_app import AsyncApp
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk

    Next = Callable[[], Awaitable[None]]

MOST_QUESTIONS = 30
MOST_SUGGESTIONS = 240
"""Type-ahead asks with every letter."""
MOST_PRESSES = 120
"""Of buttons, menus and shortcuts. Each makes calls to Slack, which are held open for as long as Slack does not answer."""
WINDOW_SECONDS = 60.0
_MOST_PEOPLE = 10_000
_MOST_EVENTS = 200
"""Deliveries of one event come within minutes; so many of the last ones are looked through."""
_QUESTIONS = {"app_mention", "message", "message_action"}
_PRESSES = {"block_actions", "view_submission", "shortcut"}
_OPENINGS = {"app_home_opened"}


class Allowance(Enum):
    """What somebody who asks once more finds."""

    LEFT = auto()
    JUST_SPENT = auto()
    """The first question too many: the one to tell them about."""
    SPENT = auto()


@dataclass
class _Asked:
    times: deque[float] = field(default_factory=deque)
    told_at: float = float("-inf")


class RateLimit:
    """Counts by person over a sliding window. Each server process counts for itself."""

    def __init__(self, most: int, seconds: float = WINDOW_SECONDS, clock: Callable[[], float] = time.monotonic) -> None:
        """Allow `most` within `seconds`."""
        self._most, self._seconds, self._clock = most, seconds, clock
        self._by_person: dict[str, _Asked] = {}

    def take(self, person: str) -> Allowance:
        """Count one more of a person's, unless their allowance is spent; return which it is."""
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
        """Forget those who asked nothing within the window, and the longest known where that is nobody."""
        idle = [person for person, asked in self._by_person.items() if asked.times[-1] <= now - self._seconds]
        for person in idle or list(self._by_person)[: _MOST_PEOPLE // 2]:
            del self._by_person[person]


def register(app: AsyncApp, desk: Desk) -> None:
    """Answer nobody's questions and presses beyond their allowance, and tell them so once."""
    questions, suggestions, presses = RateLimit(MOST_QUESTIONS), RateLimit(MOST_SUGGESTIONS), RateLimit(MOST_PRESSES)
    let_in: deque[str] = deque(maxlen=_MOST_EVENTS)

    @app.middleware
    async def limit(body: dict[str, Any], client: AsyncWebClient, next: Next) -> BoltResponse | None:  # noqa: A002 - Bolt passes it by this name
        asker = asker_of(body)
        if _is_typing(body):
            if suggestions.take(asker.user) is not Allowance.LEFT:
                return BoltResponse(status=200, body={"options": []})
            await next()
            return None
        event_id = str(body.get("event_id") or "")
        is_question = _is_question(body)
        counted = questions if is_question else presses if _is_press(body) else None
        if event_id in let_in:
            # Slack delivers an event again where it got no answer: that is no other question.
            counted = None
        allowance = counted.take(asker.user) if counted else Allowance.LEFT
        if allowance is Allowance.LEFT:
            if event_id and counted:
                let_in.append(event_id)
            await next()
            return None
        if allowance is Allowance.SPENT:
            return BoltResponse(status=200, body="")
        lang = language_told_by(asker.text) or desk.languages.remembered(asker.user) or desk.lang
        words = wording(lang)
        sentence = (
            words.too_many.format(most=MOST_QUESTIONS)
            if is_question
            else words.too_many_presses.format(most=MOST_PRESSES)
        )
        if body.get("command"):
            return BoltResponse(status=200, body={"response_type": "ephemeral", "text": sentence})
        desk.work.start(tell(body, client, sentence, lang))
        return BoltResponse(status=200, body="")


def _is_question(body: Mapping[str, Any]) -> bool:
    event = body.get("event")
    if isinstance(event, dict):
        # What imerr replaces in a conversation is told of as well, around the message.
        inner = event.get("message")
        said = inner if isinstance(inner, dict) else event
        return event.get("type") in _QUESTIONS and not said.get("bot_id")
    return bool(body.get("command")) or body.get("type") in _QUESTIONS or SEARCH in _action_ids(body)


def _is_press(body: Mapping[str, Any]) -> bool:
    event = body.get("event")
    return event.get("type") in _OPENINGS if isinstance(event, dict) else body.get("type") in _PRESSES


def _is_typing(body: Mapping[str, Any]) -> bool:
    return body.get("type") == "block_suggestion" and body.get("action_id") == LOOKUP


def _action_ids(body: Mapping[str, Any]) -> set[str]:
    actions = body.get("actions")
    return (
        {str(one.get("action_id")) for one in actions if isinstance(one, dict)} if isinstance(actions, list) else set()
    )
