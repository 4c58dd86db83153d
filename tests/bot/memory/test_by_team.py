"""What is kept of workspaces is bounded."""

from __future__ import annotations

from bot.memory.by_team import ByTeam


def test_the_workspace_asked_for_longest_ago_makes_room() -> None:
    kept: ByTeam[list[int]] = ByTeam(list, most=2)
    kept.of("T1").append(1)
    kept.of("T2").append(2)
    kept.of("T1").append(3)
    kept.of("T3")

    assert kept.known("T2") is None
    assert kept.of("T1") == [1, 3]


def test_what_is_dropped_is_made_anew() -> None:
    kept: ByTeam[list[int]] = ByTeam(list)
    kept.of("T1").append(1)
    kept.drop("T1")
    kept.drop("T1")

    assert kept.of("T1") == []
