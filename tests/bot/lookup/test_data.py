"""The lookup's data: every rule and every cue fits its own examples, and the corpora are as training takes them."""

from __future__ import annotations

import re

import pytest

from bot.lookup import corpus
from bot.lookup.cues import asks_how, cue, is_about_other_things, says_something
from bot.lookup.numbers.rules import Rule, kind_of, rules
from bot.lookup.text import simplify

_MARKED = re.compile(r"\[\[(.+?)\]\]")


def _span(example: str) -> tuple[str, int, int]:
    marked = _MARKED.search(example)
    assert marked is not None, example
    text = simplify(example[: marked.start()] + marked[1] + example[marked.end() :])
    return text, marked.start(), marked.start() + len(marked[1])


@pytest.mark.parametrize("rule", rules(), ids=lambda rule: f"{rule.kind}: {rule.yes[0]}")
def test_a_rule_fits_its_examples_and_no_earlier_one_takes_them(rule: Rule) -> None:
    assert rule.yes
    assert [example for example in rule.yes if not rule.fits(*_span(example))] == []
    assert [example for example in rule.no if rule.fits(*_span(example))] == []
    assert [example for example in rule.yes if kind_of(*_span(example)) != rule.kind] == []


@pytest.mark.parametrize(
    "name",
    [
        "denial",
        "well",
        "several",
        "items",
        "another",
        "two",
        "compared",
        "how_to",
        "work",
        "recovered",
        "failure",
        "success",
        "elsewhere",
    ],
)
def test_a_cue_is_in_its_examples(name: str) -> None:
    found = cue(name)

    assert [example for example in found.yes if not found.is_in(example)] == []
    assert [example for example in found.no if found.is_in(example)] == []


@pytest.mark.parametrize(
    ("question", "expected"),
    [
        ("怎么建群", True),
        ("怎么建群总失败", False),
        ("how do I create a room", True),
        ("why can't I create a room", False),
    ],
)
def test_only_a_question_without_a_failure_asks_how(question: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert asks_how(question) is expected


@pytest.mark.parametrize(
    ("text", "expected"),
    [("打印机断线了", True), ("打印机旁边贴着报修电话。" * 10 + "客户说群满了", False), ("群满了", False)],
)
def test_only_a_short_text_is_about_another_thing(text: str, expected: bool) -> None:  # noqa: FBT001 - a parameter
    assert is_about_other_things(text) is expected


def test_what_only_asks_says_nothing() -> None:
    found = cue("vague")

    assert [example for example in found.yes if says_something(example)] == []
    assert [example for example in found.no if not says_something(example)] == []


def test_every_span_marks_a_number_of_a_known_kind() -> None:
    spans = list(corpus.spans())

    assert len(spans) > 1_900
    assert all(re.fullmatch(r"-?\d+", span.text[span.start : span.end]) for span in spans)
    assert {span.kind for span in spans} == {
        *(
            "code",
            "amount",
            "money",
            "place",
            "port",
            "version",
            "line",
            "time",
            "id",
            "ticket",
            "http",
            "errno",
            "foreign",
        ),
    }


def test_no_span_stands_twice() -> None:
    texts = [(span.text, span.start) for span in corpus.spans()]

    assert len(texts) == len(set(texts))
