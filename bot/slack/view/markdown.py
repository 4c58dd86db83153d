"""Markdown by people as Slack's mrkdwn: what it formats is shown, and it mentions nobody."""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import cache
from typing import TYPE_CHECKING

from bot.slack.view.message import SECTION_LENGTH, Element, escape, escape_code, inert, markup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from markdown_it import MarkdownIt
    from markdown_it.token import Token

_MARKS = {"strong_open": "*", "strong_close": "*", "em_open": "_", "em_close": "_", "s_open": "~", "s_close": "~"}
_BREAKS = {"softbreak": "\n", "hardbreak": "\n"}
_FOLLOWED = {"heading_open": "*", "heading_close": "*\n", "hr": "———\n"}
_LINKED = ("https://", "http://")


def formatted(text: str, most: int = SECTION_LENGTH) -> Element:
    """Return Markdown as a text object of at most `most` characters of the source; plain where its mrkdwn is too long."""
    shown = text if len(text) <= most else text[: most - 1].rstrip() + "…"
    told = mrkdwn(shown)
    return markup(told) if 0 < len(told) <= SECTION_LENGTH else inert(shown)


def mrkdwn(text: str) -> str:
    """Return Markdown as mrkdwn. What Markdown does not format is escaped, and HTML is text."""
    return "".join(_Writer().write(_parser().parse(text))).strip("\n")


@cache
def _parser() -> MarkdownIt:
    from markdown_it import MarkdownIt  # noqa: PLC0415 - only a note needs it

    return MarkdownIt("commonmark", {"html": False}).enable("strikethrough")


@dataclass
class _Writer:
    """Writes blocks; mrkdwn has no nesting, so lists and quotes are counted."""

    lists: list[int | None] = field(default_factory=list)
    """The open lists: the next number, or None for bullets."""
    quotes: int = 0
    opens_item: bool = False

    def write(self, tokens: Sequence[Token]) -> Iterator[str]:
        for token in tokens:
            self._count(token)
            if token.type == "inline":
                yield self._line(token)
            elif token.type == "paragraph_close":
                yield "\n" if self.lists or self.quotes else "\n\n"
            elif token.type in {"fence", "code_block"}:
                yield f"```\n{escape_code(token.content)}```\n"
            else:
                yield _FOLLOWED.get(token.type, "")

    def _count(self, token: Token) -> None:
        match token.type:
            case "bullet_list_open" | "ordered_list_open":
                self.lists.append(int(token.attrGet("start") or 1) if token.type.startswith("ordered") else None)
            case "bullet_list_close" | "ordered_list_close":
                self.lists.pop()
            case "list_item_open":
                self.opens_item = True
            case "blockquote_open" | "blockquote_close":
                self.quotes += token.nesting

    def _line(self, token: Token) -> str:
        before = f"{self._bullet()}{'> ' if self.quotes else ''}"
        told = "".join(_inline(token.children or []))
        return before + (told.replace("\n", "\n> ") if self.quotes else told)

    def _bullet(self) -> str:
        if not (self.opens_item and self.lists):
            return ""
        self.opens_item = False
        indent, number = "    " * (len(self.lists) - 1), self.lists[-1]
        if number is None:
            return f"{indent}• "
        self.lists[-1] = number + 1
        return f"{indent}{number}. "


def _inline(tokens: Sequence[Token]) -> Iterator[str]:
    is_linked: list[bool] = []
    for token in tokens:
        match token.type:
            case "text" | "image":
                yield escape(token.content)
            case "code_inline":
                yield f"`{escape_code(token.content)}`"
            case "link_open":
                target = str(token.attrGet("href") or "")
                is_linked.append(target.startswith(_LINKED))
                yield f"<{escape_code(target).replace('|', '%7C')}|" if is_linked[-1] else ""
            case "link_close":
                yield ">" if is_linked.pop() else ""
            case kind:
                yield _MARKS.get(kind) or _BREAKS.get(kind, "")
