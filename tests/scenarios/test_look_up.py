"""The global shortcut "Look up an error"."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.fixture
def opened(asker: Person) -> Person:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    return asker


def _offered(person: Person, typed: str) -> list[str]:
    options = person.suggestions("lookup", typed)
    return [option["text"]["text"].partition(" ")[0] for option in options]


@pytest.mark.parametrize(
    ("typed", "first"),
    [
        ("606", "606"),
        ("群满了", "606"),
        ("qunzu man le", "606"),
        ("GROUP_MEMB", "606"),
        ("group_members_full", "606"),
        ("cannot recall a message sent ten minutes ago", "504"),
        ("-2", "-2"),
    ],
)
def test_typed_text_is_ranked_as_by_the_command(opened: Person, typed: str, first: str) -> None:
    assert _offered(opened, typed)[0] == first


def test_half_a_code_offers_its_completions_own_platform_first(opened: Person) -> None:
    offered = _offered(opened, "70")

    assert offered[:5] == ["700", "702", "704", "705", "700"]
    assert {code[:2] for code in offered} == {"70"}


def test_an_empty_field_offers_the_usual_codes(opened: Person) -> None:
    assert _offered(opened, "")[:3] == ["206", "603", "507"]


def test_text_that_fits_nothing_offers_nothing(opened: Person) -> None:
    assert _offered(opened, "qwertyuiop zxcvbnm") == []


def test_options_are_in_the_typed_language_else_the_users(opened: Person) -> None:
    assert "群组已满" in opened.suggestions("lookup", "606")[0]["text"]["text"]
    assert "Group is full" in opened.suggestions("lookup", "group is full")[0]["text"]["text"]


def test_the_picked_entry_is_explained_in_the_modal(opened: Person) -> None:
    opened.chooses("lookup", "606", typed="群满了")

    assert opened.sees("为什么发生") is opened.modal


def test_see_also_opens_in_the_modal_and_can_be_posted(
    slack: LocalSlack, support: Channel, opened: Person, colleague: Person
) -> None:
    opened.chooses("lookup", "606", typed="606")
    opened.sees("# 606 · ")
    opened.presses("open:704", on=opened.modal)
    assert "> 704 · 聊天室已满" in opened.reads(opened.sees("# 704 · "))
    opened.chooses("channel", support.name)
    opened.submits()

    colleague.sees("# 704 · 聊天室已满")
    slack.settle()
    colleague.sees_no("606 · 群组已满")
    assert opened.modal is None


def test_posting_needs_no_membership_in_the_channel(slack: LocalSlack, opened: Person) -> None:
    elsewhere = slack.channel("also-without-imerr", has_bot=False)
    elsewhere.members.add(opened.id)
    opened.chooses("lookup", "606", typed="606")
    opened.sees("# 606 · ")
    opened.chooses("channel", elsewhere.name)
    opened.submits()

    slack.settle()
    assert len(slack.messages(elsewhere)) == 1


def test_the_asker_removes_the_post(slack: LocalSlack, support: Channel, opened: Person) -> None:
    opened.chooses("lookup", "606", typed="606")
    opened.sees("# 606 · ")
    opened.chooses("channel", support.name)
    opened.submits()
    opened.sees("查询并分享了这条说明")
    opened.presses("delete")

    slack.settle()
    assert slack.messages(support) == []


def test_the_modal_speaks_the_users_language(colleague: Person) -> None:
    colleague.uses_shortcut("look_up_error")

    colleague.sees("[ Look up an error ]")


def test_the_dialog_follows_the_language_of_the_pick(slack: LocalSlack, support: Channel, opened: Person) -> None:
    opened.chooses("lookup", "504", typed="recall message")
    read = opened.reads(opened.sees("Why it happens"))
    for expected in ("[ Look up an error ]", "> 504 · Too late to recall", "[ Post ]"):
        assert expected in read
    opened.chooses("channel", support.name)
    opened.submits()

    shared = opened.reads(opened.sees("looked this up and shared it"))
    assert "# 504 · Too late to recall" in shared
    assert "最可能的原因" not in shared
    slack.settle()


def test_a_code_typed_into_a_dialog_keeps_its_language(opened: Person) -> None:
    opened.chooses("lookup", "606", typed="group is full")
    opened.sees("[ Look up an error ]")
    assert "Group is full" in opened.suggestions("lookup", "606")[0]["text"]["text"]
    opened.chooses("lookup", "504", typed="504")
    read = opened.reads(opened.sees("# 504 · Too late to recall"))
    assert "[ Look up an error ]" in read
    opened.chooses("lookup", "群组已满", typed="群满了")

    assert "[ 查错误码 ]" in opened.reads(opened.sees("# 606 · 群组已满"))
