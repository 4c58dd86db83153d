"""The demo's console, beside an app that is slower than imerr."""

from __future__ import annotations

import threading
from typing import TYPE_CHECKING

import pytest

from bot import manifest
from bot.demo import Console
from local_slack import LocalSlack
from tests.harness.counterpart import Counterpart
from tests.local_slack.app import call

if TYPE_CHECKING:
    from collections.abc import Iterator

_BUSY_SECONDS = 1.0
"""Longer than the local Slack waits for an app that makes no calls."""


@pytest.fixture(scope="module")
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(manifest.path()) as running, Counterpart() as app:
        running.deliver_to(app.url)
        yield running


@pytest.mark.parametrize("line", ["@imerr 606", "dm 606"])
def test_an_answer_that_comes_late_is_waited_for(
    slack: LocalSlack, capsys: pytest.CaptureFixture[str], line: str
) -> None:
    you = slack.person("you", locale="en-US")
    channel = you.direct if line.startswith("dm") else slack.channel("support")
    later = threading.Timer(
        _BUSY_SECONDS, lambda: call(slack, "chat.postMessage", channel=channel.id, text="the answer")
    )
    later.start()

    assert Console(slack, you, lambda: "").do(line)
    assert capsys.readouterr().out.endswith("\nthe answer\n\n")
    later.join()
