"""All codes by family, and the help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.blocks import controls
from bot.slack.blocks.lists import MOST_LISTED, openable, titles
from bot.slack.blocks.message import Message, escape, header, inert, link, markup, note, row, section
from bot.wording import wording

if TYPE_CHECKING:
    from bot.slack.blocks.message import Element
    from bot.slack.place import Place
    from bot.slack.stage import Stage
    from db.catalog import Catalog
    from db.entry import Family

MOST_FAMILIES = 50
"""Two lines of the limits meet here: 100 options in a menu, and 3,000 characters in a section."""


def families(catalog: Catalog, place: Place, stage: Stage) -> Message:
    """Give all families with their size, and a menu to open one."""
    lang = place.lang
    words = wording(lang)
    lines = [
        f"*{escape(family.title.in_(lang))}* · {words.family_size(len(catalog.by_family[family.id]))}"
        for family in catalog.families[:MOST_FAMILIES]
    ]
    title = words.families(len(catalog.own))
    blocks = (
        header(title),
        section(markup("\n".join(lines))),
        row(_menu(catalog, place)),
        *controls.under_families(place, stage),
    )
    return Message(title, blocks)


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


def _menu(catalog: Catalog, place: Place) -> Element:
    return {
        "type": "static_select",
        "action_id": "family",
        "placeholder": inert(wording(place.lang).choose_family),
        "options": [_option(family, place) for family in catalog.families[:MOST_FAMILIES]],
    }


def _option(family: Family, place: Place) -> Element:
    within = replace(place.elsewhere(), trail="family", family=family.id)
    return {"text": inert(family.title.in_(place.lang)), "value": within.pack()}
