"""What the models are taught besides a table's own phrasings: sentences that people ask in, and numbers in their surroundings.

Both are data beside this file, written for it by hand, and anybody's own lines can be added.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from bot.lookup.text import is_chinese

if TYPE_CHECKING:
    import random
    from collections.abc import Iterator

    from db.entry import Lang

DATA = Path(__file__).parent / "data"
CODE = "code"
"""The kind of a number that is an error code."""
FOREIGN = "foreign"
"""The kind of one that is another system's."""
_LANGS: tuple[Lang, ...] = ("zh", "en")
_MARKED = re.compile(r"\[\[(-?\d+)\]\]")
_LONGEST = 200
_HERE = "{}"
_SENTENCE_END = re.compile(r"[\r\n]+|(?<=[。！？；;])|(?<=[.!?])\s")
_SHORTEST_CONTEXT = 5


@dataclass(frozen=True, slots=True)
class Span:
    """A number in a text, and what it is: a code, an amount, a time, another system's code, and so on."""

    text: str
    start: int
    end: int
    kind: str


def spans() -> Iterator[Span]:
    """Yield the labelled numbers of `spans.*.tsv`: kind, tab, a text with the number in `[[…]]`."""
    for lang in _LANGS:
        for line in _lines(f"spans.{lang}.tsv"):
            kind, text = line.split("\t", 1)
            marked = _MARKED.search(text)
            if marked is None:
                raise ValueError(f"spans.{lang}.tsv: no number is marked in {line!r}")
            number = marked[1]
            text = text[: marked.start()] + number + text[marked.end() :]
            yield Span(text, marked.start(), marked.start() + len(number), kind)


def asked(text: str, chance: random.Random) -> str:
    """Return a text within one of the sentences of `asking.*.txt` in its language; of a long one only the part around it."""
    sentence = chance.choice(_asking("zh" if is_chinese(text) else "en"))
    if len(sentence) + len(text) > _LONGEST:
        sentence = next(part for part in _SENTENCE_END.split(sentence) if part and _HERE in part)
    return sentence.replace(_HERE, text)


def contexts() -> Iterator[str]:
    """Yield what else stands in those sentences, which by itself means no error."""
    for sentence in asking_lines():
        for part in _SENTENCE_END.split(sentence):
            if part and _HERE not in part and len(part.strip()) >= _SHORTEST_CONTEXT:
                yield part.strip()


def asking_lines() -> Iterator[str]:
    """Yield those sentences."""
    for lang in _LANGS:
        yield from _asking(lang)


@cache
def _asking(lang: Lang) -> tuple[str, ...]:
    return tuple(_lines(f"asking.{lang}.txt"))


def _lines(name: str) -> Iterator[str]:
    for line in (DATA / name).read_text(encoding="utf-8").splitlines():
        if line.strip():
            yield line.replace("\\n", "\n")
