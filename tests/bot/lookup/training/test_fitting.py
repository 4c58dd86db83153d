"""Fitting: a few lines with a few places each."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from bot.lookup.model import Example
from bot.lookup.training.fitting import Lessons, fit, sparse

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Sequence

    from bot.lookup.model import Floats

_PLACES = 8
_SHAPE = _PLACES, 3


def _line(*places: int) -> Example:
    return Example(
        np.array(places, dtype=np.int64), np.full(len(places), max(len(places), 1) ** -0.5, dtype=np.float32)
    )


def _taken(lines: Sequence[Example]) -> Callable[[Sequence[int]], Iterable[Example]]:
    return lambda part: [lines[at] for at in part]


def _probabilities(lessons: Lessons, line: Example) -> Floats:
    weights, bias = fit(lessons, _SHAPE, seed=1)
    powers: Floats = np.exp(line.weights @ weights[line.places] + bias)
    probabilities: Floats = powers / powers.sum()
    return probabilities


def test_lines_with_a_common_place_are_told_apart_by_the_others() -> None:
    lines = [_line(0, 1), _line(0, 2), _line(0, 3)] * 8
    lessons = Lessons(_taken(lines), [0, 1, 2] * 8, [len(lines)] * 4, certain=len(lines))

    assert [_probabilities(lessons, line).argmax() for line in lines[:3]] == [0, 1, 2]


def test_a_label_that_is_taught_more_often_has_more_bias() -> None:
    lines = [_line() for _ in range(20)]
    _, bias = fit(Lessons(_taken(lines), [0, 0, 0, 1] * 5, [20] * 4, certain=20), _SHAPE, seed=1)

    assert bias[0] > bias[1] > bias[2]


def test_lines_behind_a_pass_are_not_taken_in_it() -> None:
    taken: list[int] = []

    def lines(part: Sequence[int]) -> list[Example]:
        taken.extend(part)
        return [_line(at) for at in part]

    fit(Lessons(lines, [0, 1, 2, 0], [2, 4], certain=4), _SHAPE, seed=1)

    assert set(taken[:2]) == {0, 1}
    assert set(taken[2:]) >= {2, 3}


@pytest.mark.parametrize(("certain", "label"), [(40, 1), (30, 0)])
def test_a_label_that_is_surely_wrong_is_not_learned(certain: int, label: int) -> None:
    lines = [_line(0, 1)] * 40
    labels = [0] * 30 + [1] * 10
    lessons = Lessons(_taken(lines), labels, [30, 30, 30, 40, 40, 40, 40, 40], certain)

    probabilities = _probabilities(lessons, lines[0])

    assert (probabilities[1] > 0.05) == bool(label)


@settings(max_examples=30, deadline=None)
@given(st.lists(st.floats(-0.875, 0.875, width=32), min_size=1, max_size=6))
def test_a_sparse_error_is_the_same_on_average(errors: list[float]) -> None:
    error = np.array(errors, dtype=np.float32)
    chance = np.random.default_rng(0)

    mean = np.mean([sparse(error, chance) for _ in range(2000)], axis=0)

    assert np.abs(mean - error).max() < 0.01
