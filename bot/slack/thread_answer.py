"""Answering a message in its thread: once, however often Slack delivers it, and in place when it is corrected."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackApiError

from bot.lookup.answer import Verdict
from bot.slack.claims import Turn
from bot.slack.languages import reason_of
from bot.slack.payload.message import text_of
from bot.slack.respond import is_greeting, language_told_by, respond_to
from bot.slack.send import response_url as responses
from bot.slack.send import thread as posts
from bot.slack.view import lists
from bot.slack.view.message import Message, noted
from bot.slack.view.route import Route
from bot.slack.view.surface import DIRECT, Kind
from bot.wording import wording

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.payload.message import Question
    from bot.slack.view.surface import Surface

_log = logging.getLogger(__name__)

CORRECTED_SECONDS = 60.0
"""For how long after it was asked a question can be corrected; later on, others have read the answer."""
_LONGEST_REQUEST = 60
_UNREADABLE = {"missing_scope", "not_in_channel", "channel_not_found", "thread_not_found", "message_not_found"}
_UNSURE = {str(Verdict.NONE), str(Verdict.CANDIDATES)}
_MOST_ABOVE = 50
_MOST_READ_ABOVE = 32_000
"""So many characters of a thread are read above a question, from the top and from the nearest message on."""
_SPECIFIC = re.compile(r"\d|[A-Z]{2,}_")


class Answering:
    """Answers questions on one surface."""

    def __init__(self, desk: Desk, surface: str) -> None:
        """Answer from `desk`; `surface` is what the log calls it."""
        self._desk = desk
        self._surface = surface

    async def answer(self, question: Question, client: AsyncWebClient, surface: Surface, *, redelivered: bool) -> None:
        """Answer a question, or correct the answer to it; `redelivered` tells that Slack sends it again.

        Raises:
            SlackApiError, OSError, ClientError, TimeoutError: the answer could not be posted.

        """
        claims = self._desk.claims
        if claims.claim(question.channel, question.ts):
            try:
                await self._answer_new(question, client, surface, redelivered=redelivered)
            except BaseException:
                claims.release(question.channel, question.ts)
                raise
            claims.end_turn(question.channel, question.ts)
        elif question.edited and not _is_late(question):
            await self._correct(question, client, surface)

    async def _answer_new(
        self, question: Question, client: AsyncWebClient, surface: Surface, *, redelivered: bool
    ) -> None:
        claims = self._desk.claims
        if question.edited:
            if surface is DIRECT and _is_late(question):
                # It was a question before, and was answered; where that answer is gone, its reader wanted it gone.
                return
            claims.claim_edit(question.channel, question.ts, question.edited)
            # It may be the edit of a question from before the last restart, which must not be answered twice.
            there = await self._answer_there(question, client)
            if there:
                claims.answered(question.channel, question.ts, there)
                if not _is_late(question):
                    await self._update(question, client, surface, there)
                return
        message = await self._message(question, client, surface)
        answer_ts = await posts.post_once(client, message, question, look_first=redelivered)
        claims.answered(question.channel, question.ts, answer_ts)

    async def _answer_there(self, question: Question, client: AsyncWebClient) -> str | None:
        """Look for the answer in the thread; where imerr may not read that, there is none to be found."""
        try:
            return await posts.find_answer(client, question)
        except SlackApiError as error:
            if reason_of(error) not in _UNREADABLE:
                raise
            return None

    async def _correct(self, question: Question, client: AsyncWebClient, surface: Surface) -> None:
        """Correct the answer to a question that was answered, or is being answered, as it was before."""
        claims = self._desk.claims
        if not claims.claim_edit(question.channel, question.ts, question.edited):
            return
        async with claims.turn(question.channel, question.ts, question.edited) as turn:
            answer_ts = claims.answer(question.channel, question.ts)
            if turn is Turn.OURS and answer_ts:
                await self._update(question, client, surface, answer_ts)
        if turn is Turn.GONE:
            # What it said before could not be answered; what it says now may be.
            await self.answer(question, client, surface, redelivered=False)

    async def _update(self, question: Question, client: AsyncWebClient, surface: Surface, answer_ts: str) -> None:
        message = await self._message(question, client, surface)
        try:
            await posts.correct(client, message, question, answer_ts)
        except SlackApiError as error:
            if reason_of(error) not in {responses.MESSAGE_NOT_FOUND, "cant_update_message"}:
                raise
            _log.info("answer_gone", extra={"surface": self._surface})

    async def _message(self, question: Question, client: AsyncWebClient, surface: Surface) -> Message:
        """Give the answer: to the question's own words, else to the message under which it stands."""
        started = time.perf_counter()
        desk = self._desk
        lookup = desk.lookup
        lang = await desk.languages.of_asker(language_told_by(question.text), client, question.user)
        kind, message = respond_to(lookup, question.text, lang, surface)
        if question.is_reply and (not question.text or is_greeting(question.text)):
            kind, message = await self._about_above(question, client, surface)
        elif question.is_reply and kind in _UNSURE and surface.kind is Kind.PUBLIC and _only_asks(question.text):
            kind, message = await self._for_want_of_words(question, client, surface, kind) or (kind, message)
        milliseconds = round((time.perf_counter() - started) * 1000, 2)
        _log.info(self._surface, extra={"outcome": str(kind), "ms": milliseconds, "edit": bool(question.edited)})
        return message

    async def _about_above(self, question: Question, client: AsyncWebClient, surface: Surface) -> tuple[str, Message]:
        """Answer a question without words from what stands above it in the thread."""
        desk = self._desk
        try:
            above = await self._above(question, client)
        except SlackApiError as error:
            if reason_of(error) not in _UNREADABLE:
                raise
            lang = await desk.languages.of_asker(None, client, question.user)
            return "unreadable", lists.sentence(wording(lang).cannot_read_above, Route(lang), surface)
        lang = await desk.languages.of_reader(above.text, client, question.user)
        if not above.text:
            route = Route(lang)
            return "nothing_to_read", lists.sentence(wording(lang).nothing_to_read, route, surface)
        kind, message = respond_to(desk.lookup, above.text, lang, surface, wanted=lang)
        return kind, message if above.is_top else noted(message, wording(lang).from_above)

    async def _for_want_of_words(
        self, question: Question, client: AsyncWebClient, surface: Surface, own: str
    ) -> tuple[str, Message] | None:
        """Answer "please have a look" from what stands above it in the thread, and say so; None where that names nothing."""
        desk = self._desk
        try:
            above = await self._above(question, client)
        except posts.BROKEN:
            return None
        lang = await desk.languages.of_asker(language_told_by(question.text), client, question.user)
        # Words that could mean several errors give way to a message that names one.
        if above.verdict is Verdict.NONE or (own != Verdict.NONE and above.verdict is not Verdict.EXACT):
            return None
        kind, message = respond_to(desk.lookup, above.text, lang, surface, wanted=lang)
        words = wording(lang)
        return kind, noted(message, words.from_parent if above.is_top else words.from_above)

    async def _above(self, question: Question, client: AsyncWebClient) -> _Above:
        """Give what to explain to somebody who asks without words.

        It is the message at the top of the thread; where that tells no error, the nearest one below it that does: people
        often say hello first and paste the log after it.
        """
        top, *replies = await _texts_above(question, client)
        best = _Above(top, self._desk.lookup.explain(top).verdict if top else Verdict.NONE, is_top=True)
        left = _MOST_READ_ABOVE - len(top)
        for text in replies:
            # A code or a constant of the table is as telling as the words of a message can be.
            left -= len(text)
            if left < 0 or best.verdict is Verdict.EXACT or (best.is_top and best.verdict.answered):
                break
            # Others are served between two messages.
            await asyncio.sleep(0)
            verdict = self._desk.lookup.explain(text).verdict if text else Verdict.NONE
            if verdict is Verdict.EXACT or (verdict.answered and not best.verdict.answered):
                best = _Above(text, verdict, is_top=False)
        return best


@dataclass(frozen=True, slots=True)
class _Above:
    """A message above a question, and whether it is the one at the top of the thread."""

    text: str
    verdict: Verdict
    is_top: bool


def _is_late(question: Question) -> bool:
    return float(question.edited) - float(question.ts) > CORRECTED_SECONDS


def _only_asks(text: str) -> bool:
    """Whether a text may be no more than a request to look: short, and without a number or constant of its own."""
    return len(text) <= _LONGEST_REQUEST and not _SPECIFIC.search(text)


async def _texts_above(question: Question, client: AsyncWebClient) -> list[str]:
    """Give the texts above a question in its thread: the one at the top, then the others, the nearest first."""
    read: Any = await client.conversations_replies(
        channel=question.channel, ts=question.thread, latest=question.ts, limit=_MOST_ABOVE
    )
    top, *replies = [message for message in read.get("messages") or () if not posts.is_answer(message)] or [{}]
    earlier = [message for message in replies if float(message.get("ts") or 0) < float(question.ts)]
    return [text_of(top), *(text_of(message) for message in reversed(earlier))]
