"""A team's notes: written under an explanation, read by colleagues, changed by their authors, and by nobody else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from local_slack.errors import ResponseError
from tests.harness.installed import LocalSlack
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from local_slack.person import Person
    from local_slack.state import Channel, View
    from tests.harness.databases import Files, Postgres

NOTE = "Customer X: their **maxusers** was `200`, raised on 3 May; ask the [IM group](https://wiki.example/im)"
READ = "Customer X: their maxusers was `200`, raised on 3 May; ask the IM group"


@pytest.fixture(scope="module")
def slack(place: Files | Postgres, table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    folder = tmp_path_factory.mktemp("notes")
    address = place.empty()
    with (
        LocalSlack() as slack,
        serving(table_path, slack, folder / "log", IMERR_MEMORY="on", DATABASE_URL=address) as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        yield slack
        assert "failed" not in {line["event"] for line in server.lines()}


@pytest.fixture
def desk(slack: LocalSlack, request: pytest.FixtureRequest) -> Channel:
    return slack.channel(f"desk-{request.node.nodeid}")


@pytest.fixture
def ann(slack: LocalSlack, desk: Channel, request: pytest.FixtureRequest) -> Person:
    return slack.person(f"ann-{request.node.nodeid}", channels=[desk])


@pytest.fixture
def bo(slack: LocalSlack, desk: Channel, request: pytest.FixtureRequest) -> Person:
    return slack.person(f"bo-{request.node.nodeid}", locale="zh-CN", channels=[desk])


def _notes(slack: LocalSlack, person: Person, desk: Channel, code: int, *texts: str) -> View:
    """Let a person note something about an error; return the list that is shown then."""
    for text in texts:
        person.types(f"/imerr {code}", desk)
        person.presses("add_note", on=person.private(desk)[-1])
        slack.settle()
        person.fills("note", text)
        person.submits()
    assert person.modal is not None
    return person.modal


def test_a_note_stands_under_the_next_answer(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    listed = _notes(slack, ann, desk, 600, NOTE)
    assert READ in ann.reads(listed)

    read = bo.types("/imerr 600", desk)

    assert "团队笔记" in read
    assert READ in read
    assert f"@{ann.user.name}" in read
    assert "[添加笔记]  [全部笔记（1）]" in read


def test_the_two_newest_stand_there_and_all_in_a_list(
    slack: LocalSlack, ann: Person, bo: Person, desk: Channel
) -> None:
    _notes(slack, ann, desk, 601, "the first note", "the second note", "the third note")

    read = bo.types("/imerr 601", desk)
    assert "the first note" not in read
    assert read.index("the third note") < read.index("the second note")
    bo.presses("all_notes")
    slack.settle()

    assert bo.modal is not None
    listed = bo.reads(bo.modal)
    assert listed.index("the third note") < listed.index("the second note") < listed.index("the first note")
    assert "[修改]" not in listed


def test_a_long_list_has_pages(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 605, *(f"note number {number}." for number in range(22)))
    assert ann.modal is not None
    ann.presses("all_notes:older")
    slack.settle()
    older = ann.reads(ann.modal)
    ann.presses("all_notes:newer")
    slack.settle()

    assert "note number 1." in older
    assert "note number 2." not in older
    assert "note number 2." in ann.reads(ann.modal)


@pytest.mark.parametrize("locale", ["en-US", "zh-CN"])
def test_its_author_changes_and_deletes_it(slack: LocalSlack, ann: Person, desk: Channel, locale: str) -> None:
    ann.user.locale = locale
    listed = _notes(slack, ann, desk, 602 if locale == "en-US" else 604, "200 members")
    ann.presses("Edit" if locale == "en-US" else "修改", on=listed)
    slack.settle()
    assert ann.modal is not None
    assert "> 200 members" in ann.reads(ann.modal)
    ann.fills("note", "500 members")
    ann.submits()
    changed = ann.reads(ann.modal)
    ann.presses("Delete" if locale == "en-US" else "删除", on=ann.modal)
    slack.settle()

    assert "500 members" in changed
    assert "200 members" not in changed
    assert ("changed" if locale == "en-US" else "修改") in changed
    assert ("Nobody has noted" if locale == "en-US" else "还没有人") in ann.reads(ann.modal)


def test_an_admin_changes_what_others_wrote(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 603, "wrong")
    bo.user.is_admin = True
    bo.types("/imerr 603", desk)
    bo.presses("all_notes")
    slack.settle()

    assert bo.modal is not None
    assert "[修改]  [删除]" in bo.reads(bo.modal)


def test_a_forged_change_of_anothers_note_is_refused(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    listed = _notes(slack, ann, desk, 500, "only Ann may change this")
    edit = next(control for control in ann.controls(listed) if control.action_id.startswith("edit_note:"))
    bo.types("/imerr 500", desk)
    bo.presses("all_notes")
    slack.settle()
    assert bo.modal is not None
    forged = {"type": "button", "action_id": edit.action_id, "value": edit.element["value"]}
    bo._act(bo.controls(bo.modal)[0], forged)  # noqa: SLF001 - what no client would send
    slack.settle()
    bo.fills("note", "forged")
    bo.submits()

    assert "who wrote this note, or an admin" in bo.reads(bo.modal)
    assert "only Ann may change this" in ann.types("/imerr 500", desk)


def test_of_two_who_edit_at_once_the_second_sees_both_texts(
    slack: LocalSlack, ann: Person, bo: Person, desk: Channel
) -> None:
    bo.user.is_admin = True
    listed = _notes(slack, ann, desk, 501, "the limit is 10")
    bo.types("/imerr 501", desk)
    bo.presses("all_notes")
    slack.settle()
    assert bo.modal is not None
    bo.presses("修改", on=bo.modal)
    ann.presses("Edit", on=listed)
    slack.settle()
    ann.fills("note", "the limit is 20")
    ann.submits()
    bo.fills("note", "the limit is 30")
    bo.submits()

    again = bo.reads(bo.modal)
    assert "改了这条笔记" in again
    assert "the limit is 20" in again
    assert "> the limit is 30" in again
    assert "the limit is 20" in ann.types("/imerr 501", desk)
    bo.submits()
    assert "the limit is 30" in ann.types("/imerr 501", desk)


def test_an_edit_of_a_deleted_note_becomes_a_new_one(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    bo.user.is_admin = True
    listed = _notes(slack, ann, desk, 503, "short-lived")
    bo.types("/imerr 503", desk)
    bo.presses("all_notes")
    slack.settle()
    assert bo.modal is not None
    bo.presses("修改", on=bo.modal)
    slack.settle()
    ann.presses("Delete", on=listed)
    slack.settle()
    bo.fills("note", "still worth it")
    bo.submits()
    assert "被删除了" in bo.reads(bo.modal)
    assert "> still worth it" in bo.reads(bo.modal)
    bo.submits()

    assert "still worth it" in ann.types("/imerr 503", desk)


def test_spaces_are_no_note(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    ann.types("/imerr 504", desk)
    ann.presses("add_note")
    slack.settle()
    ann.fills("note", "  \n ")

    with pytest.raises(ResponseError, match="only spaces"):
        ann.submits()


def test_a_note_calls_nobody_and_breaks_nothing(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 505, "<!channel> <@U1> & <https://evil.example|click> <b>bold</b> ```fence")
    read = ann.types("/imerr 505", desk)
    shown = next(block for block in ann.private(desk)[-1].blocks if "channel" in str(block))

    assert "<!channel> <@U1> & https://evil.example|click <b>bold</b>" in read
    assert "&lt;!channel&gt; &lt;@U1&gt;" in shown["text"]["text"]


def test_a_mention_shows_notes_unless_others_read_along(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 506, "for our eyes only")
    shared = slack.channel(f"shared-{desk.name}")
    shared.is_shared = True
    for channel in (desk, shared):
        ann.says("@imerr 506", channel)
    slack.settle()

    ours, theirs = (ann.reads(slack.messages(channel)[-1]) for channel in (desk, shared))
    assert "for our eyes only" in ours
    assert "for our eyes only" not in theirs
    assert "note" not in theirs.lower().replace("noted", "")
    assert f"@{ann.user.name}" not in ours.partition("for our eyes only")[2]


def test_what_is_shared_to_a_channel_holds_no_notes(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 507, "for our eyes only")
    ann.types("/imerr 507", desk)
    ann.presses("share")
    slack.settle()

    assert "for our eyes only" not in ann.reads(slack.messages(desk)[-1])


def test_a_guest_of_another_workspace_sees_none(slack: LocalSlack, ann: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 508, "for our eyes only")
    ann.says("@imerr 508", desk)
    slack.settle()
    public = slack.messages(desk)[-1]
    button = next(control for control in ann.controls(public) if control.action_id == "all_notes")
    press = {"type": "button", "action_id": "all_notes", "value": button.element["value"]}
    guest = {"id": ann.id, "username": "guest", "name": "guest", "team_id": "T0OTHER"}
    assert ann.modal is not None
    ann.closes()
    ann.forges(press | {"block_id": button.block_id, "action_ts": "1.0"}, public, user=guest)
    slack.settle()

    assert ann.modal is not None
    assert "for our eyes only" not in ann.reads(ann.modal)


def test_a_colleagues_message_is_saved_with_its_link(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    message = bo.says("the group is full: we raised maxusers in the console, see ticket 77", desk)
    ann.uses_shortcut("save_note", on=message)
    slack.settle()
    assert ann.modal is not None
    form = ann.reads(ann.modal)
    assert "606" in form
    assert "we raised maxusers in the console" in form
    ann.submits()

    assert "we raised maxusers in the console" in ann.reads(ann.modal)
    assert "the message it is from" in ann.reads(ann.modal)
    assert "we raised maxusers" in bo.types("/imerr 606", desk)


def test_the_home_and_the_dialog_show_notes_too(slack: LocalSlack, ann: Person, bo: Person, desk: Channel) -> None:
    _notes(slack, ann, desk, 509, "seen everywhere")
    bo.opens_home()
    slack.settle()
    bo.fills("home_search", "509")
    slack.settle()
    assert bo.home is not None
    assert "seen everywhere" in bo.reads(bo.home)
    bo.uses_shortcut("look_up_error")
    slack.settle()
    bo.chooses("lookup", "509", typed="509")
    slack.settle()

    assert bo.modal is not None
    assert "seen everywhere" in bo.reads(bo.modal)
