"""The language of an answer: one cached locale per user, a timeout, and no answer lost."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from bot.lookup.text import Text
from bot.slack.languages import Languages
from bot.slack.payload.records import Request
from bot.slack.respond import language_told_by
from bot.slack.send.client import web_client
from bot.slack.send.people import locale_of
from bot.slack.view.surface import UserId
from local_slack.failures import Failure, broken, slow
from tests.harness.installed import LocalSlack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.explain import Lookup
    from db.entry import Lang


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def _languages() -> Languages:
    return Languages("zh", lambda text: text.language, locale_of)


def _by(user: str, words: str = "", quoted: str = "") -> Request:
    return Request(type="message", user=UserId(user), words=Text(words), quoted=Text(quoted))


def _asked(slack: LocalSlack, languages: Languages, *requests: Request) -> list[Lang]:
    client = web_client(slack.url)
    client.token = slack.bot_token

    async def ask() -> list[Lang]:
        return list(await asyncio.gather(*(languages.of(request, client) for request in requests)))

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("fr-FR", "zh"), ("", "zh")]
)
def test_locales_but_chinese_and_english_get_the_default(slack: LocalSlack, locale: str, lang: Lang) -> None:
    asker = slack.person("asker", locale=locale)

    assert _asked(slack, _languages(), _by(asker.id)) == [lang]


def test_a_users_locale_is_asked_for_once(slack: LocalSlack) -> None:
    asker, languages = slack.person("asker", locale="en-US"), _languages()
    assert languages.known_of(_by(asker.id)) is None

    assert _asked(slack, languages, *[_by(asker.id)] * 5) == ["en"] * 5
    assert slack.count("users.info") == 1
    assert languages.known_of(_by(asker.id)) == "en"


def test_no_locale_is_asked_for_if_the_words_tell_the_language(slack: LocalSlack) -> None:
    assert _asked(slack, _languages(), _by("U1", "group is full")) == ["en"]
    assert slack.calls == []


def test_the_readers_locale_comes_before_a_quoted_message(slack: LocalSlack) -> None:
    english, french = slack.person("one", locale="en-US"), slack.person("other", locale="fr-FR")

    assert _asked(slack, _languages(), _by(english.id, quoted="群满了"), _by(french.id, quoted="group is full")) == [
        "en",
        "en",
    ]


@pytest.mark.parametrize("trouble", [slow(8), broken()], ids=["slow", "broken"])
def test_a_failing_slack_gives_the_default_soon_and_is_cached(slack: LocalSlack, trouble: Failure) -> None:
    asker, languages = slack.person("asker", locale="en-US"), _languages()
    slack.fail_next_calls("users.info", trouble)
    started = time.monotonic()

    assert _asked(slack, languages, _by(asker.id)) == ["zh"]
    assert _asked(slack, languages, _by(asker.id)) == ["zh"]
    assert time.monotonic() - started < 6
    assert languages.known_of(_by(asker.id)) == "zh"


@pytest.mark.parametrize(
    ("words", "lang"),
    [
        ("group is full", "en"),
        ("群满了", "zh"),
        ("群满了 --en", "en"),
        ("list --en", "en"),
        ("606", None),
        ("iOS 606", None),
        ("EMErrorGroupMembersFull", None),
        ("help", None),
        ("list group", None),
        ("thanks!", None),
        ("你好", "zh"),
    ],
)
def test_words_common_to_all_languages_tell_none(lookup: Lookup, words: str, lang: Lang | None) -> None:
    assert language_told_by(lookup, Text(words)) == lang
