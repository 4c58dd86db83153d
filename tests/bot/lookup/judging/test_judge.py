"""What a question gets whose words alone would mislead: the judge's answer."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.claim import Claim, Kind
from bot.lookup.cues import asks_for_several
from bot.lookup.text import Text

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.entry import Key


@pytest.mark.parametrize(
    "question", ["抖音直播间进不去，说人数已满", "Viber says the group is full", "Figma file download failed"]
)
def test_what_is_said_of_another_product_is_not_explained(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("not in the group vs no such group", [602, 605]),
        ("chatroom full vs group full", [704, 606]),
        ("there are 2 errors: upload failed and message too large", [101, 511]),
    ],
)
def test_two_errors_told_in_few_words_are_both_explained(lookup: Lookup, question: str, codes: list[int]) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.MATCH
    assert [match.entry.code for match in answer.shown][:2] == codes


@pytest.mark.parametrize(("strength", "gap"), [(0.1, ", "), (0.3, ", "), (0.1, "\n")])
def test_a_piece_means_an_error_only_where_the_whole_may(lookup: Lookup, strength: float, gap: str) -> None:
    (case,) = lookup.cases(Text(f"the list scrolls{gap}and the group is full"), "en")

    def claim(kind: Kind, probability: float) -> Claim:
        return Claim((606,), 0, 9, kind, probability, "the group is full", (probability,), errors=("group-full",))

    piece = claim(Kind.CLAUSE, 0.99)
    told = replace(case, words=[claim(Kind.WHOLE, strength), piece])

    assert told.meaning == piece
    assert told.is_possible(piece) is (strength > 0.2 or gap == "\n")


@pytest.mark.parametrize(
    "question",
    [
        "nightly smoke: login PASS, send PASS, recall PASS, mute PASS, thread PASS",
        "Minutes: the recall window becomes five minutes, Chen configures it on Wednesday; the list of banned words is updated each month",
    ],
)
def test_a_list_of_other_things_shows_nothing(lookup: Lookup, question: str) -> None:
    assert lookup.explain(question).on_screen == ()


_STORY = " The customer told me all of it on the phone this morning, and I wrote it down as well as I could while she was looking for her glasses again."


@pytest.mark.parametrize(
    ("question", "several"),
    [
        ("both of us are muted", True),
        ("both of us are muted." + _STORY, False),
        ("I have two questions. The group is full, and the token expired." + _STORY, True),
        ("(1) the group is full (2) the token expired." + _STORY, True),
        ("Ticket 1: the group is full. Ticket 2: the token expired." + _STORY, True),
        ("1) log in on the phone 2) log in on the tablet. Then it is kicked." + _STORY, False),
        ("Repro: 1. open the group 2. it is full." + _STORY, False),
    ],
)
def test_a_long_text_asks_for_several_errors_in_so_many_words(question: str, *, several: bool) -> None:
    assert asks_for_several(question) is several


@pytest.mark.parametrize("question", ["禁言失败", "mute member failed", "can't mute anyone"])
def test_an_action_that_fails_is_not_what_it_does(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert 603 in [match.entry.code for match in answer.shown]
    assert 507 not in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize(
    ("question", "general", "own"),
    [("房主自己退不出聊天室", 603, "native:706"), ("my video is too big to send", 101, "native:405")],
)
def test_a_general_error_comes_with_what_is_meant(lookup: Lookup, question: str, general: int, own: str) -> None:
    answer = lookup.explain(question)

    assert [match.entry.key for match in answer.shown] == [general]
    assert answer.reported is not None
    assert answer.reported.entry.key == own
    assert answer.beside == ()


def test_an_error_with_a_code_of_its_own_stands_alone(lookup: Lookup) -> None:
    assert lookup.explain("群组满了").reported is None
    assert lookup.explain("安卓 房主自己退不出聊天室").reported is None


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("one person cannot join as the group is full, another cannot recall a message after an hour", {606, 504}),
        ("codes for a) the group is full b) the message is too long to send", {606, 511}),
        ("一个是群满了进不去，一个是撤回超时，各对应哪个", {606, 504}),
        (
            "player 1 is muted in her group. player 2 cannot recall a message after an hour. which codes?",
            {507, 504},
        ),
        ("我拿到 606，另外还有人说撤回超时", {606, 504}),
    ],
)
def test_both_of_two_errors_are_on_the_screen(lookup: Lookup, question: str, keys: set[Key]) -> None:
    assert keys <= {match.entry.key for match, _ in lookup.explain(question).on_screen}


@pytest.mark.parametrize(
    "question",
    [
        "昨天老被顶下线的那位说没再掉",
        "全员禁言已经解除，大家接着聊",
        "the mute is lifted, thanks",
        "206 后来没再出现了",
    ],
)
def test_what_is_over_is_not_explained(lookup: Lookup, question: str) -> None:
    assert not lookup.explain(question).verdict.answered


@pytest.mark.parametrize(
    ("question", "code"),
    [("禁言已解除，发消息提示被禁言", 507), ("the mute is lifted, he still cannot post, says he is muted", 507)],
)
def test_what_fails_after_something_is_over_is_shown(lookup: Lookup, question: str, code: int) -> None:
    assert code in [match.entry.key for match, _ in lookup.explain(question).on_screen]


def test_who_names_a_platform_is_told_of_no_other(lookup: Lookup) -> None:
    answer = lookup.explain("安卓 发消息超时了")

    assert [match.entry.key for match in answer.shown] == ["native:301"]
    assert answer.reported is None


def test_what_was_over_and_is_asked_about_is_explained(lookup: Lookup) -> None:
    answer = lookup.explain("昨天被顶下线，现在好了，为什么会在其他设备登录")

    assert 206 in [match.entry.key for match, _ in answer.on_screen]
