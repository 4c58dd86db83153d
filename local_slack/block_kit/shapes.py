"""What a value can be held against: the words in which the tables of blocks and elements are written.

A fault is a sentence that begins with the path of what is wrong, as `blocks[2].elements[0].text: 81 characters, at most 75`.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any, Protocol

LONGEST_TEXT = 3000
"""What a text may have where nothing less is said."""

Rule = Callable[[Mapping[str, Any]], Iterator[tuple[str, str]]]
"""Looks at several fields of an object at once; gives the field at fault, or an empty name for the object, and a sentence."""


class Shape(Protocol):
    """What a value has to look like."""

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        ...


@dataclass(frozen=True)
class String:
    """A string of some length; `pattern` is what all of it has to match, `such_as` an example for the fault."""

    longest: int = LONGEST_TEXT
    least: int = 1
    pattern: str = ""
    such_as: str = ""

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, str):
            yield _not(value, "a string", path)
        elif not self.least <= len(value) <= self.longest:
            yield _count(len(value), "characters", self.least, self.longest, path)
        elif self.pattern and re.fullmatch(self.pattern, value) is None:
            yield f"{path}: {value!r} is not like {self.such_as}"


@dataclass(frozen=True)
class Flag:
    """True or false."""

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, bool):
            yield _not(value, "true or false", path)


@dataclass(frozen=True)
class Whole:
    """A whole number within bounds."""

    least: int = 0
    most: int | None = None

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, int) or isinstance(value, bool):
            yield _not(value, "a whole number", path)
        elif value < self.least:
            yield f"{path}: {value}, at least {self.least}"
        elif self.most is not None and value > self.most:
            yield f"{path}: {value}, at most {self.most}"


@dataclass(frozen=True)
class Number:
    """Any number; with `positive` one above 0."""

    positive: bool = False

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, int | float) or isinstance(value, bool):
            yield _not(value, "a number", path)
        elif self.positive and value <= 0:
            yield f"{path}: {value}, has to be above 0"


class Choice:
    """One of a few values."""

    def __init__(self, *values: str | int) -> None:
        """Take the values."""
        self._values = values

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        # True equals 1 and is not what Slack means by it.
        if isinstance(value, bool) or value not in self._values:
            yield f"{path}: {value!r} is none of {', '.join(map(str, self._values))}"


@dataclass(frozen=True)
class Items:
    """A list of so many items of one shape; with `gaps`, null may stand for one."""

    of: Shape
    least: int = 1
    most: int = 100
    gaps: bool = False

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, Sequence) or isinstance(value, str):
            yield _not(value, "a list", path)
            return
        if not self.least <= len(value) <= self.most:
            yield _count(len(value), "of them", self.least, self.most, path)
        for at, item in enumerate(value):
            if item is not None or not self.gaps:
                yield from self.of.faults(item, f"{path}[{at}]")


@dataclass(frozen=True)
class Text:
    """A text object, with the kinds that it may be of; its length is told at its own path, as Slack's documents do."""

    longest: int = LONGEST_TEXT
    kinds: tuple[str, ...] = ("plain_text", "mrkdwn")

    _ONLY_OF = {"emoji": "plain_text", "verbatim": "mrkdwn"}  # noqa: RUF012 - a constant, never written to

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, Mapping):
            yield _not(value, "a text object", path)
            return
        kind = value.get("type")
        if kind not in self.kinds:
            yield f"{path}: has to be {' or '.join(self.kinds)}, not {kind}"
        yield from String(self.longest).faults(value.get("text"), path)
        for key in (key for key in value if key not in ("type", "text")):
            if key not in self._ONLY_OF:
                yield f"{path}.{key}: a text object has no such field"
            elif kind != self._ONLY_OF[key]:
                yield f"{path}.{key}: only for {self._ONLY_OF[key]}"
            else:
                yield from Flag().faults(value[key], f"{path}.{key}")


@dataclass(frozen=True)
class Object:
    """An object with fields that it needs, fields that it may have, and none besides: Slack refuses what it does not know."""

    name: str
    needed: Mapping[str, Shape] = field(default_factory=dict)
    optional: Mapping[str, Shape] = field(default_factory=dict)
    rules: tuple[Rule, ...] = ()

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, Mapping):
            yield _not(value, "an object", path)
            return
        if "type" in self.needed and (wrong := [*self.needed["type"].faults(value.get("type"), _at(path, "type"))]):
            # It is something else, whose fields say nothing here.
            yield from wrong
            return
        shapes = {**self.needed, **self.optional}
        found = [f"{_at(path, key)}: {self.name} needs it" for key in self.needed if key not in value]
        for key, content in value.items():
            if key in shapes:
                found += shapes[key].faults(content, _at(path, key))
            else:
                found.append(f"{_at(path, key)}: {self.name} has no such field")
        # A rule may rely on what the fields look like.
        yield from found or (f"{_at(path, key)}: {told}" for rule in self.rules for key, told in rule(value))


class Kinds:
    """An object whose `type` says which shape it has; other types do not stand there."""

    def __init__(self, *objects: Object, **shapes: Shape) -> None:
        """Take objects, each with its name as its type, and shapes by type."""
        self._shapes: dict[str, Shape] = {**{each.name: each for each in objects}, **shapes}

    def faults(self, value: object, path: str) -> Iterator[str]:
        """Give what is wrong with a value that stands at a path."""
        if not isinstance(value, Mapping):
            yield _not(value, "an object", path)
            return
        kind = value.get("type")
        shape = self._shapes.get(kind) if isinstance(kind, str) else None
        if shape is None:
            yield f"{path}: {kind!r} does not stand there, only {', '.join(sorted(self._shapes))}"
        else:
            yield from shape.faults(value, path)


def typed(
    name: str,
    needed: Mapping[str, Shape] | None = None,
    optional: Mapping[str, Shape] | None = None,
    rules: tuple[Rule, ...] = (),
) -> Object:
    """Give the shape of an object whose `type` is its name."""
    return Object(name, {"type": Choice(name), **(needed or {})}, optional or {}, rules)


def _at(path: str, key: str) -> str:
    return ".".join(filter(None, (path, key)))


def _not(value: object, wanted: str, path: str) -> str:
    return f"{path}: has to be {wanted}, not {'null' if value is None else type(value).__name__}"


def _count(count: int, what: str, least: int, most: int, path: str) -> str:
    return f"{path}: {count} {what}, " + (f"at least {least}" if count < least else f"at most {most}")
