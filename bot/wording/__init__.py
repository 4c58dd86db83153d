"""Every sentence that imerr itself says, one module per language; what is said about an error is in the code table."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.wording.en import English
from bot.wording.zh import Chinese

if TYPE_CHECKING:
    from bot.wording.base import Wording
    from db.entry import Lang

_WORDINGS: dict[Lang, Wording] = {"zh": Chinese(), "en": English()}


def wording(lang: Lang) -> Wording:
    """Give the wording in `lang`."""
    return _WORDINGS[lang]
