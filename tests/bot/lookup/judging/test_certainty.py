"""How certain an answer in words is, and that a number is a code."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.judging.certainty import Doubts, LabelSigns, NumberSigns, Signs, is_among, is_code, is_meant, is_own

_PROBABILITIES = st.floats(0.0, 1.0)
_SIGNS = st.builds(
    Signs,
    _PROBABILITIES,
    _PROBABILITIES,
    _PROBABILITIES,
    _PROBABILITIES,
    st.floats(-5.0, 20.0),
    st.builds(Doubts, *[st.booleans()] * len(Doubts._fields)),
)
_NUMBERS = st.builds(NumberSigns, _PROBABILITIES, st.integers(0, 20_000), _PROBABILITIES)
_LABELS = st.builds(LabelSigns, _PROBABILITIES, _PROBABILITIES)


@given(_SIGNS, _NUMBERS, _LABELS)
def test_each_certainty_is_a_probability(signs: Signs, number: NumberSigns, label: LabelSigns) -> None:
    assert 0.0 < is_meant(signs) < 1.0
    assert 0.0 < is_among(signs) < 1.0
    assert 0.0 < is_code(number) < 1.0
    assert 0.0 < is_own(label) < 1.0


@given(_SIGNS, _PROBABILITIES, st.sampled_from(["piece", "whole"]))
def test_what_is_likelier_is_no_less_certain(signs: Signs, other: float, sign: str) -> None:
    likelier = replace(signs, **{sign: max(other, getattr(signs, sign))})

    assert is_meant(likelier) >= is_meant(signs)


@given(_SIGNS, _PROBABILITIES)
def test_a_likelier_rival_makes_nothing_more_certain(signs: Signs, other: float) -> None:
    assert is_meant(replace(signs, rival=max(other, signs.rival))) <= is_meant(signs)


@given(_SIGNS, st.sampled_from(Doubts._fields))
def test_a_doubt_makes_nothing_more_certain(signs: Signs, doubt: str) -> None:
    with_it, without = (replace(signs, doubts=signs.doubts._replace(**{doubt: has})) for has in (True, False))

    assert is_meant(with_it) <= is_meant(without)
    assert is_among(with_it) <= is_among(without)


@pytest.mark.parametrize(
    ("signs", "least", "most"),
    [
        (Signs(0.95, 0.95, 0.02, 0.99, 5.0, Doubts()), 0.9, 1.0),
        (Signs(0.95, 0.01, 0.6, 0.99, 5.0, Doubts()), 0.0, 0.5),
    ],
)
def test_a_clause_that_the_whole_does_not_bear_out_is_uncertain(signs: Signs, least: float, most: float) -> None:
    assert least <= is_meant(signs) <= most


@given(_NUMBERS, _PROBABILITIES, st.sampled_from(["surroundings", "agrees"]))
def test_a_number_is_no_less_a_code_for_what_speaks_for_it(signs: NumberSigns, other: float, sign: str) -> None:
    assert is_code(replace(signs, **{sign: max(other, getattr(signs, sign))})) >= is_code(signs)


@given(_NUMBERS, st.integers(0, 20_000))
def test_a_number_in_a_longer_text_is_no_likelier_a_code(signs: NumberSigns, length: int) -> None:
    assert is_code(replace(signs, length=max(length, signs.length))) <= is_code(signs)


@given(_LABELS, _PROBABILITIES)
def test_a_label_is_believed_no_less_for_its_surroundings(signs: LabelSigns, other: float) -> None:
    assert is_own(replace(signs, surroundings=max(other, signs.surroundings))) >= is_own(signs)


@given(_LABELS, _PROBABILITIES)
def test_what_may_be_another_systems_is_believed_no_more(signs: LabelSigns, other: float) -> None:
    assert is_own(replace(signs, foreign=max(other, signs.foreign))) <= is_own(signs)
