"""Admins choose on the Home tab what holds in the workspace and its channels, and answers follow."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import manifest
from bot.slack.guard.rate_limit import MOST_QUESTIONS
from local_slack.errors import ResponseError
from local_slack.failures import refuses
from tests.harness.home_page import opened_page
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel, Json
    from tests.harness.databases import Files, Postgres


@pytest.fixture(scope="module")
def slack(place: Files | Postgres, table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    folder = tmp_path_factory.mktemp("preferences")
    written = folder / "manifest.json"
    written.write_text(manifest.with_watching(manifest.over_socket_mode()), encoding="utf-8")
    with (
        LocalSlack(manifest=written) as slack,
        serving(table_path, slack, folder / "log", IMERR_MEMORY="on", DATABASE_URL=place.empty()) as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        yield slack
        assert "failed" not in {line["event"] for line in server.lines()}


@pytest.fixture
def desk(slack: LocalSlack, request: pytest.FixtureRequest) -> Channel:
    return slack.channel(f"desk-{request.node.nodeid}")


@pytest.fixture
def ann(slack: LocalSlack, desk: Channel, request: pytest.FixtureRequest) -> Person:
    person = slack.person(f"ann-{request.node.nodeid}", channels=[desk])
    person.user.is_admin = True
    return person


@pytest.fixture
def bo(slack: LocalSlack, desk: Channel, request: pytest.FixtureRequest) -> Person:
    return slack.person(f"bo-{request.node.nodeid}", channels=[desk])


def _page(slack: LocalSlack, person: Person) -> str:
    return opened_page(slack, person, "settings_page")


def _chooses(slack: LocalSlack, admin: Person, channel: Channel | None, **values: str) -> None:
    """Choose settings of a channel, or of the workspace, by the labels of their options."""
    _page(slack, admin)
    admin.presses("settings_change" if channel is None else "settings_change:", on=admin.home)
    slack.settle()
    if channel is not None:
        admin.chooses("setting_channel", channel.name)
    for name, label in values.items():
        if name == "helper":
            admin.fills("setting_helper", label)
        else:
            admin.chooses(f"setting_{name}", label)
    admin.submits()
    slack.settle()
    assert admin.modal is None


def _until(slack: LocalSlack, person: Person, channel: Channel, line: str, text: str) -> str:
    """Type a line until its answer has a text: what was chosen reaches another process within a second."""
    slack.wait_for(lambda: text in person.types(line, channel), f"{text!r} in the answer to {line!r}")
    return person.types(line, channel)


def _answers(slack: LocalSlack, person: Person, channel: Channel, text: str) -> list[str]:
    """Say something in a channel, and return what is answered in its thread."""
    said = person.says(text, channel)
    slack.settle()
    return [person.reads(message) for message in slack.thread(said)]


def test_a_no_says_whom_to_ask(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    before = bo.types("/imerr how do I bake bread --en", desk)
    _chooses(slack, ann, None, helper="#im-help, or @im-team on weekdays")
    after = _until(slack, bo, desk, "/imerr how do I bake bread --en", "Ask a person")

    assert "Ask a person" not in before
    assert "Ask a person: #im-help, or @im-team on weekdays" in after
    assert "Ask a person" not in bo.types("/imerr 606", desk)
    assert "#im-help" in _page(slack, ann)


def test_the_place_of_the_settings_is_told(slack: LocalSlack, bo: Person, desk: Channel) -> None:
    told = [bo.types(f"/imerr {typed}", desk) for typed in ("settings", "Settings! --zh", "设置")]
    bo.dm("settings")
    slack.settle()

    where = "The workspace's settings are on imerr's Home tab, under Settings."
    assert told[0].startswith(where)
    assert [each.partition("。")[0] for each in told[1:]] == ["工作区的设置在 imerr 的主页标签页里，点“设置”"] * 2
    assert bo.reads(slack.messages(bo.direct)[-1]).startswith(where)


def test_only_admins_change_settings(slack: LocalSlack, bo: Person, ann: Person) -> None:
    page = _page(slack, bo)
    assert bo.home is not None
    assert "Admins of the workspace change these." in page
    assert [name for name in bo.buttons(bo.home) if "change" in name] == []
    _page(slack, ann)
    ann.presses("settings_change", on=ann.home)
    slack.settle()
    ann.user.is_admin = False
    ann.submits()
    slack.settle()
    assert ann.modal is not None
    assert "Only admins" in ann.reads(ann.modal)


def _sets_owner(slack: LocalSlack, admin: Person, code: str, mentioned: Json) -> None:
    _page(slack, admin)
    admin.presses("Set an owner", on=admin.home)
    slack.settle()
    admin.chooses("lookup", code, typed=code)
    elements = [{"type": "rich_text_section", "elements": [mentioned]}]
    admin.fills_with("setting_owner", {"rich_text_value": {"type": "rich_text", "elements": elements}})
    admin.submits()
    slack.settle()


def test_an_error_has_an_owner(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    with pytest.raises(ResponseError, match="Mention a person or a user group with @"):
        _sets_owner(slack, ann, "604", {"type": "text", "text": "somebody"})
    _sets_owner(slack, ann, "604", {"type": "user", "user_id": bo.id})
    answer = _until(slack, ann, desk, "/imerr 604 --en", "Whom to ask")
    public = _answers(slack, ann, desk, "@imerr 604 --en")

    assert f"Whom to ask: @{bo.user.name}" in answer
    assert "Whom to ask" not in ann.types("/imerr 606 --en", desk)
    assert bo.user.name not in public[0]
    ann.presses("owner_show", on=slack.messages(desk)[-1])
    slack.settle()
    assert f"Whom to ask: @{bo.user.name}" in ann.reads(ann.private(desk)[-1])
    assert "604" in _page(slack, ann)
    assert f"→ @{bo.user.name}" in _page(slack, ann)


def test_a_channel_has_its_platform_and_language(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    other = slack.channel(f"other-{desk.name}")
    before = bo.types("/imerr 206", desk)
    _chooses(slack, ann, desk, platform="Android", language="中文")
    after = _until(slack, bo, desk, "/imerr 206", "最可能的原因")

    assert "Android" not in before.splitlines()[1]
    assert "Android" in after.splitlines()[1]
    assert bo.types("/imerr 206", other) == before
    assert bo.types("/imerr web 206 --en", desk).splitlines()[1] == before.splitlines()[1]
    page = _page(slack, ann)
    assert f"#{desk.id}" in page or f"#{desk.name}" in page
    assert "Platform of a question that names none: Android" in page


def test_a_note_may_hold_on_one_platform(slack: LocalSlack, bo: Person, desk: Channel) -> None:
    bo.types("/imerr android 206 --en", desk)
    bo.presses("add_note", on=bo.private(desk)[-1])
    slack.settle()
    bo.fills("note", "Seen on phones that sleep.")
    bo.chooses("setting_platform", "only on the platform of this error")
    bo.submits()
    slack.settle()

    assert "Seen on phones" in _until(slack, bo, desk, "/imerr ios 206 --en", "Seen on phones")
    assert "Seen on phones" not in bo.types("/imerr web 206 --en", desk)


def test_thumbs_can_be_switched_off(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    _chooses(slack, ann, desk, feedback="off")

    def has_thumbs() -> bool:
        _answers(slack, bo, desk, "@imerr 606")
        return "thumbs" in bo.buttons(slack.messages(desk)[-1])

    slack.wait_for(lambda: not has_thumbs(), "an answer without thumbs")


def test_a_watched_channel_gets_one_offer(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    other = slack.channel(f"quiet-{desk.name}")
    assert _answers(slack, bo, desk, "the customer gets error 606 again") == []
    _chooses(slack, ann, desk, watching="on")
    assert "Offer explanations unasked" in _page(slack, ann)
    assert _answers(slack, bo, desk, "lunch for 606 people?") == []
    asked = _answers(slack, bo, desk, "@imerr what is error 605")
    (offered,) = _answers(slack, bo, desk, "the customer gets error 606 again")

    assert len(asked) == 1
    assert "Nobody asked" not in asked[0]
    assert "Nobody asked" in offered
    assert "606 ·" in offered
    assert _answers(slack, bo, desk, "and error 605 as well") == []
    assert _answers(slack, bo, other, "the customer gets error 606 again") == []


def test_talk_in_a_channel_is_no_question(slack: LocalSlack, bo: Person, desk: Channel) -> None:
    for number in range(MOST_QUESTIONS + 5):
        bo.says(f"good morning {number}", desk)
    slack.settle()

    assert "606 ·" in bo.types("/imerr 606", desk)
    assert len(bo.private(desk)) == 1


def test_a_failed_offer_tells_nobody(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    _chooses(slack, ann, desk, watching="on")
    slack.fail_next_calls("chat.postMessage", refuses("not_in_channel"))
    try:
        assert _answers(slack, bo, desk, "the log says error 606") == []
    finally:
        slack.stop_failing()
    assert bo.private(desk) == []


def test_anyone_silences_a_watched_channel(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    _chooses(slack, ann, desk, watching="on")
    (offered,) = _answers(slack, bo, desk, "the log says error 606")
    bo.presses("silence_watching", on=slack.messages(desk)[-1])
    slack.settle()

    assert "Not in this channel" in offered
    assert "imerr explains nothing unasked" in bo.reads(bo.private(desk)[-1])
    assert "Offer explanations unasked: off" in _page(slack, ann)
