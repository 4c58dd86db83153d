"""Thumbs under public answers: stored once a person, and after a thumb down what was meant."""

from __future__ import annotations

import logging
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.memory.reach import AwayError
from bot.slack.guard.lazily import acknowledge, lazily
from bot.slack.payload.middleware import record_of
from bot.slack.payload.records import OnMessage, Pressed, Submitted
from bot.slack.send import views
from bot.slack.send.tell import tell
from bot.slack.view import thumbs
from bot.slack.view.controls import FORGET_LESSON
from bot.slack.view.route import Route
from bot.wording import wording
from db.memory.feedback import Feedback

if TYPE_CHECKING:
    from slack_bolt.async_app import AsyncApp
    from slack_bolt.context.ack.async_ack import AsyncAck
    from slack_bolt.context.async_context import AsyncBoltContext
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.memory.memory import Memory
    from bot.slack.desk import Desk

DOWN = "thumb_down"
"""Verdict of a miss that somebody's thumb says."""

_log = logging.getLogger(__name__)


def register(app: AsyncApp, desk: Desk) -> None:
    """Listen for thumbs, for the form after a thumb down, and for lessons that are taken back."""
    if desk.memory is None:
        return
    surface = _Thumbs(desk, desk.memory)
    app.action(thumbs.THUMBS)(ack=surface.store, lazy=lazily(desk, Pressed, surface.ask))
    app.view(thumbs.THUMB_VIEW)(ack=acknowledge, lazy=lazily(desk, Submitted, surface.explain))
    app.action(FORGET_LESSON)(ack=acknowledge, lazy=lazily(desk, Pressed, surface.forget))


class _Thumbs:
    """The listeners, on one memory."""

    def __init__(self, desk: Desk, memory: Memory) -> None:
        self._desk = desk
        self._memory = memory

    async def store(self, ack: AsyncAck, context: AsyncBoltContext) -> None:
        """Store a thumb, and then acknowledge it."""
        pressed = record_of(Pressed, context)
        route, message = pressed.route, pressed.where
        if route is not None and route.thumb and isinstance(message, OnMessage) and pressed.team:
            is_down = route.thumb == "down"
            answer = f"{message.channel}:{message.ts}"
            before = await self._store(pressed, answer, route, is_helpful=not is_down)
            is_new = before is None or before.is_helpful
            if is_down and is_new and route.question:
                self._memory.records.missed(pressed.team, pressed.user, route.question, DOWN)
            _log.info("thumb", extra={"up": not is_down})
        await ack()

    async def ask(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Ask what was wrong, after a thumb down."""
        route, message = pressed.route, pressed.where
        if route is None or route.thumb != "down" or not isinstance(message, OnMessage) or not pressed.team:
            return
        asked = Route(route.lang, question=route.question, source=f"{message.channel} {message.ts} ")
        await views.open_modal(client, pressed.trigger_id, thumbs.thumb_modal(asked))

    async def explain(self, submitted: Submitted, client: AsyncWebClient) -> None:
        """Store what was wrong; the error that was meant counts as a pick."""
        route = submitted.route
        if route is None or not route.source or not submitted.team:
            return
        channel, ts, _ = route.source.split(" ")
        words = wording(route.lang)
        entry = None if route.code is None else self._desk.catalog.by_key.get(route.code)
        told = replace(route, code=None)
        await self._store(submitted, f"{channel}:{ts}", told, is_helpful=False, reason=submitted.reason)
        if entry is not None and route.question:
            title = f"{entry.code} {entry.title.in_(route.lang)}"
            if await self._memory.pick(submitted.team, submitted.user, route.question, entry):
                sentence = words.learned_now.format(question=route.question, error=title)
            else:
                sentence = words.picked.format(question=route.question, error=title)
            await tell(replace(submitted, channel=channel, thread=""), client, sentence, route.lang)

    async def forget(self, pressed: Pressed, client: AsyncWebClient) -> None:
        """Take a lesson back."""
        route = pressed.route or Route(self._desk.lang)
        words = wording(route.lang)
        gone = bool(pressed.team) and await self._memory.learning.forget(pressed.team, route.question)
        asked = route.question
        sentence = words.lesson_forgotten.format(question=asked) if gone else words.lesson_gone.format(question=asked)
        await tell(pressed, client, sentence, route.lang)
        _log.info("lesson_forgotten")

    async def _store(
        self, request: Pressed | Submitted, answer: str, route: Route, *, is_helpful: bool, reason: str = ""
    ) -> Feedback | None:
        entry = None if route.code is None else self._desk.catalog.by_key.get(route.code)
        thumb = Feedback(
            answer,
            request.user,
            is_helpful,
            time.time(),
            error=entry.error.id if entry else "",
            platform=entry.platform if entry else "",
            channel=answer.partition(":")[0],
            reason=reason,
        )
        try:
            return await self._memory.records.thumb(request.team, thumb)
        except AwayError:
            return None
