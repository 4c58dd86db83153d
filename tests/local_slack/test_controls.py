"""What a person can press, wherever it stands."""

from __future__ import annotations

from typing import Any

from local_slack import controls
from local_slack.state import Channel, Message, Workspace


def _button(action_id: str, label: str = "Open") -> dict[str, Any]:
    return {"type": "button", "action_id": action_id, "text": {"type": "plain_text", "text": label}}


def _message(*blocks: dict[str, Any]) -> Message:
    return Message(Channel("C1", "support"), "1.1", "U1", "x", Workspace().with_ids(blocks))


def test_a_button_in_a_container_is_found_with_the_block_that_it_is_in() -> None:
    fold = {"type": "container", "child_blocks": [{"type": "actions", "elements": [_button("inside")]}]}
    message = _message({"type": "actions", "elements": [_button("outside")]}, fold)
    outside, inside = controls.controls(message, "U1")

    assert (outside.action_id, inside.action_id) == ("outside", "inside")
    assert inside.block is message.blocks[1]["child_blocks"][0]
    assert len({outside.block_id, inside.block_id, message.blocks[1]["block_id"]}) == 3


def test_buttons_with_one_label_are_told_apart_by_what_they_open() -> None:
    message = _message({"type": "actions", "elements": [_button("open:native:606"), _button("family:group")]})
    found = list(controls.controls(message, "U1"))

    assert controls.listed(found) == "Open (native:606), Open (group)"
    assert controls.named("native:606", found) is found[0]
    assert controls.named("group", found) is found[1]
