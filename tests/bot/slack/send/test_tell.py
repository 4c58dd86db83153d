"""Telling the user of a failure, whatever is left of Slack."""

from __future__ import annotations

import asyncio
import logging
from typing import TYPE_CHECKING, Any, cast

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.payload.records import Request, ResponseUrl
from bot.slack.send.tell import tell
from bot.slack.view.surface import UserId

if TYPE_CHECKING:
    from slack_sdk.web.async_client import AsyncWebClient


class _Client:
    """A Slack that refuses every call, each time with an unexpected exception."""

    token = ""
    base_url = "http://127.0.0.1:9/"
    logger = logging.getLogger("slack_sdk")

    def __getattr__(self, name: str) -> Any:  # noqa: ANN401 - any method
        raise RuntimeError(name)


CLIENT = cast("AsyncWebClient", _Client())
REQUESTS = st.builds(
    Request,
    type=st.just("block_actions"),
    user=st.sampled_from([UserId(""), UserId("U1")]),
    channel=st.sampled_from(["", "C1", "D1"]),
    thread=st.sampled_from(["", "1.1"]),
    modal=st.sampled_from(["", "V1"]),
    response_url=st.sampled_from([None, ResponseUrl("http://127.0.0.1:9/x")]),
)


@settings(deadline=None, max_examples=20)  # a URL without an answer is retried
@given(request=REQUESTS)
def test_telling_never_raises(request: Request) -> None:
    assert asyncio.run(tell(request, CLIENT, "sentence", "en")) is False
