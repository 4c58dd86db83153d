"""The App Home."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.fixture
def at_home(asker: Person) -> Person:
    asker.opens_home()
    asker.sees("imerr：查 IM SDK 错误码")
    return asker


def test_it_says_what_imerr_can_do_and_lists_the_families(at_home: Person) -> None:
    assert at_home.home is not None
    read = at_home.reads(at_home.home)

    for expected in (
        "种错误，各端的错误码：是什么",
        "查一个错误",
        "群组 · 35 个编号",
        "@imerr",
        "Explain error",
        "Look up an error",
        "私信",
    ):
        assert expected in read


def test_the_home_speaks_the_users_language_and_can_switch(colleague: Person) -> None:
    colleague.opens_home()
    colleague.sees("imerr: IM SDK errors explained")
    colleague.presses("home_language")

    colleague.sees("imerr：查 IM SDK 错误码")
    colleague.sees_no("IM SDK errors explained")


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("群满了", "606 · 群组已满"),
        ("606", "606 · 群组已满"),
        ("what is 606", "606 · Group is full"),
        ("601,602", "这段内容说到了 2 个错误"),
        ("qwertyuiop zxcvbnm", "No error in the table fits this"),
        ("616", "小程序 / Web 4.x 没有错误码 616"),
        ("help", "/imerr 603"),
    ],
)
def test_the_search_field_answers_in_place(at_home: Person, typed: str, expected: str) -> None:
    at_home.fills("home_search", typed)

    assert at_home.sees(expected) is at_home.home


def test_an_empty_search_shows_the_first_page(slack: LocalSlack, at_home: Person) -> None:
    first = at_home.reads(at_home.sees("群组"))
    at_home.fills("home_search", "606")
    at_home.sees("606 · 群组已满")
    at_home.fills("home_search", "")

    slack.settle()
    assert at_home.home is not None
    assert at_home.reads(at_home.home) == first


@pytest.mark.parametrize(("leaving", "expected"), [("home_page", "# 共 "), ("home_language", "# All ")])
def test_typed_text_stays_until_the_first_page_is_back(at_home: Person, leaving: str, expected: str) -> None:
    at_home.fills("home_search", "被禁言")
    at_home.sees("你指的是哪个")
    at_home.presses("open:219")
    found = at_home.reads(at_home.sees("219 · 用户被全局禁言"))
    at_home.presses(leaving)
    first = at_home.reads(at_home.sees(expected))

    assert "> 被禁言" in found
    assert "> " not in first


def test_families_are_browsed_down_to_an_entry_and_back(at_home: Person) -> None:
    at_home.presses("family:group")
    at_home.sees("# 群组 · 35 个编号")
    at_home.presses("open:606")
    at_home.sees("# 606 · 群组已满")
    at_home.presses("back")
    at_home.sees("605")
    at_home.presses("home_page")

    at_home.sees("# 共 ")


def test_an_answer_is_posted_to_a_channel(support: Channel, at_home: Person, colleague: Person) -> None:
    at_home.fills("home_search", "群满了")
    at_home.sees("606 · ")
    at_home.presses("share_elsewhere")
    at_home.sees("[ 发到频道 ]")
    at_home.chooses("channel", support.name)
    at_home.submits()

    colleague.sees("606 · 群组已满")


def test_an_unchanged_page_stays_as_the_user_left_it(slack: LocalSlack, at_home: Person) -> None:
    at_home.fills("home_search", "606")
    at_home.sees("606 · 群组已满")
    published = slack.count("views.publish")
    at_home.opens_home()

    slack.settle()
    at_home.sees("606 · 群组已满")
    assert slack.count("views.publish") == published


def test_a_page_of_an_older_version_is_rebuilt(slack: LocalSlack, at_home: Person) -> None:
    assert at_home.home is not None
    at_home.home.content["private_metadata"] = "zh 0123"
    published = slack.count("views.publish")
    at_home.opens_home()

    slack.settle()
    assert slack.count("views.publish") == published + 1
