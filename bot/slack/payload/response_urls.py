"""Which addresses a payload may send imerr to: Slack's own hooks, never what else stands in a `response_url`."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any
from urllib.parse import urlsplit

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

SLACK = (("https", "hooks.slack.com"), ("https", "hooks.slack-gov.com"))
"""Scheme and host of every `response_url` that Slack hands out, https://docs.slack.dev/interactivity/handling-user-interaction/."""


class ResponseUrls:
    """Tells Slack's addresses from all others."""

    def __init__(self, api_url: str) -> None:
        """Trust Slack's hooks and, for another Slack, the host and port of its `api_url`."""
        api = urlsplit(api_url)
        self._trusted = {*SLACK, (api.scheme, api.netloc)}

    def foreign_in(self, payload: Mapping[str, Any]) -> str | None:
        """Return the name of the payload's field that holds a foreign address; None where there is none."""
        return next((name for name, url in _urls(payload) if not self._is_trusted(url)), None)

    def _is_trusted(self, url: object) -> bool:
        if not isinstance(url, str) or not url.isascii() or not url.isprintable():
            return False
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        # The whole of what stands between scheme and path: no user, no other port.
        return (parts.scheme, parts.netloc) in self._trusted


def _urls(payload: Mapping[str, Any]) -> Iterator[tuple[str, object]]:
    if "response_url" in payload:
        yield "response_url", payload["response_url"]
    several = payload.get("response_urls")
    for one in several if isinstance(several, list) else ():
        yield "response_urls", one.get("response_url") if isinstance(one, dict) else one
