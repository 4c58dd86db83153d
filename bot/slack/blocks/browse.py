"""All codes by family, and the help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.blocks import controls
from bot.slack.blocks.lists import MOST_LISTED, openable, titles
from bot.slack.blocks.message import Message, button, escape, header, inert, link, markup, note, section
from bot.wording import wording

if TYPE_CHECKING:
    from bot.slack.blocks.message import Block
    from bot.slack.place import Place
    from bot.slack.stage import Stage
    from db.catalog import Catalog
    from db.entry import Family

MOST_FAMILIES = 40
"""A message has 50 blocks, and a family is a row."""
_MOST_NAMED = 3


def families(catalog: Catalog, place: Place, stage: Stage) -> Message:
    """Return all families, a row each: what is asked most of it, and a button that opens it."""
    words = wording(place.lang)
    title = words.families(catalog.size)
    rows = [_row(catalog, family, place) for family in catalog.families[:MOST_FAMILIES]]
    return Message(title, (header(title), *rows, *controls.under_families(place, stage)))


def _row(catalog: Catalog, family: Family, place: Place) -> Block:
    lang = place.lang
    entries = catalog.by_family[family.id]
    usual = [entry for entry in catalog.usual if entry.family == family.id]
    named = list(dict.fromkeys([*usual, *entries]))[:_MOST_NAMED]
    asked = " · ".join(f"{entry.code} {entry.title.in_(lang)}" for entry in named)
    words = wording(lang)
    within = replace(place.elsewhere(), trail="family", family=family.id)
    heading = f"*{escape(family.title.in_(lang))}* · {words.family_size(len(entries))}"
    return section(markup(f"{heading}\n{escape(asked)}"), button(words.open, f"family:{family.id}", within))


def family(catalog: Catalog, place: Place, stage: Stage) -> Message:
    """Give the codes of one family, each with a way to open it.

    Raises:
        KeyError: the place's family is not in the catalog.

    """
    words = wording(place.lang)
    entries = catalog.by_family[place.family]
    title = catalog.family(place.family).title.in_(place.lang)
    blocks = (
        header(f"{title} · {words.family_size(len(entries))}"),
        *(openable(catalog, entry, place) for entry in entries[:MOST_LISTED]),
        *controls.under_family(place, stage),
    )
    return Message(titles(title, entries[:MOST_LISTED], place.lang), blocks)


def help_(catalog: Catalog, place: Place, stage: Stage) -> Message:
    """Say what imerr can do, with examples to copy."""
    words = wording(place.lang)
    ways = "\n".join(f"`/imerr {way}`  {escape(what)}" for way, what in words.help_ways())
    doors = "\n".join(f"*{escape(door)}*  {escape(what)}" for door, what in words.doors())
    blocks = (
        header(words.help_title()),
        section(inert(words.help_intro())),
        section(markup(ways)),
        section(markup(doors)),
        note(link(catalog.vendor.link, words.source)),
        *controls.under_list(place, stage),
    )
    return Message(f"{words.help_title()}\n{words.help_intro()}", blocks)
