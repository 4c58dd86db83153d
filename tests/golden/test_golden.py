"""What imerr understands must not get less: the golden questions, against the figures recorded for them."""

from __future__ import annotations

import json
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from bench.lookup import Outcome, ask, questions_in

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

HERE = Path(__file__).parent


@pytest.fixture(scope="module")
def outcomes(lookup: Lookup) -> list[Outcome]:
    return ask(lookup, questions_in([HERE / "questions.jsonl"]))


@pytest.fixture(scope="module")
def recorded() -> dict[str, float]:
    figures: dict[str, float] = json.loads((HERE / "recorded.json").read_text(encoding="utf-8"))
    return figures


def test_a_right_code_stands_first_as_often_as_recorded(outcomes: list[Outcome], recorded: dict[str, float]) -> None:
    answerable = [one for one in outcomes if one.question.codes]

    assert sum(one.right for one in answerable) / len(answerable) >= recorded["hit@1"]


def test_false_firm_answers_are_no_more_than_recorded(outcomes: list[Outcome], recorded: dict[str, float]) -> None:
    others = [one for one in outcomes if not one.question.codes]

    assert sum(one.verdict.answered for one in others) / len(others) <= recorded["false firm"]


def test_a_firm_answer_is_right_as_often_as_recorded(outcomes: list[Outcome], recorded: dict[str, float]) -> None:
    firm = [one for one in outcomes if one.question.codes and one.verdict.answered]

    assert sum(one.right for one in firm) / len(firm) >= recorded["right when firm"]


def test_the_golden_questions_cover_every_family(outcomes: list[Outcome], lookup: Lookup) -> None:
    asked = {lookup.catalog.by_key[code].family for one in outcomes for code in one.question.codes}
    usual = {entry.family for entry in lookup.catalog.usual}

    assert usual <= asked


def test_no_golden_question_stands_among_the_phrasings(outcomes: list[Outcome]) -> None:
    phrasings = "\n".join(
        path.read_text(encoding="utf-8").lower() for path in (HERE.parents[1] / "db" / "phrasings").glob("*.toml")
    )
    copied = [
        one.question.text
        for one in outcomes
        if len(one.question.text) > 6 and f'"{one.question.text.lower()}"' in phrasings
    ]

    assert len(copied) <= 3, copied
