"""Posting a digest: without its chart where Slack does not know charts."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING, Any

import pytest
from slack_sdk.errors import SlackApiError

from bot.memory.digests import Digest
from bot.memory.stats import WEEK, Stats, last_days, spans
from bot.slack.send import digest as sending
from bot.slack.view.digest import digest_message
from db.entry import LANGS
from db.memory.asked import Top
from db.memory.days import day_of
from db.memory.feedback import Thumbs
from db.memory.lessons import How, Lesson
from db.memory.misses import Miss, Status
from tests.harness.block_kit import faults

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Lang

DAY = day_of(1_777_777_777)


def _digest() -> Digest:
    period = last_days(DAY, WEEK)
    counts = Stats(period, spans(period, {DAY: {"exact": 2}}), 0, Thumbs(), (Top("gone", "", 2),))
    lessons = tuple(Lesson(f"{at}", "长" * 300, "gone", "", How.TAUGHT, ("U1",), 1.0) for at in range(5))
    misses = tuple(Miss(f"{at}", "长" * 300, "none", Status.OPEN, 1.0, 1.0, 2, "", "") for at in range(5))
    return Digest("T1", "C1", "", counts, lessons, misses)


class _Slack:
    """A client whose posts Slack refuses, one after the other, for the given reasons."""

    def __init__(self, *reasons: str) -> None:
        self._reasons = list(reasons)
        self.posts: list[list[str]] = []

    async def chat_postMessage(self, *, channel: str, text: str, blocks: list[dict[str, Any]]) -> None:  # noqa: N802 - Slack's name
        assert (channel, text[:14]) == ("C1", "The week with ")
        self.posts.append([block["type"] for block in blocks])
        if self._reasons and (reason := self._reasons.pop(0)):
            answer = type("Answer", (), {"data": {"ok": False, "error": reason}, "status_code": 200})()
            raise SlackApiError("refused", answer)  # type: ignore[no-untyped-call]


@pytest.mark.parametrize(
    ("reasons", "charts", "is_sent"),
    [
        ((), [1], True),
        (("invalid_blocks",), [1, 0], True),
        (("invalid_blocks", "invalid_blocks"), [1, 0], False),
        (("is_archived",), [1], False),
    ],
)
def test_a_chart_is_left_out_where_slack_refuses_it(
    catalog: Catalog, monkeypatch: pytest.MonkeyPatch, reasons: tuple[str, ...], charts: list[int], *, is_sent: bool
) -> None:
    slack = _Slack(*reasons)
    monkeypatch.setattr(sending, "for_posts", lambda client: client)
    client: Any = slack

    assert asyncio.run(sending.post(client, catalog, _digest(), "en")) is is_sent
    assert [kinds.count("data_visualization") for kinds in slack.posts] == charts


def test_a_question_calls_nobody(catalog: Catalog) -> None:
    miss = replace(_digest().misses[0], question="<!channel> <@U1> 606")
    message = digest_message(catalog, replace(_digest(), misses=(miss,)), "en")

    assert "&lt;!channel&gt; &lt;@U1&gt; 606" in message.text
    assert "<!channel>" not in message.text
    assert "mrkdwn" not in str([block for block in message.blocks if "<!channel>" in str(block)])


@pytest.mark.parametrize("lang", LANGS)
def test_the_longest_digest_fits_slack(catalog: Catalog, lang: Lang) -> None:
    assert faults(digest_message(catalog, _digest(), lang)) == []
