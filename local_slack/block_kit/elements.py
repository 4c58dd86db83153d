"""Elements: what people press, choose from and type into."""

from __future__ import annotations

from typing import TYPE_CHECKING

from local_slack.block_kit.objects import (
    CONFIRM,
    DISPATCH,
    FILTER,
    ID,
    OPTION,
    OPTION_BESIDE_A_BOX,
    OPTION_GROUPS,
    OPTION_WITH_URL,
    OPTIONS,
    URL,
    WORKFLOW,
    plain,
)
from local_slack.block_kit.rich_text import RICH_TEXT
from local_slack.block_kit.rules import chosen_from_options, in_order, one_of
from local_slack.block_kit.shapes import Choice, Flag, Items, Object, String, Whole, typed

if TYPE_CHECKING:
    from collections.abc import Mapping

    from local_slack.block_kit.shapes import Rule, Shape

_CONFIRM: dict[str, Shape] = {"confirm": CONFIRM}
_FOCUS: dict[str, Shape] = {"focus_on_load": Flag()}
_PLACEHOLDER: dict[str, Shape] = {"placeholder": plain(150)}
_MENU = {**_CONFIRM, **_FOCUS, **_PLACEHOLDER}
_MULTI_MENU: dict[str, Shape] = {**_MENU, "max_selected_items": Whole(1)}
_TYPED: dict[str, Shape] = {
    **_FOCUS,
    **_PLACEHOLDER,
    "dispatch_action_config": DISPATCH,
    "initial_value": String(least=0),
}
_IDS = Items(String())
_VALUE = String(2000)
_LABEL = String(75)
_BUTTON_TEXT = plain(75)
_STYLE: dict[str, Shape] = {"style": Choice("primary", "danger"), "accessibility_label": _LABEL}
_SHOWN_TO: dict[str, Shape] = {"visible_to_user_ids": Items(String(), 1, 10)}
_DECIMAL = String(pattern=r"-?\d+(\.\d+)?", such_as="-12.5")
_MOST_BOXES = 10
_MOST_LINES = 100


def _element(
    name: str,
    needed: Mapping[str, Shape] | None = None,
    optional: Mapping[str, Shape] | None = None,
    *rules: Rule,
) -> Object:
    return typed(name, needed, {"action_id": ID, **(optional or {})}, rules)


def _vote() -> Object:
    return Object("a vote", {"text": _BUTTON_TEXT, "value": _VALUE}, {"accessibility_label": _LABEL})


BUTTON = _element(
    "button",
    {"text": _BUTTON_TEXT},
    {
        "value": _VALUE,
        "url": URL,
        # These are told of in slack_sdk's models only.
        "agent_prompt": String(4000),
        "agent_prompt_display": String(),
        **_SHOWN_TO,
        **_STYLE,
        **_CONFIRM,
    },
)
WORKFLOW_BUTTON = _element("workflow_button", {"text": _BUTTON_TEXT, "workflow": WORKFLOW}, {**_STYLE, **_CONFIRM})
OVERFLOW = _element("overflow", {"options": Items(OPTION_WITH_URL, 1, 5)}, _CONFIRM)

CONTEXT_ACTIONS = (
    _element("feedback_buttons", {"positive_button": _vote(), "negative_button": _vote()}),
    _element(
        "icon_button",
        {"icon": Choice("trash"), "text": _BUTTON_TEXT},
        {
            "value": _VALUE,
            "accessibility_label": _LABEL,
            **_SHOWN_TO,
            **_CONFIRM,
        },
    ),
)

CHECKBOXES = _element(
    "checkboxes",
    {"options": Items(OPTION_BESIDE_A_BOX, 1, _MOST_BOXES)},
    {"initial_options": Items(OPTION_BESIDE_A_BOX, 1, _MOST_BOXES), **_CONFIRM, **_FOCUS},
    chosen_from_options("initial_options"),
)
RADIO_BUTTONS = _element(
    "radio_buttons",
    {"options": Items(OPTION_BESIDE_A_BOX, 1, _MOST_BOXES)},
    {"initial_option": OPTION_BESIDE_A_BOX, **_CONFIRM, **_FOCUS},
    chosen_from_options("initial_option"),
)

_STATIC: dict[str, Shape] = {"options": OPTIONS, "option_groups": OPTION_GROUPS}
_EXTERNAL: dict[str, Shape] = {"min_query_length": Whole()}
_CONVERSATIONS: dict[str, Shape] = {"default_to_current_conversation": Flag(), "filter": FILTER}
_RESPONSE_URL: dict[str, Shape] = {"response_url_enabled": Flag()}

MENUS = (
    _element(
        "static_select",
        {},
        {**_STATIC, "initial_option": OPTION, **_MENU},
        one_of("options", "option_groups"),
        chosen_from_options("initial_option"),
    ),
    _element("external_select", {}, {**_EXTERNAL, "initial_option": OPTION, **_MENU}),
    _element("users_select", {}, {"initial_user": String(), **_MENU}),
    _element(
        "conversations_select", {}, {**_CONVERSATIONS, **_RESPONSE_URL, "initial_conversation": String(), **_MENU}
    ),
    _element("channels_select", {}, {**_RESPONSE_URL, "initial_channel": String(), **_MENU}),
)
MULTI_MENUS = (
    _element(
        "multi_static_select",
        {},
        {**_STATIC, "initial_options": OPTIONS, **_MULTI_MENU},
        one_of("options", "option_groups"),
        chosen_from_options("initial_options"),
    ),
    _element("multi_external_select", {}, {**_EXTERNAL, "initial_options": OPTIONS, **_MULTI_MENU}),
    _element("multi_users_select", {}, {"initial_users": _IDS, **_MULTI_MENU}),
    _element("multi_conversations_select", {}, {**_CONVERSATIONS, "initial_conversations": _IDS, **_MULTI_MENU}),
    _element("multi_channels_select", {}, {"initial_channels": _IDS, **_MULTI_MENU}),
)

DATE = _element("datepicker", {}, {"initial_date": String(pattern=r"\d{4}-\d\d-\d\d", such_as="2026-11-23"), **_MENU})
TIME = _element(
    "timepicker",
    {},
    {"initial_time": String(pattern=r"([01]\d|2[0-3]):[0-5]\d", such_as="22:25"), "timezone": String(), **_MENU},
)
DATE_AND_TIME = _element(
    "datetimepicker",
    {},
    # Ten digits, as Slack's reference asks for.
    {"initial_date_time": Whole(1_000_000_000, 9_999_999_999), **_CONFIRM, **_FOCUS},
)

FIELDS = (
    _element(
        "plain_text_input",
        {},
        {"multiline": Flag(), "min_length": Whole(0, 3000), "max_length": Whole(1, 3000), **_TYPED},
        in_order("min_length", "max_length"),
    ),
    _element(
        "number_input",
        {"is_decimal_allowed": Flag()},
        {**_TYPED, "initial_value": _DECIMAL, "min_value": _DECIMAL, "max_value": _DECIMAL},
        in_order("min_value", "max_value"),
        in_order("min_value", "initial_value"),
        in_order("initial_value", "max_value"),
    ),
    _element("email_text_input", {}, _TYPED),
    _element("url_text_input", {}, _TYPED),
    _element(
        "rich_text_input",
        {},
        {**_TYPED, "initial_value": RICH_TEXT, "min_lines": Whole(1, _MOST_LINES), "max_lines": Whole(1, _MOST_LINES)},
        in_order("min_lines", "max_lines"),
    ),
    _element("file_input", {}, {"filetypes": Items(String()), "max_files": Whole(1, 10)}),
)
