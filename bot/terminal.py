"""An answer on a terminal: with colour and layout where there is one, plain lines elsewhere, JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.answer import Verdict
from bot.wording import see_other, wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from rich.console import RenderableType

    from bot.lookup.answer import Answer, Match
    from db.entry import Entry, Lang, Vendor


def as_json(answer: Answer) -> str:
    """Give an answer as one line of JSON: the query, the verdict and the ranked matches."""
    return json.dumps(
        {
            "query": answer.query,
            "verdict": answer.verdict.value,
            "matches": [
                {
                    "code": match.entry.code,
                    "name": match.entry.name,
                    "score": round(match.score, 4),
                    "why": {"evidence": match.evidence.value, "quote": match.quote},
                }
                for match in answer.matches
            ],
            "unknown": list(answer.unknown),
        },
        ensure_ascii=False,
    )


@dataclass(frozen=True, slots=True)
class _Line:
    text: str
    style: str = ""
    mark: str = ""
    """What an item of a list begins with; its further lines hang behind it."""


def plain(answer: Answer, vendor: Vendor) -> str:
    """Give an answer as plain lines of text."""
    return "\n".join(f"  {line.mark} {line.text}" if line.mark else line.text for line in _laid_out(answer, vendor))


def rich(answer: Answer, vendor: Vendor) -> RenderableType:
    """Give an answer for a rich console."""
    from rich.console import Group  # noqa: PLC0415 - 60 ms to import, and only a terminal needs it
    from rich.table import Table  # noqa: PLC0415 - as above
    from rich.text import Text  # noqa: PLC0415 - as above

    parts: list[RenderableType] = []
    for line in _laid_out(answer, vendor):
        if line.mark:
            item = Table.grid(padding=(0, 1))
            item.add_column(style="dim", no_wrap=True)
            item.add_column()
            item.add_row(f"  {line.mark}", Text(line.text, style=line.style))
            parts.append(item)
        else:
            parts.append(Text(line.text, style=line.style))
    return Group(*parts)


def _laid_out(answer: Answer, vendor: Vendor) -> Iterator[_Line]:
    lang = answer.lang
    words = wording(lang)
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(answer.shown) == 1:
            best = answer.shown[0]
            why = words.why(best.evidence, best.quote) if best.tells_more_than(answer.query) else ""
            yield from _full(best.entry, lang, vendor, why)
        case Verdict.EXACT | Verdict.MATCH:
            yield _Line(words.several(len(answer.shown)), "bold")
            yield from _short(answer.shown, lang)
            yield _Line(words.open_in_terminal(answer.shown[0].entry.code), "dim")
        case Verdict.CANDIDATES:
            yield _Line(words.candidates(), "bold")
            yield from _short(answer.shown, lang)
            yield _Line(words.open_in_terminal(answer.shown[0].entry.code), "dim")
        case Verdict.UNKNOWN_CODE:
            yield _Line(words.unknown(answer.unknown), "bold yellow")
            yield _Line(words.unknown_next())
            if answer.shown:
                yield _Line("")
                yield _Line(words.near(), "bold")
                yield from _short(answer.shown, lang)
        case Verdict.NONE:
            yield _Line(words.none(), "bold yellow")
            yield _Line(words.none_next())
    if answer.unknown and answer.verdict is not Verdict.UNKNOWN_CODE:
        yield _Line(words.also_unknown(answer.unknown), "dim")


def _short(matches: tuple[Match, ...], lang: Lang) -> Iterator[_Line]:
    width = max(len(str(match.entry.code)) for match in matches)
    for match in matches:
        entry = match.entry
        yield _Line(f"{entry.title.in_(lang)}  {entry.name}", mark=f"{entry.code:>{width}}")


def _full(entry: Entry, lang: Lang, vendor: Vendor, why: str) -> Iterator[_Line]:
    words = wording(lang)
    yield _Line(f"{entry.code}  {entry.name}", "bold cyan")
    yield _Line(entry.title.in_(lang), "bold")
    if why:
        yield _Line(why, "dim")
    yield _Line(entry.meaning.in_(lang))
    yield _Line("")
    yield _Line(words.causes, "bold")
    for cause in entry.causes:
        yield _Line(cause.in_(lang), mark="•")
    yield _Line("")
    yield _Line(words.actions, "bold")
    for number, action in enumerate(entry.actions, start=1):
        yield _Line(f"{words.who(action.who)}{words.colon}{action.text.in_(lang)}", mark=f"{number}.")
    if entry.see_also:
        yield _Line("")
        yield _Line(words.see_also, "bold")
        for other in entry.see_also:
            yield _Line(see_other(other, lang), mark="•")
    yield _Line("")
    if entry.is_also_http_status:
        yield _Line(words.not_http, "dim")
    yield _Line(f"{words.source}{words.colon}{vendor.link}", "dim")
