"""Composition objects: what several elements and blocks are made of."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack.block_kit.rules import one_of, some_of
from local_slack.block_kit.shapes import LONGEST_TEXT, Choice, Flag, Items, Object, String, Text, typed

if TYPE_CHECKING:
    from local_slack.block_kit.shapes import Shape

_MOST_OPTIONS = 100
_OPTION_TEXT = 75


def plain(longest: int = LONGEST_TEXT) -> Text:
    """Give the shape of a text without markup."""
    return Text(longest, ("plain_text",))


def mrkdwn(longest: int = LONGEST_TEXT) -> Text:
    """Give the shape of a text with markup."""
    return Text(longest, ("mrkdwn",))


def _option(text: Text, **others: Shape) -> Object:
    return Object("an option", {"text": text, "value": String(150)}, {"description": text, **others})


ID = String(255)
"""Of an action, a block or a callback."""
URL = String(3000)
IMAGE_TEXT = String(2000)

# What is typed into a menu is compared with what it offers: no markup there.
OPTION = _option(plain(_OPTION_TEXT))
OPTION_BESIDE_A_BOX = _option(Text(_OPTION_TEXT))
OPTION_WITH_URL = _option(plain(_OPTION_TEXT), url=URL)
OPTIONS = Items(OPTION, 1, _MOST_OPTIONS)
OPTION_GROUPS = Items(Object("an option group", {"label": plain(_OPTION_TEXT), "options": OPTIONS}), 1, _MOST_OPTIONS)

CONFIRM = Object(
    "a confirmation",
    {"title": plain(100), "text": Text(300), "confirm": plain(30), "deny": plain(30)},
    {"style": Choice("primary", "danger")},
)

DISPATCH = Object(
    "a dispatch_action_config",
    {"trigger_actions_on": Items(Choice("on_enter_pressed", "on_character_entered"), 1, 2)},
)

FILTER = Object(
    "a filter",
    optional={
        "include": Items(Choice("im", "mpim", "private", "public"), 1, 4),
        "exclude_external_shared_channels": Flag(),
        "exclude_bot_users": Flag(),
    },
    rules=(some_of("include", "exclude_external_shared_channels", "exclude_bot_users"),),
)

WORKFLOW = Object(
    "a workflow",
    {
        "trigger": Object(
            "a trigger",
            {"url": URL},
            {
                "customizable_input_parameters": Items(
                    Object("a parameter", {"name": String(), "value": String(least=0)})
                )
            },
        )
    },
)

IMAGE_SOURCE: dict[str, Shape] = {
    "image_url": URL,
    "slack_file": Object("a Slack file", optional={"url": URL, "id": String()}, rules=(one_of("url", "id"),)),
}
A_SOURCE = one_of("image_url", "slack_file")

IMAGE = typed("image", {"alt_text": IMAGE_TEXT}, IMAGE_SOURCE, (A_SOURCE,))
"""An image inside a block; the block of the same name has a title besides."""
