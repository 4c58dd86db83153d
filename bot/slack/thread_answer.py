"""The answer to a message in its thread: posted once, however often Slack delivers it, and corrected with it."""

from __future__ import annotations

import asyncio
import logging
import re
import time
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.lookup.text import Text
from bot.slack.claims import Turn
from bot.slack.payload.records import NO_WORDS
from bot.slack.respond import Asking, Kind, Outcome, report
from bot.slack.send import thread
from bot.slack.send.failures import FAILURES, UnreadableThreadError
from bot.slack.view import lists
from bot.slack.view.message import Message, noted
from bot.slack.view.route import Route
from bot.wording import wording

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.slack.desk import Desk
    from bot.slack.payload.records import Said
    from db.entry import Lang

_log = logging.getLogger(__name__)

CORRECTED_SECONDS = 60.0
"""Threshold for edits: a question can be corrected this long; later, others have read the answer."""
_LONGEST_REQUEST = 60
_MOST_READ_ABOVE = 32_000
"""Limit in characters on the messages read above a question: the top one first, then the nearest."""
_SPECIFIC = re.compile(r"\d|[A-Z]{2,}_")
_LOGGED = {"app_mention": "mention", "message": "direct_message"}


async def answer(desk: Desk, question: Said, client: AsyncWebClient) -> None:
    """Answer a message in its thread, or correct its answer after an edit. Idempotent.

    Raises:
        SlackApiError, OSError, ClientError, TimeoutError: the answer could not be posted.

    """
    claims = desk.claims
    if claims.claim(question.channel, question.ts):
        try:
            await _answer_once(desk, question, client)
        except BaseException:
            claims.release(question.channel, question.ts)
            raise
        claims.end_turn(question.channel, question.ts)
    elif question.edited and not _is_late(question):
        await _correct(desk, question, client)


async def _answer_once(desk: Desk, question: Said, client: AsyncWebClient) -> None:
    """Answer a message that is new to this server, unless another machine does."""
    claims = desk.claims
    if desk.memory is None:
        await _answer_new(desk, question, client)
        return
    async with desk.memory.turns.turn(question.team, question.work) as turn:
        if turn.is_ours:
            again = replace(question, is_redelivered=question.is_redelivered or turn.may_be_answered)
            await _answer_new(desk, again, client)
            turn.answer = claims.answer(question.channel, question.ts) or ""
            return
    if turn.has_failed:
        # A redelivery may try again, as at the other machine.
        claims.release(question.channel, question.ts)
        return
    claims.answered(question.channel, question.ts, turn.answer)
    if question.edited and turn.answer and not _is_late(question):
        claims.claim_edit(question.channel, question.ts, question.edited)
        await _update(desk, question, client, turn.answer)


async def _answer_new(desk: Desk, question: Said, client: AsyncWebClient) -> None:
    claims = desk.claims
    if question.edited:
        if question.is_direct and _is_late(question):
            # The question was answered before this edit. If that answer is gone, the asker removed it on purpose.
            return
        claims.claim_edit(question.channel, question.ts, question.edited)
        # The question may have been answered before the last restart: deduplicate.
        if there := await _answer_there(question, client):
            claims.answered(question.channel, question.ts, there)
            if not _is_late(question):
                await _update(desk, question, client, there)
            return
    message = await _message(desk, question, client)
    claims.answered(question.channel, question.ts, await thread.post_once(client, message, question))


async def _answer_there(question: Said, client: AsyncWebClient) -> str | None:
    """Return the `ts` of the answer in the thread; None if there is none, or the thread is unreadable."""
    try:
        return await thread.find_answer(client, question)
    except UnreadableThreadError:
        return None


async def _correct(desk: Desk, question: Said, client: AsyncWebClient) -> None:
    """Correct the answer to an edited question, also while the answer to its earlier text is pending."""
    claims = desk.claims
    if not claims.claim_edit(question.channel, question.ts, question.edited):
        return
    async with claims.turn(question.channel, question.ts, question.edited) as turn:
        answer_ts = claims.answer(question.channel, question.ts)
        if turn is Turn.OURS and answer_ts:
            await _update(desk, question, client, answer_ts)
    if turn is Turn.GONE:
        # The earlier text could not be answered; the edited one may be.
        await answer(desk, replace(question, is_redelivered=False), client)


async def _update(desk: Desk, question: Said, client: AsyncWebClient, answer_ts: str) -> None:
    message = await _message(desk, question, client)
    if not await thread.correct(client, message, question, answer_ts):
        _log.info("answer_gone", extra={"surface": _LOGGED.get(question.type)})


async def _message(desk: Desk, question: Said, client: AsyncWebClient) -> Message:
    """Return the answer to the question's own words, or to a message above it in its thread."""
    started = time.perf_counter()
    lang = await desk.languages.of(question, client)
    outcome = await _respond(desk, question, question.words, lang)
    if question.is_reply:
        if not question.words.question or outcome.kind is Kind.GREETING:
            outcome = await _explain_above(desk, question, client)
        elif _may_only_ask_to_look(question, outcome):
            outcome = await _explain_parent_message(desk, question, client, outcome, lang)
    surface = _LOGGED.get(question.type, question.type)
    report(surface, outcome.name, outcome.codes, started, edit=bool(question.edited))
    desk.record(question, outcome)
    return outcome.message


async def _respond(desk: Desk, question: Said, text: Text, lang: Lang, *, is_quoted: bool = False) -> Outcome:
    """Return the answer to a text, with what the team added to the error that it explains."""
    asking = Asking(text, lang, question.surface, is_quoted=is_quoted, channel=question.channel_link[1])
    return await desk.respond(question, asking)


async def _explain_above(desk: Desk, question: Said, client: AsyncWebClient) -> Outcome:
    """Return an explanation of the message above a question without words."""
    surface = question.surface
    # The message above tells the language better than a greeting.
    wordless = replace(question, words=NO_WORDS)
    try:
        above = await _above(desk, question, client)
    except UnreadableThreadError:
        lang = await desk.languages.of(wordless, client)
        sentence = wording(lang).cannot_read_above
        return Outcome(Kind.UNREADABLE, lists.sentence(sentence, Route(lang), surface))
    text = Text(above.text)
    lang = await desk.languages.of(replace(wordless, quoted=text), client)
    if not above.text:
        sentence = wording(lang).nothing_to_read
        return Outcome(Kind.NOTHING_TO_READ, lists.sentence(sentence, Route(lang), surface))
    outcome = await _respond(desk, question, text, lang, is_quoted=True)
    return outcome if above.is_top else _noted(outcome, wording(lang).from_above)


async def _explain_parent_message(
    desk: Desk, question: Said, client: AsyncWebClient, own: Outcome, lang: Lang
) -> Outcome:
    """Return an explanation of the message above "please have a look", with a note; else `own`."""
    try:
        above = await _above(desk, question, client)
    except FAILURES:
        return own
    # An ambiguous question yields to a message that names one error.
    if above.verdict is Verdict.NONE or (own.verdict is not Verdict.NONE and above.verdict is not Verdict.EXACT):
        return own
    outcome = await _respond(desk, question, Text(above.text), lang, is_quoted=True)
    words = wording(lang)
    return _noted(outcome, words.from_parent if above.is_top else words.from_above)


def _noted(outcome: Outcome, note: str) -> Outcome:
    return replace(outcome, message=noted(outcome.message, note))


@dataclass(frozen=True, slots=True)
class _Above:
    """A message above a question; `is_top` if it starts the thread."""

    text: str
    verdict: Verdict
    is_top: bool


async def _above(desk: Desk, question: Said, client: AsyncWebClient) -> _Above:
    """Return the message to explain for a question without words.

    It is the top message of the thread. If that names no error, it is the nearest message below it that does: people
    often say hello first and paste the log afterwards.
    """
    texts = await thread.above(client, question)
    best = _Above(texts.top, _verdict(desk, texts.top), is_top=True)
    left = _MOST_READ_ABOVE - len(texts.top)
    for text in texts.nearest_first:
        # A code or constant of the table is the strongest evidence: no further message is read after it.
        left -= len(text)
        if left < 0 or best.verdict is Verdict.EXACT or (best.is_top and best.verdict.answered):
            break
        # Let other requests run between two messages.
        await asyncio.sleep(0)
        verdict = _verdict(desk, text)
        if verdict is Verdict.EXACT or (verdict.answered and not best.verdict.answered):
            best = _Above(text, verdict, is_top=False)
    return best


def _verdict(desk: Desk, text: str) -> Verdict:
    return desk.lookup.explain(text).verdict if text else Verdict.NONE


def _is_late(question: Said) -> bool:
    return float(question.edited) - float(question.ts) > CORRECTED_SECONDS


def _may_only_ask_to_look(question: Said, outcome: Outcome) -> bool:
    """Whether a reply may only ask to look: short, without a number or constant, and hardly an error."""
    typed = question.words.question
    is_unsure = outcome.verdict in {Verdict.NONE, Verdict.CANDIDATES}
    return is_unsure and not question.is_direct and len(typed) <= _LONGEST_REQUEST and not _SPECIFIC.search(typed)
