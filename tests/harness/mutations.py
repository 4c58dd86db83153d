"""Mutations of a valid payload: every field in turn, replaced by any value that JSON can hold."""

from __future__ import annotations

import copy
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from collections.abc import Iterator

Path = tuple[str | int, ...]

_MISSING = object()
_ALL_WAYS = 2
_SOME = 4


def _deep(levels: int) -> list[Any]:
    nested: list[Any] = []
    for _ in range(levels):
        nested = [nested]
    return nested


INSTEAD: dict[str, Any] = {
    "missing": _MISSING,
    "null": None,
    "false": False,
    "a number": 7,
    "a huge number": 10**400,
    "empty": "",
    "text": "some text <!channel>",
    "long text": "x" * 20_000,
    "half a character": "\ud800",
    "an empty list": [],
    "a list of null": [None],
    "a list of lists": [[], [[]]],
    "an empty object": {},
    "another object": {"id": 5, "type": [], "text": {"text": None}, "ts": "when"},
    "a deep list": _deep(600),
}


def paths(payload: object, at: Path = ()) -> Iterator[Path]:
    """Yield the path of every part of a payload; of a list only the first item's."""
    if isinstance(payload, dict):
        for name, value in payload.items():
            yield (*at, name)
            yield from paths(value, (*at, name))
    elif isinstance(payload, list) and payload:
        yield (*at, 0)
        yield from paths(payload[0], (*at, 0))


def broken(payload: dict[str, Any], at: Path, instead: object) -> dict[str, Any]:
    """Return a copy of a payload with another value at one path."""
    whole = copy.deepcopy(payload)
    inside: Any = whole
    for step in at[:-1]:
        inside = inside[step]
    if instead is _MISSING:
        del inside[at[-1]]
    else:
        inside[at[-1]] = instead
    return whole


def mutations(payload: dict[str, Any]) -> Iterator[tuple[str, dict[str, Any]]]:
    """Yield mutated payloads with their names; deep within a payload, each path gets only some mutations."""
    for number, at in enumerate(paths(payload)):
        for turn, (name, instead) in enumerate(INSTEAD.items()):
            if len(at) <= _ALL_WAYS or (number + turn) % _SOME == 0:
                yield f"{'.'.join(map(str, at))}: {name}", broken(payload, at, instead)
