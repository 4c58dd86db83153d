"""The text of a message, and its markup."""

from __future__ import annotations

from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.payload.message import channel_linked_in, plain, text_of
from bot.slack.payload.shapes import Content


def _words(message: dict[str, Any]) -> str:
    return text_of(Content.model_validate(message))


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("<@U0IMERR> 606", "  606"),
        ("<@U0IMERR|imerr> 606", "  606"),
        ("606 <!here> <!subteam^S1|@oncall>", "606    "),
        ("a &lt; b &amp;&amp; c &gt; d", "a < b && c > d"),
        ("&amp;lt;", "&lt;"),
        ("see <https://a.example/x?code=606|the docs>", "see the docs"),
        ("see <https://a.example/x>", "see https://a.example/x"),
        ("in <#C1|support>", "in support"),
        ("write <mailto:a@b.example|a@b.example>", "write a@b.example"),
        ('{"type": 606}', '{"type": 606}'),
    ],
)
def test_slacks_markup_becomes_plain_text(markup: str, expected: str) -> None:
    assert plain(markup) == expected


@pytest.mark.parametrize(
    ("typed", "found"),
    [
        ("stats <#C1|support>", ("C1", "support")),
        ("stats <#C1> <#C2|other>", ("C1", "C1")),
        ("stats <#C1|>", ("C1", "C1")),
        ("stats #here month", ("C9", "#here")),
        ("stats #hereabouts", ("", "")),
        ("stats #other", ("", "")),
        ("stats &lt;#C1|support&gt;", ("", "")),
        ("stats", ("", "")),
    ],
)
def test_a_channel_is_known_by_its_link_or_as_the_own_one(typed: str, found: tuple[str, str]) -> None:
    assert channel_linked_in(typed, "C9", "here") == found


@given(st.text())
def test_escaped_text_comes_back_as_typed(typed: str) -> None:
    escaped = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")

    assert plain(escaped) == typed


def test_files_and_forwarded_messages_belong_to_the_text() -> None:
    message = {
        "text": "help",
        "files": [{"preview": "type: 606"}, {"name": "picture.png"}],
        "attachments": [{"text": "forwarded"}, {"fallback": "only a fallback"}, {}],
    }

    assert _words(message) == "help\nforwarded\nonly a fallback\ntype: 606"


def test_blocks_are_read_for_bots_and_not_for_people() -> None:
    blocks = [{"type": "section", "text": {"type": "mrkdwn", "text": "type: 606"}}]

    assert _words({"text": "alert", "blocks": blocks}) == "alert"
    assert _words({"text": "alert", "blocks": blocks, "bot_id": "B1"}) == "alert\ntype: 606"


_LEAVES = st.none() | st.booleans() | st.integers() | st.text(max_size=5)
_NAMES = ["text", "title", "pretext", "fallback", "fields", "value", "blocks", "elements", "preview", "plain_text"]
_PARTS = st.lists(
    st.dictionaries(
        st.sampled_from(_NAMES),
        st.recursive(
            _LEAVES,
            lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=4),
            max_leaves=15,
        ),
        max_size=5,
    ),
    max_size=4,
)


@given(blocks=_PARTS, attachments=_PARTS, files=_PARTS)
def test_any_message_has_a_text(blocks: object, attachments: object, files: object) -> None:
    message = {"bot_id": "B1", "text": "alert", "blocks": blocks, "attachments": attachments, "files": files}

    assert _words(message).startswith("alert")


def test_texts_of_blocks_are_read_at_any_depth() -> None:
    node: Any = {"text": "type: 606"}
    for _ in range(50_000):
        node = [node]

    message = Content(bot_id="B1", text="alert").model_copy(update={"blocks": node})

    assert text_of(message) == "alert\ntype: 606"
