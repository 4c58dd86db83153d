"""An answer as lines of text: for a terminal, for programs' output, for a workflow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.card import asked_about, asked_as, card, heading_of, introduction, label, next_step, refusal
from bot.lookup.answer import Evidence, Verdict
from bot.wording import told_apart, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.card import Card, Item
    from bot.lookup.answer import Answer, Match
    from bot.wording.base import Wording
    from db.catalog import Catalog


@dataclass(frozen=True, slots=True)
class Line:
    """A line, how a terminal that can shows it, and whether it is an item of a list."""

    text: str
    style: str = ""
    mark: str = ""
    """What an item of a list begins with; its further lines hang behind it."""


def plain(answer: Answer, catalog: Catalog, *, on_terminal: bool = True, with_example: bool = False) -> str:
    """Return an answer as plain lines of text; `on_terminal` and `with_example` as in `laid_out`."""
    lines = laid_out(answer, catalog, on_terminal=on_terminal, with_example=with_example)
    return "\n".join(f"  {line.mark} {line.text}" if line.mark else line.text for line in lines)


def laid_out(
    answer: Answer, catalog: Catalog, *, on_terminal: bool = True, with_example: bool = False
) -> Iterator[Line]:
    """Yield an answer line by line; `on_terminal` adds how to see an entry of a list in full there, `with_example` the code."""
    lang = answer.lang
    words = wording(lang)
    if answer.is_abridged:
        yield Line(words.abridged(), "dim")
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(answer.shown) == 1:
            best = answer.shown[0]
            why = words.why(best.evidence, best.quote) if best.tells_more_than(answer.query) else ""
            shown = card(catalog, best.entry, lang)
            yield from _full(catalog, shown, words, why, with_example=with_example or not on_terminal)
            yield from _offered(answer, catalog)
        case Verdict.EXACT | Verdict.MATCH:
            yield Line(introduction([match.entry for match in answer.shown], len(answer.shown), lang), "bold")
            yield from _to_pick_from(answer.shown, answer, catalog)
            yield from _offered(answer, catalog)
            if on_terminal:
                yield Line(words.open_in_terminal(asked_as(catalog, answer.shown[0].entry)), "dim")
        case Verdict.CANDIDATES:
            yield Line(words.candidates(len(answer.shown)), "bold")
            yield from _to_pick_from(answer.shown, answer, catalog)
            yield from _offered(answer, catalog)
            if on_terminal:
                yield Line(words.open_in_terminal(asked_as(catalog, answer.shown[0].entry)), "dim")
        case Verdict.UNKNOWN_CODE:
            yield Line(words.unknown(answer.unknown, asked_about(catalog, answer)), "bold yellow")
            yield Line(next_step(answer))
            yield from _further(heading_of(answer), answer.offered, answer, catalog)
        case Verdict.NONE:
            yield Line(refusal(answer), "bold yellow")
            yield Line(words.none_next())
            yield from _offered(answer, catalog)
    if answer.unknown and answer.verdict is not Verdict.UNKNOWN_CODE:
        yield Line(words.also_unknown(answer.unknown), "dim")


def _offered(answer: Answer, catalog: Catalog) -> Iterator[Line]:
    """Yield what else may be meant: by numbers, or by the words of the question."""
    words = wording(answer.lang)
    by_number = all(match.evidence is Evidence.CODE for match in answer.offered)
    yield from _further(words.mentioned() if by_number else words.described(), answer.offered, answer, catalog)


def _further(heading: str, matches: tuple[Match, ...], answer: Answer, catalog: Catalog) -> Iterator[Line]:
    if matches:
        yield Line("")
        yield Line(heading, "bold")
        yield from _short(matches, answer, catalog)


def _to_pick_from(matches: tuple[Match, ...], answer: Answer, catalog: Catalog) -> Iterator[Line]:
    yield from _short(matches, answer, catalog)
    if differences := told_apart([match.entry for match in matches], answer.lang):
        yield from _list(wording(answer.lang).differences, tuple(("", difference) for difference in differences))
        yield Line("")


def _short(matches: tuple[Match, ...], answer: Answer, catalog: Catalog) -> Iterator[Line]:
    width = max(len(str(match.entry.code)) for match in matches)
    for match in matches:
        entry = match.entry
        yield Line(
            f"{entry.title.in_(answer.lang)}  {label(catalog, entry, answer.lang)}", mark=f"{entry.code:>{width}}"
        )


def _full(catalog: Catalog, shown: Card, words: Wording, why: str, *, with_example: bool) -> Iterator[Line]:
    entry = shown.entry
    yield Line(f"{entry.code}  {entry.name}  ·  {shown.platform}", "bold cyan")
    yield Line(shown.title, "bold")
    if why:
        yield Line(why, "dim")
    yield Line(shown.meaning)
    for other in shown.elsewhere:
        yield Line(other.text, "yellow")
    yield from _list(words.causes, shown.causes)
    yield from _list(words.actions, shown.actions, ordered=True)
    yield from _list(words.details, shown.facts)
    yield from _list(words.see_also, tuple(("", other.text) for other in shown.see_also))
    if shown.example and with_example:
        yield Line("")
        yield Line(words.example, "bold")
        for line in shown.example.splitlines():
            yield Line(f"    {line}")
    yield Line("")
    if shown.example and not with_example:
        yield Line(words.in_full_terminal(asked_as(catalog, entry)), "dim")
    if entry.is_also_http_status:
        yield Line(words.not_http, "dim")
    if shown.sources:
        yield Line(f"{words.sources}{words.colon}{'; '.join(shown.sources)}", "dim")
    yield Line(f"{words.source}{words.colon}{shown.link}", "dim")


def _list(heading: str, items: tuple[Item, ...], *, ordered: bool = False) -> Iterator[Line]:
    if items:
        yield Line("")
        yield Line(heading, "bold")
        for number, (label, text) in enumerate(items, start=1):
            yield Line(f"{label}{text}", mark=f"{number}." if ordered else "•")
