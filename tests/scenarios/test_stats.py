"""`/imerr stats`: what a workspace asked, shown to its own members alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from tests.harness.installed import LocalSlack
from tests.harness.server import command_form, serving, texts

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.databases import Files, Postgres
    from tests.harness.server import Server


@pytest.fixture(scope="module")
def playing(
    place: Files | Postgres, table_path: Path, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[tuple[LocalSlack, Server]]:
    folder = tmp_path_factory.mktemp("stats")
    with (
        LocalSlack() as slack,
        serving(table_path, slack, folder / "log", IMERR_MEMORY="on", DATABASE_URL=place.empty()) as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        yield slack, server
        assert "failed" not in {line["event"] for line in server.lines()}


@pytest.fixture
def slack(playing: tuple[LocalSlack, Server]) -> LocalSlack:
    return playing[0]


@pytest.fixture
def desk(slack: LocalSlack, request: pytest.FixtureRequest) -> Channel:
    return slack.channel(f"desk-{request.node.name.partition('[')[0].replace('_', '-')}")


@pytest.fixture
def ann(slack: LocalSlack, desk: Channel, request: pytest.FixtureRequest) -> Person:
    return slack.person(f"ann-{request.node.nodeid}", channels=[desk])


def test_a_channels_questions_are_counted_and_drawn(ann: Person, desk: Channel) -> None:
    # The first test of the module: nothing was asked yet.
    assert "Nothing is recorded for the last 7 days." in ann.types("/imerr stats", desk)

    for question in ("606", "606", "702", "the flux capacitor is purple"):
        ann.types(f"/imerr {question}", desk)
    read = ann.types(f"/imerr stats #{desk.name}", desk)

    assert f"In #{desk.name} alone" in read
    assert "4 answers, 4 more than in the period before" in read
    assert "Firm answer: 3 (75%)" in read
    assert "Not found: 1 (25%)" in read
    assert "(GROUP_MEMBERS_FULL)  asked 2 times" in read
    shown = ann.private(desk)[-1]
    assert "data_visualization" in {block["type"] for block in shown.blocks}
    assert "Most frequent errors: 606" in shown.text


def test_what_was_asked_a_moment_before_is_counted(ann: Person, desk: Channel) -> None:
    for times in (1, 2, 3):
        ann.types("/imerr 601,602", desk)

        # Each of the two errors is counted.
        assert f"{2 * times} answers" in ann.types(f"/imerr stats #{desk.name}", desk)
    assert "a question about two errors counts as two" in ann.types(f"/imerr stats #{desk.name}", desk)


def test_a_month_in_chinese(ann: Person, desk: Channel) -> None:
    ann.types("/imerr 603", desk)
    read = ann.types("/imerr 本月统计 --zh", desk)

    assert "最近 4 周的提问" in read
    assert "问得最多的错误" in read


def test_an_unknown_word_gets_the_forms(ann: Person, desk: Channel) -> None:
    assert "stats, stats week or stats month" in ann.types("/imerr stats year", desk)
    assert "Slack does not tell imerr which channel" in ann.types("/imerr stats #elsewhere", desk)
    assert "Asked in" not in ann.types("/imerr stats of connection?", desk)


def test_a_mention_is_answered_among_ourselves_alone(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    ann.types("/imerr 504", desk)
    for channel, shared in ((desk, False), (slack.channel(f"shared-{desk.name}"), True)):
        channel.is_shared = shared
        ann.says(f"@imerr stats <#{desk.id}|{desk.name}>", channel)
        slack.settle()
    told = [ann.reads(slack.messages(channel)[-1]) for channel in (desk, slack.channel(f"shared-{desk.name}"))]

    assert "1 answer, 1 more" in told[0]
    assert f"In #{desk.name} alone" in told[0]
    assert "People of another company may read along here" in told[1]
    assert "1 answer" not in told[1]


def test_a_direct_message_may_name_any_channel(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    ann.types("/imerr 507", desk)
    ann.dm(f"stats month <#{desk.id}>")
    slack.settle()

    assert "Asked in the last 4 weeks" in ann.reads(slack.messages(ann.direct)[-1])
    assert f"In #{desk.name} alone" in ann.reads(slack.messages(ann.direct)[-1])


def test_the_teams_page_tells_the_week_in_words(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    ann.types("/imerr 606", desk)
    ann.opens_home()
    slack.settle()
    assert ann.home is not None
    ann.presses("team_page", on=ann.home)
    slack.settle()
    read = ann.reads(ann.home)

    assert "# Asked in the last 7 days" in read
    assert "more than in the period before" in read
    assert "(GROUP_MEMBERS_FULL)" in read.partition("Learned from your team")[0]


def test_somebody_of_no_workspace_sees_no_counts(playing: tuple[LocalSlack, Server]) -> None:
    form = command_form("stats --en")
    del form["team_id"]

    assert "These counts are for the members of the workspace" in playing[1].post_form(form).json()["text"]


def test_without_a_memory_imerr_says_that_it_counts_nothing(server: Server) -> None:
    told = server.command("stats --en")

    assert "This imerr counts nothing" in texts(told)
    assert "This imerr counts nothing" in told["text"]
