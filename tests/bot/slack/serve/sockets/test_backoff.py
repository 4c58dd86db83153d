"""The backoff before a connection is reopened."""

from __future__ import annotations

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.slack.serve.sockets.backoff import (
    ASKED_SECONDS,
    FIRST_SECONDS,
    REFUSED_SECONDS,
    SETTLED_SECONDS,
    UNREACHABLE_SECONDS,
    Backoff,
    Cause,
    End,
)
from bot.slack.serve.sockets.opening import STEP_SECONDS

_ENDS = st.builds(
    End,
    st.sampled_from(Cause),
    st.just("some_word"),
    lived=st.floats(0, 1e6),
    retry_after=st.floats(0, 1e6),
)


@pytest.mark.parametrize(
    ("cause", "longest"),
    [
        (Cause.UNREACHABLE, [1, 2, 4, 8, 8, 8, 8, 8]),
        (Cause.REFUSED, [1, 2, 4, 8, 16, 32, 60, 60]),
        (Cause.LOST, [1, 2, 4, 8, 16, 32, 60, 60]),
        (Cause.RENEWAL, [1, 2, 4, 8, 16, 32, 60, 60]),
    ],
)
@pytest.mark.parametrize("drawn", [0.0, 0.5, 1.0])
def test_waits_double_up_to_the_limit_with_full_jitter(cause: Cause, longest: list[float], drawn: float) -> None:
    backoff = Backoff(lambda: drawn)

    assert [backoff.wait(End(cause, "some_word")) for _ in longest] == [drawn * each for each in longest]
    assert backoff.failures == len(longest)


@pytest.mark.parametrize(
    ("cause", "wait"), [(Cause.RENEWAL, 0.0), (Cause.LOST, 1.0), (Cause.REFUSED, 1.0), (Cause.UNREACHABLE, 1.0)]
)
def test_a_settled_connection_resets_the_backoff(cause: Cause, wait: float) -> None:
    backoff = Backoff(lambda: 1.0)
    for _ in range(9):
        backoff.wait(End(Cause.REFUSED, "some_word"))

    assert backoff.wait(End(cause, "some_word", lived=SETTLED_SECONDS)) == wait


def test_a_failure_after_a_long_outage_has_a_short_wait() -> None:
    backoff = Backoff(lambda: 1.0)
    for _ in range(100):
        backoff.wait(End(Cause.UNREACHABLE, "some_word"))

    assert backoff.wait(End(Cause.LOST, "closed", lived=1.0)) == 2 * UNREACHABLE_SECONDS


@pytest.mark.parametrize(("asked", "wait"), [(0.0, 0.5), (3.0, 3.5), (30.0, 30.5), (1e9, ASKED_SECONDS + 0.5)])
def test_retry_after_is_obeyed(asked: float, wait: float) -> None:
    assert Backoff(lambda: 0.5).wait(End(Cause.REFUSED, "ratelimited", retry_after=asked)) == wait


def test_a_hanging_attempt_and_its_wait_take_under_15_seconds() -> None:
    assert STEP_SECONDS + UNREACHABLE_SECONDS < 15


@given(st.lists(_ENDS, max_size=50), st.floats(0, 1, exclude_max=True))
def test_every_wait_is_within_the_limit(ends: list[End], drawn: float) -> None:
    backoff = Backoff(lambda: drawn)
    for end in ends:
        wait = backoff.wait(end)

        asked = min(end.retry_after, ASKED_SECONDS)
        assert 0 <= wait <= max(REFUSED_SECONDS, asked + FIRST_SECONDS)
        assert wait == 0 or end.cause is not Cause.RENEWAL or end.lived < SETTLED_SECONDS
        assert wait >= asked or (end.cause is Cause.RENEWAL and end.lived >= SETTLED_SECONDS)


@given(st.integers(1, 40), st.floats(0, 1, exclude_max=True))
def test_connections_that_end_at_once_are_reopened_ever_later(ends: int, drawn: float) -> None:
    shorter, longer = Backoff(lambda: drawn), Backoff(lambda: drawn)
    for _ in range(ends):
        before = shorter.wait(End(Cause.RENEWAL, "refresh_requested", lived=0.01))
        longer.wait(End(Cause.RENEWAL, "refresh_requested", lived=0.01))

    assert longer.wait(End(Cause.RENEWAL, "refresh_requested", lived=0.01)) >= before
