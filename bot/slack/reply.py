"""From an answer or a place to the message that shows it."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.lookup.text import clip
from bot.slack.blocks import browse, explanation, lists
from bot.slack.place import Place

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.slack.blocks.message import Message
    from db.catalog import Catalog

_QUESTION = 150


def to_answer(catalog: Catalog, answer: Answer) -> Message:
    """Give the private message that shows an answer."""
    question = clip(answer.query, _QUESTION)
    codes = tuple(match.entry.code for match in answer.shown)
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(codes) == 1:
            place = Place(answer.lang, codes[0], question=question)
            return explanation.private(catalog, place, answer.shown[0], answer.unknown)
        case Verdict.EXACT | Verdict.MATCH:
            place = Place(answer.lang, trail="several", codes=codes, question=question)
            return lists.several(catalog, place, answer.unknown)
        case Verdict.CANDIDATES:
            return lists.candidates(catalog, Place(answer.lang, trail="candidates", codes=codes, question=question))
        case Verdict.UNKNOWN_CODE:
            return lists.unknown(catalog, Place(answer.lang, codes=codes, question=question), answer.unknown)
        case Verdict.NONE:
            return lists.nothing(Place(answer.lang))


def to_place(catalog: Catalog, place: Place) -> Message:
    """Give the private message that a pressed button leads to.

    Raises:
        KeyError: what the place names is no longer in the catalog.

    """
    if place.code is not None:
        return explanation.private(catalog, place)
    match place.trail:
        case "several":
            return lists.several(catalog, place)
        case "candidates":
            return lists.candidates(catalog, place)
        case "family":
            return browse.family(catalog, place)
        case _:
            return browse.families(catalog, place.lang)
