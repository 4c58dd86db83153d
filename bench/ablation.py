"""Contribution of each part of the lookup: the same questions, with one part after another left out.

A variant is a lookup that was trained on less, or that does without one of its readers.
"""

from __future__ import annotations

import random
import sys
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bench.common import show
from bench.outcomes import (
    RANKING_HEADINGS,
    VERDICT_HEADINGS,
    Question,
    ask,
    ranking_figures,
    verdict_figures,
)
from bot.lookup.explain import READERS, Lookup
from bot.lookup.training.train import train
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from db.entry import Phrasing

    Phrasings = Sequence[Phrasing]

_SEED = 20_26


@dataclass(frozen=True)
class Variant:
    """A lookup without some of its phrasings, or without one of its readers."""

    name: str
    kept: Callable[[Phrasings], Phrasings] | None = None
    without: str = ""


def _some(share: float) -> Callable[[Phrasings], Phrasings]:
    """Return a filter that keeps a share of the phrasings; a smaller share is part of a larger one."""

    def keep(phrasings: Phrasings) -> Phrasings:
        mixed = random.Random(_SEED).sample(phrasings, len(phrasings))  # noqa: S311 - no secret
        return mixed[: round(len(mixed) * share)]

    return keep


VARIANTS = (
    Variant("everything"),
    *(Variant(f"without reading {reader}", without=reader) for reader in READERS),
    Variant("half of the phrasings", _some(1 / 2)),
    Variant("a quarter of the phrasings", _some(1 / 4)),
    Variant("without the questions that mean no error", lambda phrasings: [one for one in phrasings if one.errors]),
    Variant("the table's own lines only", lambda _: ()),
)


def report(lookup: Lookup, questions: Sequence[Question]) -> None:
    """Print a row of figures for each variant of `lookup`."""
    rows = []
    for variant in VARIANTS:
        print(f"{variant.name} …", file=sys.stderr)
        outcomes = ask(_without(lookup, variant), questions)
        answerable = [one for one in outcomes if one.question.codes]
        rows.append((variant.name, *ranking_figures(answerable), *verdict_figures(outcomes)))
    show(("variant", *RANKING_HEADINGS, *VERDICT_HEADINGS), rows, words=1)


def _without(lookup: Lookup, variant: Variant) -> Lookup:
    learned = lookup.learned
    if variant.kept is not None:
        phrasings = tuple(variant.kept(learned.phrasings))
        learned = Learned(phrasings, train(lookup.catalog, phrasings))
    readers = [reader for reader in READERS if reader != variant.without]
    return Lookup(lookup.catalog, lambda: learned, readers)
