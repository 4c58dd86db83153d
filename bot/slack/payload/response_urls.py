"""Validation of every `response_url`: only Slack's own hooks are trusted."""

from __future__ import annotations

from urllib.parse import urlsplit

from bot.slack.payload.records import ResponseUrl

SLACK = (("https", "hooks.slack.com"), ("https", "hooks.slack-gov.com"))
"""Scheme and host of every `response_url` that Slack hands out, https://docs.slack.dev/interactivity/handling-user-interaction/."""


class ForeignUrlError(Exception):
    """A payload's `field` holds a URL that is not Slack's."""

    def __init__(self, field: str) -> None:
        """Refuse the URL in a field."""
        super().__init__(f"{field} is not an address of Slack's.")
        self.field = field


class ResponseUrls:
    """Validates URLs as Slack's own."""

    def __init__(self, api_url: str) -> None:
        """Trust Slack's hooks and, for another Slack, the host and port of its `api_url`."""
        api = urlsplit(api_url)
        self._trusted = {*SLACK, (api.scheme, api.netloc)}

    def checked(self, field: str, url: str) -> ResponseUrl:
        """Return the URL in a field, validated.

        Raises:
            ForeignUrlError: the URL is not Slack's.

        """
        if not self._is_trusted(url):
            raise ForeignUrlError(field)
        return ResponseUrl(url)

    def _is_trusted(self, url: str) -> bool:
        if not url.isascii() or not url.isprintable():
            return False
        try:
            parts = urlsplit(url)
        except ValueError:
            return False
        # `netloc` must match as a whole: no user, no other port.
        return (parts.scheme, parts.netloc) in self._trusted
