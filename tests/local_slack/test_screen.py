"""Messages and views as text."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.view import views
from bot.slack.view.explanation import explanation
from bot.slack.view.route import Route
from bot.slack.view.surface import public
from local_slack.screen import as_text

if TYPE_CHECKING:
    from db.catalog import Catalog


def test_a_message_is_read_line_by_line(catalog: Catalog) -> None:
    lines = as_text({"blocks": list(explanation(catalog, Route("en", 606), public("U1")).blocks)}).splitlines()

    assert lines[0] == "# 606 · Group is full"
    assert "Most likely cause" in lines
    assert "Other causes, what else to do, numbers on all platforms" in lines
    assert [line for line in lines if line.startswith("  • ")]
    assert lines[-1] == "  [🗑 Remove this answer]"


def test_a_container_is_read_as_its_title_and_what_is_in_it() -> None:
    held = [{"type": "section", "text": {"type": "mrkdwn", "text": "*606*  full"}}, {"type": "divider"}]
    blocks = [{"type": "container", "title": {"type": "plain_text", "text": "more"}, "child_blocks": held}]

    assert as_text({"blocks": blocks}).splitlines() == ["more", "606  full", "-" * 40]


def test_a_modal_shows_its_title_fields_and_buttons(catalog: Catalog) -> None:
    values = {"channel": {"channel": {"selected_conversation": "C42"}}}
    read = as_text(views.share_modal(catalog, Route("en", 606)) | {"values": values}, {"C42": "support"})

    assert read.startswith("[ Post to a channel ]\nPost this explanation to: (Choose a channel ▾)\n  > #support\n")
    assert read.endswith("[ Close ]  [ Post ]")


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
def test_markup_is_shown_as_slack_shows_it(text: str, read: str) -> None:
    assert as_text({"text": text}, {"U1": "小林"}) == read
