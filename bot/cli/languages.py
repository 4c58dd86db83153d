"""The language of an answer on the command line, where the question has no words of its own."""

from __future__ import annotations

import os
import re
from typing import TYPE_CHECKING, NamedTuple

from db.entry import LANGS

if TYPE_CHECKING:
    from collections.abc import Mapping

    from bot.settings import Settings
    from db.entry import Lang

_LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
"""The first that is set decides, as in POSIX."""


class Default(NamedTuple):
    """A language, and whether anybody chose it."""

    lang: Lang
    is_chosen: bool


def default(settings: Settings) -> Default:
    """Return the language of IMERR_LANG, else that of the locale, else Chinese."""
    from bot.settings import is_set

    if is_set("IMERR_LANG"):
        return Default(settings.lang, is_chosen=True)
    return Default(of_locale(os.environ) or settings.lang, is_chosen=False)


def of_locale(environment: Mapping[str, str]) -> Lang | None:
    """Return the language of the locale; None where imerr does not speak it."""
    locale = next((value for name in _LOCALE if (value := environment.get(name))), "")
    language = re.split(r"[_.@-]", locale)[0].lower()
    return next((lang for lang in LANGS if lang == language), None)
