"""Every sentence that imerr itself says, one module per language; what is said about an error is in the code table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.en import English
from bot.wording.zh import Chinese

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.wording.base import Wording
    from db.entry import Entry, Lang, SeeAlso

_WORDINGS: dict[Lang, Wording] = {"zh": Chinese(), "en": English()}

_MOST_TOLD_APART = 3
"""In a longer list, sentences about all of them are more than anybody reads."""


def wording(lang: Lang) -> Wording:
    """Give the wording in `lang`."""
    return _WORDINGS[lang]


def see_other(other: SeeAlso, lang: Lang) -> str:
    """Give the difference to another code as a sentence that begins with that code."""
    reason = other.reason.in_(lang)
    return reason if reason.startswith(f"{other.code} ") else f"{other.code}{wording(lang).colon}{reason}"


def told_apart(entries: Sequence[Entry], lang: Lang) -> list[str]:
    """Give, for each of a few listed entries, how it differs from another of them, where the table says so."""
    if len(entries) > _MOST_TOLD_APART:
        return []
    said = {
        entry.code: see_other(other, lang)
        for entry in entries
        for one in entries
        for other in one.see_also
        if other.code == entry.code
    }
    return list(said.values())
