"""All codes by family, and the help."""

from __future__ import annotations

from typing import TYPE_CHECKING

from slack_sdk.models.blocks import MarkdownTextObject, Option, PlainTextObject, StaticSelectElement

from bot.slack.blocks.lists import openable
from bot.slack.blocks.message import Message, button, escape, header, message, mrkdwn, note, paragraph, row
from bot.slack.place import Place
from bot.wording import wording

if TYPE_CHECKING:
    from slack_sdk.models.blocks import Block

    from db.catalog import Catalog
    from db.entry import Family, Lang

MOST_FAMILIES = 100
"""Slack's limit on the options of a menu."""


def families(catalog: Catalog, lang: Lang) -> Message:
    """Give all families with their size, and a menu to open one."""
    words = wording(lang)
    lines = [
        f"*{escape(family.title.in_(lang))}* `{family.id}` · {words.family_size(len(catalog.by_family[family.id]))}"
        for family in catalog.families[:MOST_FAMILIES]
    ]
    title = words.families(len(catalog.entries))
    blocks: list[Block] = [
        header(title),
        mrkdwn("\n".join(lines)),
        row(_menu(catalog, lang), button(words.dismiss, "dismiss", Place(lang))),
    ]
    return message(title, blocks)


def family(catalog: Catalog, place: Place) -> Message:
    """Give the codes of one family, each with a way to open it.

    Raises:
        KeyError: the place's family is not in the catalog.

    """
    words = wording(place.lang)
    entries = catalog.by_family[place.family]
    title = catalog.family(place.family).title.in_(place.lang)
    back = button(f"← {words.browse}", "families", Place(place.lang))
    blocks: list[Block] = [
        header(f"{title} · {words.family_size(len(entries))}"),
        *(openable(entry, place) for entry in entries[:45]),
        row(back, button(words.dismiss, "dismiss", place)),
    ]
    return message("\n".join([title, *(f"{entry.code} {entry.title.in_(place.lang)}" for entry in entries)]), blocks)


def help_(catalog: Catalog, lang: Lang) -> Message:
    """Say what imerr can do, with examples to copy."""
    words = wording(lang)
    ways = "\n".join(f"`/imerr {way}`  {escape(what)}" for way, what in words.help_ways())
    blocks: list[Block] = [
        header(words.help_title()),
        paragraph(words.help_intro()),
        mrkdwn(ways),
        note(MarkdownTextObject(text=f"<{catalog.vendor.link}|{words.source}>", verbatim=True)),
        row(button(words.browse, "families", Place(lang)), button(words.dismiss, "dismiss", Place(lang))),
    ]
    return message(f"{words.help_title()}\n{words.help_intro()}", blocks)


def _menu(catalog: Catalog, lang: Lang) -> StaticSelectElement:
    options = [_option(family, lang) for family in catalog.families[:MOST_FAMILIES]]
    placeholder = PlainTextObject(text=wording(lang).choose_family, emoji=False)
    return StaticSelectElement(placeholder=placeholder, options=options, action_id="family")


def _option(family: Family, lang: Lang) -> Option:
    place = Place(lang, trail="family", family=family.id)
    return Option(text=PlainTextObject(text=family.title.in_(lang), emoji=False), value=place.pack())
