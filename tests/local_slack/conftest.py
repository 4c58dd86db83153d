"""A local Slack with a small app, a channel and a person."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_slack import LocalSlack
from tests.harness.counterpart import Counterpart
from tests.local_slack.app import MANIFEST

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.fixture
def app() -> Iterator[Counterpart]:
    with Counterpart() as running:
        yield running


@pytest.fixture
def slack(app: Counterpart) -> Iterator[LocalSlack]:
    with LocalSlack(MANIFEST, retry_waits=(0.0, 0.05, 0.1)) as running:
        running.deliver_to(app.url)
        yield running


@pytest.fixture
def support(slack: LocalSlack) -> Channel:
    return slack.channel("support")


@pytest.fixture
def asker(slack: LocalSlack, support: Channel) -> Person:
    return slack.person("asker", locale="zh-TW", channels=[support])
