"""Type-ahead: the entries to offer while somebody is still typing."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.lookup.text import fold, normalize
from db.code import compared

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.explain import Lookup
    from db.catalog import Catalog
    from db.code import Code
    from db.entry import Entry, Lang

_TAIL = 0.05
"""What is less probable than this share of the best is no suggestion, but the tail of a ranking."""
MOST = 20
"""More than anybody reads in a menu."""


def suggest(lookup: Lookup, typed: str, lang: Lang) -> tuple[Entry, ...]:
    """Return the entries that what was typed so far may mean, best first; the most usual ones where nothing was.

    What the text names comes first, then the codes and constants that begin with it, what it means, ranked as an answer ranks
    it, and what it stands in.
    """
    typed = normalize(typed).strip()
    if not typed:
        return lookup.catalog.usual
    answer = lookup.explain(typed, lang)
    named = answer.shown if answer.verdict is Verdict.EXACT else ()
    # Half of a code is no unknown code, and what fits nothing need not mean anything yet.
    ranked = answer.matches if answer.verdict in {Verdict.MATCH, Verdict.CANDIDATES} else ()
    meant = [match for match in ranked if match.score >= _TAIL * ranked[0].score]
    entries = (
        *(match.entry for match in named),
        *_begun(lookup.catalog, typed),
        *(match.entry for match in meant),
        *_within(lookup.catalog, typed),
    )
    return tuple(dict.fromkeys(entries))[:MOST]


def _begun(catalog: Catalog, typed: str) -> Iterator[Entry]:
    """Return the entries whose code or constant begins with what was typed, last the constants that nothing raises."""
    name = _as_name(typed)
    begun = [entry for entry in catalog.entries if _is_beginning(typed, entry.code) or entry.name.startswith(name)]
    yield from sorted(begun, key=lambda entry: not entry.behaviour.is_raised)


def _within(catalog: Catalog, typed: str) -> Iterator[Entry]:
    """Return the entries in whose constant or title it stands."""
    name, words = _as_name(typed), fold(typed)
    for entry in catalog.own:
        titles = (fold(entry.title.zh), fold(entry.title.en))
        if name in entry.name or (words and any(words in title for title in titles)):
            yield entry


def _is_beginning(typed: str, code: Code) -> bool:
    return compared(code).startswith(compared(typed) or code) if isinstance(code, str) else str(code).startswith(typed)


def _as_name(typed: str) -> str:
    return typed.upper().replace(" ", "_").replace("-", "_")
