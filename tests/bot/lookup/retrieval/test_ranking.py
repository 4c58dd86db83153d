"""Ranking of tables that have no trained model."""

from __future__ import annotations

import itertools
from concurrent.futures import ThreadPoolExecutor

import pytest
from hypothesis import assume, example, given
from hypothesis import strategies as st

from bot.lookup.retrieval import ranking as retrieval
from bot.lookup.retrieval.ranking import Retrieval, simple_fold

LINES = (
    (0, "group members full"),
    (0, "群组已满"),
    (0, "Group is full"),
    (0, "群成员数已经达到上限，加不进新成员。"),
    (1, "chatroom members full"),
    (1, "聊天室已满"),
    (1, "Chat room is full"),
    (1, "聊天室的人数已经达到上限，没有空余名额。"),
    (2, "message recall time limit"),
    (2, "超过撤回时限"),
    (2, "Too late to recall"),
    (2, "撤回消息时已经超出限定的时间，撤回不了。"),
    (3, "client offline"),
    (3, "当前用户未登录"),
    (3, "Current user not logged in"),
    (3, "The current user of this client is not logged in; log in before calling the API."),
    (4, "file size exceeded"),
    (4, "文件过大"),
    (4, "File is too large"),
    (4, "Пользователь отправил слишком большой файл"),
)
SMALL = Retrieval(LINES)


def numbered(count: int) -> list[tuple[int, str]]:
    """Give `count` entries of one line each, in which a word of its own stands among words that all have."""
    letters = itertools.product("bcdfgklmnprst", repeat=4)
    return [(entry, f"sending {''.join(own)} did not work") for entry, own in zip(range(count), letters, strict=False)]


@pytest.mark.parametrize(("line", "text"), [(place, text) for place, (_, text) in enumerate(LINES)])
def test_a_line_of_the_table_finds_itself_with_full_score(line: int, text: str) -> None:
    best = SMALL.rank(text)[0]
    assert (best.entry, best.line, best.score) == (LINES[line][0], line, 1.0)


@pytest.mark.parametrize(
    ("question", "entry"),
    [
        ("Group is ful", 0),
        ("gruop is full", 0),
        ("ＧＲＯＵＰ ＩＳ ＦＵＬＬ", 0),
        ("群已经满了", 0),
        ("请问一下聊天室满了是什么情况，在线等", 1),
        ("聊天已满室", 1),
        ("room chat is full", 1),
        ("hi, why do I get chat room is full all the time", 1),
        ("撤不回消息了，超出时间", 2),
        ("too late recall", 2),
        ("RECALL_TIME_LIMIT", 2),
        ("curent user not loged in", 3),
        ("the user of this client is not logged in before calling", 3),
        ("слишком болшой файл", 4),
        ("文件太大", 4),
        ("ofline", 3),
        ("chatrom", 1),
    ],
)
def test_a_line_is_found_in_spite_of_slips(question: str, entry: int) -> None:
    assert SMALL.rank(question)[0].entry == entry


def test_a_slip_costs_some_of_the_score() -> None:
    exact, slip, far = (SMALL.rank(text)[0].score for text in ("Group is full", "gruop is full", "the moon is full"))
    assert exact > slip > far


@pytest.mark.parametrize("text", ["", "  ", "?!…", "zzzz", "完全无关", "\ud800"])
def test_a_text_that_shares_nothing_finds_nothing(text: str) -> None:
    assert SMALL.rank(text) == []


@pytest.mark.parametrize("lines", [[], [(0, "")], [(0, "?!"), (1, " ")]])
def test_a_table_without_words_finds_nothing(lines: list[tuple[int, str]]) -> None:
    assert Retrieval(lines).rank("group is full") == []


@pytest.mark.parametrize(("limit", "expected"), [(0, 0), (1, 1), (3, 3), (100, 20)])
def test_there_are_at_most_as_many_hits_as_asked_for(limit: int, expected: int) -> None:
    assert len(Retrieval(numbered(20)).rank("sending did not work", limit)) == expected


def test_a_hundred_hits_can_be_asked_for() -> None:
    assert len(Retrieval(numbered(300)).rank("sending did not work", 100)) == 100


def test_of_equal_lines_the_first_entry_comes_first() -> None:
    hits = Retrieval([(7, "it failed"), (2, "It failed!"), (5, "it failed")]).rank("it failed")
    assert [(hit.entry, hit.line) for hit in hits] == [(2, 1), (5, 2), (7, 0)]


def test_of_two_equal_lines_the_first_is_returned() -> None:
    hits = Retrieval([(9, "full"), (4, "offline"), (9, "full")]).rank("full")
    assert [(hit.entry, hit.line) for hit in hits] == [(9, 0)]


@given(st.text() | st.text(alphabet="群满了聊天室fulgrop 　Ａ_.\n", max_size=600))
@example("\ud800\udfff 群")
@example("ﷺ" * 300)
@example("\x00\x01 群组 \x1f")
@example("group is full\n" * 400)
def test_hits_are_best_first_each_entry_once_with_its_own_line(text: str) -> None:
    hits = SMALL.rank(text)
    assert [hit.score for hit in hits] == sorted((hit.score for hit in hits), reverse=True)
    assert len({hit.entry for hit in hits}) == len(hits)
    assert all(0.0 <= hit.score <= 1.0 and LINES[hit.line][0] == hit.entry for hit in hits)


@given(st.lists(st.text(max_size=60), min_size=1, max_size=30), st.data())
def test_any_line_of_any_table_finds_a_line_that_reads_the_same(texts: list[str], data: st.DataObject) -> None:
    text = data.draw(st.sampled_from(texts))
    assume(0 < len(simple_fold(text)) <= 240)
    best = Retrieval(list(enumerate(texts))).rank(text)[0]
    assert simple_fold(texts[best.line]) == simple_fold(text)


def test_a_table_is_indexed_as_a_whole_however_long_it_is() -> None:
    lines = numbered(9_000)
    table = Retrieval(lines)
    places = (0, 3_999, 4_000, 4_001, 7_999, 8_000, 8_999)
    assert tuple(table.rank(lines[place][1])[0].line for place in places) == places


def test_pieces_too_common_to_be_added_up_still_count(monkeypatch: pytest.MonkeyPatch) -> None:
    table = Retrieval([(0, "rare alpha"), (1, "rare beta"), *((2, f"alpha {n}") for n in range(9)), (3, "gamma")])
    expected = table.rank("alpha rare")
    monkeypatch.setattr(retrieval, "_MOST_ADDED", 1)
    # Only the entries are the same: lines without the rarest piece are no longer looked at.
    assert table.rank("alpha rare") == [hit for hit in expected if hit.entry in {0, 1}]
    assert expected[0].entry == 0


def test_a_given_folding_is_used_for_lines_and_questions() -> None:
    table = Retrieval([(0, "群組"), (1, "聊天室")], lambda text: text.replace("組", "组"))
    assert [(hit.entry, hit.score) for hit in table.rank("群组")] == [(0, 1.0)]


def test_a_line_is_found_in_the_middle_of_a_log() -> None:
    log = [f"12:30:{second} INFO worker handled request {second * 7919:x}" for second in range(10, 400)]
    log.insert(200, "12:34:56 ERROR Current user not loged in")
    best = SMALL.rank("\n".join(log))[0]
    assert (best.entry, best.line) == (3, 14)


def test_a_sentence_is_found_in_a_long_text_without_line_ends() -> None:
    story = "我们昨天上线了新版本。今天早上有客户打电话过来。" * 10
    assert SMALL.rank(f"{story}页面提示超过撤回时限。{story}")[0].entry == 2


def test_of_a_long_text_no_more_than_the_most_is_read() -> None:
    read: list[int] = []

    def counting(text: str) -> str:
        read.append(len(text))
        return simple_fold(text)

    table = Retrieval([], counting)
    table.rank("".join(chr(0x4E00 + at % 20_000) for at in range(1_000_000)))
    assert sum(read) == 40_000


def test_threads_and_copies_of_a_table_get_the_same_hits() -> None:
    lines = numbered(500)
    table, copy = Retrieval(lines), Retrieval(lines)
    questions = [text.replace("work", "wrok") for _, text in lines[::5]]
    expected = [table.rank(question) for question in questions]
    with ThreadPoolExecutor(8) as threads:
        assert list(threads.map(table.rank, questions * 4)) == expected * 4
    assert [copy.rank(question) for question in questions] == expected
