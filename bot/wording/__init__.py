"""Every sentence that imerr itself says, one module per language; what is said about an error is in the code table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.en import English
from bot.wording.zh import Chinese

if TYPE_CHECKING:
    from bot.wording.base import Wording
    from db.entry import Lang, SeeAlso

_WORDINGS: dict[Lang, Wording] = {"zh": Chinese(), "en": English()}


def wording(lang: Lang) -> Wording:
    """Give the wording in `lang`."""
    return _WORDINGS[lang]


def see_other(other: SeeAlso, lang: Lang) -> str:
    """Give the difference to another code as a sentence that begins with that code."""
    reason = other.reason.in_(lang)
    return reason if reason.startswith(f"{other.code} ") else f"{other.code}{wording(lang).colon}{reason}"
