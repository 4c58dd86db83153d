"""The modals, and the App Home: views around the same blocks that messages are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from bot.card import label
from bot.slack.view.explanation import explanation
from bot.slack.view.message import button, escape, header, inert, markup, note, section
from bot.slack.view.route import Route, unpack
from bot.slack.view.surface import MODAL
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.view.message import Block, Element, Message
    from db.catalog import Catalog
    from db.entry import Entry, Lang

LOOKUP_VIEW = "lookup_view"
SHARE_VIEW = "share_view"
LOOKUP = "lookup"
SEARCH = "home_search"
LANGUAGE = "home_language"
CHANNEL = "channel"
"""Block and action id of the field that asks where to post."""
OPTION_LENGTH = 75
LONGEST_SEARCH = 3000

View = dict[str, Any]


def lookup_modal(
    lang: Lang, shown: Message | None = None, route: Route | None = None, picked: Element | None = None
) -> View:
    """Return the modal with type-ahead over all errors; below it what was picked, an option, and where to post an entry."""
    words = wording(lang)
    search: Element = {
        "type": "external_select",
        "action_id": LOOKUP,
        "placeholder": inert(words.lookup_placeholder),
        "min_query_length": 0,
        "focus_on_load": True,
    }
    field = LOOKUP
    if picked is not None:
        # In another block, the field shows what is below it, even where that was opened by a button.
        field, search["initial_option"] = f"{LOOKUP}:{unpack(picked['value']).code}", picked
    blocks: list[Block] = [{"type": "actions", "block_id": field, "elements": [search]}]
    view = _modal(LOOKUP_VIEW, words.lookup_title, lang, blocks)
    if shown is not None and route is not None:
        blocks += _body(shown)
        view["private_metadata"] = route.pack()
        if route.code is not None and shown.blocks:
            blocks.append(_channel_field(lang))
            view["submit"] = inert(words.post)
    else:
        blocks.append(note(inert(words.lookup_hint)))
        view["private_metadata"] = Route(lang).pack()
    return view


def share_modal(catalog: Catalog, route: Route) -> View:
    """Give the modal that asks where to post one entry.

    Raises:
        KeyError: the route's code is not in the catalog.

    """
    words = wording(route.lang)
    shown = explanation(catalog, route, MODAL)
    view = _modal(SHARE_VIEW, words.share_title, route.lang, [_channel_field(route.lang), *shown.blocks])
    return view | {"submit": inert(words.post), "private_metadata": route.pack()}


def sentence_modal(lang: Lang, sentence: str) -> View:
    """Give a modal that says one sentence."""
    return _modal("", "imerr", lang, [section(inert(sentence))])


def home(lang: Lang, catalog: Catalog, shown: Message, stamp: str, field: str = SEARCH) -> View:
    """Give the App Home in a language: what imerr can do, the search field, and what is `shown` below it.

    `stamp` tells when the view has to be made anew: it comes back with every event of this view. `field` is the id of the
    block that the search field is in: Slack keeps what is typed there as long as it stays.
    """
    words = wording(lang)
    other: Lang = "en" if lang == "zh" else "zh"
    doors = "\n".join(f"*{escape(door)}*  {escape(what)}" for door, what in words.doors)
    blocks: list[Block] = [
        header(words.help_title),
        section(
            inert(words.home_intro.format(codes=catalog.size)), button(wording(other).language, LANGUAGE, Route(other))
        ),
        _search_field(lang, field),
        {"type": "divider"},
        *_body(shown),
        {"type": "divider"},
        section(markup(doors)),
    ]
    return {"type": "home", "callback_id": "home", "private_metadata": stamp, "blocks": blocks}


def options(catalog: Catalog, entries: Sequence[Entry], lang: Lang) -> list[Element]:
    """Give entries as options of the type-ahead."""
    return [
        {
            "text": inert(_cut(f"{entry.code} · {entry.title.in_(lang)}")),
            "description": inert(_cut(label(catalog, entry, lang))),
            "value": Route(lang, entry.key).pack(),
        }
        for entry in entries
    ]


def _modal(callback_id: str, title: str, lang: Lang, blocks: list[Block]) -> View:
    view: View = {"type": "modal", "title": inert(title), "close": inert(wording(lang).close), "blocks": blocks}
    if callback_id:
        view["callback_id"] = callback_id
    return view


def _body(shown: Message) -> list[Block]:
    return list(shown.blocks) or [section(inert(shown.text))]


def _channel_field(lang: Lang) -> Block:
    words = wording(lang)
    return {
        "type": "input",
        "block_id": CHANNEL,
        "label": inert(words.post_where),
        "element": {
            "type": "conversations_select",
            "action_id": CHANNEL,
            "placeholder": inert(words.choose_channel),
            "default_to_current_conversation": True,
            # Lets the app post where it is no member, into the one conversation that was chosen.
            "response_url_enabled": True,
            "filter": {"include": ["public", "private", "mpim"], "exclude_bot_users": True},
        },
    }


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


def _cut(text: str) -> str:
    return text if len(text) <= OPTION_LENGTH else text[: OPTION_LENGTH - 1] + "…"
