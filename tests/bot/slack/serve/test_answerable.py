"""Whose messages a server takes up from another one that died."""

from __future__ import annotations

import asyncio
from types import SimpleNamespace
from typing import Any, cast

import pytest

from bot.slack.serve.answerable import Answerable


class _Client:
    """Slack, which is out of reach at first."""

    def __init__(self, *, is_whole: bool) -> None:
        self.calls = 0
        self._is_whole = is_whole

    async def auth_test(self) -> Any:  # noqa: ANN401 - a stand-in
        self.calls += 1
        if self.calls == 1:
            raise TimeoutError
        return SimpleNamespace(data={"team_id": "T1", "is_enterprise_install": self._is_whole})


class _Tokens:
    async def token(self, team: str, enterprise: str) -> str | None:
        return {"T1": "xoxb-1", "E1": "", "T2": None}[team or enterprise]


@pytest.mark.parametrize(("is_whole", "of_another"), [(False, False), (True, True)])
def test_a_token_is_for_its_own_workspace(*, is_whole: bool, of_another: bool) -> None:
    client = _Client(is_whole=is_whole)
    answerable = Answerable(cast("Any", client), None)

    async def ask() -> list[bool]:
        return [await answerable.has(team, "") for team in ("T1", "T1", "T2")]

    assert asyncio.run(ask()) == [False, True, of_another]
    assert client.calls == 2


def test_an_installation_is_for_its_workspace() -> None:
    answerable = Answerable(cast("Any", _Client(is_whole=False)), cast("Any", _Tokens()))

    async def ask() -> list[bool]:
        return [await answerable.has(team, enterprise) for team, enterprise in (("T1", ""), ("T2", ""), ("", "E1"))]

    assert asyncio.run(ask()) == [True, False, False]
