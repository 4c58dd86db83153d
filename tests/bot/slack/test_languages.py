"""People's languages: asked once, in time, and never at the cost of an answer."""

from __future__ import annotations

import asyncio
import time
from typing import TYPE_CHECKING

import pytest

from bot.slack.languages import Languages
from bot.slack.send.thread import web_client
from local_slack.failures import Failure, broken, slow
from tests.harness.installed import LocalSlack

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.entry import Lang


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack() as running:
        yield running


def _asked(slack: LocalSlack, languages: Languages, *users: str) -> list[Lang]:
    client = web_client(slack.url)
    client.token = slack.bot_token

    async def ask() -> list[Lang]:
        return list(await asyncio.gather(*(languages.of_asker(None, client, user) for user in users)))

    return asyncio.run(ask())


@pytest.mark.parametrize(
    ("locale", "lang"), [("zh-CN", "zh"), ("zh-TW", "zh"), ("en-GB", "en"), ("fr-FR", "zh"), ("", "zh")]
)
def test_chinese_and_english_are_known_and_others_get_the_default(slack: LocalSlack, locale: str, lang: Lang) -> None:
    asker = slack.person("asker", locale=locale)

    assert _asked(slack, Languages("zh"), asker.id) == [lang]


def test_somebody_is_asked_about_once(slack: LocalSlack) -> None:
    asker, languages = slack.person("asker", locale="en-US"), Languages("zh")
    assert languages.remembered(asker.id) is None

    assert _asked(slack, languages, *[asker.id] * 5) == ["en"] * 5
    assert slack.count("users.info") == 1
    assert languages.remembered(asker.id) == "en"


def test_nobody_is_asked_about_where_the_question_tells_it(slack: LocalSlack) -> None:
    client = web_client(slack.url)

    assert asyncio.run(Languages("zh").of_asker("en", client, "U1")) == "en"
    assert slack.calls == []


@pytest.mark.parametrize("trouble", [slow(3), broken()], ids=["slow", "broken"])
def test_a_slack_that_is_not_well_gives_the_default_soon_and_is_let_alone(slack: LocalSlack, trouble: Failure) -> None:
    asker, languages = slack.person("asker", locale="en-US"), Languages("zh")
    slack.fail_next_calls("users.info", trouble)
    started = time.monotonic()

    assert _asked(slack, languages, asker.id) == ["zh"]
    assert _asked(slack, languages, asker.id) == ["zh"]
    assert time.monotonic() - started < 2
    assert languages.remembered(asker.id) == "zh"
