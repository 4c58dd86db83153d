"""Telling the user of a failure, whatever is left of Slack."""

from __future__ import annotations

import asyncio

from hypothesis import given, settings
from hypothesis import strategies as st

from bot.slack.payload.records import Request, ResponseUrl
from bot.slack.send.tell import tell
from bot.slack.view.surface import UserId
from tests.harness.deaf_slack import DEAF

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
    assert asyncio.run(tell(request, DEAF, "sentence", "en")) is False
