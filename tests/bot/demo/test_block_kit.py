"""The rules for blocks: each is broken once, and named."""

from __future__ import annotations

from typing import Any

import pytest

from bot.demo.block_kit import message_faults, option_faults, view_faults


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


SECTION = {"type": "section", "text": _plain("x")}
BUTTON = {"type": "button", "text": _plain("x"), "action_id": "a", "value": "v"}
OPTION = {"text": _plain("x"), "value": "v"}
SELECT = {"type": "static_select", "action_id": "s", "placeholder": _plain("x"), "options": [OPTION]}
TRASH = {"type": "icon_button", "icon": "trash", "text": _plain("x"), "action_id": "t", "value": "v"}
FIELD = {"type": "plain_text_input", "action_id": "f"}
INPUT = {"type": "input", "label": _plain("x"), "element": FIELD}
MODAL = {"type": "modal", "title": _plain("x"), "blocks": [SECTION]}
HOME = {"type": "home", "blocks": [SECTION]}
CONVERSATIONS = {"type": "conversations_select", "action_id": "c", "response_url_enabled": True}


def _actions(*elements: dict[str, Any]) -> dict[str, Any]:
    return {"type": "actions", "elements": list(elements)}


@pytest.mark.parametrize(
    "block",
    [
        SECTION,
        {"type": "divider"},
        {"type": "header", "text": _plain("x" * 150)},
        {"type": "section", "text": _plain("x" * 3000)},
        {"type": "section", "text": _plain("x"), "accessory": BUTTON},
        {"type": "section", "fields": [_plain("x" * 2000)] * 2},
        _actions(*({**BUTTON, "action_id": str(number)} for number in range(25))),
        _actions(SELECT),
        {"type": "context", "elements": [{"type": "mrkdwn", "text": "x", "verbatim": True}] * 10},
        {"type": "context_actions", "elements": [{**TRASH, "visible_to_user_ids": ["U1"]}]},
        {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "x"}]}]},
    ],
)
def test_what_slack_takes_in_a_message_has_no_faults(block: dict[str, Any]) -> None:
    assert message_faults("x", [block]) == []


@pytest.mark.parametrize(
    ("block", "fault"),
    [
        ({"type": "hologram"}, "no block of type 'hologram'"),
        ({"type": "header", "text": _plain("x" * 151)}, "151"),
        ({"type": "header", "text": _plain("")}, "blocks[0]"),
        ({"type": "header", "text": {"type": "mrkdwn", "text": "x"}}, "plain_text"),
        ({"type": "section", "text": _plain("x" * 3001)}, "3001"),
        ({"type": "section"}, "blocks[0]"),
        ({"type": "section", "fields": [_plain("x" * 2001)]}, "2001"),
        ({"type": "section", "fields": [_plain("x")] * 11}, "blocks[0]"),
        ({"type": "section", "text": {**_plain("x"), "verbatim": True}}, "verbatim"),
        ({"type": "section", "text": _plain("x"), "colour": "red"}, "blocks[0].colour: unknown"),
        ({"type": "section", "text": _plain("x"), "accessory": FIELD}, "does not stand there"),
        (_actions(), "blocks[0]"),
        (_actions(*({**BUTTON, "action_id": str(number)} for number in range(26))), "26"),
        (_actions(BUTTON, BUTTON), "clash"),
        (_actions({**BUTTON, "text": _plain("x" * 76)}), "75"),
        (_actions({**BUTTON, "text": _plain("")}), "elements[0]"),
        (_actions({**BUTTON, "value": "x" * 2001}), "2000"),
        (_actions({**BUTTON, "action_id": "x" * 256}), "255"),
        (_actions({**BUTTON, "style": "purple"}), "blocks[0]"),
        (_actions(TRASH), "does not stand there"),
        (_actions({**SELECT, "options": []}), "blocks[0]"),
        (_actions({**SELECT, "options": [OPTION] * 101}), "101"),
        (_actions({**SELECT, "options": [{**OPTION, "text": _plain("x" * 76)}]}), "75"),
        (_actions({**SELECT, "options": [{**OPTION, "value": "x" * 151}]}), "150"),
        (_actions({**SELECT, "placeholder": _plain("x" * 151)}), "150"),
        ({"type": "context", "elements": [_plain("x")] * 11}, "10"),
        ({"type": "context", "elements": [BUTTON]}, "does not stand there"),
        ({"type": "context_actions", "elements": [{**TRASH, "icon": "skull"}]}, "'skull'"),
        ({"type": "context_actions", "elements": [{**TRASH, "visible_to_user_ids": []}]}, "visible_to_user_ids"),
        ({"type": "context_actions", "elements": [BUTTON]}, "does not stand there"),
        ({"type": "alert", "text": _plain("x"), "level": "info"}, "does not stand in a message"),
    ],
)
def test_what_slack_refuses_in_a_message_is_named(block: dict[str, Any], fault: str) -> None:
    assert fault in "\n".join(message_faults("x", [block]))


@pytest.mark.parametrize(
    ("text", "blocks", "fault"),
    [
        ("", [SECTION], "text: 0 characters"),
        ("x" * 4001, [SECTION], "text: 4001 characters"),
        ("x", [SECTION] * 51, "51 of them, at most 50"),
        ("x", [{"type": "section", "text": _plain("x" * 2900)}] * 5, "14500 characters"),
        ("x", [{**SECTION, "block_id": "same"}] * 2, "clash"),
        ("x", [{**SECTION, "block_id": "x" * 256}], "255"),
    ],
)
def test_a_message_is_also_checked_as_a_whole(text: str, blocks: list[dict[str, Any]], fault: str) -> None:
    assert fault in "\n".join(message_faults(text, blocks))


@pytest.mark.parametrize(
    "view",
    [
        MODAL,
        HOME,
        {**MODAL, "blocks": [INPUT], "submit": _plain("x")},
        {**MODAL, "blocks": [{**INPUT, "element": CONVERSATIONS}], "submit": _plain("x")},
        {**HOME, "blocks": [INPUT]},
        {**HOME, "blocks": [SECTION] * 100},
    ],
)
def test_what_slack_takes_as_a_view_has_no_faults(view: dict[str, Any]) -> None:
    assert view_faults(view) == []


@pytest.mark.parametrize(
    ("view", "fault"),
    [
        ({"type": "window"}, "neither modal nor home"),
        ({"type": "modal", "blocks": [SECTION]}, "title: a modal needs one"),
        ({**MODAL, "title": _plain("x" * 25)}, "24"),
        ({**MODAL, "close": _plain("x" * 25)}, "24"),
        ({**MODAL, "blocks": []}, "at least one"),
        ({**MODAL, "blocks": [SECTION] * 101}, "101"),
        ({**MODAL, "blocks": [INPUT]}, "submit: a modal with an input block needs one"),
        ({**MODAL, "private_metadata": "x" * 3001}, "3000"),
        ({**MODAL, "callback_id": "x" * 256}, "255"),
        ({**MODAL, "blocks": [{"type": "context_actions", "elements": [TRASH]}]}, "does not stand in a modal"),
        ({**MODAL, "blocks": [_actions(CONVERSATIONS)]}, "only in an input block of a modal"),
        (
            {**MODAL, "blocks": [_actions({**SELECT, "focus_on_load": True}, {**SELECT, "focus_on_load": True})]},
            "focus",
        ),
        ({**HOME, "title": _plain("x")}, "title: a home has none"),
        ({**HOME, "submit": _plain("x")}, "submit: a home has none"),
        ({**HOME, "blocks": [{**INPUT, "element": CONVERSATIONS}]}, "only in an input block of a modal"),
    ],
)
def test_what_slack_refuses_as_a_view_is_named(view: dict[str, Any], fault: str) -> None:
    assert fault in "\n".join(view_faults(view))


def test_the_answer_to_a_request_for_options_is_checked_too() -> None:
    assert option_faults([]) == []
    assert option_faults([OPTION] * 100) == []
    assert option_faults([OPTION] * 101) != []
    assert option_faults([{**OPTION, "description": _plain("x" * 76)}]) != []
