"""Envelopes of Socket Mode, parsed."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any

import pytest
from hypothesis import given
from hypothesis import strategies as st
from slack_sdk.socket_mode.request import SocketModeRequest

from bot.slack.payload.envelopes import Disconnect, Hello, Nonsense, read

if TYPE_CHECKING:
    from collections.abc import Mapping

_JSON = st.recursive(
    st.none() | st.booleans() | st.integers() | st.floats() | st.text(max_size=5),
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=8,
)
_NAMES = ("type", "envelope_id", "payload", "reason", "retry_attempt", "retry_reason", "accepts_response_payload")
_KINDS = st.sampled_from(["hello", "disconnect", "events_api", "interactive", "slash_commands"])


@pytest.mark.parametrize(
    ("message", "read_as"),
    [
        ({"type": "hello", "num_connections": 1}, Hello()),
        ({"type": "disconnect", "reason": "warning"}, Disconnect("warning")),
        ({"type": "disconnect", "reason": "link_disabled", "debug_info": {}}, Disconnect("link_disabled")),
        ({"type": "disconnect"}, Disconnect("unknown")),
        ({"type": "disconnect", "reason": "two words"}, Disconnect("unknown")),
        ({"type": "surprise"}, Nonsense("surprise", "it has no envelope_id")),
        ({}, Nonsense("unknown", "it has no type")),
    ],
)
def test_messages_about_the_connection_are_told_apart(message: Mapping[str, Any], read_as: object) -> None:
    assert read(json.dumps(message)) == read_as


def test_a_request_keeps_the_fields_that_bolt_needs() -> None:
    message = {
        "type": "events_api",
        "envelope_id": "e1",
        "payload": {"event": {"type": "app_mention"}},
        "accepts_response_payload": False,
        "retry_attempt": 2,
        "retry_reason": "timeout",
    }
    request = read(json.dumps(message))

    assert isinstance(request, SocketModeRequest)
    assert vars(request) == message


@given(st.dictionaries(st.sampled_from(_NAMES), _JSON | _KINDS), _KINDS | _JSON)
def test_any_json_is_parsed(message: dict[str, Any], kind: object) -> None:
    found = read(json.dumps(message | {"type": kind}))

    if isinstance(found, SocketModeRequest):
        assert found.envelope_id
        assert isinstance(found.payload, dict)
    elif isinstance(found, Nonsense):
        assert re.fullmatch(r"[\w/-]{1,60}", found.type, re.ASCII)


@given(st.text())
def test_any_text_is_parsed(text: str) -> None:
    assert read(text) is not None
