"""Slack's own URLs are trusted, no others."""

from __future__ import annotations

import pytest

from bot.slack.payload.response_urls import ForeignUrlError, ResponseUrls

SLACK = ResponseUrls("https://slack.com/api/")
LOCAL = ResponseUrls("http://127.0.0.1:4321/api/")


@pytest.mark.parametrize(
    ("urls", "url"),
    [
        (SLACK, "https://hooks.slack.com/actions/T1/2/x"),
        (SLACK, "https://hooks.slack-gov.com/actions/T1/2/x"),
        (LOCAL, "http://127.0.0.1:4321/hooks/1"),
    ],
)
def test_slacks_own_urls_are_trusted(urls: ResponseUrls, url: str) -> None:
    assert urls.checked("response_url", url) == url


@pytest.mark.parametrize(
    ("urls", "url"),
    [
        (LOCAL, "http://127.0.0.1:4322/hooks/1"),
        (LOCAL, "http://u@127.0.0.1:4321/hooks/1"),
        (SLACK, ""),
        (SLACK, "https://HOOKS.slack.com.evil/"),
        (SLACK, "https://hooks.slack.com\\@evil/"),
        (SLACK, "https://hooks.slack.com\n/x"),
        (SLACK, "https://[hooks.slack.com/"),
        (SLACK, "https://hooks.slаck.com/"),
        (SLACK, "https://evil/"),
    ],
)
def test_no_other_url_is_trusted(urls: ResponseUrls, url: str) -> None:
    with pytest.raises(ForeignUrlError, match="response_urls is not an address of Slack's"):
        urls.checked("response_urls", url)
