"""Rendering an answer or a route as a message."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import not_raised
from bot.card import refusal
from bot.lookup.answer import Verdict
from bot.lookup.text import clip, take_language_flag
from bot.slack.view import browse, lists
from bot.slack.view.explanation import explanation, shared, shared_by
from bot.slack.view.message import Message, noted
from bot.slack.view.route import Route
from bot.slack.view.surface import PRIVATE, public
from bot.wording import wording
from db.entry import code_in

if TYPE_CHECKING:
    from bot.lookup.answer import Answer
    from bot.memory.recalled import Recalled
    from bot.slack.view.surface import Surface, UserId
    from db.catalog import Catalog

_QUESTION = 150


def render_answer(
    catalog: Catalog, answer: Answer, surface: Surface = PRIVATE, thread: str = "", recalled: Recalled | None = None
) -> Message:
    """Return the message for an answer; `thread` is the sealed thread for sharing it, empty for the channel.

    `recalled` is what the team added to the one entry that is explained.
    """
    message = _render_verdict(catalog, answer, surface, thread, recalled)
    return noted(message, wording(answer.lang).abridged) if answer.is_abridged else message


def _render_verdict(
    catalog: Catalog, answer: Answer, surface: Surface, thread: str, recalled: Recalled | None
) -> Message:
    question = clip(take_language_flag(answer.query)[0], _QUESTION)
    codes = tuple(match.entry.key for match in answer.shown or answer.offered)
    start = Route(answer.lang, question=question, thread=thread)
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(codes) == 1:
            route = start.at(codes[0])
            shown, told = answer.shown[0], answer.reported
            beside = lists.beside(catalog, route.onward(), answer)
            above = lists.reported(catalog, shown.entry, told.entry, route.onward()) if told else None
            return explanation(catalog, route, surface, shown, above=above, beside=beside, recalled=recalled)
        case Verdict.EXACT | Verdict.MATCH:
            route = replace(start, trail="several", codes=codes)
            return lists.several(catalog, route, surface, lists.beside(catalog, route, answer))
        case Verdict.CANDIDATES:
            route = replace(start, trail="candidates", codes=codes)
            return lists.candidates(catalog, route, surface, lists.beside(catalog, route, answer))
        case Verdict.UNKNOWN_CODE:
            title = not_raised.title(catalog, answer)
            said = lists.Unknown(title, not_raised.next_step(catalog, answer), not_raised.heading(answer))
            return lists.unknown(catalog, replace(start, codes=codes), surface, said)
        case Verdict.NONE:
            return lists.nothing(catalog, replace(start, codes=codes), surface, refusal(answer))


def render_route(
    catalog: Catalog, route: Route, surface: Surface = PRIVATE, recalled: Recalled | None = None
) -> Message:
    """Return the message for the route of a press; a code that left the table is called gone.

    `recalled` is what the team added to the route's entry.
    """
    route = replace(route, lang=catalog.spoken(route.lang))
    try:
        if route.code is not None:
            return explanation(catalog, route, surface, recalled=recalled)
        match route.trail:
            case "several":
                return lists.several(catalog, route, surface)
            case "candidates":
                return lists.candidates(catalog, route, surface)
            case "family":
                return browse.family(catalog, route, surface)
            case _:
                return browse.families(catalog, route, surface)
    except KeyError:
        return render_gone(route)


def render_shared(catalog: Catalog, route: Route, user: UserId) -> Message | None:
    """Return the public version of a private answer, naming the user who shares it; None if it left the table."""
    route = replace(route, lang=catalog.spoken(route.lang))
    if route.code in catalog.by_key:
        return shared(catalog, route, user)
    if route.code is None and route.trail == "several":
        onward = Route(route.lang, trail="several", codes=route.codes)
        return lists.several(catalog, onward, public(user), closing=(shared_by(route, user),))
    return None


def render_gone(route: Route) -> Message:
    """Return the message that the target of a button left the table."""
    words = wording(route.lang)
    return Message(words.gone.format(code=code_in(route.code)) if route.code is not None else words.gone_family, ())
