"""The App Home: an introduction, a search field, and a message below it."""

from __future__ import annotations

import hashlib
import json
import re
from typing import TYPE_CHECKING

from bot import product
from bot.slack.view import browse
from bot.slack.view.message import Message, button, escape, header, inert, markup, row, section
from bot.slack.view.modals import body
from bot.slack.view.route import Route
from bot.slack.view.surface import HOME
from bot.wording import wording
from db.entry import LANGS

if TYPE_CHECKING:
    from bot.slack.view.message import Block, Element
    from bot.slack.view.modals import View
    from db.catalog import Catalog
    from db.entry import Lang

SEARCH = "home_search"
TEAM_PAGE = "team_page"
LANGUAGE = "home_language"
LONGEST_SEARCH = 3000
_FIELD = re.compile(rf"{SEARCH}(:[0-9.]{{1,40}})?")


def home(lang: Lang, catalog: Catalog, shown: Message, stamp: str, field: str = SEARCH) -> View:
    """Return the App Home in a language: an introduction, the search field, and the message `shown` below it.

    `stamp` marks the version of the view, and comes back with every event of it. `field` is the block id of the search
    field: Slack keeps the typed text while the id stays the same.
    """
    lang = catalog.spoken(lang)
    words = wording(lang)
    everywhere = words.everywhere if catalog.platforms else ""
    name, in_text = product.name(catalog, lang), product.name_in_text(catalog, lang)
    intro = words.home_intro.format(codes=catalog.size, product=in_text, everywhere=everywhere)
    doors = "\n".join(f"*{escape(door)}*  {escape(what)}" for door, what in words.doors)
    blocks: list[Block] = [
        header(product.spaced(words.help_title.format(product=name), name)),
        section(inert(product.spaced(intro, in_text)), _other_language(lang, catalog)),
        _search_field(lang, field),
        {"type": "divider"},
        *body(shown),
        {"type": "divider"},
        section(markup(doors)),
    ]
    return {"type": "home", "callback_id": "home", "private_metadata": stamp, "blocks": blocks}


def _other_language(lang: Lang, catalog: Catalog) -> Element | None:
    """Return the button to the table's other language; None where it has one alone."""
    other = next((other for other in catalog.languages if other != lang), None)
    return button(wording(other).language, LANGUAGE, Route(other)) if other else None


def _search_field(lang: Lang, block_id: str) -> Block:
    words = wording(lang)
    return {
        "type": "input",
        "block_id": block_id,
        "dispatch_action": True,
        "label": inert(words.search_label),
        "element": {
            "type": "plain_text_input",
            "action_id": SEARCH,
            "placeholder": inert(words.lookup_hint),
            "max_length": LONGEST_SEARCH,
            "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed"]},
        },
    }


def first_page(catalog: Catalog, lang: Lang, *, has_team: bool = False) -> Message:
    """Return the first page of the App Home, before any search: all families; `has_team` adds the button to the team's page."""
    lang = catalog.spoken(lang)
    shown = browse.families(catalog, Route(lang), HOME)
    if not has_team:
        return shown
    return Message(shown.text, (row(button(wording(lang).team_page, TEAM_PAGE, Route(lang))), *shown.blocks))


def stamp(catalog: Catalog, lang: Lang, *, has_team: bool = False) -> str:
    """Return the marker of an unchanged App Home: its language, and a digest of its current first page."""
    content = json.dumps(home(lang, catalog, first_page(catalog, lang, has_team=has_team), ""))
    return f"{lang} {hashlib.sha256(content.encode()).hexdigest()}"


def language_in(stamped: str) -> Lang | None:
    """Return the language in a stamp of the App Home; None if there is none."""
    return next((lang for lang in LANGS if stamped.startswith(f"{lang} ")), None)


def is_search_field(block_id: str) -> bool:
    """Whether a block id is the search field's, which gets a new id whenever it is emptied."""
    return _FIELD.fullmatch(block_id) is not None


def emptied(at: str) -> str:
    """Return the block id of a search field that was emptied at the Slack `ts` `at`."""
    return f"{SEARCH}:{at}"
