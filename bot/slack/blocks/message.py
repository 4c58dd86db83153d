"""A message ready to be sent, and the pieces that all messages are made of."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from slack_sdk.models.blocks import (
    ActionsBlock,
    Block,
    ButtonElement,
    ContextBlock,
    HeaderBlock,
    MarkdownTextObject,
    PlainTextObject,
    RichTextBlock,
    RichTextElementParts,
    RichTextListElement,
    RichTextSectionElement,
    SectionBlock,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from slack_sdk.models.blocks import InteractiveElement, RichTextElement

    from bot.slack.place import Place
    from db.entry import Entry, Lang

HEADER_LENGTH = 150
BUTTON_LENGTH = 75


@dataclass(frozen=True, slots=True)
class Message:
    """What Slack shows: blocks, and the text that stands for them in notifications and for screen readers."""

    text: str
    blocks: tuple[dict[str, Any], ...]

    def with_blocks(self, *more: dict[str, Any]) -> Message:
        """Give the same message with more blocks at its end."""
        return Message(self.text, self.blocks + more)


def message(text: str, blocks: Sequence[Block]) -> Message:
    """Render blocks into a message.

    Raises:
        slack_sdk.errors.SlackObjectFormationError: a block breaks one of the limits that the SDK knows.

    """
    return Message(text, tuple(block.to_dict() for block in blocks))


def escape(text: str) -> str:
    """Make text inert in mrkdwn: no mention, no link, no formatting.

    Slack names `&`, `<` and `>` as the characters to escape; the zero-width space keeps `*`, `_`, `~` and backticks from
    pairing up into formatting.
    """
    for character, entity in (("&", "&amp;"), ("<", "&lt;"), (">", "&gt;")):
        text = text.replace(character, entity)
    for character in "*_~`":
        text = text.replace(character, f"\u200b{character}\u200b")
    return text


def header(text: str) -> HeaderBlock:
    """Give a header, cut to Slack's limit."""
    return HeaderBlock(text=PlainTextObject(text=text[:HEADER_LENGTH], emoji=False))


def paragraph(text: str) -> SectionBlock:
    """Give a section of plain text."""
    return SectionBlock(text=PlainTextObject(text=text, emoji=False))


def mrkdwn(text: str) -> SectionBlock:
    """Give a section of Slack's markup; what it quotes has to be escaped."""
    return SectionBlock(text=MarkdownTextObject(text=text, verbatim=True))


def note(*texts: PlainTextObject | MarkdownTextObject) -> ContextBlock:
    """Give a line of small print."""
    return ContextBlock(elements=list(texts))


def small(text: str) -> PlainTextObject:
    """Give small print that is inert whatever it holds."""
    return PlainTextObject(text=text, emoji=False)


def bullets(heading: str, items: Sequence[tuple[str, str]], *, ordered: bool = False) -> RichTextBlock:
    """Give a bold heading over a list; each item has a bold label (may be empty) and a text."""
    elements: list[RichTextElement] = [_section((heading, ""))]
    elements.append(
        RichTextListElement(style="ordered" if ordered else "bullet", elements=[_section(item) for item in items])
    )
    return RichTextBlock(elements=elements)


def _section(item: tuple[str, str]) -> RichTextSectionElement:
    label, text = item
    parts: list[RichTextElement] = []
    if label:
        parts.append(RichTextElementParts.Text(text=label, style=RichTextElementParts.TextStyle(bold=True)))
    if text:
        parts.append(RichTextElementParts.Text(text=text))
    return RichTextSectionElement(elements=parts)


def button(text: str, action_id: str, place: Place, style: str | None = None) -> ButtonElement:
    """Give a button that leads to `place`."""
    label = PlainTextObject(text=text[:BUTTON_LENGTH], emoji=False)
    return ButtonElement(text=label, action_id=action_id, value=place.pack(), style=style)


def row(*elements: InteractiveElement) -> ActionsBlock:
    """Give a row of buttons and menus."""
    return ActionsBlock(elements=list(elements))


def headline(entry: Entry, lang: Lang) -> str:
    """Give an entry in a line: code, title, constant."""
    return f"{entry.code} {entry.title.in_(lang)} ({entry.name})"
