"""A question in, an answer out: the verdicts."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, example, given, settings
from hypothesis import strategies as st

from bot.lookup.answer import Answer, Evidence, Verdict
from bot.lookup.names.messages import as_said
from bot.lookup.text import MOST_CHARACTERS

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.entry import Entry, Key

_SECONDS_ENOUGH = 3.0
"""Far above what any text takes; a search that grows with the square of the text is far above this."""


NAMED = {"web": "小程序", "native": "iOS", "web5": "Web SDK 5"}


def _shown(answer: Answer) -> list[Key]:
    return [match.entry.key for match in answer.shown]


def _raised(lookup: Lookup) -> list[Entry]:
    """Return the entries that something raises; of two errors with one number on a platform the first."""
    return [entry for entry in lookup.catalog.entries if entry.behaviour.is_raised and str(entry.key).count(":") < 2]


def test_every_code_of_the_own_platform_is_exact(lookup: Lookup) -> None:
    for entry in (entry for entry in _raised(lookup) if entry.platform == "web"):
        answer = lookup.explain(str(entry.code))
        assert (answer.verdict, _shown(answer)) == (Verdict.EXACT, [entry.key])


def test_every_code_is_exact_where_its_platform_is_named(lookup: Lookup) -> None:
    for entry in _raised(lookup):
        answer = lookup.explain(f"{NAMED[entry.platform]} 错误码 {entry.code}")
        assert (answer.verdict, _shown(answer)) == (Verdict.EXACT, [entry.key])


def test_the_second_error_of_a_number_stands_under_the_first(lookup: Lookup) -> None:
    seconds = [entry for entry in lookup.catalog.entries if str(entry.key).count(":") > 1]
    for entry in seconds:
        answer = lookup.explain(f"{NAMED[entry.platform]} 错误码 {entry.code}")
        assert entry.key in [match.entry.key for match in answer.offered]
    assert seconds


def test_a_number_never_raised_is_no_answer(lookup: Lookup) -> None:
    unraised = [entry for entry in lookup.catalog.entries if not entry.behaviour.is_raised]
    for entry in unraised:
        assert entry.key not in _shown(lookup.explain(f"错误码 {entry.code}")), entry.key
    assert unraised


def test_every_constant_is_exact_where_its_platform_is_named(lookup: Lookup) -> None:
    for entry in lookup.catalog.entries:
        answer = lookup.explain(f"{NAMED[entry.platform]} {entry.name}")
        # On a platform an SDK may have a constant twice.
        assert (answer.verdict, [match.entry.name for match in answer.shown]) == (Verdict.EXACT, [entry.name])


def test_every_title_leads_to_what_its_error_is_on_the_platform(lookup: Lookup) -> None:
    entries = lookup.catalog.entries
    said = {as_said(message) for entry in entries for message in entry.behaviour.messages}
    said |= {entry.name.replace("_", " ").lower() for entry in entries}
    for entry in (entry for entry in lookup.catalog.own if entry.behaviour.is_raised):
        for title in (entry.title.zh, entry.title.en):
            if as_said(title) in said:
                # Who asks that may quote the SDK, which says or calls so an error of its own.
                continue
            if (here := lookup.catalog.on(entry.error.id, "web")) is not None:
                assert lookup.explain(title).matches[0].entry.key == here.key, title
            else:
                answer = lookup.explain(f"{NAMED[entry.platform]} {title}")
                assert entry.key in [match.entry.key for match in answer.matches[:3]], title


def test_several_named_errors_come_in_the_order_of_the_text(lookup: Lookup) -> None:
    answer = lookup.explain("GROUP_MEMBERS_FULL 之后又报 507，再后来 type: 16")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.EXACT, [606, 507, 16])


def test_an_unknown_code_is_never_dressed_as_an_answer(lookup: Lookup) -> None:
    known = {entry.code for entry in lookup.catalog.entries}
    for code in set(range(1, 1400)) - known:
        answer = lookup.explain(f"错误码 {code}")
        assert (answer.verdict, answer.unknown) == (Verdict.UNKNOWN_CODE, (code,))
        assert answer.shown == ()
        assert all(int(match.entry.code) // 100 == code // 100 for match in answer.offered)


def test_an_unknown_code_comes_with_what_the_words_may_mean(lookup: Lookup) -> None:
    answer = lookup.explain("错误码 403 没权限")

    assert (answer.verdict, answer.unknown, answer.is_by_number) == (Verdict.UNKNOWN_CODE, (403,), False)
    assert 52 in [match.entry.code for match in answer.offered]


def test_a_known_code_is_answered_beside_an_unknown_one(lookup: Lookup) -> None:
    answer = lookup.explain("{type: 604, data: {errorCode: 8}}")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.EXACT, [604])
    assert answer.unknown == (8,)


def test_the_reason_quotes_the_line_of_the_log(lookup: Lookup) -> None:
    answer = lookup.explain("12:01 connected\n12:02 onError {type: 16, message: 'x'}\n12:03 retry")

    assert (answer.shown[0].evidence, answer.shown[0].quote) == (
        Evidence.CODE,
        "12:02 onError {type: 16, message: 'x'}",
    )


def test_a_constant_with_a_typo_is_a_match_not_exact(lookup: Lookup) -> None:
    answer = lookup.explain("GROUP_MEMBERS_FUL")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.MATCH, [606])


def test_part_of_several_constants_gives_candidates(lookup: Lookup) -> None:
    answer = lookup.explain("MEMBERS_FULL")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.CANDIDATES, [606, 704])


def test_a_number_picks_one_of_the_constants_of_a_call(lookup: Lookup) -> None:
    answer = lookup.explain("modifyMessage 最近总冒出来 1303 谁见过")

    assert (answer.verdict, [match.entry.code for match in answer.shown]) == (Verdict.EXACT, [1303])


def test_a_status_of_http_is_no_code_beside_one(lookup: Lookup) -> None:
    answer = lookup.explain("网关 502 之后客户端 510")

    assert [match.entry.code for match in answer.shown] == [510]
    assert 502 not in [match.entry.code for match in answer.offered]


def test_the_ranking_is_never_hidden(lookup: Lookup) -> None:
    answer = lookup.explain("qwertyuiop")

    assert (answer.verdict, len(answer.shown)) == (Verdict.NONE, 0)
    assert len(answer.matches) == 10


_PIECES = st.sampled_from(
    [
        "603",
        "type:",
        "错误码",
        "-",
        "群满了",
        "err",
        "GROUP_",
        "\n",
        "{",
        '"',
        "::",
        "0",
        "9" * 12,
        "_a" * 30,
        "说",
        " ",
    ]
)
_TEXTS = st.one_of(
    st.text(max_size=MOST_CHARACTERS),
    st.lists(_PIECES, max_size=2000).map("".join),
    st.tuples(_PIECES, st.integers(1, 20_000)).map(lambda drawn: (drawn[0] * drawn[1])[:MOST_CHARACTERS]),
)


@settings(
    max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture, HealthCheck.too_slow]
)
@given(text=_TEXTS)
@example(text="code" * 10_000)
@example(text="-" * 40_000)
@example(text="a_" * 20_000)
@example(text="1 " * 20_000)
@example(text="错误码 " * 10_000)
@example(text="a b " * 10_000)
@example(text=" " * 40_000)
@example(text="\ud800")
def test_any_text_gets_an_answer_in_bounded_time(lookup: Lookup, text: str) -> None:
    started = time.perf_counter()
    answer = lookup.explain(text)

    assert time.perf_counter() - started < _SECONDS_ENOUGH
    assert answer.query == text
    assert len(answer.matches) <= 10
    assert bool(answer.shown) == (answer.verdict not in {Verdict.NONE, Verdict.UNKNOWN_CODE})
    assert bool(answer.unknown) or answer.verdict is not Verdict.UNKNOWN_CODE
    on_screen = [match.entry.key for match, _ in answer.on_screen]
    assert len(on_screen) == len(set(on_screen))


@pytest.mark.parametrize("verdict", list(Verdict))
def test_only_exact_and_match_count_as_answered(verdict: Verdict) -> None:
    assert verdict.answered == (verdict in {Verdict.EXACT, Verdict.MATCH})


def test_what_a_number_is_elsewhere_is_listed_alone(lookup: Lookup) -> None:
    answer = lookup.explain("错误码 201 群满了")

    assert (answer.verdict, {match.entry.code for match in answer.offered}) == (Verdict.UNKNOWN_CODE, {201})
