"""The pages of an installation: where it begins, and how it ended."""

from __future__ import annotations

from html import escape
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from bot import manifest
from bot.wording import wording

if TYPE_CHECKING:
    from db.entry import Lang

HEADERS = {
    "Content-Type": "text/html; charset=utf-8",
    # The page holds a state, and the address of the callback a code.
    "Cache-Control": "no-store",
    "Referrer-Policy": "no-referrer",
    "X-Content-Type-Options": "nosniff",
    "Content-Security-Policy": "default-src 'none'; style-src 'unsafe-inline'; frame-ancestors 'none'",
}
_OPEN = "https://slack.com/app_redirect"
_PAGE = """\
<!DOCTYPE html>
<html lang="{lang}">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>{title}</title>
<style>
:root {{ color-scheme: light dark; }}
body {{ font: 1rem/1.5 system-ui, sans-serif; max-width: 34rem; margin: 3rem auto; padding: 0 1rem; }}
</style>
</head>
<body>
<h1>{title}</h1>
<p>{text}</p>
<p><a href="{href}">{link}</a></p>
</body>
</html>
"""


def start(lang: Lang, url: str) -> str:
    """Return the page with the link to Slack, where somebody chooses a workspace."""
    words = wording(lang)
    return _page(lang, words.install_title, words.install_intro, url, words.install_start)


def done(lang: Lang, app: str, team: str) -> str:
    """Return the page of an installation that succeeded; `team` is empty for a whole organization."""
    words = wording(lang)
    url = f"{_OPEN}?{urlencode({'app': app, 'team': team} if team else {'app': app})}"
    return _page(lang, words.installed_title, words.installed, url, words.open_slack)


def failed(lang: Lang, reason: str) -> str:
    """Return the page of an installation that failed, with the reason as the log has it."""
    words = wording(lang)
    sentence = words.install_failures[reason if reason in words.install_failures else ""]
    return _page(lang, words.install_failed, f"{sentence} ({reason})", manifest.INSTALL_PATH, words.install_again)


def _page(lang: Lang, title: str, text: str, href: str, link: str) -> str:
    return _PAGE.format(lang=lang, title=escape(title), text=escape(text), href=escape(href), link=escape(link))
