"""How certain an answer in words is."""

from __future__ import annotations

from dataclasses import replace

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.certainty import Signs, certainty

_PROBABILITIES = st.floats(0.0, 1.0)
_SIGNS = st.builds(Signs, _PROBABILITIES, _PROBABILITIES, _PROBABILITIES)


@given(_SIGNS)
def test_a_certainty_is_a_probability(signs: Signs) -> None:
    assert 0.0 < certainty(signs) < 1.0


@given(_SIGNS, _PROBABILITIES, st.sampled_from(["piece", "whole"]))
def test_what_is_likelier_is_no_less_certain(signs: Signs, other: float, sign: str) -> None:
    likelier = replace(signs, **{sign: max(other, getattr(signs, sign))})

    assert certainty(likelier) >= certainty(signs)


@given(_SIGNS, _PROBABILITIES)
def test_a_likelier_rival_makes_nothing_more_certain(signs: Signs, other: float) -> None:
    assert certainty(replace(signs, rival=max(other, signs.rival))) <= certainty(signs)


@pytest.mark.parametrize(
    ("signs", "least", "most"), [(Signs(0.95, 0.95, 0.02), 0.95, 1.0), (Signs(0.95, 0.01, 0.6), 0.0, 0.5)]
)
def test_a_clause_that_the_whole_does_not_bear_out_is_uncertain(signs: Signs, least: float, most: float) -> None:
    assert least <= certainty(signs) <= most
