"""From an answer or a place to the message that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.lookup.text import clip
from bot.slack.blocks import browse, lists
from bot.slack.blocks.explanation import explanation
from bot.slack.blocks.message import Message
from bot.slack.place import Place
from bot.slack.stage import PRIVATE
from bot.wording import wording

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.slack.stage import Stage
    from db.catalog import Catalog

_QUESTION = 150


def to_answer(catalog: Catalog, answer: Answer, stage: Stage = PRIVATE) -> Message:
    """Give the message that shows an answer."""
    thread = stage.thread
    question = clip(answer.query, _QUESTION)
    codes = tuple(match.entry.code for match in answer.shown)
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(codes) == 1:
            place = Place(answer.lang, codes[0], question=question, thread=thread)
            return explanation(catalog, place, stage, answer.shown[0], answer.unknown)
        case Verdict.EXACT | Verdict.MATCH:
            place = Place(answer.lang, trail="several", codes=codes, question=question, thread=thread)
            return lists.several(catalog, place, stage, answer.unknown)
        case Verdict.CANDIDATES:
            place = Place(answer.lang, trail="candidates", codes=codes, question=question, thread=thread)
            return lists.candidates(catalog, place, stage)
        case Verdict.UNKNOWN_CODE:
            place = Place(answer.lang, codes=codes, question=question, thread=thread)
            return lists.unknown(catalog, place, stage, answer.unknown)
        case Verdict.NONE:
            return lists.nothing(Place(answer.lang, thread=thread), stage)


def to_place(catalog: Catalog, place: Place, stage: Stage = PRIVATE) -> Message:
    """Give the message that a pressed button leads to; a code that is no longer there is called gone."""
    try:
        if place.code is not None:
            return explanation(catalog, place, stage)
        match place.trail:
            case "several":
                return lists.several(catalog, place, stage)
            case "candidates":
                return lists.candidates(catalog, place, stage)
            case "family":
                return browse.family(catalog, place, stage)
            case _:
                return browse.families(catalog, place, stage)
    except KeyError:
        return gone(place)


def gone(place: Place) -> Message:
    """Say that what a button leads to is no longer in the table."""
    words = wording(place.lang)
    return Message(words.gone(place.code) if place.code is not None else words.gone_family(), ())
