"""Telling somebody that something broke, whatever they sent."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, cast

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.errors import Errors
from bot.slack.languages import Languages
from bot.slack.lazy import LazyWork
from bot.slack.payload.message import text_of
from bot.slack.send.tell import asker_of, tell

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient

_NAMES = [
    "event",
    "message",
    "user",
    "channel",
    "container",
    "view",
    "id",
    "type",
    "text",
    "ts",
    "thread_ts",
    "command",
]
_NAMES += ["user_id", "channel_id", "response_url", "blocks", "attachments", "files", "fields", "value", "preview"]
_LEAVES = (
    st.none() | st.booleans() | st.integers() | st.text(max_size=5) | st.sampled_from(["modal", "block_actions", "U1"])
)
_ANY = st.recursive(
    _LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.sampled_from(_NAMES), inner, max_size=6),
    max_leaves=25,
)
_BODIES = st.dictionaries(st.sampled_from(_NAMES), _ANY, max_size=8)


class _Client:
    """A Slack that takes nothing, each time in another way than imerr knows."""

    token = ""
    base_url = "http://127.0.0.1:9/"
    logger = logging.getLogger("slack_sdk")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - whatever method is called
        raise RuntimeError(name)


CLIENT = cast("AsyncWebClient", _Client())


@given(body=_BODIES)
def test_telling_never_raises(body: dict[str, Any]) -> None:
    assert asyncio.run(tell(body, CLIENT, "sentence", "en")) is False


@given(body=_BODIES)
def test_who_asked_is_read_out_of_anything(body: dict[str, Any]) -> None:
    asker = asker_of(body)

    assert {type(part) for part in (asker.user, asker.channel, asker.thread, asker.text)} == {str}


@given(message=_BODIES)
def test_the_words_of_any_message_are_a_text(message: dict[str, Any]) -> None:
    assert isinstance(text_of(message), str)


def test_the_words_of_blocks_are_read_however_deep() -> None:
    node: Any = {"text": "type: 606"}
    for _ in range(50_000):
        node = [node]

    assert text_of({"bot_id": "B1", "text": "alert", "blocks": node}) == "alert\ntype: 606"


def test_what_fails_after_the_ack_raises_nothing_even_where_nothing_can_be_told(
    caplog: pytest.LogCaptureFixture,
) -> None:
    async def listener() -> None:
        raise RuntimeError("broken")

    class _Args:
        body: dict[str, Any] = {"user": None, "event": {"user": [], "message": 5}}  # noqa: RUF012 - read only
        client = CLIENT

    guarded = cast("Any", LazyWork().guard(listener, Errors(Languages("zh"))))
    asyncio.run(guarded(_Args()))

    assert [record.message for record in caplog.records] == ["failed", "untold"]


@pytest.mark.parametrize("body", [{"command": "/imerr", "user_id": 7}, {"type": "block_suggestion", "user": []}, {}])
def test_a_request_that_broke_is_answered_whatever_it_was(body: dict[str, Any]) -> None:
    response = asyncio.run(Errors(Languages("zh")).response(RuntimeError("broken"), body, CLIENT))

    assert response.status == 200
