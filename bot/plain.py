"""An answer as lines of text: for a terminal, for programs' output, for a workflow."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence, Verdict
from bot.wording import see_other, told_apart, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.answer import Answer, Match
    from db.entry import Entry, Lang, Vendor


@dataclass(frozen=True, slots=True)
class Line:
    """A line, how a terminal that can shows it, and whether it is an item of a list."""

    text: str
    style: str = ""
    mark: str = ""
    """What an item of a list begins with; its further lines hang behind it."""


def plain(answer: Answer, vendor: Vendor, *, on_terminal: bool = True) -> str:
    """Give an answer as plain lines of text; `on_terminal` as in `laid_out`."""
    lines = laid_out(answer, vendor, on_terminal=on_terminal)
    return "\n".join(f"  {line.mark} {line.text}" if line.mark else line.text for line in lines)


def laid_out(answer: Answer, vendor: Vendor, *, on_terminal: bool = True) -> Iterator[Line]:
    """Give an answer line by line; `on_terminal` adds how to see an entry of a list in full there."""
    lang = answer.lang
    words = wording(lang)
    if answer.is_abridged:
        yield Line(words.abridged(), "dim")
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(answer.shown) == 1:
            best = answer.shown[0]
            why = words.why(best.evidence, best.quote) if best.tells_more_than(answer.query) else ""
            yield from _full(best.entry, lang, vendor, why)
            yield from _offered(answer)
        case Verdict.EXACT | Verdict.MATCH:
            yield Line(words.several(len(answer.shown), len(answer.shown)), "bold")
            yield from _to_pick_from(answer.shown, lang)
            yield from _offered(answer)
            if on_terminal:
                yield Line(words.open_in_terminal(answer.shown[0].entry.code), "dim")
        case Verdict.CANDIDATES:
            yield Line(words.candidates(len(answer.shown)), "bold")
            yield from _to_pick_from(answer.shown, lang)
            yield from _offered(answer)
            if on_terminal:
                yield Line(words.open_in_terminal(answer.shown[0].entry.code), "dim")
        case Verdict.UNKNOWN_CODE:
            yield Line(words.unknown(answer.unknown), "bold yellow")
            yield Line(words.unknown_next())
            yield from _further(words.near() if answer.is_by_number else words.described(), answer.offered, lang)
        case Verdict.NONE:
            yield Line(words.none(), "bold yellow")
            yield Line(words.none_next())
            yield from _offered(answer)
    if answer.unknown and answer.verdict is not Verdict.UNKNOWN_CODE:
        yield Line(words.also_unknown(answer.unknown), "dim")


def _offered(answer: Answer) -> Iterator[Line]:
    """Yield what else may be meant: by numbers, or by the words of the question."""
    words = wording(answer.lang)
    by_number = all(match.evidence is Evidence.CODE for match in answer.offered)
    yield from _further(words.mentioned() if by_number else words.described(), answer.offered, answer.lang)


def _further(heading: str, matches: tuple[Match, ...], lang: Lang) -> Iterator[Line]:
    if matches:
        yield Line("")
        yield Line(heading, "bold")
        yield from _short(matches, lang)


def _to_pick_from(matches: tuple[Match, ...], lang: Lang) -> Iterator[Line]:
    yield from _short(matches, lang)
    if differences := told_apart([match.entry for match in matches], lang):
        yield Line("")
        yield Line(wording(lang).differences, "bold")
        for difference in differences:
            yield Line(difference, mark="•")
        yield Line("")


def _short(matches: tuple[Match, ...], lang: Lang) -> Iterator[Line]:
    width = max(len(str(match.entry.code)) for match in matches)
    for match in matches:
        entry = match.entry
        yield Line(f"{entry.title.in_(lang)}  {entry.name}", mark=f"{entry.code:>{width}}")


def _full(entry: Entry, lang: Lang, vendor: Vendor, why: str) -> Iterator[Line]:
    words = wording(lang)
    yield Line(f"{entry.code}  {entry.name}", "bold cyan")
    yield Line(entry.title.in_(lang), "bold")
    if why:
        yield Line(why, "dim")
    yield Line(entry.meaning.in_(lang))
    yield Line("")
    yield Line(words.causes, "bold")
    for cause in entry.causes:
        yield Line(cause.in_(lang), mark="•")
    yield Line("")
    yield Line(words.actions, "bold")
    for number, action in enumerate(entry.actions, start=1):
        yield Line(f"{words.who(action.who)}{words.colon}{action.text.in_(lang)}", mark=f"{number}.")
    if entry.see_also:
        yield Line("")
        yield Line(words.see_also, "bold")
        for other in entry.see_also:
            yield Line(see_other(other, lang), mark="•")
    yield Line("")
    if entry.is_also_http_status:
        yield Line(words.not_http, "dim")
    yield Line(f"{words.source}{words.colon}{vendor.link}", "dim")
