"""A message ready to be sent, and the Block Kit elements that all messages are built from.

The elements are plain dictionaries: building them with slack_sdk's models takes a millisecond per message, more than
the rest of an answer. The tests validate every message with those models.
"""

from __future__ import annotations

import json
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING, Any

from pydantic_core import to_json

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.slack.view.route import Route
    from db.entry import Entry, Lang

HEADER_LENGTH = 150
BUTTON_LENGTH = 75
SECTION_LENGTH = 3000
MOST_FOLDED = 10

Json = dict[str, Any]
"""Part of an outgoing payload."""
Block = Json
Element = Json


@dataclass(frozen=True)
class Message:
    """A message: its blocks, and its text for notifications and screen readers."""

    text: str
    blocks: tuple[Block, ...]

    def ending_with(self, blocks: tuple[Block, ...]) -> Message:
        """Return this message with more blocks at its end."""
        return Message(self.text, (*self.blocks, *blocks))

    @cached_property
    def private_json(self) -> str:
        """The ephemeral message as JSON for a response, cached."""
        return as_json({"response_type": "ephemeral", "text": self.text, "blocks": self.blocks})


def as_json(value: Json) -> str:
    """Return JSON in as few characters as it takes; in a third of the time that Python's own encoder needs."""
    try:
        return to_json(value).decode()
    except ValueError:
        # Half of a surrogate pair is no UTF-8: it goes out escaped.
        return json.dumps(value)


def escape(text: str) -> str:
    """Return text escaped for mrkdwn: no mention, no link, no formatting.

    Slack names `&`, `<` and `>` as the characters to escape; the zero-width space keeps `*`, `_`, `~` and backticks
    from pairing up into formatting.
    """
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    for character in "*_~`":
        text = text.replace(character, f"\u200b{character}\u200b")
    return text


def inert(text: str) -> Element:
    """Return plain text, which never mentions or formats anything."""
    return {"type": "plain_text", "text": text, "emoji": False}


def markup(text: str) -> Element:
    """Return text in mrkdwn; quoted text must be escaped already."""
    return {"type": "mrkdwn", "text": text, "verbatim": True}


def link(url: str, label: str) -> Element:
    """Return a link in mrkdwn."""
    return markup(f"<{url}|{escape(label)}>")


def header(text: str) -> Block:
    """Return a header, cut to Slack's limit."""
    return {"type": "header", "text": inert(text[:HEADER_LENGTH])}


def section(text: Element, accessory: Element | None = None) -> Block:
    """Return a section: a paragraph, with an accessory such as a button if given."""
    block: Block = {"type": "section", "text": text}
    if accessory:
        block["accessory"] = accessory
    return block


def note(*texts: Element) -> Block:
    """Return a context block: a line of small print."""
    return {"type": "context", "elements": list(texts)}


def noted(message: Message, text: str) -> Message:
    """Return a message under a line of small print."""
    return Message(message.text, (note(inert(text)), *message.blocks))


def bullets(heading: str, items: Sequence[tuple[str, str]], *, ordered: bool = False) -> Block:
    """Return a bold heading over a list; each item has a bold label (may be empty) and a text."""
    style = "ordered" if ordered else "bullet"
    listed = {"type": "rich_text_list", "style": style, "elements": [_rich_section(*item) for item in items]}
    return {"type": "rich_text", "elements": [_rich_section(heading, ""), listed]}


def listed(heading: str, items: Sequence[tuple[str, str]]) -> Block:
    """Return a list as one section of mrkdwn, for a fold, where rich text is not allowed everywhere."""
    lines = [
        f"• *{escape(label.strip())}*{label[len(label.rstrip()) :]}{told(text)}" if label else f"• {told(text)}"
        for label, text in items
    ]
    return section(markup("\n".join([f"*{escape(heading)}*", *lines])[:SECTION_LENGTH]))


def folded(title: str, blocks: Sequence[Block]) -> Block:
    """Return blocks folded under a title; at most ten, Slack's limit."""
    return {
        "type": "container",
        "title": inert(title[:HEADER_LENGTH]),
        "is_collapsible": True,
        "default_collapsed": True,
        "child_blocks": list(blocks)[:MOST_FOLDED],
    }


def told(text: str) -> str:
    """Return a sentence of the table in mrkdwn: text in backticks is code, all else is escaped."""
    return "".join(f"`{escape_code(piece)}`" if is_code else escape(piece) for piece, is_code in _pieces(text))


def _pieces(text: str) -> list[tuple[str, bool]]:
    """Return a sentence in pieces, each with whether it is code; a lone backtick is plain text."""
    parts = text.split("`")
    if len(parts) % 2 == 0:
        return [(text, False)]
    return [(part, at % 2 == 1) for at, part in enumerate(parts) if part]


def escape_code(text: str) -> str:
    """Return text escaped for a code block, which it cannot end."""
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;"), ("```", "'" * 3)):
        text = text.replace(character, entity)
    return text


def _rich_section(label: str, text: str) -> Element:
    parts: list[Element] = []
    if label:
        parts.append({"type": "text", "text": label, "style": {"bold": True}})
    for piece, is_code in _pieces(text):
        parts.append({"type": "text", "text": piece} | ({"style": {"code": True}} if is_code else {}))
    return {"type": "rich_text_section", "elements": parts}


def button(text: str, action_id: str, route: Route, style: str | None = None) -> Element:
    """Return a button that leads to `route`."""
    element: Element = {
        "type": "button",
        "text": inert(text[:BUTTON_LENGTH]),
        "action_id": action_id,
        "value": route.pack(),
    }
    if style:
        element["style"] = style
    return element


def icon_button(icon: str, text: str, action_id: str, value: str, *, visible_to: str) -> Element:
    """Return an icon button that only one user sees and can press."""
    return {
        "type": "icon_button",
        "icon": icon,
        "text": inert(text),
        "action_id": action_id,
        "value": value,
        "visible_to_user_ids": [visible_to],
    }


def row(*elements: Element) -> Block:
    """Return an actions block: a row of buttons and menus."""
    return {"type": "actions", "elements": list(elements)}


def headline(entry: Entry, lang: Lang) -> str:
    """Return an entry in one line: code, title, constant."""
    return f"{entry.code} {entry.title.in_(lang)} ({entry.name})"
