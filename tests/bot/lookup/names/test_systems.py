"""Which texts are about another system than the table's."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.names.systems import System, other_system, ours, systems

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup


@pytest.mark.parametrize("system", systems(), ids=lambda system: system.title.en)
def test_a_system_is_named_by_its_examples_alone(system: System) -> None:
    assert [text for text in system.cue.yes if not system.cue.is_in(text)] == []
    assert [text for text in system.cue.no if system.cue.is_in(text)] == []


def test_what_is_the_tables_own_is_told_by_its_examples() -> None:
    assert [text for text in ours().yes if not ours().is_in(text)] == []
    assert [text for text in ours().no if ours().is_in(text)] == []


def test_naming_the_own_system_too_means_the_own_one() -> None:
    found = other_system("RongCloud returns 405")

    assert found is not None
    assert found.title.en == "RongCloud"
    assert other_system("we moved from RongCloud, now easemob returns 405") is None
    assert other_system("the group is full") is None


@pytest.mark.parametrize(
    "text",
    [
        "Firebase PERMISSION_DENIED",
        "gRPC PERMISSION_DENIED: Missing or insufficient permissions.",
        "TokenExpiredError: jwt expired",
        "ORA-01017: invalid username/password; logon denied",
        "redis.exceptions.TimeoutError: Timeout reading from socket",
    ],
)
def test_a_constant_beside_a_system_that_has_such_is_its_own(lookup: Lookup, text: str) -> None:
    answer = lookup.explain(text)

    assert answer.system is not None
    assert answer.on_screen == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [("PERMISSION_DENIED", 603), ("TOKEN_EXPIRED 环信", 56), ("redis 没事，环信 SERVER_BUSY", 500)],
)
def test_a_constant_by_itself_or_beside_the_product_is_ours(lookup: Lookup, text: str, code: int) -> None:
    assert lookup.explain(text).on_screen[0][0].entry.code == code
