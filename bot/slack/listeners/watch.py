"""Watched channels: an explanation that nobody asked for, where a message names an error beyond doubt."""

from __future__ import annotations

import re
import time
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence, Verdict
from bot.slack.respond import Asking, report
from bot.slack.send import thread
from bot.slack.view.message import Message, button, inert, note, row
from bot.slack.view.preferences import SILENCE
from bot.slack.view.route import Route
from bot.wording import wording

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

    from bot.lookup.answer import Answer
    from bot.slack.desk import Desk
    from bot.slack.payload.records import Said
    from db.entry import Lang

PAUSE_SECONDS = 600.0
"""Between two offers in a channel."""
LEAST_SCORE = 0.95
"""Threshold on a number that nobody asked about; a mention is answered below it."""
_MOST_EXPLAINED = 3
_NUMBER = re.compile(r"\W*\d+\W*")
_NAMED = {Evidence.CODE, Evidence.NAME, Evidence.MESSAGE}


async def offer(desk: Desk, message: Said, client: AsyncWebClient) -> None:
    """Explain in the thread of a message what it names, if its channel is watched and had no offer lately.

    Only messages that start a thread get one, so that a thread has one at most; an edit gets none.

    Raises:
        SlackApiError, OSError, ClientError, TimeoutError: the explanation could not be posted.

    """
    if desk.memory is None or not message.team or message.is_reply or message.edited:
        return
    if not message.is_among_ourselves:
        # The other company never agreed, and its people could not silence it.
        return
    chosen = (await desk.chosen(message)).of(message.channel)
    if not chosen.watching or not is_beyond_doubt(desk.lookup.on(chosen.platform).explain(message.words)):
        return
    if not await desk.memory.turns.pause(message.team, f"watch:{message.channel}", PAUSE_SECONDS):
        return
    started = time.perf_counter()
    lang = await desk.languages.of(message, client)
    outcome = await desk.respond(message, Asking(message.words, lang, message.surface))
    report("watched", outcome.name, outcome.codes, started)
    desk.record(message, outcome)
    # The event may come twice, and the pause let both through.
    careful = replace(message, is_redelivered=True)
    await thread.post_once(client, _offered(outcome.message, lang), careful)


def is_beyond_doubt(answer: Answer) -> bool:
    """Return whether a text that asks nothing names an error of the table so clearly that it may be explained."""
    return (
        answer.verdict is Verdict.EXACT
        # A number alone may count anything.
        and not _NUMBER.fullmatch(answer.query)
        and len(answer.shown) <= _MOST_EXPLAINED
        and all(match.evidence in _NAMED for match in answer.shown)
        and any(match.evidence is not Evidence.CODE or match.score >= LEAST_SCORE for match in answer.shown)
    )


def _offered(message: Message, lang: Lang) -> Message:
    """Return an explanation that says why it is there, with a button that silences the channel."""
    words = wording(lang)
    above = (note(inert(words.offered)), row(button(words.silence, SILENCE, Route(lang))))
    return Message(message.text, (*above, *message.blocks))
