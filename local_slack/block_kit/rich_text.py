"""The `rich_text` block: sections, lists, quotes and code, and what stands in them."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack.block_kit.objects import ID, URL
from local_slack.block_kit.shapes import Choice, Flag, Items, Kinds, Object, String, Whole, typed

if TYPE_CHECKING:
    from local_slack.block_kit.shapes import Shape

_MANY = 1000
"""How many parts there may be is documented nowhere; the characters of a message bound it."""


def _style(*names: str) -> dict[str, Shape]:
    return {"style": Object("a style", optional=dict.fromkeys(names, Flag()))}


_PLAIN = _style("bold", "italic", "strike")
_CODE = _style("bold", "italic", "strike", "code")
_MENTION = _style("bold", "italic", "strike", "highlight", "client_highlight", "unlink")
_BORDER: dict[str, Shape] = {"border": Choice(0, 1)}

_TEXT = typed("text", {"text": String()}, _CODE)
_LINK = typed("link", {"url": URL}, {"text": String(), "unsafe": Flag(), **_CODE})
_PARTS = Items(
    Kinds(
        _TEXT,
        _LINK,
        typed("broadcast", {"range": Choice("here", "channel", "everyone")}, _PLAIN),
        typed("channel", {"channel_id": String()}, _MENTION),
        typed("color", {"value": String(pattern="#?[0-9A-Fa-f]{3,8}", such_as="#F405B3")}, _PLAIN),
        typed("date", {"timestamp": Whole(), "format": String()}, {"url": URL, "fallback": String(least=0), **_PLAIN}),
        typed("emoji", {"name": String()}, {"unicode": String(), "url": URL, **_PLAIN}),
        typed("team", {"team_id": String()}, _PLAIN),
        typed("user", {"user_id": String()}, _MENTION),
        typed("usergroup", {"usergroup_id": String()}, _MENTION),
    ),
    # Slack's own composer makes sections without anything in them, for empty lines.
    least=0,
    most=_MANY,
)
_SECTION = typed("rich_text_section", {"elements": _PARTS})

RICH_TEXT = typed(
    "rich_text",
    {
        "elements": Items(
            Kinds(
                _SECTION,
                typed(
                    "rich_text_list",
                    {"style": Choice("bullet", "ordered"), "elements": Items(_SECTION, 0, _MANY)},
                    {"indent": Whole(0, 8), "offset": Whole(), **_BORDER},
                ),
                typed(
                    "rich_text_preformatted",
                    {"elements": Items(Kinds(_TEXT, _LINK), 0, _MANY)},
                    {"language": String(), **_BORDER},
                ),
                typed("rich_text_quote", {"elements": _PARTS}, _BORDER),
            ),
            most=_MANY,
        )
    },
    {"block_id": ID},
)
