"""The rules for blocks: what Slack takes passes up to each limit, and each broken rule is named."""

from __future__ import annotations

import copy
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.models.views import View

from local_slack.block_kit import message_faults, option_faults, view_faults
from tests.harness.block_kit import model_faults
from tests.local_slack.app import Json, actions, button, chart, container, field, home, modal, mrkdwn, plain, section


def _option(number: int = 0, **more: object) -> Json:
    return {"text": plain(), "value": f"v{number}", **more}


def _rich(*parts: Json, kind: str = "rich_text_section", **more: object) -> Json:
    return {"type": "rich_text", "elements": [{"type": kind, "elements": list(parts), **more}]}


def _context(*elements: Json) -> Json:
    return {"type": "context", "elements": list(elements)}


def _context_actions(*elements: Json) -> Json:
    return {"type": "context_actions", "elements": list(elements)}


def _numbered(element: Json, count: int) -> list[Json]:
    return [{**element, "action_id": str(number)} for number in range(count)]


BUTTON = button(value="v")
TRASH = {"type": "icon_button", "action_id": "a", "icon": "trash", "text": plain()}
SEARCH = {"type": "external_select", "action_id": "a"}
CONVERSATIONS = {"type": "conversations_select", "action_id": "a"}
FIELD = {"type": "plain_text_input", "action_id": "a"}
RUN = {"type": "text", "text": "x", "style": {"bold": True, "italic": True, "strike": True, "code": True}}
SECTION = {"type": "rich_text_section", "elements": [RUN]}


def _input(element: Json, **more: object) -> Json:
    return {"type": "input", "label": plain(), "element": element, **more}


IN_MESSAGES: dict[str, Json] = {
    "a section of 3000 characters": {"type": "section", "text": mrkdwn("x" * 3000, verbatim=True)},
    "a section with a button": section(accessory=BUTTON),
    "a divider with an id": {"type": "divider", "block_id": "x" * 255},
    "a header of 150 characters": {"type": "header", "text": plain("x" * 150, emoji=False)},
    "a context of ten": _context(*[mrkdwn(), plain()] * 5),
    "25 buttons": actions(*_numbered(BUTTON, 25)),
    "a button with all fields": actions(
        button(
            label="x" * 75, value="x" * 2000, url="https://" + "x" * 2992, style="danger", visible_to_user_ids=["U1"]
        )
    ),
    "menus": actions(
        {**SEARCH, "min_query_length": 0, "initial_option": _option(), "placeholder": plain("x" * 150)},
        {
            **CONVERSATIONS,
            "action_id": "b",
            "filter": {"include": ["public", "im"], "exclude_bot_users": True},
            "default_to_current_conversation": True,
            "focus_on_load": True,
        },
    ),
    "actions without ids": actions({"type": "external_select"}, {"type": "external_select"}),
    "an input block": _input(FIELD, hint=plain("x" * 2000), optional=True, dispatch_action=True),
    "five icons": _context_actions(*_numbered({**TRASH, "visible_to_user_ids": ["U1"] * 10}, 5)),
    "rich text": {
        "type": "rich_text",
        "elements": [
            SECTION,
            {"type": "rich_text_section", "elements": []},
            {"type": "rich_text_list", "style": "ordered", "indent": 8, "elements": [SECTION]},
        ],
    },
    "a chart": chart(*(f"{number:020}" for number in range(20)), series=6, x_label="x" * 50, y_label="x" * 50),
    "a container that folds": container(*[section()] * 10, is_collapsible=True, default_collapsed=True),
}
GROUP = {"type": "usergroup", "usergroup_id": "S1"}
IN_MODALS: dict[str, Json] = {
    "a field": _input({**FIELD, "max_length": 3000, "multiline": True, "initial_value": ""}),
    "a field that dispatches": _input(
        {**FIELD, "dispatch_action_config": {"trigger_actions_on": ["on_enter_pressed", "on_character_entered"]}}
    ),
    "a conversation to answer in": _input({**CONVERSATIONS, "response_url_enabled": True}),
    "a menu": _input({"type": "static_select", "action_id": "a", "options": [_option()], "initial_option": _option()}),
    "a mention": _input({"type": "rich_text_input", "action_id": "a", "initial_value": _rich(GROUP)}),
}


@pytest.mark.parametrize("block", IN_MESSAGES.values(), ids=IN_MESSAGES)
def test_a_message_takes(block: Json) -> None:
    assert message_faults("x", [block]) == []


@pytest.mark.parametrize("block", IN_MODALS.values(), ids=IN_MODALS)
def test_a_modal_takes(block: Json) -> None:
    assert view_faults(modal(block)) == []


@pytest.mark.parametrize("block", [*IN_MESSAGES.values(), *IN_MODALS.values()], ids=[*IN_MESSAGES, *IN_MODALS])
def test_the_models_of_slack_sdk_take_it_too(block: Json) -> None:
    assert model_faults([block]) == []


NOT_IN_MESSAGES: dict[str, tuple[object, str]] = {
    # Blocks and texts.
    "a block is an object": ("x", ": has to be an object, not str"),
    "a block has a type": ({"text": plain()}, ": None is not modelled here, only actions, container, context"),
    "a block is of a modelled type": ({"type": "video"}, ": 'video' is not modelled here, only actions, container"),
    "a section has no colour": (section(colour="red"), ".colour: not modelled here as a field of section"),
    "nothing is null": (section(accessory=None), ".accessory: has to be an object, not null"),
    "a block_id has at most 255 characters": (section(block_id="x" * 256), ".block_id: 256 characters, at most 255"),
    "a header is needed": ({"type": "header"}, ".text: header needs it"),
    "a header is not empty": ({"type": "header", "text": plain("")}, ".text: 0 characters, at least 1"),
    "a header is short": ({"type": "header", "text": plain("x" * 151)}, ".text: 151 characters, at most 150"),
    "a header has no markup": ({"type": "header", "text": mrkdwn()}, ".text: has to be plain_text, not mrkdwn"),
    "a text is an object": ({"type": "section", "text": "x"}, ".text: has to be a text object, not str"),
    "a text has one of two types": (
        {"type": "section", "text": {"type": "html", "text": "x"}},
        ".text: has to be plain_text or mrkdwn, not html",
    ),
    "a text has a text": ({"type": "section", "text": {"type": "mrkdwn"}}, ".text: has to be a string, not null"),
    "a text has no colour": (
        {"type": "section", "text": plain(colour="red")},
        ".text.colour: not modelled here as a field of a text object",
    ),
    "emoji is for plain text": ({"type": "section", "text": mrkdwn(emoji=True)}, ".text.emoji: only for plain_text"),
    "verbatim is for markup": ({"type": "section", "text": plain(verbatim=True)}, ".text.verbatim: only for mrkdwn"),
    "emoji is true or false": (
        {"type": "section", "text": plain(emoji="yes")},
        ".text.emoji: has to be true or false, not str",
    ),
    "a section has at most 3000 characters": (section("x" * 3001), ".text: 3001 characters, at most 3000"),
    "a context has at most ten": (_context(*[plain()] * 11), ".elements: 11 of them, at most 10"),
    "a context is not empty": (_context(), ".elements: 0 of them, at least 1"),
    "a context has no buttons": (_context(BUTTON), ".elements[0]: 'button' is not modelled here, only mrkdwn"),
    # Actions, buttons and options.
    "actions are at most 25": (actions(*_numbered(BUTTON, 26)), ".elements: 26 of them, at most 25"),
    "actions are a list": ({"type": "actions", "elements": "x"}, ".elements: has to be a list, not str"),
    "an action_id is unique in its block": (
        actions(BUTTON, SEARCH),
        ".elements[1].action_id: 'a' stands at blocks[0].elements[0] already",
    ),
    "actions have no icons": (actions(TRASH), ".elements[0]: 'icon_button' is not modelled here, only button,"),
    "actions have no fields": (actions(FIELD), ".elements[0]: 'plain_text_input' is not modelled here, only"),
    "a button is short": (actions(button(label="x" * 76)), ".elements[0].text: 76 characters, at most 75"),
    "a value has at most 2000 characters": (
        actions(button(value="x" * 2001)),
        ".elements[0].value: 2001 characters, at most 2000",
    ),
    "a value is a string": (actions(button(value=606)), ".elements[0].value: has to be a string, not int"),
    "a button has one of two styles": (
        actions(button(style="purple")),
        ".elements[0].style: 'purple' is none of primary, danger",
    ),
    "an option has a value": (
        actions({**SEARCH, "initial_option": {"text": plain()}}),
        ".elements[0].initial_option.value: an option needs it",
    ),
    "an option has no type": (
        actions({**SEARCH, "initial_option": _option(type="option")}),
        ".elements[0].initial_option.type: not modelled here as a field of an option",
    ),
    "a search is no shorter than nothing": (
        actions({**SEARCH, "min_query_length": -1}),
        ".elements[0].min_query_length: -1, at least 0",
    ),
    "a search's length is a number": (
        actions({**SEARCH, "min_query_length": True}),
        ".elements[0].min_query_length: has to be a whole number, not bool",
    ),
    "a filter filters something": (
        actions({**CONVERSATIONS, "filter": {"include": []}}),
        ".elements[0].filter.include: 0 of them, at least 1",
    ),
    "a message has no response_urls": (
        actions({**CONVERSATIONS, "response_url_enabled": True}),
        ".elements[0].response_url_enabled: only in an input block of a modal",
    ),
    # Context actions and inputs.
    "the only icon is trash": (
        _context_actions({**TRASH, "icon": "skull"}),
        ".elements[0].icon: 'skull' is none of trash",
    ),
    "context actions are at most five": (_context_actions(*_numbered(TRASH, 6)), ".elements: 6 of them, at most 5"),
    "an icon is shown to somebody": (
        _context_actions({**TRASH, "visible_to_user_ids": []}),
        ".elements[0].visible_to_user_ids: 0 of them, at least 1",
    ),
    "an input is no button": (_input(BUTTON), ".element: 'button' is not modelled here, only conversations_select,"),
    "a field has at most 3000 characters": (
        _input({**FIELD, "max_length": 3001}),
        ".element.max_length: 3001, at most 3000",
    ),
    "a field dispatches on known triggers": (
        _input({**FIELD, "dispatch_action_config": {"trigger_actions_on": ["on_blur"]}}),
        ".element.dispatch_action_config.trigger_actions_on[0]: 'on_blur' is none of on_enter_pressed, on_character",
    ),
    # Rich text and containers.
    "rich text is not empty": ({"type": "rich_text", "elements": []}, ".elements: 0 of them, at least 1"),
    "rich text stands in sections": (
        {"type": "rich_text", "elements": [RUN]},
        ".elements[0]: 'text' is not modelled here, only rich_text_list, rich_text_section",
    ),
    "a rich section has modelled parts": (
        _rich({"type": "emoji", "name": "wave"}),
        ".elements[0].elements[0]: 'emoji' is not modelled here, only text",
    ),
    "rich text has a text": (_rich({**RUN, "text": ""}), ".elements[0].elements[0].text: 0 characters, at least 1"),
    "rich text is not larger": (
        _rich({**RUN, "style": {"large": True}}),
        ".elements[0].elements[0].style.large: not modelled here as a field of a style",
    ),
    "a list has sections": (
        _rich(RUN, kind="rich_text_list", style="bullet"),
        ".elements[0].elements[0]: 'text' is not modelled here, only rich_text_section",
    ),
    "a list has bullets or numbers": (
        _rich(SECTION, kind="rich_text_list", style="square"),
        ".elements[0].style: 'square' is none of bullet, ordered",
    ),
    # Charts.
    "a chart has at most six series": (chart("a", series=7), ".chart.series: 7 of them, at most 6"),
    "a chart's labels are its categories": (
        chart("a", categories=["b"]),
        ".chart.series[0].data: its labels are not the categories",
    ),
    "a category stands once": (chart("a", "a"), ".chart.axis_config.categories: one stands there twice"),
    "a container has at most ten blocks": (container(*[section()] * 11), ".child_blocks: 11 of them, at most 10"),
    "a container has no container": (
        container(container(section())),
        ".child_blocks[0]: 'container' is not modelled here, only actions,",
    ),
    "only a container that folds is folded": (
        container(section(), default_collapsed=True),
        ".default_collapsed: only with is_collapsible",
    ),
    "action ids are unique in a block of a container": (
        container(actions(BUTTON, BUTTON)),
        ".child_blocks[0].elements[1].action_id: 'a' stands at blocks[0].child_blocks[0].elements[0] already",
    ),
}


@pytest.mark.parametrize(("block", "fault"), NOT_IN_MESSAGES.values(), ids=NOT_IN_MESSAGES)
def test_a_message_is_held_to_the_rule_that(block: Any, fault: str) -> None:  # noqa: ANN401 - some are no objects
    (found,) = message_faults("x", [block])

    assert found.startswith(f"blocks[0]{fault}")


MESSAGES: dict[str, tuple[str, list[Json], list[str]]] = {
    "50 blocks and 4000 characters are taken": ("x" * 4000, [section()] * 50, []),
    "a text is needed beside blocks": ("", [section()], ["text: 0 characters, at least 1"]),
    "a text is not cut": ("x" * 4001, [], ["text: 4001 characters, at most 4000"]),
    "blocks are at most 50": ("x", [section()] * 51, ["blocks: 51 of them, at most 50"]),
    "all blocks have at most 13,200 characters": (
        "x",
        [section("x" * 2900)] * 5,
        ["blocks: 14500 characters over all of them, at most 13200"],
    ),
    "a block_id is unique, in containers too": (
        "x",
        [section(block_id="same"), container(section(block_id="same"))],
        ["blocks[1].child_blocks[0].block_id: 'same' stands at blocks[0] already"],
    ),
    "an action_id may stand in several blocks": ("x", [actions(BUTTON)] * 2, []),
    "a third chart is refused": (
        "x",
        [chart("a")] * 3,
        ["blocks[2]: a message has at most 2 charts"],
    ),
    "every fault is told": (
        "x",
        [{"type": "header", "text": mrkdwn("")}, section(), {"type": "section"}],
        [
            "blocks[0].text: has to be plain_text, not mrkdwn",
            "blocks[0].text: 0 characters, at least 1",
            "blocks[2].text: section needs it",
        ],
    ),
}


@pytest.mark.parametrize(("text", "blocks", "faults"), MESSAGES.values(), ids=MESSAGES)
def test_in_a_message_as_a_whole(text: str, blocks: list[Json], faults: list[str]) -> None:
    assert message_faults(text, blocks) == faults


FOCUSED = field(focus_on_load=True)
CHOICE = {**CONVERSATIONS, "response_url_enabled": True}
VIEWS: dict[str, tuple[Json, list[str]]] = {
    "a modal without a button is taken": ({"type": "modal", "title": plain("x" * 24), "blocks": [section()]}, []),
    "a modal with all fields is taken": (
        modal(field(), close=plain("x" * 24), private_metadata="x" * 3000, callback_id="x" * 255),
        [],
    ),
    "a modal of 100 blocks is taken": (modal(*[section()] * 100), []),
    "a home is taken": (home(*[section()] * 99, field(), private_metadata="", callback_id="x"), []),
    "a view is a modal or a home": ({"type": "window"}, ["type: 'window' is neither modal nor home"]),
    "a modal has a title": ({"type": "modal", "blocks": [section()]}, ["title: modal needs it"]),
    "a title is short": (modal(section(), title=plain("x" * 25)), ["title: 25 characters, at most 24"]),
    "a title has no markup": (modal(section(), title=mrkdwn()), ["title: has to be plain_text, not mrkdwn"]),
    "submit is short": (modal(section(), submit=plain("x" * 25)), ["submit: 25 characters, at most 24"]),
    "close is short": (modal(section(), close=plain("x" * 25)), ["close: 25 characters, at most 24"]),
    "a modal with an input is submitted": (
        {"type": "modal", "title": plain(), "blocks": [field()]},
        ["submit: a modal with an input block needs it"],
    ),
    "a modal has no colour": (modal(section(), colour="red"), ["colour: not modelled here as a field of modal"]),
    "a modal has a block": (modal(), ["blocks: 0 of them, at least 1"]),
    "a modal has at most 100 blocks": (modal(*[section()] * 101), ["blocks: 101 of them, at most 100"]),
    "a home has no chart": (home(chart("a")), ["blocks[0]: data_visualization does not stand in a home"]),
    "a home has no title": (home(section(), title=plain()), ["title: not modelled here as a field of home"]),
    "private_metadata is short": (
        modal(section(), private_metadata="x" * 3001),
        ["private_metadata: 3001 characters, at most 3000"],
    ),
    "a callback_id is short": (home(section(), callback_id="x" * 256), ["callback_id: 256 characters, at most 255"]),
    "one element has the focus": (
        modal(FOCUSED, FOCUSED),
        ["blocks[1].element.focus_on_load: blocks[0].element has the focus"],
    ),
    "a channel to answer in is an input": (
        modal(actions(CHOICE)),
        ["blocks[0].elements[0].response_url_enabled: only in an input block of a modal"],
    ),
    "a home has no channel to answer in": (
        home(_input(CHOICE)),
        ["blocks[0].element.response_url_enabled: only in an input block of a modal"],
    ),
    "a modal has no icons": (
        modal(_context_actions(TRASH)),
        ["blocks[0]: context_actions does not stand in a modal"],
    ),
    "a home has no container": (home(container(section())), ["blocks[0]: container does not stand in a home"]),
}


@pytest.mark.parametrize(("view", "faults"), VIEWS.values(), ids=VIEWS)
def test_in_a_view(view: Json, faults: list[str]) -> None:
    assert view_faults(view) == faults


@pytest.mark.parametrize("view", [view for view, faults in VIEWS.values() if not faults])
def test_the_models_of_slack_sdk_take_the_view_too(view: Json) -> None:
    # The model of a view takes parsed blocks only, so it gets one; test_the_models_of_slack_sdk_take_it_too has the rest.
    View(**{**view, "blocks": view["blocks"][:1]}).validate_json()


@pytest.mark.parametrize(
    ("options", "faults"),
    [
        ([], []),
        ([_option()] * 100, []),
        ([_option()] * 101, ["options: 101 of them, at most 100"]),
        ([_option(text=plain("x" * 76))], ["options[0].text: 76 characters, at most 75"]),
        ([_option(text=mrkdwn())], ["options[0].text: has to be plain_text, not mrkdwn"]),
        ([_option(value="x" * 151)], ["options[0].value: 151 characters, at most 150"]),
        ([_option(description=plain("x" * 76))], ["options[0].description: 76 characters, at most 75"]),
    ],
)
def test_in_the_answer_to_a_request_for_options(options: list[Json], faults: list[str]) -> None:
    assert option_faults(options) == faults


def _places(node: Any) -> list[tuple[Any, Any]]:  # noqa: ANN401 - any JSON
    """Return every place in a payload: an object or list, and a key or index in it."""
    keys = list(node) if isinstance(node, dict) else range(len(node)) if isinstance(node, list) else ()
    return [place for key in keys for place in ((node, key), *_places(node[key]))]


JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats(allow_nan=False) | st.text(max_size=5),
    lambda inner: (
        st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(["type", "text", "a"]), inner, max_size=3)
    ),
    max_leaves=5,
)


@given(block=st.sampled_from([*IN_MESSAGES.values(), *IN_MODALS.values()]), at=st.integers(0, 10_000), wrong=JSON)
def test_any_payload_is_judged(block: Json, at: int, wrong: object) -> None:
    spoilt = [copy.deepcopy(block)]
    places = _places(spoilt)
    holder, key = places[at % len(places)]
    holder[key] = wrong

    faults = [*message_faults("x", spoilt), *view_faults(modal(*spoilt))]
    assert all(fault.startswith(("blocks", "submit")) for fault in faults)
