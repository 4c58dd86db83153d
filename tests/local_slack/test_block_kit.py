"""The rules for blocks: each is kept once and broken once, and named when it is broken."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from local_slack.block_kit import message_faults, option_faults, view_faults

Payload = dict[str, Any]


def _plain(text: str = "x", **more: object) -> Payload:
    return {"type": "plain_text", "text": text, **more}


def _mrkdwn(text: str = "x", **more: object) -> Payload:
    return {"type": "mrkdwn", "text": text, **more}


def _option(number: int = 0, **more: object) -> Payload:
    return {"text": _plain("x"), "value": f"v{number}", **more}


def _element(kind: str, **more: object) -> Payload:
    return {"type": kind, "action_id": "a", **more}


def _actions(*elements: Payload) -> Payload:
    return {"type": "actions", "elements": list(elements)}


def _section(**more: object) -> Payload:
    return {"type": "section", "text": _plain(), **more}


def _context(*elements: Payload) -> Payload:
    return {"type": "context", "elements": list(elements)}


def _context_actions(*elements: Payload) -> Payload:
    return {"type": "context_actions", "elements": list(elements)}


def _input(element: Payload, **more: object) -> Payload:
    return {"type": "input", "label": _plain(), "element": element, **more}


def _rich_text(*elements: Payload) -> Payload:
    return {"type": "rich_text", "elements": list(elements)}


def _rich_section(*parts: Payload) -> Payload:
    return {"type": "rich_text_section", "elements": list(parts)}


def _card(**more: object) -> Payload:
    return {"type": "card", "title": _mrkdwn(), **more}


def _container(*blocks: Payload, **more: object) -> Payload:
    return {"type": "container", "title": _plain(), "child_blocks": list(blocks), **more}


def _table(rows: int = 1, cells: int = 1, text: str = "x", **more: object) -> Payload:
    return {"type": "table", "rows": [[{"type": "raw_text", "text": text}] * cells] * rows, **more}


def _data_table(*rows: list[Payload], **more: object) -> Payload:
    return {"type": "data_table", "caption": "x", "rows": list(rows), **more}


def _chart(**chart: object) -> Payload:
    return {"type": "data_visualization", "title": "x", "chart": chart}


def _modal(*blocks: Payload, **more: object) -> Payload:
    return {"type": "modal", "title": _plain(), "submit": _plain(), "blocks": list(blocks), **more}


def _home(*blocks: Payload, **more: object) -> Payload:
    return {"type": "home", "blocks": list(blocks), **more}


BUTTON = _element("button", text=_plain(), value="v")
TRASH = _element("icon_button", icon="trash", text=_plain())
VOTE = {"text": _plain(), "value": "v", "accessibility_label": "x"}
FEEDBACK = _element("feedback_buttons", positive_button=VOTE, negative_button=VOTE)
SELECT = _element("static_select", placeholder=_plain(), options=[_option()])
GROUPED = _element("static_select", option_groups=[{"label": _plain(), "options": [_option()]}])
CONVERSATIONS = _element("conversations_select")
FIELD = _element("plain_text_input")
PICTURE = {"type": "image", "image_url": "https://example.com/a.png", "alt_text": "x"}
CONFIRM = {"title": _plain(), "text": _plain(), "confirm": _plain(), "deny": _plain()}
WORKFLOW = {
    "trigger": {
        "url": "https://slack.com/shortcuts/Ft1",
        "customizable_input_parameters": [{"name": "n", "value": "v"}],
    }
}
VIDEO = {
    "type": "video",
    "video_url": "https://example.com/v",
    "thumbnail_url": "https://example.com/t.png",
    "alt_text": "x",
    "title": _plain(),
}
TASK = {"type": "task_card", "task_id": "1", "title": "x", "status": "complete"}
CELL = {"type": "raw_text", "text": "x"}
NUMBER = {"type": "raw_number", "value": 4.5, "text": "4.5"}
RICH = _rich_text(_rich_section({"type": "text", "text": "x", "style": {"bold": True, "code": True}}))
POINTS = [{"label": "Mon", "value": -1}, {"label": "Tue", "value": 2.5}]
AXIS = {"categories": ["Mon", "Tue"], "x_label": "Day"}
TEN_CARDS = [_card(block_id=f"c{number}") for number in range(10)]

EVERY_PART = (
    {"type": "text", "text": "x", "style": {"bold": True, "italic": True, "strike": True, "code": True}},
    {"type": "link", "url": "https://example.com", "text": "x", "unsafe": True, "style": {"bold": True}},
    {"type": "broadcast", "range": "here"},
    {"type": "channel", "channel_id": "C1"},
    {"type": "color", "value": "#F405B3"},
    {"type": "date", "timestamp": 1720710212, "format": "{date_num}", "fallback": "x"},
    {"type": "emoji", "name": "wave", "unicode": "1f44b"},
    {"type": "team", "team_id": "T1"},
    {"type": "user", "user_id": "U1", "style": {"highlight": True}},
    {"type": "usergroup", "usergroup_id": "S1"},
)

IN_MESSAGES: dict[str, Payload] = {
    "a section of 3000 characters": _section(text=_mrkdwn("x" * 3000, verbatim=True), expand=True),
    "a section of ten fields": {"type": "section", "fields": [_plain("x" * 200, emoji=True)] * 10},
    "a section with an image": _section(accessory=PICTURE),
    "a section with a multi-select": _section(accessory=_element("multi_users_select", max_selected_items=1)),
    "a divider with an id": {"type": "divider", "block_id": "x" * 255},
    "a header of 150 characters": {"type": "header", "text": _plain("x" * 150)},
    "an image with a title": {**PICTURE, "title": _plain()},
    "an image from Slack's files": {"type": "image", "slack_file": {"id": "F1"}, "alt_text": "x"},
    "a context of ten": _context(*[_mrkdwn(), PICTURE] * 5),
    "25 buttons": _actions(*({**BUTTON, "action_id": str(number)} for number in range(25))),
    "a button with all it may have": _actions(
        {
            **BUTTON,
            "text": _plain("x" * 75),
            "value": "x" * 2000,
            "url": "https://" + "x" * 2992,
            "style": "primary",
            "accessibility_label": "x" * 75,
            "agent_prompt": "x" * 4000,
            "agent_prompt_display": "x",
            "visible_to_user_ids": ["U1"],
            "confirm": {**CONFIRM, "style": "danger"},
        }
    ),
    "a workflow button": _actions(_element("workflow_button", text=_plain(), workflow=WORKFLOW)),
    "an overflow menu": _actions(_element("overflow", options=[_option(n, url="https://x.y") for n in range(5)])),
    "checkboxes with markup": _actions(
        _element("checkboxes", options=[{**_option(), "text": _mrkdwn(), "description": _mrkdwn()}])
    ),
    "radio buttons": _actions(_element("radio_buttons", options=[_option()], initial_option=_option())),
    "a menu of 100 options": _actions(
        _element("static_select", options=[_option(n, description=_plain("x" * 75)) for n in range(100)])
    ),
    "a menu in groups, with one chosen": _actions(
        {**GROUPED, "initial_option": {"text": _plain("x", emoji=True), "value": "v0"}}
    ),
    "an external menu": _actions(_element("external_select", min_query_length=0, initial_option=_option())),
    "a menu of users": _actions(_element("users_select", initial_user="U1", confirm=CONFIRM)),
    "a menu of conversations": _actions(
        {**CONVERSATIONS, "filter": {"include": ["public", "im"]}, "default_to_current_conversation": True}
    ),
    "a menu of channels": _actions(_element("channels_select", initial_channel="C1", focus_on_load=True)),
    "dates and times": _actions(
        {"type": "datepicker", "initial_date": "2026-11-23"},
        {"type": "timepicker", "initial_time": "22:25", "timezone": "Asia/Shanghai"},
        {"type": "datetimepicker", "initial_date_time": 1628633820},
    ),
    "actions without ids": _actions({"type": "users_select"}, {"type": "users_select"}),
    "an input block": _input(FIELD, hint=_plain(), optional=True, dispatch_action=True),
    "feedback and an icon": _context_actions(
        FEEDBACK, {**TRASH, "action_id": "b", "visible_to_user_ids": ["U1"] * 10, "confirm": CONFIRM}
    ),
    "rich text of every part": _rich_text(
        _rich_section(*EVERY_PART),
        _rich_section(),
        {
            "type": "rich_text_list",
            "style": "ordered",
            "indent": 8,
            "offset": 3,
            "border": 1,
            "elements": [_rich_section(*EVERY_PART)],
        },
        {"type": "rich_text_preformatted", "language": "json", "border": 0, "elements": [EVERY_PART[0]]},
        {"type": "rich_text_quote", "elements": [*EVERY_PART]},
    ),
    "12,000 characters of markdown": {"type": "markdown", "text": "x" * 12_000},
    "a table of 100 by 20": _table(100, 20, column_settings=[None, {"align": "right", "is_wrapped": True}]),
    "a data table": _data_table([CELL, CELL], [NUMBER, RICH], page_size=100, row_header_column_index=1),
    "a pie": _chart(type="pie", segments=[{"label": "x" * 20, "value": 1}] * 12),
    "lines": _chart(
        type="line", series=[{"name": "a", "data": POINTS}, {"name": "b", "data": POINTS}], axis_config=AXIS
    ),
    "a card with all it may have": _card(
        hero_image=PICTURE,
        icon=PICTURE,
        title=_mrkdwn("x" * 150),
        subtitle=_mrkdwn("x" * 150),
        body=_mrkdwn("x" * 200),
        actions=[{**BUTTON, "action_id": str(number)} for number in range(3)],
    ),
    "a carousel of ten": {"type": "carousel", "elements": TEN_CARDS},
    "a container that folds": _container(
        *[_section()] * 10, subtitle=_mrkdwn(), icon=PICTURE, width="wide", is_collapsible=True, default_collapsed=True
    ),
    "a container with a rich title": {"type": "container", "rich_text_title": RICH, "child_blocks": [_actions(BUTTON)]},
    "a task": {
        **TASK,
        "details": RICH,
        "output": RICH,
        "sources": [{"type": "url", "url": "https://x.y", "text": "x"}],
    },
    "a plan": {"type": "plan", "title": "x", "tasks": [TASK]},
    "a video": {**VIDEO, "title_url": "https://example.com", "author_name": "x" * 49, "description": _plain()},
}


@pytest.mark.parametrize("block", IN_MESSAGES.values(), ids=IN_MESSAGES)
def test_a_message_takes(block: Payload) -> None:
    assert message_faults("x", [block]) == []


IN_MODALS: dict[str, Payload] = {
    "an alert": {"type": "alert", "text": _mrkdwn("x" * 200), "level": "warning"},
    "a field with bounds": _input(
        {**FIELD, "min_length": 0, "max_length": 3000, "multiline": True, "initial_value": ""}
    ),
    "a field that dispatches": _input(
        {**FIELD, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}}
    ),
    "a number": _input(
        _element("number_input", is_decimal_allowed=True, min_value="-1", initial_value="0", max_value="9.5")
    ),
    "an email address": _input(_element("email_text_input", placeholder=_plain("x" * 150))),
    "an address": _input(_element("url_text_input", focus_on_load=True)),
    "rich text": _input(_element("rich_text_input", initial_value=RICH, min_lines=1, max_lines=100)),
    "files": _input(_element("file_input", filetypes=["log"], max_files=10)),
    "a conversation to answer in": _input({**CONVERSATIONS, "response_url_enabled": True}),
    "a channel to answer in": _input(_element("channels_select", response_url_enabled=True)),
    "several options": _input(
        _element(
            "multi_static_select", options=[_option(n) for n in range(3)], initial_options=[_option(1), _option(2)]
        )
    ),
    "several external options": _input(
        _element("multi_external_select", min_query_length=1, initial_options=[_option()])
    ),
    "several conversations": _input(
        _element("multi_conversations_select", filter={"exclude_bot_users": True}, initial_conversations=["C1"])
    ),
    "several channels": _input(_element("multi_channels_select", initial_channels=["C1"], placeholder=_plain())),
    "checked boxes": _input(_element("checkboxes", options=[_option()], initial_options=[_option()])),
}


@pytest.mark.parametrize("block", IN_MODALS.values(), ids=IN_MODALS)
def test_a_modal_takes(block: Payload) -> None:
    assert view_faults(_modal(block)) == []


def _rows(count: int) -> list[list[Payload]]:
    return [[CELL]] * count


NOT_IN_MESSAGES: dict[str, tuple[object, str]] = {
    # What is no block.
    "a block is an object": ("x", ": has to be an object, not str"),
    "a block has a type": ({"text": _plain()}, ": None does not stand there, only actions, alert"),
    "a block is of a known type": ({"type": "hologram"}, ": 'hologram' does not stand there, only actions, alert"),
    "a section has no colour": (_section(colour="red"), ".colour: section has no such field"),
    "nothing is null": (_section(accessory=None), ".accessory: has to be an object, not null"),
    "a block_id has at most 255 characters": (_section(block_id="x" * 256), ".block_id: 256 characters, at most 255"),
    # Texts.
    "a header is needed": ({"type": "header"}, ".text: header needs it"),
    "a header is not empty": ({"type": "header", "text": _plain("")}, ".text: 0 characters, at least 1"),
    "a header has at most 150 characters": (
        {"type": "header", "text": _plain("x" * 151)},
        ".text: 151 characters, at most 150",
    ),
    "a header has no markup": ({"type": "header", "text": _mrkdwn()}, ".text: has to be plain_text, not mrkdwn"),
    "a text is an object": (_section(text="x"), ".text: has to be a text object, not str"),
    "a text has one of two types": (
        _section(text={"type": "html", "text": "x"}),
        ".text: has to be plain_text or mrkdwn, not html",
    ),
    "a text has a text": (_section(text={"type": "mrkdwn"}), ".text: has to be a string, not null"),
    "a text has no colour": (_section(text=_plain(colour="red")), ".text.colour: a text object has no such field"),
    "emoji is for plain text": (_section(text=_mrkdwn(emoji=True)), ".text.emoji: only for plain_text"),
    "verbatim is for markup": (_section(text=_plain(verbatim=True)), ".text.verbatim: only for mrkdwn"),
    "emoji is true or false": (_section(text=_plain(emoji="yes")), ".text.emoji: has to be true or false, not str"),
    "a section has at most 3000 characters": (
        _section(text=_plain("x" * 3001)),
        ".text: 3001 characters, at most 3000",
    ),
    "a field has at most 2000 characters": (
        _section(fields=[_plain("x" * 2001)]),
        ".fields[0]: 2001 characters, at most 2000",
    ),
    "a section has at most ten fields": (_section(fields=[_plain()] * 11), ".fields: 11 of them, at most 10"),
    "a section has a text or fields": ({"type": "section"}, ": needs text or fields"),
    "a context has at most ten": (_context(*[_plain()] * 11), ".elements: 11 of them, at most 10"),
    "a context is not empty": (_context(), ".elements: 0 of them, at least 1"),
    "a context has no buttons": (
        _context(BUTTON),
        ".elements[0]: 'button' does not stand there, only image, mrkdwn, plain_text",
    ),
    # Images.
    "an image has a source": ({"type": "image", "alt_text": "x"}, ": needs either image_url or slack_file"),
    "an image has one source": ({**PICTURE, "slack_file": {"id": "F1"}}, ": needs either image_url or slack_file"),
    "a Slack file is named once": (
        {"type": "image", "alt_text": "x", "slack_file": {"id": "F1", "url": "https://x.y"}},
        ".slack_file: needs either url or id",
    ),
    "an image is described": ({**PICTURE, "alt_text": ""}, ".alt_text: 0 characters, at least 1"),
    "an image's description has at most 2000 characters": (
        _section(accessory={**PICTURE, "alt_text": "x" * 2001}),
        ".accessory.alt_text: 2001 characters, at most 2000",
    ),
    "an image in a block has no title": (
        _context({**PICTURE, "title": _plain()}),
        ".elements[0].title: image has no such field",
    ),
    # Actions.
    "actions are not empty": (_actions(), ".elements: 0 of them, at least 1"),
    "actions are at most 25": (
        _actions(*({**BUTTON, "action_id": str(number)} for number in range(26))),
        ".elements: 26 of them, at most 25",
    ),
    "an action_id is unique in its block": (
        _actions(BUTTON, SELECT),
        ".elements[1].action_id: 'a' stands at blocks[0].elements[0] already",
    ),
    "an action_id has at most 255 characters": (
        _actions({**BUTTON, "action_id": "x" * 256}),
        ".elements[0].action_id: 256 characters, at most 255",
    ),
    "actions have no icons": (_actions(TRASH), ".elements[0]: 'icon_button' does not stand there, only button,"),
    "actions have no fields": (_actions(FIELD), ".elements[0]: 'plain_text_input' does not stand there, only button,"),
    "actions have no images": (_actions(PICTURE), ".elements[0]: 'image' does not stand there, only button,"),
    "actions have no multi-selects": (
        _actions(_element("multi_users_select")),
        ".elements[0]: 'multi_users_select' does not stand there, only button,",
    ),
    "an accessory is no field": (
        _section(accessory=FIELD),
        ".accessory: 'plain_text_input' does not stand there, only button,",
    ),
    "an accessory is no icon": (
        _section(accessory=TRASH),
        ".accessory: 'icon_button' does not stand there, only button,",
    ),
    "an accessory takes no date with a time": (
        _section(accessory=_element("datetimepicker")),
        ".accessory: 'datetimepicker' does not stand there, only button,",
    ),
    # Buttons.
    "a button has at most 75 characters": (
        _actions({**BUTTON, "text": _plain("x" * 76)}),
        ".elements[0].text: 76 characters, at most 75",
    ),
    "a button is not empty": (_actions({**BUTTON, "text": _plain("")}), ".elements[0].text: 0 characters, at least 1"),
    "a button has no markup": (
        _actions({**BUTTON, "text": _mrkdwn()}),
        ".elements[0].text: has to be plain_text, not mrkdwn",
    ),
    "a button's value has at most 2000 characters": (
        _actions({**BUTTON, "value": "x" * 2001}),
        ".elements[0].value: 2001 characters, at most 2000",
    ),
    "a button's value is a string": (
        _actions({**BUTTON, "value": 606}),
        ".elements[0].value: has to be a string, not int",
    ),
    "a button's address has at most 3000 characters": (
        _actions({**BUTTON, "url": "x" * 3001}),
        ".elements[0].url: 3001 characters, at most 3000",
    ),
    "a button's label has at most 75 characters": (
        _actions({**BUTTON, "accessibility_label": "x" * 76}),
        ".elements[0].accessibility_label: 76 characters, at most 75",
    ),
    "a button has one of two styles": (
        _actions({**BUTTON, "style": "purple"}),
        ".elements[0].style: 'purple' is none of primary, danger",
    ),
    "a button has no placeholder": (
        _actions({**BUTTON, "placeholder": _plain()}),
        ".elements[0].placeholder: button has no such field",
    ),
    "a confirmation has a title of at most 100 characters": (
        _actions({**BUTTON, "confirm": {**CONFIRM, "title": _plain("x" * 101)}}),
        ".elements[0].confirm.title: 101 characters, at most 100",
    ),
    "a confirmation has at most 300 characters": (
        _actions({**BUTTON, "confirm": {**CONFIRM, "text": _mrkdwn("x" * 301)}}),
        ".elements[0].confirm.text: 301 characters, at most 300",
    ),
    "a confirmation is confirmed in at most 30 characters": (
        _actions({**BUTTON, "confirm": {**CONFIRM, "confirm": _plain("x" * 31)}}),
        ".elements[0].confirm.confirm: 31 characters, at most 30",
    ),
    "a confirmation is denied in plain text": (
        _actions({**BUTTON, "confirm": {**CONFIRM, "deny": _mrkdwn()}}),
        ".elements[0].confirm.deny: has to be plain_text, not mrkdwn",
    ),
    "a workflow button starts a workflow": (
        _actions(_element("workflow_button", text=_plain())),
        ".elements[0].workflow: workflow_button needs it",
    ),
    # Options.
    "a menu has options": (_actions(_element("static_select")), ".elements[0]: needs either options or option_groups"),
    "a menu has options or groups": (
        _actions({**SELECT, "option_groups": GROUPED["option_groups"]}),
        ".elements[0]: needs either options or option_groups",
    ),
    "options are not none": (_actions({**SELECT, "options": []}), ".elements[0].options: 0 of them, at least 1"),
    "options are at most 100": (
        _actions({**SELECT, "options": [_option()] * 101}),
        ".elements[0].options: 101 of them, at most 100",
    ),
    "an option has at most 75 characters": (
        _actions({**SELECT, "options": [{**_option(), "text": _plain("x" * 76)}]}),
        ".elements[0].options[0].text: 76 characters, at most 75",
    ),
    "an option of a menu has no markup": (
        _actions({**SELECT, "options": [{**_option(), "text": _mrkdwn()}]}),
        ".elements[0].options[0].text: has to be plain_text, not mrkdwn",
    ),
    "an option's description has at most 75 characters": (
        _actions({**SELECT, "options": [_option(description=_plain("x" * 76))]}),
        ".elements[0].options[0].description: 76 characters, at most 75",
    ),
    "an option has a value": (
        _actions({**SELECT, "options": [{"text": _plain()}]}),
        ".elements[0].options[0].value: an option needs it",
    ),
    "an option's value has at most 150 characters": (
        _actions({**SELECT, "options": [{**_option(), "value": "x" * 151}]}),
        ".elements[0].options[0].value: 151 characters, at most 150",
    ),
    "only an overflow menu leads elsewhere": (
        _actions({**SELECT, "options": [_option(url="https://x.y")]}),
        ".elements[0].options[0].url: an option has no such field",
    ),
    "an overflow menu has at most five options": (
        _actions(_element("overflow", options=[_option()] * 6)),
        ".elements[0].options: 6 of them, at most 5",
    ),
    "checkboxes are at most ten": (
        _actions(_element("checkboxes", options=[_option()] * 11)),
        ".elements[0].options: 11 of them, at most 10",
    ),
    "a group is not empty": (
        _actions({**GROUPED, "option_groups": [{"label": _plain(), "options": []}]}),
        ".elements[0].option_groups[0].options: 0 of them, at least 1",
    ),
    "groups are at most 100": (
        _actions({**GROUPED, "option_groups": GROUPED["option_groups"] * 101}),
        ".elements[0].option_groups: 101 of them, at most 100",
    ),
    "a group's label has at most 75 characters": (
        _actions({**GROUPED, "option_groups": [{"label": _plain("x" * 76), "options": [_option()]}]}),
        ".elements[0].option_groups[0].label: 76 characters, at most 75",
    ),
    "what is chosen stands among the options": (
        _actions({**SELECT, "initial_option": _option(1)}),
        ".elements[0].initial_option: 'v1' does not stand among the options",
    ),
    "what is chosen stands in a group": (
        _actions({**GROUPED, "initial_option": _option(1)}),
        ".elements[0].initial_option: 'v1' does not stand among the options",
    ),
    "what is checked is not an empty list": (
        _actions(_element("checkboxes", options=[_option()], initial_options=[])),
        ".elements[0].initial_options: 0 of them, at least 1",
    ),
    # Menus and pickers.
    "a placeholder has at most 150 characters": (
        _actions({**SELECT, "placeholder": _plain("x" * 151)}),
        ".elements[0].placeholder: 151 characters, at most 150",
    ),
    "a placeholder has no markup": (
        _actions({**SELECT, "placeholder": _mrkdwn()}),
        ".elements[0].placeholder: has to be plain_text, not mrkdwn",
    ),
    "an external menu brings no options": (
        _actions(_element("external_select", options=[_option()])),
        ".elements[0].options: external_select has no such field",
    ),
    "a search is not shorter than nothing": (
        _actions(_element("external_select", min_query_length=-1)),
        ".elements[0].min_query_length: -1, at least 0",
    ),
    "a search's length is a number": (
        _actions(_element("external_select", min_query_length=True)),
        ".elements[0].min_query_length: has to be a whole number, not bool",
    ),
    "a filter filters something": (
        _actions({**CONVERSATIONS, "filter": {}}),
        ".elements[0].filter: needs include or exclude_external_shared_channels or exclude_bot_users",
    ),
    "a filter includes something": (
        _actions({**CONVERSATIONS, "filter": {"include": []}}),
        ".elements[0].filter.include: 0 of them, at least 1",
    ),
    "a filter includes what there is": (
        _actions({**CONVERSATIONS, "filter": {"include": ["dm"]}}),
        ".elements[0].filter.include[0]: 'dm' is none of im, mpim, private, public",
    ),
    "a message has no response_urls": (
        _actions({**CONVERSATIONS, "response_url_enabled": True}),
        ".elements[0].response_url_enabled: only in an input block of a modal",
    ),
    "several are at least one": (
        _section(accessory=_element("multi_users_select", max_selected_items=0)),
        ".accessory.max_selected_items: 0, at least 1",
    ),
    "a date is a date": (
        _actions(_element("datepicker", initial_date="tomorrow")),
        ".elements[0].initial_date: 'tomorrow' is not like 2026-11-23",
    ),
    "a time is a time": (
        _actions(_element("timepicker", initial_time="24:00")),
        ".elements[0].initial_time: '24:00' is not like 22:25",
    ),
    "a date with a time has ten digits": (
        _actions(_element("datetimepicker", initial_date_time=99_999)),
        ".elements[0].initial_date_time: 99999, at least 1000000000",
    ),
    # Context actions.
    "context actions are at most five": (
        _context_actions(*({**TRASH, "action_id": str(number)} for number in range(6))),
        ".elements: 6 of them, at most 5",
    ),
    "context actions have no buttons": (
        _context_actions(BUTTON),
        ".elements[0]: 'button' does not stand there, only feedback_buttons, icon_button",
    ),
    "the only icon is trash": (
        _context_actions({**TRASH, "icon": "skull"}),
        ".elements[0].icon: 'skull' is none of trash",
    ),
    "an icon is shown to somebody": (
        _context_actions({**TRASH, "visible_to_user_ids": []}),
        ".elements[0].visible_to_user_ids: 0 of them, at least 1",
    ),
    "an icon is shown to at most ten": (
        _context_actions({**TRASH, "visible_to_user_ids": ["U1"] * 11}),
        ".elements[0].visible_to_user_ids: 11 of them, at most 10",
    ),
    "feedback has two buttons": (
        _context_actions(_element("feedback_buttons", positive_button=VOTE)),
        ".elements[0].negative_button: feedback_buttons needs it",
    ),
    "feedback has at most 75 characters": (
        _context_actions({**FEEDBACK, "positive_button": {**VOTE, "text": _plain("x" * 76)}}),
        ".elements[0].positive_button.text: 76 characters, at most 75",
    ),
    # Input.
    "an input has a label": ({"type": "input", "element": FIELD}, ".label: input needs it"),
    "a label has at most 2000 characters": (
        _input(FIELD, label=_plain("x" * 2001)),
        ".label: 2001 characters, at most 2000",
    ),
    "a label has no markup": (_input(FIELD, label=_mrkdwn()), ".label: has to be plain_text, not mrkdwn"),
    "a hint has at most 2000 characters": (
        _input(FIELD, hint=_plain("x" * 2001)),
        ".hint: 2001 characters, at most 2000",
    ),
    "an input is no button": (_input(BUTTON), ".element: 'button' does not stand there, only channels_select,"),
    "bounds are in order": (
        _input({**FIELD, "min_length": 5, "max_length": 4}),
        ".element.min_length: 5 is above max_length, 4",
    ),
    "a field has at most 3000 characters": (
        _input({**FIELD, "max_length": 3001}),
        ".element.max_length: 3001, at most 3000",
    ),
    "a field dispatches on what there is": (
        _input({**FIELD, "dispatch_action_config": {"trigger_actions_on": ["on_blur"]}}),
        ".element.dispatch_action_config.trigger_actions_on[0]: 'on_blur' is none of on_enter_pressed, on_character_entered",
    ),
    # Rich text.
    "rich text is not empty": (_rich_text(), ".elements: 0 of them, at least 1"),
    "rich text stands in sections": (
        _rich_text({"type": "text", "text": "x"}),
        ".elements[0]: 'text' does not stand there, only rich_text_list, rich_text_preformatted, rich_text_quote, rich_text_section",
    ),
    "a rich section has parts": (
        _rich_text({"type": "rich_text_section"}),
        ".elements[0].elements: rich_text_section needs it",
    ),
    "a rich section has parts that there are": (
        _rich_text(_rich_section(_plain())),
        ".elements[0].elements[0]: 'plain_text' does not stand there, only broadcast, channel,",
    ),
    "rich text has a text": (
        _rich_text(_rich_section({"type": "text", "text": ""})),
        ".elements[0].elements[0].text: 0 characters, at least 1",
    ),
    "rich text is not larger": (
        _rich_text(_rich_section({"type": "text", "text": "x", "style": {"large": True}})),
        ".elements[0].elements[0].style.large: a style has no such field",
    ),
    "rich text is bold or not": (
        _rich_text(_rich_section({"type": "text", "text": "x", "style": {"bold": "very"}})),
        ".elements[0].elements[0].style.bold: has to be true or false, not str",
    ),
    "a list has sections": (
        _rich_text({"type": "rich_text_list", "style": "bullet", "elements": [{"type": "text", "text": "x"}]}),
        ".elements[0].elements[0].type: 'text' is none of rich_text_section",
    ),
    "a list has bullets or numbers": (
        _rich_text({"type": "rich_text_list", "style": "square", "elements": []}),
        ".elements[0].style: 'square' is none of bullet, ordered",
    ),
    "a list has a style": (
        _rich_text({"type": "rich_text_list", "elements": []}),
        ".elements[0].style: rich_text_list needs it",
    ),
    "a list is indented at most eight times": (
        _rich_text({"type": "rich_text_list", "style": "bullet", "indent": 9, "elements": []}),
        ".elements[0].indent: 9, at most 8",
    ),
    "a border is 0 or 1": (
        _rich_text({"type": "rich_text_quote", "border": True, "elements": []}),
        ".elements[0].border: True is none of 0, 1",
    ),
    "code mentions nobody": (
        _rich_text({"type": "rich_text_preformatted", "elements": [{"type": "user", "user_id": "U1"}]}),
        ".elements[0].elements[0]: 'user' does not stand there, only link, text",
    ),
    "a broadcast reaches whom it can": (
        _rich_text(_rich_section({"type": "broadcast", "range": "world"})),
        ".elements[0].elements[0].range: 'world' is none of here, channel, everyone",
    ),
    # Tables and charts.
    "a table has at most 100 rows": (_table(101), ".rows: 101 of them, at most 100"),
    "a row has at most 20 cells": (_table(1, 21), ".rows[0]: 21 of them, at most 20"),
    "a cell is raw or rich": (
        {"type": "table", "rows": [[_plain()]]},
        ".rows[0][0]: 'plain_text' does not stand there, only raw_number, raw_text, rich_text",
    ),
    "a cell is not empty": (_table(text=""), ".rows[0][0].text: 0 characters, at least 1"),
    "a column is aligned to a side": (
        _table(column_settings=[{"align": "top"}]),
        ".column_settings[0].align: 'top' is none of left, center, right",
    ),
    "a data table has a header and a row": (_data_table(*_rows(1)), ".rows: 1 of them, at least 2"),
    "a data table has at most 100 rows and a header": (_data_table(*_rows(102)), ".rows: 102 of them, at most 101"),
    "a data table has rows of one length": (
        _data_table([CELL], [CELL, CELL]),
        ".rows[1]: 2 of them, 1 in the first row",
    ),
    "a data table has a plain header": (_data_table([RICH], [CELL]), ".rows[0][0]: no rich_text in the header"),
    "a data table names a column that it has": (
        _data_table(*_rows(2), row_header_column_index=1),
        ".row_header_column_index: there is no such column",
    ),
    "a segment is above 0": (
        _chart(type="pie", segments=[{"label": "x", "value": 0}]),
        ".chart.segments[0].value: 0, has to be above 0",
    ),
    "a series has a point for each category": (
        _chart(type="bar", series=[{"name": "a", "data": POINTS[:1]}], axis_config=AXIS),
        ".chart.series[0].data: needs one point for each category",
    ),
    "series have names of their own": (
        _chart(type="area", series=[{"name": "a", "data": POINTS}] * 2, axis_config=AXIS),
        ".chart.series: the names a, a clash",
    ),
    # Cards, containers, tasks, videos.
    "a card has something": ({"type": "card"}, ": needs hero_image or title or actions or body"),
    "a card's body has at most 200 characters": (_card(body=_mrkdwn("x" * 201)), ".body: 201 characters, at most 200"),
    "a card's title has at most 150 characters": (
        _card(title=_mrkdwn("x" * 151)),
        ".title: 151 characters, at most 150",
    ),
    "a card has at most three buttons": (
        _card(actions=[{**BUTTON, "action_id": str(number)} for number in range(4)]),
        ".actions: 4 of them, at most 3",
    ),
    "a card has one icon": (
        _card(icon=PICTURE, slack_icon={"type": "icon", "name": "rocket"}),
        ".icon: does not go with slack_icon",
    ),
    "a carousel has a card": ({"type": "carousel", "elements": []}, ".elements: 0 of them, at least 1"),
    "a carousel has at most ten cards": (
        {"type": "carousel", "elements": [_card()] * 11},
        ".elements: 11 of them, at most 10",
    ),
    "a carousel has cards": (
        {"type": "carousel", "elements": [_section()]},
        ".elements[0].type: 'section' is none of card",
    ),
    "a container has a title": (
        {"type": "container", "child_blocks": [_section()]},
        ": needs title or rich_text_title",
    ),
    "a container has at most ten blocks": (_container(*[_section()] * 11), ".child_blocks: 11 of them, at most 10"),
    "what a container holds is held against the models, too": (
        _container({"type": "section", "fields": []}),
        ".child_blocks[0]",
    ),
    "a container has no container": (
        _container(_container(_section())),
        ".child_blocks[0]: 'container' does not stand there, only actions,",
    ),
    "only what folds is folded": (
        _container(_section(), default_collapsed=True),
        ".default_collapsed: only with is_collapsible",
    ),
    "what folds has no divider": (
        _container(_section(), is_collapsible=True, has_header_divider=True),
        ".has_header_divider: does not go with is_collapsible",
    ),
    "action ids are unique in a block of a container": (
        _container(_actions(BUTTON, BUTTON)),
        ".child_blocks[0].elements[1].action_id: 'a' stands at blocks[0].child_blocks[0].elements[0] already",
    ),
    "a task has a state": (
        {**TASK, "status": "late"},
        ".status: 'late' is none of pending, in_progress, complete, error",
    ),
    "a source is an address": (
        {**TASK, "sources": [{"type": "link", "url": "https://x.y", "text": "x"}]},
        ".sources[0].type: 'link' is none of url",
    ),
    "a video is served over HTTPS": (
        {**VIDEO, "video_url": "http://x.y"},
        ".video_url: 'http://x.y' is not like https://example.com",
    ),
    # Places.
    "an alert stands in modals": ({"type": "alert", "text": _plain()}, ": alert does not stand in a message"),
    "a file comes from Slack": (
        {"type": "file", "source": "remote", "external_id": "x"},
        ": file does not stand in a message",
    ),
    "files are chosen in modals": (_input(_element("file_input")), ".element: file_input does not stand in a message"),
    "numbers are typed in modals": (
        _input(_element("number_input", is_decimal_allowed=False)),
        ".element: number_input does not stand in a message",
    ),
    "rich text is typed in views": (
        _input(_element("rich_text_input")),
        ".element: rich_text_input does not stand in a message",
    ),
}


@pytest.mark.parametrize(("block", "fault"), NOT_IN_MESSAGES.values(), ids=NOT_IN_MESSAGES)
def test_a_message_is_held_to_the_rule_that(block: Payload, fault: str) -> None:
    (found,) = message_faults("x", [block])

    assert found.startswith(f"blocks[0]{fault}")


@pytest.mark.parametrize(
    ("text", "blocks", "faults"),
    [
        pytest.param("x", [], [], id="blocks are not needed"),
        pytest.param("x" * 4000, [_section()] * 50, [], id="50 blocks and 4000 characters beside them are taken"),
        pytest.param("", [_section()], ["text: 0 characters, at least 1"], id="the text is needed beside blocks"),
        pytest.param("", [], ["text: 0 characters, at least 1"], id="a message says something"),
        pytest.param("x" * 4001, [], ["text: 4001 characters, at most 4000"], id="the text is not cut"),
        pytest.param("x", [_section()] * 51, ["blocks: 51 of them, at most 50"], id="blocks are at most 50"),
        pytest.param(
            "x",
            [_section(text=_plain("x" * 2900))] * 5,
            ["blocks: 14500 characters over all of them, at most 13200"],
            id="all blocks have at most 13,200 characters",
        ),
        pytest.param(
            "x",
            [{"type": "markdown", "text": "x" * 12_001}],
            [
                "blocks[0].text: 12001 characters, at most 12000",
                "blocks: 12001 characters over all markdown blocks, at most 12000",
            ],
            id="a markdown block has at most 12,000 characters",
        ),
        pytest.param(
            "x",
            [{"type": "markdown", "text": "x" * 6001}] * 2,
            ["blocks: 12002 characters over all markdown blocks, at most 12000"],
            id="all markdown has at most 12,000 characters",
        ),
        pytest.param(
            "x",
            [_table(text="x" * 2000, cells=6)],
            ["blocks: 12000 characters over all table blocks, at most 10000"],
            id="a table has at most 10,000 characters",
        ),
        pytest.param("x", [_table()] * 2, ["blocks: 2 of kind table, at most 1"], id="a message has one table"),
        pytest.param(
            "x",
            [_section(block_id="same"), {"type": "divider", "block_id": "same"}],
            ["blocks[1].block_id: 'same' stands at blocks[0] already"],
            id="a block_id is unique in a message",
        ),
        pytest.param(
            "x",
            [_section(block_id="same"), _container(_section(block_id="same"))],
            ["blocks[1].child_blocks[0].block_id: 'same' stands at blocks[0] already"],
            id="a block_id is unique in a message and its containers",
        ),
        pytest.param("x", [_actions(BUTTON)] * 2, [], id="an action_id may stand in several blocks"),
        pytest.param(
            "x",
            [{"type": "header", "text": _mrkdwn("")}, _section(), {"type": "section"}],
            [
                "blocks[0].text: has to be plain_text, not mrkdwn",
                "blocks[0].text: 0 characters, at least 1",
                "blocks[2]: needs text or fields",
            ],
            id="every fault is told",
        ),
    ],
)
def test_in_a_message_as_a_whole(text: str, blocks: list[Payload], faults: list[str]) -> None:
    assert message_faults(text, blocks) == faults


@pytest.mark.parametrize(
    "view",
    [
        pytest.param(
            {"type": "modal", "title": _plain("x" * 24), "blocks": [_section()]}, id="a modal without a button"
        ),
        pytest.param(
            _modal(
                _input(FIELD),
                close=_plain("x" * 24),
                private_metadata="x" * 3000,
                callback_id="x" * 255,
                external_id="x",
                clear_on_close=True,
                notify_on_close=True,
            ),
            id="a modal with all it may have",
        ),
        pytest.param(_modal(*[_section()] * 100), id="a modal of 100 blocks"),
        pytest.param(
            _home(*[_section()] * 100, private_metadata="", callback_id="x", external_id="x"), id="a home of 100 blocks"
        ),
        pytest.param(_home(_input(FIELD, dispatch_action=True)), id="a home with a field"),
    ],
)
def test_a_view_may_be(view: Payload) -> None:
    assert view_faults(view) == []


FOCUSED = {**FIELD, "focus_on_load": True}
NOT_AS_VIEWS: dict[str, tuple[Payload, str]] = {
    "a view is a modal or a home": ({"type": "window"}, "type: 'window' is neither modal nor home"),
    "a modal has a title": ({"type": "modal", "blocks": [_section()]}, "title: modal needs it"),
    "a title is not empty": (_modal(_section(), title=_plain("")), "title: 0 characters, at least 1"),
    "a title has at most 24 characters": (
        _modal(_section(), title=_plain("x" * 25)),
        "title: 25 characters, at most 24",
    ),
    "a title has no markup": (_modal(_section(), title=_mrkdwn()), "title: has to be plain_text, not mrkdwn"),
    "submit has at most 24 characters": (
        _modal(_section(), submit=_plain("x" * 25)),
        "submit: 25 characters, at most 24",
    ),
    "close has at most 24 characters": (_modal(_section(), close=_plain("x" * 25)), "close: 25 characters, at most 24"),
    "a modal with an input is submitted": (
        {"type": "modal", "title": _plain(), "blocks": [_input(FIELD)]},
        "submit: a modal with an input block needs it",
    ),
    "a modal has no colour": (_modal(_section(), colour="red"), "colour: modal has no such field"),
    "a modal has blocks": ({"type": "modal", "title": _plain()}, "blocks: modal needs it"),
    "a modal has a block": (_modal(), "blocks: 0 of them, at least 1"),
    "a modal has at most 100 blocks": (_modal(*[_section()] * 101), "blocks: 101 of them, at most 100"),
    "a home has a block": (_home(), "blocks: 0 of them, at least 1"),
    "a home has at most 100 blocks": (_home(*[_section()] * 101), "blocks: 101 of them, at most 100"),
    "a home has no title": (_home(_section(), title=_plain()), "title: home has no such field"),
    "a home has no submit": (_home(_section(), submit=_plain()), "submit: home has no such field"),
    "a home has no close": (_home(_section(), close=_plain()), "close: home has no such field"),
    "private_metadata has at most 3000 characters": (
        _modal(_section(), private_metadata="x" * 3001),
        "private_metadata: 3001 characters, at most 3000",
    ),
    "a callback_id has at most 255 characters": (
        _home(_section(), callback_id="x" * 256),
        "callback_id: 256 characters, at most 255",
    ),
    "a block_id is unique in a view": (
        _home(_section(block_id="same"), _section(block_id="same")),
        "blocks[1].block_id: 'same' stands at blocks[0] already",
    ),
    "one element has the focus": (
        _modal(_input(FOCUSED), _input(FOCUSED)),
        "blocks[1].element.focus_on_load: blocks[0].element has the focus",
    ),
    "a channel to answer in is an input": (
        _modal(_actions({**CONVERSATIONS, "response_url_enabled": True})),
        "blocks[0].elements[0].response_url_enabled: only in an input block of a modal",
    ),
    "a home has no channel to answer in": (
        _home(_input({**CONVERSATIONS, "response_url_enabled": True})),
        "blocks[0].element.response_url_enabled: only in an input block of a modal",
    ),
    "files are not dispatched": (
        _modal(_input(_element("file_input"), dispatch_action=True)),
        "blocks[0].dispatch_action: not with a file_input",
    ),
    "a number is a number": (
        _modal(_input(_element("number_input", is_decimal_allowed=True, initial_value="ten"))),
        "blocks[0].element.initial_value: 'ten' is not like -12.5",
    ),
    "a number is within its bounds": (
        _modal(_input(_element("number_input", is_decimal_allowed=True, initial_value="1", min_value="2"))),
        "blocks[0].element.min_value: 2 is above initial_value, 1",
    ),
    "a number has decimals or not": (
        _modal(_input(_element("number_input"))),
        "blocks[0].element.is_decimal_allowed: number_input needs it",
    ),
    "files are at most ten": (
        _modal(_input(_element("file_input", max_files=11))),
        "blocks[0].element.max_files: 11, at most 10",
    ),
    "an alert has at most 200 characters": (
        _modal({"type": "alert", "text": _plain("x" * 201)}),
        "blocks[0].text: 201 characters, at most 200",
    ),
    "an alert has a level": (
        _modal({"type": "alert", "text": _plain(), "level": "fatal"}),
        "blocks[0].level: 'fatal' is none of default, info, warning, error, success",
    ),
    "a home has no alerts": (_home({"type": "alert", "text": _plain()}), "blocks[0]: alert does not stand in a home"),
    "a home takes no date with a time": (
        _home(_actions(_element("datetimepicker"))),
        "blocks[0].elements[0]: datetimepicker does not stand in a home",
    ),
}
NOT_AS_VIEWS.update(
    {
        f"a {view['type']} has no {block['type']}": (
            view,
            f"blocks[0]: {block['type']} does not stand in a {view['type']}",
        )
        for block in (
            _context_actions(TRASH),
            _table(),
            _data_table(*_rows(2)),
            _chart(type="pie", segments=[{"label": "x", "value": 1}]),
            _card(),
            {"type": "carousel", "elements": [_card()]},
            _container(_section()),
            {"type": "markdown", "text": "x"},
            {"type": "plan", "title": "x"},
            TASK,
        )
        for view in (_modal(block), _home(block))
    }
)


@pytest.mark.parametrize(("view", "fault"), NOT_AS_VIEWS.values(), ids=NOT_AS_VIEWS)
def test_a_view_is_held_to_the_rule_that(view: Payload, fault: str) -> None:
    assert view_faults(view)[0] == fault


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        pytest.param([], [], id="nothing may be found"),
        pytest.param([_option()] * 100, [], id="100 options are taken"),
        pytest.param([_option()] * 101, ["options: 101 of them, at most 100"], id="101 options are not"),
        pytest.param(
            [_option(description=_plain("x" * 76))],
            ["options[0].description: 76 characters, at most 75"],
            id="they are options",
        ),
    ],
)
def test_the_answer_to_a_request_for_options(options: list[Payload], faults: list[str]) -> None:
    assert option_faults(options) == faults


def test_what_only_the_models_of_slack_sdk_refuse_in_a_block_is_refused() -> None:
    block = _actions(_element("datepicker", initial_date="2026-13-32"))

    assert message_faults("x", [block]) == ["blocks[0]: initial_date attribute must be in format 'YYYY-MM-DD'"]


def test_what_only_the_models_of_slack_sdk_refuse_in_a_view_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(View, "private_metadata_max_length", 2)

    (fault,) = view_faults(_home(_section(), private_metadata="xxx"))

    assert fault.startswith("view: private_metadata cannot exceed")


def _places(node: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """Every place in a payload: what holds it, and the key or index."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [place for key in keys for place in ((node, key), *_places(node[key]))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "a"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(
    block=st.sampled_from([*IN_MESSAGES.values(), *IN_MODALS.values()]),
    at=st.integers(0, 10_000),
    wrong=JSON,
)
def test_whatever_stands_anywhere_is_judged(block: Payload, at: int, wrong: object) -> None:
    spoilt = [copy.deepcopy(block)]
    places = _places(spoilt)
    holder, key = places[at % len(places)]
    holder[key] = wrong

    assert all(
        fault.startswith(("blocks", "submit"))
        for fault in (*message_faults("x", spoilt), *view_faults(_modal(*spoilt)))
    )
