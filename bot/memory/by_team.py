"""What a process keeps of each workspace, for the workspaces that asked last."""

from __future__ import annotations

from collections import OrderedDict
from typing import TYPE_CHECKING, Generic, TypeVar

if TYPE_CHECKING:
    from collections.abc import Callable

T = TypeVar("T")

MOST_TEAMS = 1000


class ByTeam(Generic[T]):
    """One thing for each workspace, made when it is first asked for; the one asked for longest ago makes room."""

    def __init__(self, make: Callable[[], T], most: int = MOST_TEAMS) -> None:
        """Keep at most `most` of what `make` returns."""
        self._make = make
        self._most = most
        self._kept: OrderedDict[str, T] = OrderedDict()

    def of(self, team: str) -> T:
        """Return what is kept of a workspace."""
        if team not in self._kept:
            self._kept[team] = self._make()
        self._kept.move_to_end(team)
        if len(self._kept) > self._most:
            self._kept.popitem(last=False)
        return self._kept[team]

    def known(self, team: str) -> T | None:
        """Return what is kept of a workspace; None if nothing is."""
        return self._kept.get(team)

    def drop(self, team: str) -> None:
        """Keep nothing of a workspace any more."""
        self._kept.pop(team, None)
