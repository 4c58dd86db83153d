"""Every message, Home tab and modal of imerr, each at its longest."""

from __future__ import annotations

from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

from bot.lookup.answer import Answer, Evidence, Match, Verdict
from bot.memory.digests import Digest
from bot.memory.stats import WEEK, Stats, last_days, spans
from bot.slack.view import browse, home, lists, modals, stats, team
from bot.slack.view.digest import chooser, digest_message, undrawn
from bot.slack.view.explanation import explanation, shared
from bot.slack.view.render import render_gone, render_shared
from bot.slack.view.route import Route
from bot.slack.view.surface import DIRECT, HOME, MODAL, PRIVATE, Surface, UserId, public
from bot.wording import wording
from db.memory.asked import Top
from db.memory.feedback import Thumbs
from db.memory.lessons import How, Lesson, Page
from db.memory.misses import Miss, Status

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.slack.view.message import Block, Message
    from bot.slack.view.modals import View
    from db.catalog import Catalog
    from db.entry import Lang

LONG = "长" * 300
_EVERY = 12
THREAD = "1732312345.000100"
USER_ID = UserId("U0123456789")
SURFACES = {"private": PRIVATE, "public": public(USER_ID), "direct": DIRECT}


def messages(catalog: Catalog, lang: Lang, surface: Surface) -> list[Message]:
    """Return every message that can appear on a surface."""
    every = tuple(catalog.by_key)
    route = Route(lang, question=LONG, thread=THREAD)
    families = [family.id for family in catalog.families]
    return [
        browse.help_(catalog, route, surface),
        browse.families(catalog, route, surface),
        *(browse.family(catalog, replace(route, trail="family", family=family), surface) for family in families),
        lists.several(
            catalog, replace(route, trail="several", codes=every), surface, _beside(catalog, route, range(50))
        ),
        lists.candidates(
            catalog, replace(route, trail="candidates", codes=every[:5]), surface, _beside(catalog, route, ())
        ),
        lists.unknown(catalog, replace(route, codes=every[:3]), surface, _unknown(lang)),
        lists.nothing(catalog, replace(route, codes=every), surface),
        lists.nothing(catalog, route, surface),
        lists.sentence(LONG, route, surface),
        *(
            explanation(catalog, at, surface, why, beside=_beside(catalog, at, (8, 9)))
            for at, why in _entries(catalog, route)
        ),
    ]


def _unknown(lang: Lang) -> lists.Unknown:
    words = wording(lang)
    return lists.Unknown(words.unknown(tuple(range(1000, 1100)), ""), words.unknown_next, words.near)


def _beside(catalog: Catalog, route: Route, unknown: Iterable[int]) -> tuple[Block, ...]:
    """Return the longest blocks that can go under an answer."""
    offered = tuple(Match(entry, 0.5, Evidence.PHRASE, "") for entry in catalog.entries[:3])
    answer = Answer(LONG, Verdict.EXACT, route.lang, (), (), tuple(unknown), offered)
    return lists.beside(catalog, route, answer)


def shared_messages(catalog: Catalog, lang: Lang) -> list[Message]:
    """Return the public versions of private answers."""
    several = Route(lang, question=LONG, trail="several", codes=tuple(catalog.by_key))
    listed = render_shared(catalog, several, USER_ID)
    assert listed is not None
    return [listed, *(shared(catalog, Route(lang, code, question=LONG), USER_ID) for code in catalog.by_key)]


def counts(catalog: Catalog, lang: Lang) -> list[Message]:
    """Return counts and digests without their charts, which Slack's published types lack as yet."""
    found = stats_of(catalog)
    lessons = tuple(Lesson(f"{at}", LONG, catalog.entries[0].error.id, "", How.TAUGHT, ("U1",), 1.0) for at in range(5))
    misses = tuple(Miss(f"{at}", LONG, "none", Status.OPEN, 1.0, 1.0, 2, "", "") for at in range(5))
    sent = Digest("T1", "C1", "", found, lessons, misses)
    return [stats.stats_message(catalog, found, lang, HOME), undrawn(digest_message(catalog, sent, lang))]


def stats_of(catalog: Catalog, days: int = WEEK, channel: str = "") -> Stats:
    """Return counts with everything that they can hold."""
    period = last_days(date(2026, 5, 20), days, channel)
    found = spans(period, {period.last: {"exact": 6, "candidates": 2}, period.first: {"none": 2}})
    top = tuple(Top(entry.error.id, entry.platform, 12 - at) for at, entry in enumerate(catalog.entries[:10]))
    return Stats(period, found, 7, Thumbs(5, 1), top)


def team_pages(catalog: Catalog, lang: Lang) -> list[View]:
    """Return the Home tab with the page about the team, for an admin."""
    lessons = tuple(
        Lesson(f"{at}", LONG, catalog.entries[0].error.id, "", How.PICKED, ("U1",), 1.0) for at in range(10)
    )
    misses = [Miss(f"{at}", LONG, "none", Status.OPEN, 1.0, 1.0, 2, "", "") for at in range(10)]
    page = team.team_page(catalog, lang, stats_of(catalog), Page(lessons, 10), misses)
    ended = [page.ending_with(chooser(channel, lang, "1.2")) for channel in ("", "C1")]
    return [home.home(lang, catalog, shown, lang) for shown in ended]


def homes(catalog: Catalog, lang: Lang) -> list[View]:
    """Return every Home tab."""
    return [home.home(lang, catalog, shown, f"{lang} {catalog.digest}") for shown in messages(catalog, lang, HOME)]


def dialogs(catalog: Catalog, lang: Lang) -> list[View]:
    """Return every modal."""
    route = Route(lang, question=LONG, thread=THREAD)
    shown = messages(catalog, lang, MODAL)
    picked = catalog.by_key.get(606) or catalog.entries[0]
    return [
        modals.lookup_modal(lang),
        *(modals.lookup_modal(lang, message, route) for message in shown),
        *(
            modals.lookup_modal(lang, message, route.at(picked.key), modals.options(catalog, [picked], lang)[0])
            for message in shown
        ),
        modals.lookup_modal(lang, render_gone(route.at(9)), route.at(9)),
        *(modals.share_modal(catalog, route.at(code)) for code in catalog.by_key),
        modals.sentence_modal(lang, LONG),
    ]


def _entries(catalog: Catalog, route: Route) -> Iterator[tuple[Route, Match]]:
    for number, entry in enumerate(catalog.entries):
        why = Match(entry, 1.0, Evidence.TITLE, LONG)
        yield route.at(entry.key), why
        if number % _EVERY:
            # Only the controls differ by where one came from.
            continue
        yield replace(route, code=entry.key, trail="several", codes=tuple(range(-4, 60))), why
        yield replace(route, code=entry.key, trail="family", family=entry.family), why
