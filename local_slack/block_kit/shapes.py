"""Shapes of values, of which the tables of blocks and elements are made.

A shape yields the faults of a value at a path: sentences such as `blocks[2].elements[0].text: 81 characters, at most 75`.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence

Shape = Callable[[object, str], Iterator[str]]
Fields = Mapping[str, Shape]
LONGEST_TEXT = 3000
_ONLY_OF = {"emoji": "plain_text", "verbatim": "mrkdwn"}


def string(longest: int = LONGEST_TEXT, least: int = 1) -> Shape:
    """Return the shape of a string with bounds on its length."""

    def faults(value: object, path: str) -> Iterator[str]:
        if isinstance(value, str):
            yield from _bounds(len(value), " characters", least, longest, path)
        else:
            yield _not(value, "a string", path)

    return faults


def flag(value: object, path: str) -> Iterator[str]:
    """Yield a fault unless a value is true or false."""
    if not isinstance(value, bool):
        yield _not(value, "true or false", path)


def whole(least: int, most: int) -> Shape:
    """Return the shape of a whole number within bounds."""

    def faults(value: object, path: str) -> Iterator[str]:
        if isinstance(value, int) and not isinstance(value, bool):
            yield from _bounds(value, "", least, most, path)
        else:
            yield _not(value, "a whole number", path)

    return faults


def choice(*values: str) -> Shape:
    """Return the shape of one of several strings."""

    def faults(value: object, path: str) -> Iterator[str]:
        if value not in values:
            yield f"{path}: {value!r} is none of {', '.join(values)}"

    return faults


def items(of: Shape, least: int = 1, most: int = 100) -> Shape:
    """Return the shape of a list with bounds on its length."""

    def faults(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield _not(value, "a list", path)
            return
        yield from _bounds(len(value), " of them", least, most, path)
        for at, item in enumerate(value):
            yield from of(item, f"{path}[{at}]")

    return faults


def text(longest: int = LONGEST_TEXT, *kinds: str) -> Shape:
    """Return the shape of a text object; a fault of its length is at its own path, as in Slack's reference."""
    kinds = kinds or ("plain_text", "mrkdwn")

    def faults(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield _not(value, "a text object", path)
            return
        kind = value.get("type")
        if kind not in kinds:
            yield f"{path}: has to be {' or '.join(kinds)}, not {kind}"
        yield from string(longest)(value.get("text"), path)
        for key in (key for key in value if key not in ("type", "text")):
            if key not in _ONLY_OF:
                yield f"{path}.{key}: not modelled here as a field of a text object"
            elif kind != _ONLY_OF[key]:
                yield f"{path}.{key}: only for {_ONLY_OF[key]}"
            else:
                yield from flag(value[key], f"{path}.{key}")

    return faults


def fields(name: str, needed: Fields, optional: Fields | None = None) -> Shape:
    """Return the shape of an object with required and optional fields, and no others: Slack refuses unknown fields."""
    shapes = {**needed, **(optional or {})}

    def faults(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield _not(value, "an object", path)
            return
        at = f"{path}." if path else ""
        yield from (f"{at}{key}: {name} needs it" for key in needed if key not in value)
        for key, content in value.items():
            if key in shapes:
                yield from shapes[key](content, f"{at}{key}")
            else:
                yield f"{at}{key}: not modelled here as a field of {name}"

    return faults


def kinds(shapes: Mapping[str, Shape]) -> Shape:
    """Return the shape of an object whose `type` decides its shape."""

    def faults(value: object, path: str) -> Iterator[str]:
        if not isinstance(value, Mapping):
            yield _not(value, "an object", path)
            return
        kind = value.get("type")
        if isinstance(kind, str) and kind in shapes:
            yield from shapes[kind](value, path)
        else:
            yield f"{path}: {kind!r} is not modelled here, only {', '.join(sorted(shapes))}"

    return faults


def _not(value: object, wanted: str, path: str) -> str:
    return f"{path}: has to be {wanted}, not {'null' if value is None else type(value).__name__}"


def _bounds(count: int, what: str, least: int, most: int, path: str) -> Iterator[str]:
    if not least <= count <= most:
        yield f"{path}: {count}{what}, " + (f"at least {least}" if count < least else f"at most {most}")
