"""An installation without one of the optional scopes: imerr answers all the same, and says what it cannot do."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.wording import wording
from tests.harness.installed import LocalSlack, read_optional_scopes
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.state import Channel, Kind
    from tests.harness.server import Server

KINDS: dict[str, Kind] = {"channels:history": "channel", "groups:history": "group", "mpim:history": "mpim"}
OPTIONAL = [*KINDS, "users:read"]


@pytest.fixture(scope="module", params=OPTIONAL)
def declined(request: pytest.FixtureRequest) -> str:
    scope: str = request.param
    return scope


@pytest.fixture(scope="module")
def running(
    declined: str, table_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LocalSlack, Server]]:
    with (
        LocalSlack(declined=[declined]) as local,
        serving(table_path, local, tmp_path_factory.mktemp("declined") / "log") as server,
    ):
        local.deliver_to(f"{server.url}/slack/events")
        yield local, server


@pytest.fixture
def slack(running: tuple[LocalSlack, Server]) -> LocalSlack:
    return running[0]


@pytest.fixture
def room(slack: LocalSlack, declined: str) -> Channel:
    """A conversation of the kind whose history was declined, else a channel."""
    return slack.channel("room", kind=KINDS.get(declined, "channel"))


def test_the_optional_scopes_are_those_tested_here() -> None:
    assert sorted(OPTIONAL) == sorted(read_optional_scopes())


def test_every_surface_answers_without_the_scope(
    running: tuple[LocalSlack, Server], slack: LocalSlack, room: Channel
) -> None:
    asker = slack.person("asker", locale="zh-CN", channels=[room])

    assert asker.types("/imerr 群满了", room).startswith("# 606 · ")
    question = asker.says("@imerr 发消息报 507", room)
    asker.sees("507 · ")
    asker.dm("603")
    asker.sees("603 · ")
    asker.uses_shortcut("explain_error", on=asker.says("type: 607", room))
    asker.sees("607 · ")
    asker.opens_home()
    asker.sees("查一个错误")
    slack.settle()
    assert len(slack.thread(question)) == 1
    assert slack.runs_step("explain_error", {"text": "606"}).error is None
    assert [line for line in running[1].lines() if line["event"] in {"failed", "untold"}] == []


def test_an_unreadable_message_above_is_said_to_be_so(slack: LocalSlack, room: Channel, declined: str) -> None:
    asker = slack.person("reader", locale="zh-CN", channels=[room])
    log = asker.says("type: 606", room)
    asker.says("@imerr", room, thread=log)

    asker.sees("606 · 群组已满" if declined == "users:read" else wording("zh").cannot_read_above)


def test_other_conversations_are_read_as_before(slack: LocalSlack, declined: str) -> None:
    kinds = [kind for scope, kind in KINDS.items() if scope != declined]
    for kind in kinds:
        there = slack.channel(f"other-{kind}", kind=kind)
        asker = slack.person(f"asker-{kind}", locale="zh-CN", channels=[there])
        log = asker.says("type: 606", there)
        asker.says("@imerr", there, thread=log)
        asker.sees("606 · 群组已满")


def test_the_locale_is_the_default_only_without_users_read(slack: LocalSlack, room: Channel, declined: str) -> None:
    english = slack.person("english", locale="en-US", channels=[room])
    answer = english.types("/imerr 606", room)

    assert ("群组已满" in answer) is (declined == "users:read")
    assert ("Group is full" in answer) is (declined != "users:read")
