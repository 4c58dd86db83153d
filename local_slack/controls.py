"""Buttons, menus and fields that a person can use."""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable, Iterator

    from local_slack.state import Json, Message, View

FEEDBACK_BUTTONS = ("positive_button", "negative_button")
"""The fields of the two buttons of `feedback_buttons`, as they are shown."""
_WORD = re.compile(r"[^\W_]+")


@dataclass(frozen=True)
class Control:
    """An interactive element with its block, and the message or view around it."""

    element: Json
    block: Json
    inside: Message | View

    @property
    def action_id(self) -> str:
        """The element's action id."""
        return str(self.element["action_id"])

    @property
    def block_id(self) -> str:
        """The block's id."""
        return str(self.block["block_id"])

    @property
    def label(self) -> str:
        """The text on a button."""
        text = self.element.get("text")
        return str(text["text"]) if isinstance(text, dict) else ""

    @property
    def key(self) -> str:
        """The part of the action id after its first colon, which tells buttons of one kind apart: `7` of `open:7`."""
        return self.action_id.partition(":")[2]

    @property
    def name(self) -> str:
        """The label, with the key unless it is a word of that; the action id if there is no label."""
        if self.key and self.key not in self.label.split():
            return f"{self.label} ({self.key})"
        return self.label or self.action_id

    @property
    def is_button(self) -> bool:
        """Whether it is pressed."""
        return self.element["type"] in {"button", "icon_button", "feedback_buttons"}

    @property
    def is_menu(self) -> bool:
        """Whether it offers options."""
        return self.element["type"] in {"external_select", "conversations_select", "static_select"}

    @property
    def sends_at_once(self) -> bool:
        """Whether a change is sent to the app at once, not only with a submission."""
        return self.block["type"] != "input" or bool(self.block.get("dispatch_action"))


def controls(thing: Message | View, user_id: str) -> Iterator[Control]:
    """Yield the controls that a user sees in a message or a view."""
    for block, element in elements(thing.blocks):
        if user_id in element.get("visible_to_user_ids", [user_id]):
            yield from (Control(part, block, thing) for part in _parts(element))


def _parts(element: Json) -> list[Json]:
    """Return what is pressed of an element: each of the two feedback buttons is a button with their common action id."""
    if element["type"] != "feedback_buttons":
        return [element]
    common = {name: element[name] for name in ("type", "action_id")}
    return [common | element[button] for button in FEEDBACK_BUTTONS]


def elements(blocks: Iterable[Json]) -> Iterator[tuple[Json, Json]]:
    """Yield the interactive elements of blocks, also in containers, each after its block."""
    for block in blocks:
        for element in (*block.get("elements", ()), block.get("accessory", {}), block.get("element", {})):
            if "action_id" in element:
                yield block, element
        yield from elements(block.get("child_blocks", ()))


def named(name: str, found: list[Control]) -> Control | None:
    """Return the first control with an action id, or else with a key, a name, the start of a name, or a part of one.

    Names are compared without regard to case, punctuation and emoji; a part of a name may also be an emoji alone.
    """
    typed = _words(name) or name
    ranks: tuple[Callable[[Control], bool], ...] = (
        lambda control: name == control.action_id,
        lambda control: name == control.key != "",
        lambda control: typed in {_words(control.label), _words(control.name)},
        lambda control: _words(control.name).startswith(typed),
        lambda control: typed in _words(control.name) or typed in control.label,
    )
    return next((control for is_meant in ranks for control in found if is_meant(control)), None)


def _words(text: str) -> str:
    return " ".join(_WORD.findall(text.casefold()))


def listed(found: Iterable[Control]) -> str:
    """Return the names of controls without duplicates."""
    return ", ".join(dict.fromkeys(control.name for control in found)) or "nothing"
