"""Slack's rules for a message: slack_sdk's models, and the limits that those leave unchecked."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from slack_sdk.errors import SlackObjectFormationError
from slack_sdk.models.blocks import Block

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from bot.slack.blocks.message import Message

_MOST_BLOCKS = 50
_MOST_CHARACTERS = 13_200
_LONGEST = {
    "header": 150,
    "section": 3000,
    "button": 75,
    "option": 75,
    "placeholder": 150,
    "value": 2000,
    "action_id": 255,
}
_MOST_ELEMENTS = {"context": 10, "actions": 25}
_OPTION_VALUE = 150
_MOST_OPTIONS = 100


def faults(message: Message) -> list[str]:
    """Give what Slack would refuse in a message, or cut."""
    found: list[str] = []
    if not message.text or len(message.text) > _LONGEST["section"]:
        found.append(f"the text has {len(message.text)} characters")
    if not 0 < len(message.blocks) <= _MOST_BLOCKS:
        found.append(f"{len(message.blocks)} blocks")
    for block in message.blocks:
        parsed = Block.parse(block)
        if parsed is None:
            found.append(f"slack_sdk knows no {block['type']}")
            continue
        try:
            parsed.validate_json()
        except SlackObjectFormationError as error:
            found.append(str(error))
            continue
        # What the model would drop is something Slack does not know.
        if _unlike := [key for key in block if key not in parsed.to_dict()]:
            found.append(f"{block['type']} has no {_unlike}")
        found.extend(_limits(block))
    characters = sum(len(text) for block in message.blocks for text in _texts(block))
    if characters > _MOST_CHARACTERS:
        found.append(f"{characters} characters over all blocks")
    return found


def _limits(block: Mapping[str, Any]) -> Iterator[str]:
    kind = block["type"]
    if kind in {"header", "section"} and len(block["text"]["text"]) > _LONGEST[kind]:
        yield f"the text of a {kind} has {len(block['text']['text'])} characters"
    elements = [*block.get("elements", []), *([block["accessory"]] if "accessory" in block else [])]
    if len(elements) > _MOST_ELEMENTS.get(kind, 50) or not (elements or "text" in block):
        yield f"{kind} has {len(elements)} elements"
    action_ids = [element["action_id"] for element in elements if "action_id" in element]
    if len(set(action_ids)) != len(action_ids):
        yield f"action ids {action_ids} clash"
    for element in elements:
        yield from _element_limits(element)


def _element_limits(element: Mapping[str, Any]) -> Iterator[str]:
    if element["type"] == "button":
        if not 0 < len(element["text"]["text"]) <= _LONGEST["button"]:
            yield f"a button says {element['text']['text']!r}"
        if len(element["value"]) > _LONGEST["value"]:
            yield f"a button's value has {len(element['value'])} characters"
    if element["type"] == "static_select":
        if not 0 < len(element["options"]) <= _MOST_OPTIONS:
            yield f"a menu has {len(element['options'])} options"
        for option in element["options"]:
            if len(option["text"]["text"]) > _LONGEST["option"] or len(option["value"]) > _OPTION_VALUE:
                yield f"an option is too long: {option}"


def _texts(node: object) -> Iterator[str]:
    if isinstance(node, dict):
        if isinstance(node.get("text"), str):
            yield node["text"]
        for child in node.values():
            yield from _texts(child)
    elif isinstance(node, list):
        for child in node:
            yield from _texts(child)
