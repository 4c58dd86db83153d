"""What is said of codes that are no errors where the question asks: the table lacks them, or only constants have them there."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.card import asked_about, meanings
from bot.lookup.answer import Evidence
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Iterator

    from bot.lookup.answer import Answer
    from db.catalog import Catalog
    from db.code import Code
    from db.entry import Entry

_MOST_TOLD = 3
"""Limit of the codes whose meanings elsewhere are told beside an answer, which is about other ones."""


def title(catalog: Catalog, answer: Answer) -> str:
    """Return the heading about the codes of a question, of which none is an error where it asks."""
    words, where = wording(answer.lang), asked_about(catalog, answer)
    constants = [code for code in answer.unknown if _is_constant(catalog, answer, code)]
    lacking = [code for code in answer.unknown if code not in constants]
    told = [words.unknown(lacking, where)] if lacking else []
    return words.semicolon.join([*told, words.unraised(constants, where)] if constants else told)


def next_step(catalog: Catalog, answer: Answer) -> str:
    """Return the sentence that says what to do about such codes."""
    words = wording(answer.lang)
    is_constant = all(_is_constant(catalog, answer, code) for code in answer.unknown)
    if answer.is_elsewhere and is_constant:
        return words.search_own_code if _is_here_alone(answer) else words.check_platform_of_constant
    if answer.is_elsewhere:
        return words.check_platform
    if is_constant:
        return words.constant_next
    return words.unknown_text_next if all(isinstance(code, str) for code in answer.unknown) else words.unknown_next


def heading(answer: Answer) -> str:
    """Return the heading over what is offered beside such codes."""
    words = wording(answer.lang)
    if answer.is_elsewhere:
        return _heading_elsewhere(answer)
    if answer.is_without_letters:
        return words.with_letters
    return words.near if answer.is_by_number else words.described


def heading_beside(answer: Answer) -> str:
    """Return the heading over what else is offered where the question is answered, or where nothing fits."""
    words = wording(answer.lang)
    if all(match.evidence is Evidence.CODE for match in answer.beside):
        return words.mentioned
    return _heading_elsewhere(answer) if answer.is_elsewhere else words.described


def beside(catalog: Catalog, answer: Answer) -> Iterator[str]:
    """Yield the sentences about such codes in a question that is answered with something else."""
    words = wording(answer.lang)
    if lacking := [code for code in answer.unknown if code not in catalog.by_number]:
        yield words.also_unknown(lacking)
    known = [code for code in answer.unknown if code in catalog.by_number]
    places: dict[str, list[Code]] = {}
    for code in known:
        places.setdefault(_never_on(catalog, answer, code), []).append(code)
    for place, codes in places.items():
        yield words.also_unraised(codes, place)
    on_screen = {match.entry.key for match, _ in answer.on_screen}
    for code in known[:_MOST_TOLD]:
        others = [entry for entry in catalog.by_number[code] if entry.key not in on_screen]
        raised_first = sorted(others, key=lambda entry: not entry.behaviour.is_raised)
        yield from (other.text for other in meanings(catalog, raised_first, answer.lang))


def _heading_elsewhere(answer: Answer) -> str:
    words = wording(answer.lang)
    if _is_here_alone(answer):
        return words.constant_here
    return words.each_platform if any(_is_here(answer, entry) for entry in _offered(answer)) else words.other_platforms


def _never_on(catalog: Catalog, answer: Answer, code: Code) -> str:
    """Return the titles of the platforms asked about that never raise a code; empty for a table without platforms."""
    if not catalog.platforms:
        return ""
    raised = {entry.platform for entry in catalog.by_number[code] if entry.behaviour.is_raised}
    titles = (
        platform.title_of(answer.member if len(answer.platforms) == 1 else "", answer.lang)
        for platform in catalog.platforms
        if platform.id in answer.platforms and platform.id not in raised
    )
    return wording(answer.lang).comma.join(titles)


def _is_constant(catalog: Catalog, answer: Answer, code: Code) -> bool:
    """Return whether a platform asked about has a code as a constant, which it then never raises."""
    return any(_is_here(answer, entry) for entry in catalog.by_number.get(code, ()))


def _is_here(answer: Answer, entry: Entry) -> bool:
    return entry.platform in answer.platforms


def _is_here_alone(answer: Answer) -> bool:
    return all(_is_here(answer, entry) for entry in _offered(answer))


def _offered(answer: Answer) -> Iterator[Entry]:
    return (match.entry for match in answer.offered)
