"""Training: small tables of its own, so that what it teaches can be foreseen."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.features import features
from bot.lookup.model import Model
from bot.lookup.training import train
from db.entry import Phrasing

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog

SAID = (
    *(Phrasing(text, (606,)) for text in ("群里人满了", "加不进人", "the group is full", "no room for new members")),
    *(Phrasing(text, (504,)) for text in ("撤回不了", "超时不能撤回", "cannot recall", "too late to take it back")),
    Phrasing("晚上吃什么", ()),
    Phrasing("where is lunch", ()),
)


@pytest.fixture(scope="module")
def model(catalog: Catalog) -> Model:
    return Model(train(catalog, SAID))


def _best(model: Model, text: str) -> int | None:
    return model.labels[int(model.probabilities(text).argmax())]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("群里人满了", 606),
        ("qunli ren man le", 606),
        ("群里任满了", 606),
        ("can't recall it", 504),
        ("where's lunch", None),
    ],
)
def test_what_was_taught_is_known_in_other_spellings_too(model: Model, text: str, code: int | None) -> None:
    assert _best(model, text) == code


def test_probabilities_sum_to_one_for_any_text(model: Model) -> None:
    for text in ("", "群", "x" * 10_000, "\ud800", "😀"):
        assert float(model.probabilities(text).sum()) == pytest.approx(1)


def test_training_twice_gives_the_same_bytes(catalog: Catalog) -> None:
    assert train(catalog, SAID) == train(catalog, SAID)


def test_without_phrasings_nothing_is_trained(catalog: Catalog) -> None:
    assert train(catalog, ()) == {}
    assert train(catalog, [Phrasing("lunch", ())]) == {}


def test_a_phrasing_shared_by_two_codes_makes_both_candidates(lookup: Lookup) -> None:
    shared = [phrasing for phrasing in lookup.learned.phrasings if len(phrasing.codes) == 2]
    assert shared
    found = [
        set(phrasing.codes) <= {match.entry.code for match in lookup.explain(phrasing.text).matches[:3]}
        for phrasing in shared
    ]
    assert sum(found) / len(found) > 0.9


def test_features_are_written_and_spoken_pieces() -> None:
    assert features("群满") == {
        **dict.fromkeys([" ", "群", "满", " 群", "群满", "满 ", " 群满", "群满 "], 1),
        " ": 2,
        **dict.fromkeys(
            ["~qu", "~un", "~nm", "~ma", "~an", "~qun", "~unm", "~nma", "~man", "~qunm", "~unma", "~nman"], 1
        ),
    }
