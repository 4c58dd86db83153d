"""What people choose in the fields of a form."""

from __future__ import annotations

from typing import Any

import pytest

from bot.slack.payload import fields, shapes


def _view(*elements: dict[str, Any]) -> shapes.View:
    rich = {"type": "rich_text", "elements": [{"type": "rich_text_section", "elements": list(elements)}]}
    values = {"setting_owner": {"setting_owner": {"type": "rich_text_input", "rich_text_value": rich}}}
    return shapes.View.model_validate({"id": "V1", "type": "modal", "state": {"values": values}})


@pytest.mark.parametrize(
    ("elements", "found"),
    [
        ([{"type": "text", "text": "ask "}, {"type": "user", "user_id": "U1"}], "U1"),
        ([{"type": "usergroup", "usergroup_id": "S1"}], "S1"),
        ([{"type": "text", "text": " SUPPORT "}], "“SUPPORT”"),
        ([{"type": "text", "text": " "}], ""),
        ([], ""),
        # Nobody in particular, which is not the same as an empty field.
        ([{"type": "broadcast", "range": "here"}], "“broadcast”"),
        ([{"type": "channel", "channel_id": "C1"}], "“channel”"),
    ],
)
def test_a_field_of_rich_text_is_read_by_its_mention(elements: list[dict[str, Any]], found: str) -> None:
    assert fields.settings(_view(*elements)) == (("owner", found),)
