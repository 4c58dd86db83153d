"""One answer out of those for each platform."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Answer, Evidence, Match, Verdict
from bot.lookup.judging.together import together

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Key


def _matches(catalog: Catalog, *keys: Key) -> tuple[Match, ...]:
    return tuple(Match(catalog.by_key[key], 1.0, Evidence.CODE, str(key)) for key in keys)


def _answer(catalog: Catalog, verdict: Verdict, platform: str, *keys: Key) -> Answer:
    shown = _matches(catalog, *keys)
    return Answer("?", verdict, "en", shown, shown, platforms=(platform,))


def _keys(matches: tuple[Match, ...]) -> list[Key]:
    return [match.entry.key for match in matches]


def test_one_answer_is_itself(catalog: Catalog) -> None:
    answer = _answer(catalog, Verdict.EXACT, "web", 606)

    assert together([answer]) is answer


def test_what_is_explained_for_each_platform_is_explained(catalog: Catalog) -> None:
    whole = together(
        [_answer(catalog, Verdict.EXACT, "web", 606), _answer(catalog, Verdict.MATCH, "native", "native:604")]
    )

    assert (whole.verdict, _keys(whole.shown), whole.platforms) == (
        Verdict.EXACT,
        [606, "native:604"],
        ("web", "native"),
    )


def test_a_choice_stands_under_another_platforms_answer(catalog: Catalog) -> None:
    whole = together(
        [_answer(catalog, Verdict.CANDIDATES, "web", 603, 602), _answer(catalog, Verdict.MATCH, "native", "native:604")]
    )

    assert (whole.verdict, _keys(whole.shown), _keys(whole.offered)) == (Verdict.MATCH, ["native:604"], [603])


@pytest.mark.parametrize(
    ("verdicts", "verdict"),
    [
        ((Verdict.NONE, Verdict.CANDIDATES), Verdict.CANDIDATES),
        ((Verdict.UNKNOWN_CODE, Verdict.CANDIDATES), Verdict.CANDIDATES),
        ((Verdict.NONE, Verdict.UNKNOWN_CODE), Verdict.UNKNOWN_CODE),
        ((Verdict.NONE, Verdict.NONE), Verdict.NONE),
    ],
)
def test_where_nothing_is_explained_the_surest_verdict_holds(
    catalog: Catalog, verdicts: tuple[Verdict, Verdict], verdict: Verdict
) -> None:
    one, other = (_answer(catalog, each, "web", *([606] if each is Verdict.CANDIDATES else [])) for each in verdicts)

    assert together([one, other]).verdict is verdict


def test_an_entry_that_both_platforms_have_stands_once(catalog: Catalog) -> None:
    whole = together([_answer(catalog, Verdict.EXACT, platform, 606) for platform in ("web", "native")])

    assert (_keys(whole.shown), _keys(whole.matches)) == ([606], [606])


def test_a_code_that_is_unknown_on_both_platforms_is_named_once(catalog: Catalog) -> None:
    answer = replace(_answer(catalog, Verdict.UNKNOWN_CODE, "web"), unknown=(9999, 8888))

    assert together([answer, replace(answer, unknown=(9999,))]).unknown == (9999, 8888)
