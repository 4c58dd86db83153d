"""Every sentence that imerr itself says, one module per language; what is said about an error is in the code table."""

from __future__ import annotations

from itertools import combinations
from typing import TYPE_CHECKING

from bot.wording.en import English
from bot.wording.zh import Chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.wording.base import Wording
    from db.entry import Entry, Lang

_WORDINGS: dict[Lang, Wording] = {"zh": Chinese(), "en": English()}

_MOST_TOLD_APART = 3
"""In a longer list, sentences about all of them are more than anybody reads."""


def wording(lang: Lang) -> Wording:
    """Return the wording in `lang`."""
    return _WORDINGS[lang]


def told_apart(entries: Sequence[Entry], lang: Lang) -> list[str]:
    """Return, for each two of a few listed entries, how one differs from the other, where the table says so."""
    if len(entries) > _MOST_TOLD_APART:
        return []
    pairs = combinations(entries, 2)
    said = (_beside(one, other, lang) or _beside(other, one, lang) for one, other in pairs)
    return [sentence for sentence in said if sentence]


def _beside(one: Entry, other: Entry, lang: Lang) -> str:
    """Return what is said of one entry where another one is explained; nothing where it is not mentioned there."""
    for mention in other.error.see_also:
        if mention.error == one.error.id:
            return wording(lang).beside(one.code, other.code) + mention.reason.in_(lang)
    return ""
