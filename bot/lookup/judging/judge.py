"""The judge: from what the readers claim to an answer, by an ordered table of rules of which the first that fits decides.

All order between readers is here. A reader never looks at another one.
"""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Answer, Evidence, Match, Verdict
from bot.lookup.claim import PERHAPS_NAMED, Kind
from bot.lookup.cues import asks_for_two, tells_another
from bot.lookup.judging.case import CLEAR
from bot.lookup.judging.choices import (
    MOST_CANDIDATES,
    SEVERAL,
    likely,
    near_best,
    of_each,
    quoted_matches,
    to_pick_from,
    with_quote,
)
from bot.lookup.judging.elsewhere import meant_elsewhere
from bot.lookup.names.systems import other_system, without_their_lines
from bot.lookup.numbers.string_codes import nearest
from bot.lookup.text import CAMEL, is_chinese, is_name, is_spelt

if TYPE_CHECKING:
    from bot.lookup.claim import Claim
    from bot.lookup.judging.case import Case
    from db.code import Code

_MOST_NEAR = 3
_MOST_LESSONS = 2
_SAME_ALOUD = 75
_SAME_SAID = 85
"""From this closeness on, of 100, a text is taken for a line that is said of several entries alike."""
_SAME_WORD = 81
"""From this closeness on, of 100, a single word is taken for a line."""

_MOSTLY_ONE = 0.7
"""From this share on, words that are reported as one entry mean one error of those."""

_LESSON = 0.7
"""A lesson that is less like the question is not worth showing."""
_LESSON_AGREED = 0.75
"""From here on, a lesson like the question is the answer where the words may mean the same."""
_LESSON_FIRM = 0.9
"""From here on, it is the answer by itself, unless the words may mean something else."""
_LESSON_LEAD = 0.1
"""By how much the lesson has to be more like the question than one of another error."""


def judge(case: Case) -> Answer:
    """Return the answer of the first rule that fits."""
    for rule in RULES:
        if (answer := rule(case)) is not None:
            return answer
    return case.answer(Verdict.NONE, (), _perhaps(case) or _denied(case))


def taught_outright(case: Case) -> Answer | None:
    """A question that the team taught means what the team says, unless it names an error itself; where they disagree, all of it."""
    if not case.taught:
        return None
    named = named_outright(case) if of_another_system(case) is None else None
    if named is not None and named.verdict.answered:
        return None
    shown = [match for claim in case.taught for match in case.matches_of(claim)]
    words = likely(case)
    if len(shown) > 1:
        return replace(case.answer(Verdict.CANDIDATES, [*shown, *words][:MOST_CANDIDATES], _offered(case)), unknown=())
    return replace(case.answer(Verdict.MATCH, shown, [*words[:1], *_offered(case)]), unknown=())


def of_another_system(case: Case) -> Answer | None:
    """What is told of another system is none of the table's errors, unless a constant, message or labelled code of the SDK stands there."""
    if any(claim.is_labelled and claim.keys for claim in case.numbers):
        return None
    if (system := other_system(without_their_lines(case.text.normal), case.catalog.product.named_by)) is None:
        return None
    if not system.has_constants and any(claim.kind not in PERHAPS_NAMED for claim in case.constants):
        return None
    return replace(case.answer(Verdict.NONE), unknown=(), system=system.title)


def agreed_elsewhere(case: Case) -> Answer | None:
    """A number whose error on another platform the words mean is likely that one, where no platform is named; its own stands beside it."""
    found = meant_elsewhere(case)
    known = {match.entry.code for match in found}
    if not known or any(claim.value not in {None, *known} for claim in case.named):
        return None
    named = [case.matches_of(claim)[0] for claim in case.named]
    words = near_best(case, case.meaning) if case.meaning is not None else ()
    shown = [*found, *named, *_perhaps(case), *words]
    answer = case.answer(Verdict.CANDIDATES, shown[:MOST_CANDIDATES])
    return replace(answer, unknown=tuple(code for code in answer.unknown if code not in known))


def named_outright(case: Case) -> Answer | None:
    """What a text names wins over what it describes; where its words clearly mean another error, that is offered."""
    if not case.named:
        return None
    shown = [case.matches_of(claim)[0] for claim in case.named]
    if case.is_contradicted and case.meaning is not None:
        return case.answer(Verdict.CANDIDATES, [*shown, *near_best(case, case.meaning)][:MOST_CANDIDATES])
    typos_only = all(claim.kind is Kind.CONSTANT_TYPO for claim in case.named)
    # Where an SDK has two errors of one number, the second stands under the first.
    offered = [match for claim in case.named for match in case.matches_of(claim)[1:]] + list(_perhaps(case))
    if case.asks_for_several or tells_another(case.text.normal):
        offered = [*of_each(case, CLEAR), *offered]
    if case.meaning is not None and case.is_firm(case.meaning):
        offered.insert(0, case.matches_of(case.meaning)[0])
    return case.answer(Verdict.MATCH if typos_only else Verdict.EXACT, shown, offered)


def unknown_code(case: Case) -> Answer | None:
    """A code that the platform lacks is called unknown; under it stands what it is elsewhere, else what the words could mean."""
    if not case.unknown:
        return None
    elsewhere = tuple(
        Match(entry, 0.0, Evidence.ELSEWHERE, str(code))
        for code in case.unknown
        for entry in case.scope.elsewhere(code)
    )
    learned = (*_lessons(case), *case.noted)
    is_told = any(match.entry.behaviour.is_raised and not case.scope.has(match.entry) for match in elsewhere)
    # `403` beside words is HTTP's more often than another platform's.
    is_told = is_told and not all(match.entry.is_also_http_error for match in elsewhere)
    if elsewhere and (is_told or case.scope.is_named or not case.is_possible(case.meaning)):
        return case.answer(Verdict.UNKNOWN_CODE, (), (*elsewhere, *learned))
    if case.is_possible(case.meaning):
        best, *others = near_best(case, case.meaning)
        return case.answer(Verdict.UNKNOWN_CODE, (), (best, *learned, *others))
    return case.answer(Verdict.UNKNOWN_CODE, (), learned or _near_by_number(case, case.unknown[0]))


def part_of_a_constant(case: Case) -> Answer | None:
    """A part of a constant gives the constants that have it; a single word of one may as well be the asker's own."""
    parts = [claim for claim in case.constants if claim.kind is Kind.CONSTANT_PART]
    if not parts:
        return None
    found = [match for claim in parts for match in case.matches_of(claim)]
    if CAMEL.search(parts[0].quote) and case.meaning is not None and case.is_firm(case.meaning):
        # `translateMessage` says what was called, not what went wrong.
        return case.answer(Verdict.MATCH, quoted_matches(case, case.meaning)[:1], [*found, *_offered(case)])
    if confirmed := [match for match in found if match.entry.code in _not_ruled_out(case)]:
        return case.answer(Verdict.EXACT, confirmed, _offered(case))
    if not parts[0].quote.isalpha():
        return case.answer(Verdict.MATCH if len(found) == 1 else Verdict.CANDIDATES, found, _lessons(case))
    if case.is_possible(case.meaning):
        found += near_best(case, case.meaning)
    return case.answer(Verdict.CANDIDATES, found, _lessons(case))


def a_probable_number(case: Case) -> Answer | None:
    """A number that is probably a code comes before what the words describe; both are shown."""
    probable = [claim for claim in case.perhaps if claim.strength >= case.limits.number_probable]
    if not probable:
        return None
    numbers = [match for claim in probable for match in case.matches_of(claim)]
    meaning = case.meaning
    if not case.is_possible(meaning):
        return case.answer(Verdict.CANDIDATES, [*numbers, *_lessons(case)], _perhaps(case))
    if case.is_firm(meaning) and meaning.keys[0] in {match.entry.key for match in numbers}:
        return case.answer(Verdict.MATCH, quoted_matches(case, meaning)[:1], _offered(case))
    words = [*_lessons(case), *near_best(case, meaning)]
    return case.answer(Verdict.CANDIDATES, [*numbers, *words][:MOST_CANDIDATES], _perhaps(case))


def said_alike_of_several(case: Case) -> Answer | None:
    """What is said of several errors alike gets all of them, however sure the words are of one, unless the team taught which."""
    meaning = case.meaning
    if case.reader is None or not case.is_possible(meaning):
        return None
    line, closeness = case.reader.closest(meaning.errors[0], meaning.quote)
    shared = case.reader.shared_by(line) if closeness >= _SAME_SAID else frozenset()
    alike = [
        match
        for match in case.matches_of(meaning)
        if case.is_one_of(match, shared) and match.entry.key not in case.denied
    ][:MOST_CANDIDATES]
    if len(alike) < SEVERAL:
        return None
    choice = case.answer(Verdict.CANDIDATES, with_quote(case, meaning, alike), _offered(case))
    return _agreed_lesson(case) or choice


def two_errors(case: Case) -> Answer | None:
    """Two clear pieces of a text that asks for several errors, or tells something besides, are both answered."""
    is_asked = case.asks_for_several and not case.asks_how
    if not is_asked and not tells_another(case.text.normal):
        return None
    shown = of_each(case, CLEAR)
    if len(shown) < SEVERAL:
        return None
    too_many = len(shown) > SEVERAL and (not is_asked or asks_for_two(case.text.normal))
    return case.answer(Verdict.CANDIDATES if too_many else Verdict.MATCH, shown, _offered(case))


def clearly_meant(case: Case) -> Answer | None:
    """One piece of text that clearly means an error, and does not deny it, is answered; not a single word, nor one of two errors asked for."""
    meaning = case.meaning
    if meaning is None or not case.is_firm(meaning):
        return None
    if _is_topic(case, meaning) or case.asks_for_several:
        return case.answer(Verdict.CANDIDATES, to_pick_from(case, meaning), _offered(case))
    return case.answer(
        Verdict.MATCH, quoted_matches(case, meaning)[:1], [*_told_elsewhere(case, meaning), *_offered(case)]
    )


def like_a_lesson(case: Case) -> Answer | None:
    """A question like one that the team taught gets its error where the words alone give none: firmly if it is much like it."""
    if not (lessons := _lessons(case)):
        return None
    if (agreed := _agreed_lesson(case)) is not None:
        return agreed
    choices = [*lessons[:_MOST_LESSONS], *likely(case)]
    return case.answer(Verdict.CANDIDATES, _with_note(case, choices), [*choices[MOST_CANDIDATES:], *_offered(case)])


def perhaps_meant(case: Case) -> Answer | None:
    """A few errors that could be meant are offered to pick from."""
    choices = likely(case)
    if choices and case.scope.is_named and case.scope.is_foreign(choices[0].entry.key):
        choices = [*_near_constants(case), *choices]
    return case.answer(Verdict.CANDIDATES, _with_note(case, choices), _offered(case)) if choices else None


def near_a_constant(case: Case) -> Answer | None:
    """An identifier that resembles constants is offered them where its words mean nothing either: it may be misremembered."""
    near = _near_constants(case)
    return case.answer(Verdict.CANDIDATES, near[:MOST_CANDIDATES], _offered(case)) if near else None


def noted(case: Case) -> Answer | None:
    """Words that only a note of the team has lead to its error, as one to pick."""
    return case.answer(Verdict.CANDIDATES, case.noted, _perhaps(case)) if case.noted else None


RULES = (
    taught_outright,
    of_another_system,
    agreed_elsewhere,
    named_outright,
    unknown_code,
    part_of_a_constant,
    a_probable_number,
    two_errors,
    said_alike_of_several,
    clearly_meant,
    like_a_lesson,
    perhaps_meant,
    near_a_constant,
    noted,
)
"""In their order. Each function says in its first line why it is there."""


def _near_constants(case: Case) -> list[Match]:
    return [match for claim in case.constants if claim.kind is Kind.CONSTANT_NEAR for match in case.matches_of(claim)]


def _not_ruled_out(case: Case) -> set[Code | None]:
    """Return the numbers that no rule knows to be something else."""
    return {claim.value for claim in case.numbers if claim.strength}


def _perhaps(case: Case) -> tuple[Match, ...]:
    return tuple(match for claim in case.perhaps for match in case.matches_of(claim))


def _denied(case: Case) -> tuple[Match, ...]:
    """Return the codes that the text denies: where it says nothing else, they are all that it speaks of."""
    return tuple(match for claim in case.denied_numbers for match in case.matches_of(claim))


def _lessons(case: Case) -> tuple[Match, ...]:
    """Return what the lessons mean that are worth showing, the likest first."""
    return tuple(match for claim in case.taught_alike if claim.strength >= _LESSON for match in case.matches_of(claim))


def _offered(case: Case) -> tuple[Match, ...]:
    """Return what stands under an answer of the words: numbers that may be codes, and lessons like the question."""
    return (*_perhaps(case), *_lessons(case))


def _told_elsewhere(case: Case, meaning: Claim) -> tuple[Match, ...]:
    """Return what words mean with the code that another platform has for it, where this one reports a more general one."""
    error = meaning.errors[0]
    is_general = meaning.share >= _MOSTLY_ONE and case.catalog.by_key[meaning.keys[0]].error.id != error
    if case.scope.is_named or not is_general:
        # Who names a platform has nothing of what another one has.
        return ()
    own = (entry for entry in case.catalog.by_error[error] if entry.behaviour.is_raised)
    return tuple(Match(entry, meaning.scores[0], Evidence.REPORTED, "") for entry in own)[:1]


def _agreed_lesson(case: Case) -> Answer | None:
    """Return the answer of the likest lesson where it is meant: by itself, or because the words may mean the same."""
    if not (lessons := _lessons(case)):
        return None
    words = likely(case)
    first, *others = lessons
    rivals = [match for match in others if match.entry.key != first.entry.key]
    leads = not rivals or first.score - rivals[0].score >= _LESSON_LEAD
    if not leads or any(case.doubts) or first.entry.key in case.denied:
        return None
    if first.score >= _LESSON_FIRM:
        is_meant = not words or words[0].score < CLEAR or words[0].entry.key == first.entry.key
    else:
        is_meant = first.score >= _LESSON_AGREED and first.entry.key in {match.entry.key for match in words}
    return case.answer(Verdict.MATCH, [first], [*words, *_perhaps(case)]) if is_meant else None


def _with_note(case: Case, choices: list[Match]) -> list[Match]:
    """Return choices with what a note means as the last one."""
    own = case.noted[:1]
    return [*choices[: MOST_CANDIDATES - len(own)], *own]


def is_typed_in_pinyin(case: Case) -> bool:
    """Return whether the words are a Chinese line in Latin letters."""
    if case.meaning is None or case.reader is None or is_chinese(case.text.normal):
        return False
    line, closeness = case.reader.closest(case.meaning.errors[0], case.meaning.quote)
    return closeness >= _SAME_ALOUD and is_spelt(case.meaning.quote, line)


def _is_topic(case: Case, meaning: Claim) -> bool:
    """Return whether a text names a topic, not a failure: a word or two that are said of no entry by themselves."""
    if case.reader is None or not is_name(case.text.normal):
        return False
    return case.reader.closest(meaning.errors[0], meaning.quote)[1] < _SAME_WORD


def _near_by_number(case: Case, code: Code) -> tuple[Match, ...]:
    """Return the entries nearest to a missing code by number, of the same hundred."""
    near = nearest([entry for entry in case.catalog.entries if case.scope.has(entry)], code, _MOST_NEAR)
    return tuple(Match(entry, 0.0, Evidence.NEAR, str(code)) for entry in near)
