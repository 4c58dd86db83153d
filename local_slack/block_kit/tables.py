"""Blocks, elements and views as tables of their fields."""

from __future__ import annotations

from local_slack.block_kit.shapes import (
    LONGEST_TEXT,
    Fields,
    Shape,
    choice,
    fields,
    flag,
    items,
    kinds,
    string,
    text,
    whole,
)

_ID = string(255)
_MANY = 1000
"""Bound on the parts of rich text. Slack documents none; the characters of a message bound them."""


def _plain(longest: int = LONGEST_TEXT) -> Shape:
    return text(longest, "plain_text")


def _named(optional: Fields, table: dict[str, tuple[Fields, Fields]]) -> dict[str, Shape]:
    """Return the shapes of a table of required and optional fields by type; some optional fields are common to all."""
    return {
        name: fields(name, needed, {"type": choice(name), **optional, **more}) for name, (needed, more) in table.items()
    }


_CONFIRMED = (("title", 100), ("text", 300), ("confirm", 30), ("deny", 30))
_OPTION = fields("an option", {"text": _plain(75), "value": string(150)}, {"description": _plain(75)})
OPTIONS = items(_OPTION)
"""The options of a menu, which may not be empty."""
_INCLUDED = items(choice("im", "mpim", "private", "public"), 1, 4)
_EXCLUDED = dict.fromkeys(("exclude_bot_users", "exclude_external_shared_channels"), flag)
_FILTER = fields("a filter", {"include": _INCLUDED}, _EXCLUDED)
_TRIGGERS = items(choice("on_enter_pressed", "on_character_entered"), 1, 2)
_PRESSED: Fields = {"value": string(2000), "visible_to_user_ids": items(string(), 1, 10)}
_CONFIRM = fields(
    "a confirm", {name: _plain(longest) for name, longest in _CONFIRMED}, {"style": choice("primary", "danger")}
)
_THUMB = fields("a feedback button", {"text": _plain(75), "value": string(2000)}, {"accessibility_label": string(75)})
_MENTIONED = _named({}, {"user": ({"user_id": string()}, {}), "usergroup": ({"usergroup_id": string()}, {})})
_MENTION = kinds(
    _named(
        {},
        {
            "rich_text": (
                {
                    "elements": items(
                        kinds(_named({}, {"rich_text_section": ({"elements": items(kinds(_MENTIONED), 1, 1)}, {})})),
                        1,
                        1,
                    )
                },
                {},
            )
        },
    )
)
_FILLED: Fields = {"focus_on_load": flag, "placeholder": _plain(150)}
_ELEMENTS = _named(
    {"action_id": _ID},
    {
        "button": (
            {"text": _plain(75)},
            {"style": choice("primary", "danger"), "url": string(), "confirm": _CONFIRM, **_PRESSED},
        ),
        "feedback_buttons": ({"positive_button": _THUMB, "negative_button": _THUMB}, {}),
        "icon_button": ({"icon": choice("trash"), "text": _plain(75)}, _PRESSED),
        "external_select": ({}, {"min_query_length": whole(0, 3000), "initial_option": _OPTION, **_FILLED}),
        "conversations_select": (
            {},
            {
                "default_to_current_conversation": flag,
                "filter": _FILTER,
                "initial_conversation": string(),
                "response_url_enabled": flag,
                **_FILLED,
            },
        ),
        "static_select": ({"options": items(_OPTION, 1, 100)}, {"initial_option": _OPTION, **_FILLED}),
        "rich_text_input": ({}, {"initial_value": _MENTION, **_FILLED}),
        "plain_text_input": (
            {},
            {
                "multiline": flag,
                "max_length": whole(1, LONGEST_TEXT),
                "initial_value": string(least=0),
                "dispatch_action_config": fields("a dispatch_action_config", {"trigger_actions_on": _TRIGGERS}),
                **_FILLED,
            },
        ),
    },
)


def _elements(*names: str) -> Shape:
    return kinds({name: _ELEMENTS[name] for name in names})


_MENUS = ("external_select", "conversations_select", "static_select")
_STYLE = fields("a style", {}, dict.fromkeys(("bold", "italic", "strike", "code"), flag))
_TEXT = _named({}, {"text": ({"text": string()}, {"style": _STYLE})})
# Slack's own editor makes empty sections for empty lines.
_SECTION = _named({}, {"rich_text_section": ({"elements": items(kinds(_TEXT), 0, _MANY)}, {})})
_LISTED: Fields = {"style": choice("bullet", "ordered"), "elements": items(kinds(_SECTION), 0, _MANY)}
_RICH_TEXT = kinds({**_SECTION, **_named({}, {"rich_text_list": (_LISTED, {"indent": whole(0, 8)})})})
_IN_CONTAINERS = _named(
    {"block_id": _ID},
    {
        "actions": ({"elements": items(_elements("button", *_MENUS), 1, 25)}, {}),
        "context": ({"elements": items(kinds({"plain_text": text(), "mrkdwn": text()}), 1, 10)}, {}),
        "divider": ({}, {}),
        "header": ({"text": _plain(150)}, {}),
        "input": (
            {"label": _plain(2000), "element": _elements("plain_text_input", "rich_text_input", *_MENUS)},
            {"hint": _plain(2000), "optional": flag, "dispatch_action": flag},
        ),
        "rich_text": ({"elements": items(_RICH_TEXT, 1, _MANY)}, {}),
        "section": ({"text": text()}, {"accessory": _elements("button", *_MENUS)}),
    },
)
_LABEL = string(20)
_POINTS = items(fields("a point", {"label": _LABEL, "value": whole(-(10**12), 10**12)}), 1, 20)
_AXES = fields("an axis_config", {"categories": items(_LABEL, 1, 20)}, {"x_label": string(50), "y_label": string(50)})
_SERIES = items(fields("a series", {"name": _LABEL, "data": _POINTS}), 1, 6)
_CHARTS = _named({}, {kind: ({"series": _SERIES, "axis_config": _AXES}, {}) for kind in ("area", "bar", "line")})
_IN_MESSAGES = _named(
    {"block_id": _ID},
    {
        "data_visualization": ({"title": string(50), "chart": kinds(_CHARTS)}, {}),
        "container": (
            {"title": _plain(150), "child_blocks": items(kinds(_IN_CONTAINERS), 1, 10)},
            {"is_collapsible": flag, "default_collapsed": flag},
        ),
        "context_actions": ({"elements": items(_elements("feedback_buttons", "icon_button"), 1, 5)}, {}),
    },
)
BLOCK = kinds({**_IN_CONTAINERS, **_IN_MESSAGES})
IN_MESSAGES_ONLY = frozenset(_IN_MESSAGES)

_BLOCKS: Fields = {"blocks": items(BLOCK, 1, 100)}
VIEWS = _named(
    {"private_metadata": string(3000, least=0), "callback_id": _ID},
    {
        "modal": ({"title": _plain(24), **_BLOCKS}, {"submit": _plain(24), "close": _plain(24)}),
        "home": (_BLOCKS, {}),
    },
)
