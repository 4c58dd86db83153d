"""Training: small tables of its own, so that what it teaches can be foreseen."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.features import number_features, word_features
from bot.lookup.model import Model
from bot.lookup.training.train import train
from db.catalog import NUMBERS, WORDS
from db.entry import Phrasing

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog

SAID = (
    *(
        Phrasing(text, ("group-full",))
        for text in ("群里人满了", "加不进人", "the group is full", "no room for new members")
    ),
    *(
        Phrasing(text, ("recall-time-limit",))
        for text in ("撤回不了", "超时不能撤回", "cannot recall", "too late to take it back")
    ),
    Phrasing("晚上吃什么", ()),
    Phrasing("where is lunch", ()),
)


@pytest.fixture(scope="module")
def small(catalog: Catalog) -> Catalog:
    """A table of the errors that have phrasings here."""
    said = {error for phrasing in SAID for error in phrasing.errors}
    return replace(catalog, entries=tuple(entry for entry in catalog.entries if entry.error.id in said))


@pytest.fixture(scope="module")
def model(small: Catalog) -> Model:
    return Model(train(small, SAID), WORDS)


def _best(model: Model, text: str) -> str:
    return model.labels[int(model.probabilities(word_features(text)).argmax())]


@pytest.mark.parametrize(
    ("text", "label"),
    [
        ("群里人满了", "group-full"),
        ("qunli ren man le", "group-full"),
        ("群里任满了", "group-full"),
        ("cannot recall it any more", "recall-time-limit"),
        ("where's lunch", "none"),
    ],
)
def test_what_was_taught_is_known_in_other_spellings_too(model: Model, text: str, label: str) -> None:
    assert _best(model, text) == label


def test_probabilities_sum_to_one_for_any_text(model: Model) -> None:
    for text in ("", "群", "x" * 10_000, "\ud800", "😀"):
        assert float(model.probabilities(word_features(text)).sum()) == pytest.approx(1)


def test_training_twice_gives_the_same_bytes(small: Catalog) -> None:
    assert train(small, SAID) == train(small, SAID)


def test_the_lines_of_an_error_without_phrasings_are_taught(catalog: Catalog) -> None:
    trained = Model(train(catalog, SAID), WORDS)

    assert {entry.error.id for entry in catalog.own if entry.behaviour.is_raised} < set(trained.labels)


def test_without_phrasings_only_numbers_are_trained(catalog: Catalog) -> None:
    for phrasings in ((), [Phrasing("lunch", ())]):
        assert {name.partition(".")[0] for name in train(catalog, phrasings)} == {NUMBERS}


def test_a_phrasing_shared_by_two_errors_makes_both_candidates(lookup: Lookup) -> None:
    shared = [phrasing for phrasing in lookup.learned.phrasings if len(phrasing.errors) == 2]
    assert shared
    # Two errors may be reported as one on a platform.
    entries = lookup.catalog.keys_on("web")
    found = [
        {entries[error] for error in phrasing.errors}
        <= {match.entry.key for match in lookup.explain(phrasing.text).matches[:3]}
        for phrasing in shared
    ]
    assert sum(found) / len(found) > 0.9


def test_pieces_stay_within_words() -> None:
    apart, joined = set(word_features("ab cd")[0]), set(word_features("abcd")[0])

    # The spoken pieces are the same; "bc" is written in one of them alone.
    assert len(apart & joined) > len(apart - joined) > 0
    assert joined - apart


@given(st.text(max_size=500))
def test_any_text_has_features_in_order_and_each_once(text: str) -> None:
    places, counts = word_features(text)

    assert (places[:-1] < places[1:]).all()
    assert (counts > 0).all()
    assert len(places) < 2_000


@given(st.sampled_from(["9", "603", "-2", "0001"]), st.text(max_size=80), st.text(max_size=80))
def test_features_of_a_number_leave_out_its_value(number: str, before: str, after: str) -> None:
    other = "".join(str((int(digit) + 3) % 9 + 1) if digit.isdigit() else digit for digit in number)
    if number.lstrip("-")[0] == "0":
        other = "0" + other[1:]
    start = len(before)
    one, same = (number_features(before + written + after, start, start + len(written)) for written in (number, other))

    assert one[0].tolist() == same[0].tolist()
