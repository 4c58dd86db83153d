"""Slack's addresses, told from all others."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.payload.response_urls import ResponseUrls

SLACK = ResponseUrls("https://slack.com/api/")
LOCAL = ResponseUrls("http://127.0.0.1:4321/api/")


@pytest.mark.parametrize(
    ("urls", "payload", "foreign"),
    [
        (SLACK, {}, None),
        (SLACK, {"response_url": "https://hooks.slack.com/actions/T1/2/x"}, None),
        (SLACK, {"response_url": "https://hooks.slack-gov.com/actions/T1/2/x"}, None),
        (SLACK, {"response_urls": []}, None),
        (SLACK, {"response_urls": None}, None),
        (SLACK, {"response_urls": [{"response_url": "https://hooks.slack.com/app/T1"}]}, None),
        (LOCAL, {"response_url": "http://127.0.0.1:4321/hooks/1"}, None),
        (LOCAL, {"response_url": "http://127.0.0.1:4322/hooks/1"}, "response_url"),
        (LOCAL, {"response_url": "http://u@127.0.0.1:4321/hooks/1"}, "response_url"),
        (SLACK, {"response_url": None}, "response_url"),
        (SLACK, {"response_url": 5}, "response_url"),
        (SLACK, {"response_url": "https://HOOKS.slack.com.evil/"}, "response_url"),
        (SLACK, {"response_url": "https://hooks.slack.com\\@evil/"}, "response_url"),
        (SLACK, {"response_url": "https://hooks.slack.com\n/x"}, "response_url"),
        (SLACK, {"response_url": "https://[hooks.slack.com/"}, "response_url"),
        (SLACK, {"response_url": "https://hooks.slаck.com/"}, "response_url"),
        (SLACK, {"response_urls": [{"response_url": "https://evil/"}]}, "response_urls"),
        (SLACK, {"response_urls": ["https://hooks.slack.com/", None]}, "response_urls"),
        (SLACK, {"response_urls": [{}]}, "response_urls"),
    ],
)
def test_only_slacks_own_addresses_are_trusted(
    urls: ResponseUrls, payload: dict[str, Any], foreign: str | None
) -> None:
    assert urls.foreign_in(payload) == foreign
