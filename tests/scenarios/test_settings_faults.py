"""Faults around settings and watched channels: nothing is undone by accident, and nobody hears of what nobody asked for."""

from __future__ import annotations

import logging
from types import SimpleNamespace
from typing import TYPE_CHECKING, cast

import pytest

from bot import manifest
from bot.memory.memory import Memory
from bot.slack.desk import Desk
from bot.slack.guard.rate_limit import MOST_QUESTIONS
from db.memory.database import Database, MemoryStoreError
from local_slack.errors import ResponseError
from local_slack.failures import refuses, slow
from tests.harness.in_process import serving_in_process
from tests.harness.installed import LocalSlack

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from bot.lookup.explain import Lookup
    from bot.trained_table import LiveLookup
    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.fixture
def database(tmp_path: Path) -> Database:
    return Database.open(f"sqlite:///{tmp_path / 'memory.sqlite3'}")


@pytest.fixture
def slack(database: Database, lookup: Lookup, tmp_path: Path) -> Iterator[LocalSlack]:
    # Bolt warns that it uses the client it is given.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    written = tmp_path / "manifest.json"
    written.write_text(manifest.with_watching(manifest.over_socket_mode()), encoding="utf-8")
    live = SimpleNamespace(current=lookup, refresh=lambda: False)
    desk = Desk(cast("LiveLookup", live), "en", memory=Memory(database))
    with LocalSlack(retry_waits=(), manifest=written) as running, serving_in_process(desk, running):
        yield running
        running.settle()


@pytest.fixture
def support(slack: LocalSlack) -> Channel:
    return slack.channel("support")


@pytest.fixture
def ann(slack: LocalSlack, support: Channel) -> Person:
    person = slack.person("ann", channels=[support])
    person.user.is_admin = True
    return person


def _opens_settings(slack: LocalSlack, person: Person) -> None:
    person.opens_home()
    slack.settle()
    assert person.home is not None
    person.presses("settings_page", on=person.home)
    # The first reading of a new file makes its tables, which can last longer than Slack takes for quiet.
    slack.wait_for(
        lambda: person.home is not None and "Whom to ask" in person.reads(person.home),
        "the settings",
    )
    slack.settle()


def test_a_form_never_shows_unread_settings(
    slack: LocalSlack, ann: Person, database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    _opens_settings(slack, ann)

    async def fail(_work: object) -> None:
        raise MemoryStoreError("The memory is away.")

    monkeypatch.setattr(database, "read", fail)
    for button in ("settings_change", "owner_change"):
        ann.presses(button, on=ann.home)
        slack.settle()
        assert ann.modal is not None
        assert "The settings cannot be read" in ann.reads(ann.modal)


def test_talk_in_a_channel_is_no_question(slack: LocalSlack, ann: Person, support: Channel) -> None:
    for number in range(MOST_QUESTIONS + 5):
        ann.says(f"good morning {number}", support)
    question = ann.says("@imerr 606", support)
    slack.settle()

    assert [ann.reads(message) for message in ann.private(support)] == []
    assert len(slack.thread(question)) == 1


def _watched(slack: LocalSlack, admin: Person, channel: Channel) -> None:
    """Watch a channel."""
    _opens_settings(slack, admin)
    admin.presses("settings_change:", on=admin.home)
    slack.settle()
    admin.chooses("setting_channel", channel.name)
    admin.chooses("setting_watching", "on")
    admin.submits()
    slack.settle()


def test_nobody_hears_of_an_offer_that_failed(
    slack: LocalSlack, ann: Person, support: Channel, caplog: pytest.LogCaptureFixture
) -> None:
    _watched(slack, ann, support)
    slack.fail_next_calls("chat.postMessage", refuses("restricted_action_read_only_channel", times=1))
    ann.says("the log says error 606", support)
    slack.wait_for(lambda: "offer_failed" in [record.message for record in caplog.records], "the failure in the log")
    slack.settle()

    assert ann.private(support) == []
    assert slack.count("chat.postMessage") == 0


def test_nothing_is_offered_to_another_company(slack: LocalSlack, ann: Person, support: Channel) -> None:
    _watched(slack, ann, support)
    support.is_shared = True
    shared = ann.says("the log says error 606", support)
    slack.settle()
    support.is_shared = False
    ours = ann.says("the log says error 606", support)
    slack.wait_for(lambda: bool(slack.thread(ours)), "the offer to ours")
    slack.settle()

    assert [len(slack.thread(message)) for message in (shared, ours)] == [0, 1]


def test_a_slow_form_stays_open_within_slacks_limit(slack: LocalSlack, ann: Person) -> None:
    _opens_settings(slack, ann)
    ann.presses("settings_change", on=ann.home)
    slack.settle()
    ann.fills("setting_helper", "#im-help")
    slack.fail_next_calls("users.info", slow(4.0))
    with pytest.raises(ResponseError, match="Not saved"):
        ann.submits()
    slack.stop_failing()
    ann.submits()
    slack.settle()

    assert ann.modal is None
