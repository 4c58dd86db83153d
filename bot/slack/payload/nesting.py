"""How deep a payload is nested."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

_MOST_LEVELS = 64


def is_deep(body: Mapping[str, Any]) -> bool:
    """Whether a payload is nested deeper than any of Slack's; Bolt copies payloads recursively."""
    level: list[Any] = [body]
    for _ in range(_MOST_LEVELS):
        level = list(_children(level))
        if not level:
            return False
    return True


def _children(level: list[Any]) -> Iterator[Any]:
    for node in level:
        for child in node.values() if isinstance(node, dict) else node:
            if isinstance(child, dict | list):
                yield child
