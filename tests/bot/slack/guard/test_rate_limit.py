"""The rate limit per user."""

from __future__ import annotations

import itertools

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.guard.rate_limit import Allowance, RateLimit


class _Clock:
    now = 0.0

    def __call__(self) -> float:
        return self.now


def test_a_user_over_the_limit_is_told_once_and_let_in_later() -> None:
    clock = _Clock()
    limit = RateLimit(2, 60, clock)
    found = [limit.take("U1") for _ in range(4)]
    clock.now = 60

    assert found == [Allowance.LEFT, Allowance.LEFT, Allowance.JUST_SPENT, Allowance.SPENT]
    assert limit.take("U1") is Allowance.LEFT


def test_one_persons_questions_do_not_count_for_another() -> None:
    limit = RateLimit(1, 60, _Clock())

    assert [limit.take(person) for person in ("U1", "U2", "U1")] == [
        Allowance.LEFT,
        Allowance.LEFT,
        Allowance.JUST_SPENT,
    ]


@given(st.lists(st.floats(0, 30), max_size=60), st.integers(1, 5))
def test_each_window_has_at_most_the_limit_and_one_notice(pauses: list[float], most: int) -> None:
    clock = _Clock()
    limit = RateLimit(most, 60, clock)
    allowed, told = [], []
    for pause in pauses:
        clock.now += pause
        found = limit.take("U1")
        allowed += [clock.now] if found is Allowance.LEFT else []
        told += [clock.now] if found is Allowance.JUST_SPENT else []

    assert all(later - earlier >= 60 for earlier, later in zip(allowed, allowed[most:], strict=False))
    assert all(later - earlier >= 60 for earlier, later in itertools.pairwise(told))


def test_the_number_of_remembered_users_is_limited() -> None:
    clock = _Clock()
    limit = RateLimit(1, 60, clock)
    for number in range(25_000):
        clock.now += 0.001
        limit.take(f"U{number}")

    assert len(limit._by_person) <= 10_000  # noqa: SLF001 - this test is about memory
