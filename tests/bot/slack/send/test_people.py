"""Users' locales: asked of Slack, or not to be had."""

from __future__ import annotations

import asyncio
from typing import TYPE_CHECKING

import pytest
from slack_sdk.web.async_client import AsyncWebClient

from bot.slack.send.people import locale_of
from local_slack.failures import refuses
from tests.harness.installed import LocalSlack

if TYPE_CHECKING:
    from local_slack.failures import Failure


@pytest.mark.parametrize(
    ("declined", "failure", "locale"),
    [([], None, "zh-CN"), (["users:read"], None, ""), ([], refuses("internal_error"), None)],
    ids=["granted", "declined", "broken"],
)
def test_only_a_temporary_failure_is_worth_another_try(
    declined: list[str], failure: Failure | None, locale: str | None
) -> None:
    with LocalSlack(declined=declined) as slack:
        person = slack.person("ann", locale="zh-CN")
        if failure is not None:
            slack.fail_next_calls("users.info", failure)
        client = AsyncWebClient(token=slack.bot_token, base_url=slack.url)

        assert asyncio.run(locale_of(client, person.user.id)) == locale
