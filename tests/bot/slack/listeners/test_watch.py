"""What may be explained where nobody asked."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.slack.listeners.watch import is_beyond_doubt

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup


@pytest.mark.parametrize(
    ("said", "is_explained"),
    [
        ("our customer sees error 603 since noon", True),
        ("版本 4.11.0 一直报错 206", True),
        ("onError: {type: 28, message: 'WEBIM_CONNCTION_NOT_ASSIGN_DEVICE_ID'}", True),
        ("it fails with USER_NOT_FOUND again", True),
        ("603", False),
        ("603!", False),
        ("603 people have signed up", False),
        ("please review PR 605 before lunch", False),
        ("the build took 204 s", False),
        ("nobody can join the group any more", False),
        ("error 99999 appears in the log", False),
        ("good morning", False),
    ],
)
def test_only_an_error_named_beyond_doubt_is_explained(lookup: Lookup, said: str, *, is_explained: bool) -> None:
    assert is_beyond_doubt(lookup.explain(said)) is is_explained
