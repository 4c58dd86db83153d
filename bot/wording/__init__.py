"""Every sentence of imerr's own, one module a language; the sentences about errors are in the code table."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bot.wording.en import ENGLISH
from bot.wording.zh import CHINESE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.wording.sentences import Wording
    from db.entry import Entry, Lang

_WORDINGS: dict[Lang, Wording] = {"zh": CHINESE, "en": ENGLISH}

_MOST_TOLD_APART = 3
"""Limit of the list: nobody reads the sentences about more pairs."""


def wording(lang: Lang) -> Wording:
    """Return the wording in `lang`."""
    return _WORDINGS[lang]


def told_apart(entries: Sequence[Entry], lang: Lang) -> list[str]:
    """Return the differences between each two of a few listed entries, where the table has them."""
    if len(entries) > _MOST_TOLD_APART:
        return []
    pairs = combinations(entries, 2)
    said = (_beside(one, other, lang) or _beside(other, one, lang) for one, other in pairs)
    return [sentence for sentence in said if sentence]


def _beside(one: Entry, other: Entry, lang: Lang) -> str:
    """Return the difference of one entry from another that mentions it; empty where it does not."""
    for mention in other.error.see_also:
        if mention.error == one.error.id:
            return wording(lang).beside.format(code=one.code, other=other.code) + mention.reason.in_(lang)
    return ""
