"""Messages and views as text."""

from __future__ import annotations

import pytest

from local_slack.screen import as_text
from tests.local_slack.app import actions, button, container, field, mrkdwn, plain, section

RICH = {
    "type": "rich_text",
    "elements": [
        {"type": "rich_text_section", "elements": [{"type": "text", "text": "Causes"}]},
        {
            "type": "rich_text_list",
            "style": "ordered",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "one"}]}],
        },
        {
            "type": "rich_text_list",
            "style": "bullet",
            "elements": [{"type": "rich_text_section", "elements": [{"type": "text", "text": "two"}]}],
        },
    ],
}


def test_a_message_is_read_line_by_line() -> None:
    trash = {"type": "icon_button", "icon": "trash", "text": plain("Remove")}
    blocks = [
        {"type": "header", "text": plain("606")},
        section("*full*", accessory=button(label="Open")),
        RICH,
        {"type": "context", "elements": [mrkdwn("a"), plain("b")]},
        container(section("held"), {"type": "divider"}),
        actions(button(label="Share"), button(label="Close")),
        {"type": "context_actions", "elements": [trash]},
    ]

    assert as_text({"blocks": blocks}).splitlines() == [
        "# 606",
        "full",
        "  [Open]",
        "Causes",
        "  1. one",
        "  • two",
        "  a  ·  b",
        "more",
        "held",
        "-" * 40,
        "  [Share]  [Close]",
        "  [🗑 Remove]",
    ]


def test_a_chart_is_read_as_its_numbers() -> None:
    points = [{"label": "Mon", "value": 3}, {"label": "Tue", "value": 0}]
    chart = {"type": "bar", "series": [{"name": "Firm", "data": points}], "axis_config": {"categories": ["Mon", "Tue"]}}
    block = {"type": "data_visualization", "title": "By day", "chart": chart}

    assert as_text({"blocks": [block]}) == "(By day)\n  Firm: Mon 3, Tue 0"


def test_a_modal_is_read_with_its_fields_and_buttons() -> None:
    channel = {"type": "conversations_select", "action_id": "a", "placeholder": plain("Choose")}
    view = {
        "title": plain("Post"),
        "blocks": [
            {"type": "input", "block_id": "b", "label": plain("To"), "element": channel},
            field("Why", placeholder=plain("because")),
        ],
        "close": plain("Close"),
        "submit": plain("Send"),
        "state": {"values": {"b": {"a": {"selected_conversation": "C42"}}}},
    }

    assert as_text(view, {"C42": "support"}).splitlines() == [
        "[ Post ]",
        "To: (Choose ▾)",
        "  > #support",
        "Why: (because)",
        "[ Close ]  [ Send ]",
    ]


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("<@U1> asked", "@小林 asked"),
        ("<@U2> asked", "@U2 asked"),
        ("<https://a.example|label>", "label"),
        ("<https://a.example>", "https://a.example"),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("*606*  full", "606  full"),
        ("\u200b*\u200bbold\u200b*\u200b", "*bold*"),
    ],
)
def test_markup_is_read_as_slack_shows_it(text: str, read: str) -> None:
    assert as_text({"text": text}, {"U1": "小林"}) == read
