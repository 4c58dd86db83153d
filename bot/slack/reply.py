"""From an answer or a place to the message that shows it."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.card import asked_about, heading_of, next_step, refusal
from bot.lookup.answer import Verdict
from bot.lookup.text import clip, take_language_flag
from bot.slack.blocks import browse, lists
from bot.slack.blocks.explanation import explanation, shared, shared_by
from bot.slack.blocks.message import Message, noted
from bot.slack.place import Place
from bot.slack.stage import PRIVATE, public
from bot.wording import wording
from db.entry import number_in

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.slack.stage import Stage
    from db.catalog import Catalog

_QUESTION = 150


def to_answer(catalog: Catalog, answer: Answer, stage: Stage = PRIVATE) -> Message:
    """Return the message that shows an answer."""
    message = _to_verdict(catalog, answer, stage)
    return noted(message, wording(answer.lang).abridged()) if answer.is_abridged else message


def _to_verdict(catalog: Catalog, answer: Answer, stage: Stage) -> Message:
    question = clip(take_language_flag(answer.query)[0], _QUESTION)
    codes = tuple(match.entry.key for match in answer.shown or answer.offered)
    start = Place(answer.lang, question=question, thread=stage.thread)
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(codes) == 1:
            place = start.at(codes[0])
            beside = lists.beside(catalog, place.onward(), answer)
            return explanation(catalog, place, stage, answer.shown[0], beside)
        case Verdict.EXACT | Verdict.MATCH:
            place = replace(start, trail="several", codes=codes)
            return lists.several(catalog, place, stage, lists.beside(catalog, place, answer))
        case Verdict.CANDIDATES:
            place = replace(start, trail="candidates", codes=codes)
            return lists.candidates(catalog, place, stage, lists.beside(catalog, place, answer))
        case Verdict.UNKNOWN_CODE:
            title = wording(answer.lang).unknown(answer.unknown, asked_about(catalog, answer))
            said = lists.Unknown(title, next_step(answer), heading_of(answer))
            return lists.unknown(catalog, replace(start, codes=codes), stage, said)
        case Verdict.NONE:
            return lists.nothing(catalog, replace(start, codes=codes), stage, refusal(answer))


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


def to_shared(catalog: Catalog, place: Place, user_id: str) -> Message | None:
    """Give what a private answer becomes for everyone, naming who shares it; None where it is no longer in the table."""
    if place.code in catalog.by_key:
        return shared(catalog, place, user_id)
    if place.code is None and place.trail == "several":
        onward = Place(place.lang, trail="several", codes=place.codes)
        return lists.several(catalog, onward, public(user_id), closing=(shared_by(place, user_id),))
    return None


def gone(place: Place) -> Message:
    """Say that what a button leads to is no longer in the table."""
    words = wording(place.lang)
    return Message(words.gone(number_in(place.code)) if place.code is not None else words.gone_family(), ())
