"""Which texts are about another system than the table's."""

from __future__ import annotations

import pytest

from bot.lookup.systems import System, other_system, ours, systems


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
