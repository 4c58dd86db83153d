"""Lessons and suggestions as TOML, in the format of a table's phrasings, for review."""

from __future__ import annotations

import json
from collections import defaultdict
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.cli.common import source_fault
from bot.lookup.text import language_of
from db import files
from db.entry import LANGS
from db.phrasings import alike, read
from db.source import read as read_catalog

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator
    from pathlib import Path


@dataclass(frozen=True, slots=True)
class Proposed:
    """A question, its error by the people of a workspace, and the origin of that."""

    question: str
    error: str
    platform: str
    origin: str


@dataclass(frozen=True, slots=True)
class Written:
    """The errors of a table's source in its order, and those of each phrasing that it has."""

    errors: tuple[str, ...]
    phrasings: dict[str, tuple[str, ...]]


def written(source: Path) -> Written:
    """Return the errors and phrasings of a table's source; its faults are faults of the call."""
    try:
        catalog = read_catalog(source)
        phrasings = read(files.phrasing_files(source), catalog.by_error)
    except Exception as error:
        raise source_fault(error) from error
    return Written(tuple(catalog.by_error), {alike(phrasing.text): phrasing.errors for phrasing in phrasings})


def as_toml(team: str, proposed: Iterable[Proposed], source: Written) -> Iterator[str]:
    """Yield the questions that the source lacks as lines of TOML; contradictions are comments at the end."""
    new, doubtful = _sorted(proposed, source)
    yield f"# Phrasings from {team}, for review: move the right ones into the table's phrasings."
    if not new and not doubtful:
        yield "# None that the table's source lacks."
    for error in filter(new.__contains__, source.errors):
        yield from ("", "[[errors]]", f"id = {_quoted(error)}")
        for lang in LANGS:
            # A line without words of its own, such as a constant, is English in the source, too.
            said = [one for one in new[error] if (language_of(one.question) or "en") == lang]
            if said:
                yield f"{lang} = ["
                yield from (f"  {_quoted(one.question)},  # {_origin(one)}" for one in said)
                yield "]"
    if doubtful:
        yield from ("", *doubtful)


def _sorted(proposed: Iterable[Proposed], source: Written) -> tuple[dict[str, list[Proposed]], list[str]]:
    """Return the questions that the source lacks, by error, and a comment for each contradiction."""
    new: dict[str, list[Proposed]] = defaultdict(list)
    doubtful: list[str] = []
    known = dict(source.phrasings)
    for one in proposed:
        key = alike(one.question)
        said = f"# {_quoted(one.question)} ({_origin(one)}) is {one.error}"
        if one.error not in source.errors:
            doubtful.append(f"{said}, which the table lacks.")
        elif key not in known:
            known[key] = (one.error,)
            new[one.error].append(one)
        elif one.error not in known[key]:
            doubtful.append(f"{said}, and stands under {', '.join(known[key]) or 'none'} already.")
    return new, doubtful


def _origin(one: Proposed) -> str:
    return f"{one.origin}, on {one.platform}" if one.platform else one.origin


def _quoted(text: str) -> str:
    """Return a text as a string of TOML, whose escapes are those of JSON, with DEL."""
    return json.dumps(text, ensure_ascii=False).replace("\x7f", "\\u007f")
