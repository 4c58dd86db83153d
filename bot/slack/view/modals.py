"""The modals: views around the blocks of messages."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.card import label
from bot.slack.view.explanation import explanation
from bot.slack.view.message import Json, inert, note, section
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
CHANNEL = "channel"
"""Block and action id of the channel field."""
OPTION_LENGTH = 75

View = Json


def lookup_modal(
    lang: Lang, shown: Message | None = None, route: Route | None = None, picked: Element | None = None
) -> View:
    """Return the look-up modal: type-ahead over all errors; below it the picked entry and the channel field."""
    words = wording(lang)
    search = error_field(lang, picked, has_focus=True)
    # A new block id makes the field show the entry below, even if a button opened it.
    field = LOOKUP if picked is None else f"{LOOKUP}:{unpack(picked['value']).code}"
    blocks: list[Block] = [{"type": "actions", "block_id": field, "elements": [search]}]
    view = modal(LOOKUP_VIEW, words.lookup_title, lang, blocks)
    if shown is not None and route is not None:
        blocks += body(shown)
        view["private_metadata"] = route.pack()
        if route.code is not None and shown.blocks:
            blocks.append(_channel_field(lang))
            view["submit"] = inert(words.post)
    else:
        blocks.append(note(inert(words.lookup_hint)))
        view["private_metadata"] = Route(lang).pack()
    return view


def share_modal(catalog: Catalog, route: Route) -> View:
    """Return the modal with the channel field for posting one entry.

    Raises:
        KeyError: the route's code is not in the catalog.

    """
    words = wording(route.lang)
    shown = explanation(catalog, route, MODAL)
    view = modal(SHARE_VIEW, words.share_title, route.lang, [_channel_field(route.lang), *shown.blocks])
    return view | {"submit": inert(words.post), "private_metadata": route.pack()}


def error_field(lang: Lang, picked: Element | None = None, *, has_focus: bool = False) -> Element:
    """Return the field with type-ahead over all errors; `picked` is the option that it begins with."""
    field: Element = {
        "type": "external_select",
        "action_id": LOOKUP,
        "placeholder": inert(wording(lang).lookup_placeholder),
        "min_query_length": 0,
    }
    if has_focus:
        field["focus_on_load"] = True
    if picked:
        field["initial_option"] = picked
    return field


def sentence_modal(lang: Lang, sentence: str) -> View:
    """Return a modal of one sentence."""
    return modal("", "imerr", lang, [section(inert(sentence))])


def options(catalog: Catalog, entries: Sequence[Entry], lang: Lang) -> list[Element]:
    """Return entries as options for the type-ahead."""
    return [
        {
            "text": inert(_cut(f"{entry.code} · {entry.title.in_(lang)}")),
            "description": inert(_cut(label(catalog, entry, lang))),
            "value": Route(lang, entry.key).pack(),
        }
        for entry in entries
    ]


def modal(callback_id: str, title: str, lang: Lang, blocks: list[Block]) -> View:
    """Return a modal with a button that closes it."""
    view: View = {"type": "modal", "title": inert(title), "close": inert(wording(lang).close), "blocks": blocks}
    if callback_id:
        view["callback_id"] = callback_id
    return view


def body(shown: Message) -> list[Block]:
    """Return a message's blocks, for a view."""
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
            # Lets the app post into the chosen conversation without being a member.
            "response_url_enabled": True,
            "filter": {"include": ["public", "private", "mpim"], "exclude_bot_users": True},
        },
    }


def _cut(text: str) -> str:
    return text if len(text) <= OPTION_LENGTH else text[: OPTION_LENGTH - 1] + "…"
