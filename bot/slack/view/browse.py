"""All codes by family, and the help."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot import product
from bot.card import further_numbers
from bot.slack.view import controls
from bot.slack.view.lists import MOST_LISTED, openable
from bot.slack.view.message import Message, button, escape, header, inert, link, markup, note, section
from bot.wording import wording

if TYPE_CHECKING:
    from bot.slack.view.message import Block
    from bot.slack.view.route import Route
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog
    from db.entry import Family, Lang

MOST_FAMILIES = 40
"""Limit of the list: a message has 50 blocks, and a family is a row."""
_MOST_NAMED = 3


def families(catalog: Catalog, route: Route, surface: Surface) -> Message:
    """Return all families, one row each: its most asked codes, and a button that opens it."""
    words = wording(route.lang)
    title = words.families.format(codes=catalog.size)
    if unraised := len(catalog.own) - catalog.size:
        title += words.and_unraised(unraised)
    rows = [_row(catalog, family, route) for family in catalog.families[:MOST_FAMILIES]]
    return Message(title, (header(title), *rows, *controls.under_families(route, surface)))


def _row(catalog: Catalog, family: Family, route: Route) -> Block:
    lang = route.lang
    entries = catalog.by_family[family.id]
    usual = [entry for entry in catalog.usual if entry.family == family.id]
    named = list(dict.fromkeys([*usual, *entries]))[:_MOST_NAMED]
    asked = " · ".join(f"{entry.code} {entry.title.in_(lang)}" for entry in named)
    words = wording(lang)
    within = replace(route.elsewhere(), trail="family", family=family.id)
    heading = f"*{escape(family.title.in_(lang))}* · {_size(catalog, family.id, lang)}"
    return section(markup(f"{heading}\n{escape(asked)}"), button(words.open, f"family:{family.id}", within))


def family(catalog: Catalog, route: Route, surface: Surface) -> Message:
    """Return the errors of one family with their codes on all platforms, each with a button that opens it.

    Raises:
        KeyError: the route's family is not in the catalog.

    """
    lang = route.lang
    entries = catalog.by_family[route.family]
    shown, left = entries[:MOST_LISTED], len(entries[MOST_LISTED:])
    title = catalog.family(route.family).title.in_(lang)
    numbers = [further_numbers(catalog, entry, lang) for entry in shown]
    blocks = (
        header(f"{title} · {_size(catalog, route.family, lang)}"),
        *(openable(catalog, entry, route, further) for entry, further in zip(shown, numbers, strict=True)),
        *([note(inert(wording(lang).more_left(left)))] if left else []),
        *controls.under_family(route, surface),
    )
    lines = (
        " / ".join(dict.fromkeys([str(entry.code), *(codes for codes, _ in further)])) + f" {entry.title.in_(lang)}"
        for entry, further in zip(shown, numbers, strict=True)
    )
    return Message(escape("\n".join([title, *lines])), blocks)


def _size(catalog: Catalog, family_id: str, lang: Lang) -> str:
    return wording(lang).family_size(len(catalog.codes_by_family[family_id]))


def help_(catalog: Catalog, route: Route, surface: Surface) -> Message:
    """Return the help: what imerr can do, with examples to copy."""
    words = wording(route.lang)
    name = product.name(catalog, route.lang)
    title = product.spaced(words.help_title.format(product=name), name)
    typed = words.ways(product.examples(catalog, route.lang), has_languages=len(catalog.languages) > 1)
    ways = "\n".join(f"`/imerr {way}`  {escape(what)}" for way, what in typed)
    doors = "\n".join(f"*{escape(door)}*  {escape(what)}" for door, what in words.doors)
    blocks = (
        header(title),
        section(inert(words.help_intro)),
        section(markup(ways)),
        section(markup(doors)),
        note(link(catalog.vendor.link, words.source)),
        *controls.under_list(route, surface),
    )
    return Message(f"{title}\n{words.help_intro}", blocks)
