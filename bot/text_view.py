"""An answer as text: laid out for a terminal, as plain lines for a pipe or a workflow, as JSON for programs."""

from __future__ import annotations

import json
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any

from bot import not_raised
from bot.card import asked_as, card, introduction, label, refusal, reported_as
from bot.layout import hanging
from bot.lookup.answer import Verdict
from bot.wording import told_apart, wording

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from rich.console import RenderableType

    from bot.card import Card, Item
    from bot.lookup.answer import Answer, Match, Shown
    from bot.wording.sentences import Wording
    from db.catalog import Catalog
    from db.entry import Entry, Lang

_BULLET = "-"
_ROUND_BULLET = "•"
"""For Slack alone: Chinese terminals draw it two cells wide, which shifts the text behind it."""
_CODE_WIDTH = 6
_HEADER = "bold magenta"
_CAUTION = "magenta"
_REFUSAL = "bold red"
"""The colours that are legible on a light and on a dark background: yellow and cyan fade on white, blue on black."""


@dataclass(frozen=True, slots=True)
class _Line:
    """A line, its style on a terminal, and what stands before it: its further lines hang behind that."""

    text: str
    style: str = ""
    mark: str = ""
    """The mark of an item of a list."""
    indent: str = ""

    @property
    def before(self) -> str:
        """What stands before the text."""
        return f"  {self.mark} " if self.mark else self.indent


def plain(answer: Answer, catalog: Catalog, *, on_terminal: bool = True, with_example: bool = False) -> str:
    """Return an answer as plain lines; `on_terminal` adds the commands to go on with, `with_example` the code example."""
    lines = _lines(answer, catalog, on_terminal=on_terminal, with_example=with_example)
    if not on_terminal:
        lines = (replace(line, mark=_ROUND_BULLET) if line.mark == _BULLET else line for line in lines)
    return "\n".join(line.before + line.text for line in lines)


def rich(
    answer: Answer, catalog: Catalog, *, with_example: bool = False, name_languages: bool = False
) -> RenderableType:
    """Return an answer for a rich console, with hanging indents.

    `with_example` shows the code example, `name_languages` how to get the answer in the other language.
    """
    from rich.console import Group  # noqa: PLC0415 - 60 ms to import, and only a terminal needs it

    lines = [*_lines(answer, catalog, on_terminal=True, with_example=with_example)]
    if name_languages and len(catalog.languages) > 1:
        lines.append(_Line(wording(answer.lang).other_language, "dim"))
    return Group(*map(_hanging, lines))


def plain_list(entries: Sequence[Entry], lang: Lang) -> str:
    """Return a list of codes as plain lines: number, platform, family, constant and title."""
    return "\n".join(line.before + line.text for line in _listed(entries, lang))


def rich_list(entries: Sequence[Entry], lang: Lang) -> RenderableType:
    """Return a list of codes for a rich console, with hanging indents."""
    from rich.console import Group  # noqa: PLC0415 - as above

    return Group(*map(_hanging, _listed(entries, lang)))


def _hanging(line: _Line) -> RenderableType:
    """Return a line whose further lines hang behind what stands before it."""
    return hanging(line.text, line.before, line.style)


def _listed(entries: Sequence[Entry], lang: Lang) -> Iterator[_Line]:
    width = max((len(entry.platform) for entry in entries), default=0)
    widest = max((len(str(entry.code)) for entry in entries), default=0)
    family = max((len(entry.family) for entry in entries), default=0)
    name = max((len(entry.name) for entry in entries), default=0)
    for entry in entries:
        platform = f"{entry.platform:<{width}}  " if width else ""
        code = f"{entry.code:>{max(widest, _CODE_WIDTH)}}"
        yield _Line(
            f"{platform}{entry.family:<{family}}  {entry.name:<{name}}  {entry.title.in_(lang)}", indent=f"{code}  "
        )


def as_json(answer: Answer) -> str:
    """Return an answer as one line of JSON: the verdict, the entries on the screen in order, and the ranking."""
    return json.dumps(
        {
            "query": answer.query,
            "verdict": answer.verdict.value,
            "lang": answer.lang,
            "shown": [_shown(match.entry, role, answer.lang) for match, role in answer.on_screen],
            "matches": [
                {
                    "platform": match.entry.platform,
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


def _shown(entry: Entry, role: Shown, lang: Lang) -> dict[str, Any]:
    return {
        "platform": entry.platform,
        "code": entry.code,
        "name": entry.name,
        "as": role.value,
        "title": entry.title.in_(lang),
        "meaning": entry.meaning.in_(lang),
        "causes": [cause.in_(lang) for cause in entry.causes],
        "actions": [{"who": action.who, "text": action.text.in_(lang)} for action in entry.actions],
    }


def _lines(answer: Answer, catalog: Catalog, *, on_terminal: bool, with_example: bool) -> Iterator[_Line]:
    lang = answer.lang
    words = wording(lang)
    if answer.is_abridged:
        yield _Line(words.abridged, "dim")
    match answer.verdict:
        case Verdict.EXACT | Verdict.MATCH if len(answer.shown) == 1:
            best = answer.shown[0]
            why = words.why(best.evidence, best.quote) if best.tells_more_than(answer.query) else ""
            shown = card(catalog, best.entry, lang)
            if answer.reported:
                yield from _reported(catalog, best.entry, answer.reported.entry, lang, on_terminal=on_terminal)
            yield from _full(catalog, shown, words, why, with_example=with_example or not on_terminal)
            yield from _offered(answer, catalog)
        case Verdict.EXACT | Verdict.MATCH:
            yield _Line(introduction([match.entry for match in answer.shown], len(answer.shown), lang), "bold")
            yield from _to_pick_from(answer, catalog, on_terminal=on_terminal)
        case Verdict.CANDIDATES:
            yield _Line(words.candidates(len(answer.shown)), "bold")
            yield from _to_pick_from(answer, catalog, on_terminal=on_terminal)
        case Verdict.UNKNOWN_CODE:
            yield _Line(not_raised.title(catalog, answer), _REFUSAL)
            yield _Line(not_raised.next_step(catalog, answer))
            yield from _further(not_raised.heading(answer), answer.offered, answer, catalog)
        case Verdict.NONE:
            yield _Line(refusal(answer), _REFUSAL)
            yield _Line(words.none_next)
            yield from _offered(answer, catalog)
    if answer.verdict is not Verdict.UNKNOWN_CODE:
        yield from (_Line(told, "dim") for told in not_raised.beside(catalog, answer))


def _offered(answer: Answer, catalog: Catalog) -> Iterator[_Line]:
    """Yield the alternatives, by number or by the words of the question."""
    yield from _further(not_raised.heading_beside(answer), answer.beside, answer, catalog)


def _further(heading: str, matches: tuple[Match, ...], answer: Answer, catalog: Catalog) -> Iterator[_Line]:
    if matches:
        yield _Line("")
        yield _Line(heading, "bold")
        yield from _short(matches, answer, catalog)


def _to_pick_from(answer: Answer, catalog: Catalog, *, on_terminal: bool) -> Iterator[_Line]:
    yield from _short(answer.shown, answer, catalog)
    words = wording(answer.lang)
    if differences := told_apart([match.entry for match in answer.shown], answer.lang):
        yield from _list(words.differences, tuple(("", difference) for difference in differences))
        yield _Line("")
    yield from _offered(answer, catalog)
    if on_terminal:
        yield _Line(words.open_in_terminal.format(question=asked_as(catalog, answer.shown[0].entry)), "dim")


def _short(matches: tuple[Match, ...], answer: Answer, catalog: Catalog) -> Iterator[_Line]:
    width = max(len(str(match.entry.code)) for match in matches)
    for match in matches:
        entry = match.entry
        yield _Line(
            f"{entry.title.in_(answer.lang)}  {label(catalog, entry, answer.lang)}", mark=f"{entry.code:>{width}}"
        )


def _reported(catalog: Catalog, general: Entry, meant: Entry, lang: Lang, *, on_terminal: bool) -> Iterator[_Line]:
    """Yield what is meant, of which the general error that is explained below says little."""
    words = wording(lang)
    shown = card(catalog, meant, lang)
    yield _Line(reported_as(catalog, general, meant, lang), "bold")
    yield from _list(words.likeliest, shown.causes[:1])
    yield from _list(words.first_step, shown.actions[:1])
    yield _Line("")
    if on_terminal:
        yield _Line(words.open_in_terminal.format(question=asked_as(catalog, meant)), "dim")
        yield _Line("")


def _full(catalog: Catalog, shown: Card, words: Wording, why: str, *, with_example: bool) -> Iterator[_Line]:
    entry = shown.entry
    yield _Line(f"{entry.code}  {entry.name}  ·  {shown.platform}", _HEADER)
    yield _Line(shown.title, "bold")
    if why:
        yield _Line(why, "dim")
    yield _Line(shown.meaning)
    for other in shown.elsewhere:
        yield _Line(other.text, _CAUTION)
    yield from _list(words.causes, shown.causes)
    yield from _list(words.actions, shown.actions, ordered=True)
    yield from _list(words.details, shown.facts)
    yield from _list(words.see_also, tuple(("", other.text) for other in shown.see_also))
    if shown.example and with_example:
        yield _Line("")
        yield _Line(words.example, "bold")
        for line in shown.example.splitlines():
            code = line.lstrip()
            yield _Line(code, indent=" " * (4 + len(line) - len(code)))
    yield _Line("")
    if shown.example and not with_example:
        yield _Line(words.in_full_terminal.format(question=asked_as(catalog, entry)), "dim")
    if shown.not_http:
        yield _Line(shown.not_http, "dim")
    if shown.sources:
        yield _Line(f"{words.sources}{words.colon}{'; '.join(shown.sources)}", "dim")
    yield _Line(f"{words.source}{words.colon}{shown.link}", "dim")


def _list(heading: str, items: tuple[Item, ...], *, ordered: bool = False) -> Iterator[_Line]:
    if items:
        yield _Line("")
        yield _Line(heading, "bold")
        for number, (label, text) in enumerate(items, start=1):
            yield _Line(f"{label}{text}", mark=f"{number}." if ordered else _BULLET)
