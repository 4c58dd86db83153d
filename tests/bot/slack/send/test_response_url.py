"""Messages over a `response_url`."""

from __future__ import annotations

import asyncio

import pytest

from bot.slack.payload.records import ResponseUrl
from bot.slack.send import response_url
from bot.slack.send.failures import ResponseUrlError
from bot.slack.view.message import Message
from tests.harness.counterpart import Counterpart


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_a_redirect_is_not_followed(status: int) -> None:
    with Counterpart() as elsewhere, Counterpart(status, headers={"Location": elsewhere.url}) as slack:
        with pytest.raises(ResponseUrlError, match="redirected"):
            asyncio.run(response_url.send_private(ResponseUrl(slack.url), Message("hello", ())))

        assert (len(slack.requests), elsewhere.requests) == (1, [])


def test_a_message_is_sent_as_it_is() -> None:
    with Counterpart() as slack:
        asyncio.run(response_url.send_private(ResponseUrl(slack.url), Message("hello", ())))

        assert len(slack.requests) == 1
        assert b'"hello"' in slack.requests[0][1]
