"""Which command a mistyped one was meant to be."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import click

if TYPE_CHECKING:
    from collections.abc import Collection, Iterable, Mapping, Sequence

_SHORT_NAME = 4
"""Names up to this length have too many neighbours among the words of questions: `last`, `lost` and `memo`."""


class Meant(NamedTuple):
    """A command as it should have been typed."""

    typed: str
    is_sure: bool
    """Whether what follows belongs to the command, so that it cannot be a question."""


def meant(words: Sequence[str], commands: Mapping[str, click.Command], families: Collection[str]) -> Meant | None:
    """Return the command that the words of a question were meant to be; None where they are a question."""
    first, *rest = words
    if not rest and (name := _nearest(first, ["version", "help"])):
        return Meant(name, is_sure=False)
    if (name := _nearest(first, commands)) is None:
        return None
    completed = _completed(commands[name], rest, families)
    # Any question may follow `explain`.
    return None if completed is None else Meant(" ".join([name, *completed]), is_sure=bool(rest) and name != "explain")


def _completed(command: click.Command, rest: Sequence[str], families: Collection[str]) -> list[str] | None:
    """Return what follows a command as it should have been typed; None where it does not belong to the command."""
    if not rest or rest[0].startswith("-"):
        return list(rest)
    if isinstance(command, click.Group):
        name = _nearest(rest[0], command.commands)
        below = None if name is None else _completed(command.commands[name], rest[1:], families)
        return None if name is None or below is None else [name, *below]
    arguments = [parameter for parameter in command.params if isinstance(parameter, click.Argument)]
    if not arguments:
        return None
    if arguments[0].nargs < 0:
        return list(rest)
    family = _nearest(rest[0], families) if len(rest) == 1 else None
    return None if family is None else [family]


def _nearest(word: str, names: Iterable[str]) -> str | None:
    """Return the first name that a word is, or differs from by one slip of the keyboard."""
    if not (word.isascii() and word.isalpha()):
        return None
    return next((name for name in names if _is_slip(word.casefold(), name)), None)


def _is_slip(word: str, name: str) -> bool:
    from rapidfuzz.distance import OSA

    is_other_word = len(word) == len(name) <= _SHORT_NAME and sorted(word) != sorted(name)
    return OSA.distance(word, name, score_cutoff=1) <= 1 and not is_other_word
