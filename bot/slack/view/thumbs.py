"""Thumbs under public answers, and the form that asks what was wrong."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.slack.view.message import Message, inert, note, section
from bot.slack.view.modals import LOOKUP, error_field, modal
from bot.wording import wording

if TYPE_CHECKING:
    from bot.slack.view.message import Block, Element
    from bot.slack.view.modals import View
    from bot.slack.view.route import Route

THUMBS = "thumbs"
THUMB_VIEW = "thumb_view"
REASON = "reason"
"""Block and action id of the field for what was wrong."""
_LONGEST_REASON = 500


def with_thumbs(message: Message, route: Route) -> Message:
    """Return a public answer with thumbs, in the row of its trash icon."""
    words = wording(route.lang)
    thumbs: Element = {
        "type": "feedback_buttons",
        "action_id": THUMBS,
        "positive_button": _thumb(words.thumb_up, replace(route, thumb="up")),
        "negative_button": _thumb(words.thumb_down, replace(route, thumb="down")),
    }
    *above, last = message.blocks
    if last["type"] != "context_actions":
        return Message(message.text, (*message.blocks, {"type": "context_actions", "elements": [thumbs]}))
    merged: Block = {**last, "elements": [thumbs, *last["elements"]]}
    return Message(message.text, (*above, merged))


def thumb_modal(route: Route) -> View:
    """Return the form that asks what was wrong with an answer, and which error was meant."""
    words = wording(route.lang)
    search = error_field(route.lang)
    reason: Element = {
        "type": "plain_text_input",
        "action_id": REASON,
        "multiline": True,
        "max_length": _LONGEST_REASON,
    }
    blocks: list[Block] = [
        section(inert(words.thumb_asked.format(question=route.question))),
        {"type": "input", "block_id": LOOKUP, "label": inert(words.thumb_meant), "optional": True, "element": search},
        {"type": "input", "block_id": REASON, "label": inert(words.thumb_reason), "optional": True, "element": reason},
        note(inert(words.thumb_hint)),
    ]
    view = modal(THUMB_VIEW, words.thumb_title, route.lang, blocks)
    return view | {"submit": inert(words.send), "private_metadata": route.pack()}


def _thumb(label: str, route: Route) -> Element:
    return {"text": {**inert(label), "emoji": True}, "value": route.pack()}
