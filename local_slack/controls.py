"""What a person has before their eyes, and what can be pressed there."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from local_slack.screen import as_text
from local_slack.state import Message, View

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from local_slack.state import Workspace

Element = dict[str, Any]

_OPENS = ("open:", "family:")


@dataclass(frozen=True)
class Control:
    """Something that can be pressed, chosen or filled in: the element, its block, and the message or view it is in."""

    element: Element
    block: dict[str, Any]
    inside: Message | View

    @property
    def action_id(self) -> str:
        """The element's action id."""
        return str(self.element.get("action_id", ""))

    @property
    def block_id(self) -> str:
        """The block's id; every block has one once it is in the workspace."""
        return str(self.block["block_id"])

    @property
    def label(self) -> str:
        """What stands on a button."""
        text = self.element.get("text")
        return str(text["text"]) if isinstance(text, dict) else ""

    @property
    def opens(self) -> str:
        """The code or family that a button opens, as imerr's action ids have it; empty for every other control."""
        return self.action_id.partition(":")[2] if self.action_id.startswith(_OPENS) else ""

    @property
    def shown(self) -> str:
        """What to call it by: its label, with the code where several buttons have the same one, or its action id."""
        if self.opens and self.opens not in self.label.split():
            return f"{self.label} ({self.opens})"
        return self.label or self.action_id

    @property
    def is_button(self) -> bool:
        """Whether it is pressed, not chosen from or filled in."""
        return self.element["type"] in {"button", "icon_button"}

    @property
    def is_menu(self) -> bool:
        """Whether it is chosen from."""
        return self.element["type"] in {"static_select", "external_select", "conversations_select"}

    @property
    def sends_at_once(self) -> bool:
        """Whether a change here is sent to the app before a modal is submitted."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def visible(workspace: Workspace, user_id: str) -> list[Message | View]:
    """Give all that a user can see, what changed last first."""
    with workspace.lock:
        found: list[Message | View] = [
            message
            for message in workspace.messages
            if user_id in message.channel.members and not message.is_deleted and message.only_for in {"", user_id}
        ]
        if user_id in workspace.homes:
            found.append(workspace.homes[user_id])
        if stack := workspace.modals.get(user_id):
            found.append(stack[-1])
        return sorted(found, key=lambda each: -each.changed)


def read(thing: Message | View, names: dict[str, str]) -> str:
    """Give the text of a message or view as a person reads it."""
    if isinstance(thing, View):
        return as_text(thing.content | {"values": thing.values}, names)
    return as_text(thing.payload(), names)


def controls(thing: Message | View, user_id: str) -> Iterator[Control]:
    """Give what a user can press, choose or fill in."""
    for block in _every(thing.blocks):
        for element in (*block.get("elements", ()), block.get("accessory"), block.get("element")):
            if isinstance(element, dict) and element.get("action_id"):
                shown_to = element.get("visible_to_user_ids")
                if shown_to is None or user_id in shown_to:
                    yield Control(element, block, thing)


def _every(blocks: Iterable[dict[str, Any]]) -> Iterator[dict[str, Any]]:
    """Yield blocks with those that they hold, in the order of the screen."""
    for block in blocks:
        yield block
        yield from _every(block.get("child_blocks", ()))


def named(name: str, found: Iterable[Control]) -> Control | None:
    """Give the first control of an action id, or that opens a code, or with a text in its label, in this order."""
    found = list(found)
    by_id = (control for control in found if name == control.action_id)
    by_key = (control for control in found if control.opens and name == control.opens)
    by_label = (control for control in found if name in control.label)
    return next((control for each in (by_id, by_key, by_label) for control in each), None)


def listed(found: Iterable[Control]) -> str:
    """Give what controls are called, each name once."""
    return ", ".join(dict.fromkeys(control.shown for control in found)) or "nothing"
