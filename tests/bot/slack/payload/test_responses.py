"""What Slack answers to calls."""

from __future__ import annotations

from types import SimpleNamespace
from typing import Any

import pytest

from bot.slack.payload.responses import installation_in


@pytest.mark.parametrize(
    ("answer", "installation"),
    [
        ({"ok": True, "team_id": "T1"}, ("T1", False)),
        ({"ok": True, "team_id": "T1", "is_enterprise_install": False}, ("T1", False)),
        ({"ok": True, "team_id": "E1", "is_enterprise_install": True}, ("E1", True)),
        ({"ok": True}, ("", False)),
        ({"ok": True, "team_id": 7}, ("", False)),
        ("no JSON", ("", False)),
    ],
)
def test_a_token_is_for_a_workspace_or_an_organization(answer: object, installation: tuple[str, bool]) -> None:
    response: Any = SimpleNamespace(data=answer)

    assert installation_in(response) == installation
