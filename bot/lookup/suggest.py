"""Type-ahead: the entries to offer while somebody is still typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.lookup.text import fold, normalize

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.explain import Lookup
    from db.entry import Entry, Lang

MOST = 20
"""More than anybody reads in a menu."""


def suggest(lookup: Lookup, typed: str, lang: Lang) -> tuple[Entry, ...]:
    """Give the entries that what was typed so far may mean, best first; the most usual ones where nothing was.

    What the text names or means comes first, ranked as an answer ranks it; then what it is the beginning or a part of.
    """
    if not typed.strip():
        return lookup.catalog.usual
    found = dict.fromkeys((*_meant(lookup, typed, lang), *_begun(lookup, typed)))
    return tuple(found)[:MOST]


def _meant(lookup: Lookup, typed: str, lang: Lang) -> Iterator[Entry]:
    answer = lookup.explain(typed, lang)
    if answer.verdict in {Verdict.NONE, Verdict.UNKNOWN_CODE}:
        # Half of a code is no unknown code, and half of a sentence need not mean anything yet.
        return
    best = answer.shown if answer.verdict is Verdict.EXACT else answer.matches
    yield from (match.entry for match in best)


def _begun(lookup: Lookup, typed: str) -> Iterator[Entry]:
    typed = normalize(typed).strip()
    entries = lookup.catalog.entries
    yield from (entry for entry in entries if str(entry.code).startswith(typed))
    name = typed.upper().replace(" ", "_").replace("-", "_")
    yield from sorted(
        (entry for entry in entries if name in entry.name), key=lambda entry: not entry.name.startswith(name)
    )
    words = fold(typed)
    if words:
        yield from (entry for entry in entries if words in fold(entry.title.zh) or words in fold(entry.title.en))
