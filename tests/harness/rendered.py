"""Everything that imerr shows in Slack, each at its longest."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Answer, Evidence, Match, Verdict
from bot.slack.blocks import browse, lists, views
from bot.slack.blocks.explanation import explanation, shared
from bot.slack.place import Place
from bot.slack.reply import gone, to_shared
from bot.slack.stage import DIRECT, HOME, MODAL, PRIVATE, Stage, private, public
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from bot.slack.blocks.message import Block, Message
    from bot.slack.blocks.views import View
    from db.catalog import Catalog
    from db.entry import Lang

LONG = "长" * 300
THREAD = "1732312345.000100"
USER_ID = "U0123456789"
STAGES = {"private": PRIVATE, "in a thread": private(THREAD), "public": public(USER_ID), "direct": DIRECT}


def messages(catalog: Catalog, lang: Lang, stage: Stage) -> list[Message]:
    """Give every message that can stand on a stage."""
    every = tuple(catalog.by_key)
    place = Place(lang, question=LONG, thread=THREAD)
    families = [family.id for family in catalog.families]
    return [
        browse.help_(catalog, place, stage),
        browse.families(catalog, place, stage),
        *(browse.family(catalog, replace(place, trail="family", family=family), stage) for family in families),
        lists.several(catalog, replace(place, trail="several", codes=every), stage, _beside(catalog, place, range(50))),
        lists.candidates(
            catalog, replace(place, trail="candidates", codes=every[:5]), stage, _beside(catalog, place, ())
        ),
        lists.unknown(catalog, replace(place, codes=every[:3]), stage, _unknown(lang)),
        lists.nothing(catalog, replace(place, codes=every), stage),
        lists.nothing(catalog, place, stage),
        lists.sentence(LONG, place, stage),
        *(explanation(catalog, at, stage, why, _beside(catalog, at, (8, 9))) for at, why in _entries(catalog, place)),
    ]


def _unknown(lang: Lang) -> lists.Unknown:
    words = wording(lang)
    return lists.Unknown(words.unknown(tuple(range(1000, 1100)), ""), words.unknown_next(), words.near())


def _beside(catalog: Catalog, place: Place, unknown: Iterable[int]) -> tuple[Block, ...]:
    """Return as much as can go under an answer."""
    offered = tuple(Match(entry, 0.5, Evidence.PHRASE, "") for entry in catalog.entries[:3])
    answer = Answer(LONG, Verdict.EXACT, place.lang, (), (), tuple(unknown), offered)
    return lists.beside(catalog, place, answer)


def shared_messages(catalog: Catalog, lang: Lang) -> list[Message]:
    """Give what private answers become for everyone."""
    several = Place(lang, question=LONG, trail="several", codes=tuple(catalog.by_key))
    listed = to_shared(catalog, several, USER_ID)
    assert listed is not None
    return [listed, *(shared(catalog, Place(lang, code, question=LONG), USER_ID) for code in catalog.by_key)]


def homes(catalog: Catalog, lang: Lang) -> list[View]:
    """Give every Home tab."""
    return [views.home(lang, catalog, shown, f"{lang} {catalog.digest}") for shown in messages(catalog, lang, HOME)]


def modals(catalog: Catalog, lang: Lang) -> list[View]:
    """Give every dialog."""
    place = Place(lang, question=LONG, thread=THREAD)
    shown = messages(catalog, lang, MODAL)
    return [
        views.lookup_modal(lang),
        *(views.lookup_modal(lang, message, place) for message in shown),
        *(
            views.lookup_modal(lang, message, place.at(606), views.options(catalog, [catalog.by_key[606]], lang)[0])
            for message in shown
        ),
        views.lookup_modal(lang, gone(place.at(9)), place.at(9)),
        *(views.share_modal(catalog, place.at(code)) for code in catalog.by_key),
        views.sentence_modal(lang, LONG),
    ]


def _entries(catalog: Catalog, place: Place) -> Iterator[tuple[Place, Match]]:
    for entry in catalog.entries:
        why = Match(entry, 1.0, Evidence.TITLE, LONG)
        yield place.at(entry.key), why
        yield replace(place, code=entry.key, trail="several", codes=tuple(range(-4, 60))), why
        yield replace(place, code=entry.key, trail="family", family=entry.family), why
