"""What each part of the lookup contributes: the same questions, with one part after another taken away.

Nothing in imerr is made for this. A variant is a lookup that was trained on less, or that was built and asked while one
function stood in for another.
"""

from __future__ import annotations

import random
import re
import sys
from contextlib import ExitStack
from dataclasses import dataclass, field
from typing import TYPE_CHECKING
from unittest.mock import patch

from bench.common import show
from bench.outcomes import (
    RANKING_HEADINGS,
    VERDICT_HEADINGS,
    Question,
    ask,
    ranking_figures,
    verdict_figures,
)
from bot.lookup.explain import Lookup
from bot.lookup.training import train
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping, Sequence

    from db.entry import Phrasing

    Phrasings = Sequence[Phrasing]

_SEED = 20_26


@dataclass(frozen=True)
class Variant:
    """A lookup that lacks something: what is kept of the phrasings, and what stands in for which function."""

    name: str
    kept: Callable[[Phrasings], Phrasings] = tuple
    instead: Mapping[str, object] = field(default_factory=dict)


def _some(share: float) -> Callable[[Phrasings], Phrasings]:
    """Keep that share of the phrasings; a smaller share is part of a larger one."""

    def keep(phrasings: Phrasings) -> Phrasings:
        mixed = random.Random(_SEED).sample(phrasings, len(phrasings))  # noqa: S311 - no secret
        return mixed[: round(len(mixed) * share)]

    return keep


_NO_PINYIN: dict[str, object] = {
    "bot.lookup.features.aloud": lambda _: "",
    # So that no line is taught as it is typed in pinyin.
    "bot.lookup.training.is_chinese": lambda _: False,
}
_NO_SIMPLIFYING: dict[str, object] = {
    "bot.lookup.text._simplified": dict,
    "bot.lookup.text._words": lambda: ({}, re.compile("(?!)")),
}

VARIANTS = (
    Variant("everything"),
    Variant("without pinyin", instead=_NO_PINYIN),
    Variant("without traditional to simplified", instead=_NO_SIMPLIFYING),
    Variant("without either", instead=_NO_PINYIN | _NO_SIMPLIFYING),
    Variant("half of the phrasings", _some(1 / 2)),
    Variant("a quarter of the phrasings", _some(1 / 4)),
    Variant("without the questions that mean no error", lambda phrasings: [one for one in phrasings if one.codes]),
    Variant(
        "without reading codes and constants",
        instead={
            "bot.lookup.explain.codes_in": lambda *_: [],
            "bot.lookup.explain.mentioned": lambda *_: [],
            "bot.lookup.names.Names.find": lambda *_: [],
        },
    ),
    Variant("the table's own lines only", lambda _: ()),
)


def report(lookup: Lookup, questions: Sequence[Question]) -> None:
    """Print a row of figures for each variant of `lookup`."""
    rows = []
    for variant in VARIANTS:
        print(f"{variant.name} …", file=sys.stderr)
        with ExitStack() as stack:
            for name, stand_in in variant.instead.items():
                stack.enter_context(patch(name, stand_in))
            outcomes = ask(_without(lookup, variant), questions)
        answerable = [one for one in outcomes if one.question.codes]
        rows.append((variant.name, *ranking_figures(answerable), *verdict_figures(outcomes)))
    show(("variant", *RANKING_HEADINGS, *VERDICT_HEADINGS), rows, words=1)


def _without(lookup: Lookup, variant: Variant) -> Lookup:
    phrasings = tuple(variant.kept(lookup.learned.phrasings))
    learned = Learned(phrasings, train(lookup.catalog, phrasings))
    return Lookup(lookup.catalog, lambda: learned)
