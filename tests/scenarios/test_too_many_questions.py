"""The rate limit: one friendly sentence for the user over it, and no delay for others."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.guard.rate_limit import MOST_PRESSES, MOST_QUESTIONS, MOST_SUGGESTIONS
from local_slack.failures import RESPONSE_URLS
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

SENTENCE = "一分钟内的提问超过了 30 次"


@pytest.fixture
def slack(table_path: Path, tmp_path: Path) -> Iterator[LocalSlack]:
    with LocalSlack() as local, serving(table_path, local, tmp_path / "log") as server:
        local.deliver_to(f"{server.url}/slack/events")
        yield local


def test_commands(slack: LocalSlack) -> None:
    support, eager, patient = slack.channel("support"), slack.person("eager"), slack.person("patient")
    for _ in range(MOST_QUESTIONS + 5):
        eager.types("/imerr 群组满了", support)
    patient.types("/imerr 群组满了", support)
    slack.settle()

    answers = [eager.reads(message) for message in eager.private(support)]
    assert [SENTENCE in answer for answer in answers] == [False] * MOST_QUESTIONS + [True]
    assert len(patient.private(support)) == 1


def test_mentions(slack: LocalSlack) -> None:
    support, eager = slack.channel("support"), slack.person("eager")
    asked = [eager.says("@imerr 群组满了", support) for _ in range(MOST_QUESTIONS + 5)]
    eager.sees(SENTENCE, within=30)
    slack.settle()

    assert sum(len(slack.thread(question)) for question in asked) == MOST_QUESTIONS
    assert [SENTENCE in eager.reads(message) for message in eager.private(support)] == [True]


def test_events_of_imerrs_own_messages_are_not_counted(slack: LocalSlack) -> None:
    for number in range(MOST_QUESTIONS + 5):
        ts = f"{1_800_000_000 + number}.0"
        own = {"type": "message", "user": slack.bot.id, "bot_id": "B0IMERR", "text": "606", "ts": ts}
        changed = {"subtype": "message_changed", "channel": "D1", "ts": ts, "message": own, "previous_message": own}
        slack.send_event({"type": "message", **changed})
    slack.settle()

    assert slack.count("chat.postMessage") == 0


def test_presses(slack: LocalSlack) -> None:
    support, eager, patient = slack.channel("support"), slack.person("eager", locale="zh-CN"), slack.person("patient")
    for person in (eager, patient):
        person.types("/imerr 606", support)
    (pressed,) = eager.private(support)
    action = {"type": "button", "action_id": "open:607", "value": '{"l":"zh","c":607}'}
    for _ in range(MOST_PRESSES + 5):
        eager.forges(action, pressed)
    slack.settle()
    calls = slack.count(RESPONSE_URLS)
    patient.presses("open:607")

    eager.sees("一分钟内的点击超过了 120 次")
    assert calls == MOST_PRESSES + 1
    patient.sees("# 607 · ")


def test_openings_of_the_home_tab(slack: LocalSlack) -> None:
    eager = slack.person("eager", locale="zh-CN")
    for number in range(MOST_PRESSES + 5):
        slack.send_event(
            {"type": "app_home_opened", "user": eager.id, "tab": "home", "event_ts": f"{1_800_000_000 + number}.0"}
        )
    slack.settle()

    assert slack.count("views.publish") <= MOST_PRESSES
    # On a busy machine it comes after all that was published.
    eager.sees("一分钟内的点击超过了 120 次", within=30)


def test_type_ahead_in_the_look_up_modal(slack: LocalSlack) -> None:
    eager = slack.person("eager")
    eager.uses_shortcut("look_up_error")
    eager.sees("Look up an error")
    found = [eager.suggestions("lookup", "606") for _ in range(MOST_SUGGESTIONS + 2)]

    assert [bool(options) for options in found] == [True] * MOST_SUGGESTIONS + [False] * 2
