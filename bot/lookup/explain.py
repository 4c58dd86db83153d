"""The one entry into the lookup: a question in, an answer out."""

from __future__ import annotations

import copy
import re
from dataclasses import dataclass, replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.answer import Answer, Verdict
from bot.lookup.claim import Kind
from bot.lookup.judging.case import Case
from bot.lookup.judging.judge import is_typed_in_pinyin, judge
from bot.lookup.judging.together import together
from bot.lookup.judging.weighing import weighed
from bot.lookup.names.constants import Constants
from bot.lookup.names.messages import Messages, as_said
from bot.lookup.names.systems import without_their_lines
from bot.lookup.numbers.reader import NumberReader, number_alone, quote_of
from bot.lookup.numbers.string_codes import StringCodes, beside
from bot.lookup.platforms.reader import (
    PlatformError,
    PlatformReader,
    behind_names,
    share_out,
    surely_named,
    within,
    without_names,
)
from bot.lookup.text import Text
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Sequence

    from bot.lookup.claim import Claim
    from bot.lookup.judging.case import Words
    from bot.lookup.model import Model
    from bot.lookup.platforms.reader import Mention
    from bot.lookup.team.noted import Note, Vocabulary
    from bot.lookup.team.taught import Taught
    from db.catalog import Catalog
    from db.entry import Lang

_BEHIND_LETTERS = re.compile(r"[A-Za-z][-_]?\Z")
NUMBERS, CONSTANTS, WORDS = READERS = ("numbers", "constants", "words")


@dataclass(frozen=True, slots=True)
class Team:
    """What the asker's team taught, and those of its notes that may have words of the question."""

    taught: Taught | None = None
    notes: Sequence[Note] = ()


def _nothing() -> Learned:
    return Learned((), {})


class Lookup:
    """Answers questions from one catalog. Holds no other state, so that one may serve all threads."""

    def __init__(
        self,
        catalog: Catalog,
        learn: Callable[[], Learned] = _nothing,
        readers: Collection[str] = READERS,
        platform: str = "",
    ) -> None:
        """Prepare to answer from `catalog`; `learn` returns what was learned for it, once free text is asked.

        `readers` are those that read: a measurement may leave one out. `platform`, or a member of one, is meant where a
        question names none; the table's own if empty.

        Raises:
            PlatformError: the table has no such platform.

        """
        self.catalog = catalog
        self._learn = learn
        self._readers = frozenset(readers)
        self.platform = platform
        self._constants = Constants(catalog.entries)
        self._messages = Messages(catalog.entries)
        self._string_codes = StringCodes(catalog.by_number)
        self._platforms = PlatformReader(catalog, platform)
        self._others: dict[str, Lookup] = {}

    def on(self, platform: str) -> Lookup:
        """Return a lookup on the same table that takes a platform for meant where a question names none.

        It is this one where `platform` is empty, or the table has no such platform any more.
        """
        if platform and platform not in self._others:
            self._others[platform] = self._on(platform)
        return self._others[platform] if platform else self

    def _on(self, platform: str) -> Lookup:
        try:
            reader = PlatformReader(self.catalog, platform)
        except PlatformError:
            return self
        other = copy.copy(self)
        # What was learned is large: it is read once, and shared.
        other.learned, other.platform = self.learned, platform
        other._platforms, other._others = reader, {}  # noqa: SLF001 - a copy of this one
        return other

    @cached_property
    def learned(self) -> Learned:
        """What was learned for the table, read when it is first needed."""
        return self._learn()

    def warm_up(self, *, with_notes: bool = False) -> None:
        """Read now what only free text needs, and the notes of teams if asked, so that the first asker does not wait for it."""
        self.explain("warm up 1")
        if with_notes:
            self.vocabulary.telling("")

    def language(self, text: Text) -> Lang | None:
        """Return the language that a text asks to be answered in, or is written in; None where it has no words of its own.

        It is the table's where that has one alone.
        """
        if len(self.catalog.languages) == 1:
            return self.catalog.languages[0]
        return text.flag or without_names(text, self._platforms.mentions(text)).language

    def explain(
        self, question: str | Text, default_lang: Lang = "zh", wanted: Lang | None = None, told: Sequence[Claim] = ()
    ) -> Answer:
        """Answer one question, in the `wanted` language, else in its own; `default_lang` is for one that has only codes.

        `told` is what the asker's team taught and noted of it (`told_by`); what the question names itself comes before all of it.

        Never raises for any text, and never invents: a code the table lacks gives `unknown_code`.

        Raises:
            TableError: what was learned cannot be read.

        """
        text = question if isinstance(question, Text) else Text(question)
        mentions = self._platforms.mentions(text)
        # The name of a platform is the same in every language.
        plain = without_names(text, mentions)
        lang = self.catalog.spoken(text.flag or wanted or plain.language or default_lang)
        cases = self._cases(text, plain, mentions, lang)
        if "zh" in self.catalog.languages and not (text.flag or wanted) and is_typed_in_pinyin(cases[0]):
            cases = [replace(case, lang="zh") for case in cases]
        answers = [judge(case) for case in cases]
        answer = together(answers)
        if answer.verdict is Verdict.EXACT or not told:
            return answer
        # Where another platform has a firm answer, only a lesson that is the question itself comes beside it.
        outright = [claim for claim in told if claim.kind is Kind.TAUGHT]
        claims = [outright if answer.verdict.answered and not one.verdict.answered else told for one in answers]
        return together(
            [judge(replace(case, learned=case.scope.learned(own))) for case, own in zip(cases, claims, strict=True)]
        )

    def told_by(self, team: Team, question: str | Text) -> Sequence[Claim]:
        """Return what the lessons and notes of a team say of a question."""
        text = question if isinstance(question, Text) else Text(question)
        lessons = [] if team.taught is None else team.taught.read(text)
        return [*lessons, *self.vocabulary.read(text, team.notes)] if team.notes else lessons

    @cached_property
    def vocabulary(self) -> Vocabulary:
        """The words that are the table's own, and so tell nothing of a note."""
        from bot.lookup.team.noted import Vocabulary  # noqa: PLC0415 - only where a team has notes

        return Vocabulary(self.catalog, self.learned)

    def cases(self, text: Text, lang: Lang) -> list[Case]:
        """Return what the readers claim of a text, once for each platform that it is about."""
        mentions = self._platforms.mentions(text)
        return self._cases(text, without_names(text, mentions), mentions, lang)

    def _cases(self, text: Text, plain: Text, mentions: Sequence[Mention], lang: Lang) -> list[Case]:
        numbers = [
            # A reader quotes what it read; the asker wrote the platform's name, too.
            replace(claim, quote=quote_of(text.normal, claim.start)) if mentions else claim
            for claim in behind_names(self._numbers(plain, mentions), mentions, text)
            if not any(within(claim, mention) for mention in mentions)
        ]
        scopes = self._platforms.scopes(text, mentions, has_numbers=self._may_be_codes(numbers))
        named = {scope.platform: self._named(text, scope.platform) for scope in scopes}
        written = [claim for claim in numbers if isinstance(claim.value, str)]
        if written:
            # `AUTH-4` looks like a part of a constant, too.
            named = {
                platform: [claim for claim in claims if not any(one.holds(claim) for one in written)]
                for platform, claims in named.items()
            }
        words: list[Claim] = []
        reader = None
        if WORDS in self._readers and not _says_no_more(plain, [*named[scopes[0].platform], *numbers]):
            words, reader = self._words.read(plain.read_as(without_their_lines(plain.normal))), self._words
        found = []
        surely = surely_named(mentions)
        for scope in scopes:
            own = share_out(numbers, surely, scope.platform) if surely and len(scopes) > 1 else numbers
            here = [scope.words(claim) for claim in words]
            found.append(
                Case(
                    text,
                    lang,
                    scope,
                    self.catalog.limits,
                    weighed(map(scope.number, own), here, text, scope),
                    [scope.named(claim) for claim in named[scope.platform]],
                    here,
                    reader=reader,
                )
            )
        return found

    def _may_be_codes(self, numbers: Sequence[Claim]) -> bool:
        return any(claim.strength >= self.catalog.limits.number_possible for claim in numbers)

    def _named(self, text: Text, platform: str) -> list[Claim]:
        if CONSTANTS not in self._readers:
            return []
        constants = self._constants.read(text, platform)
        # What is written as a constant of the platform is one, though an SDK may say the same words.
        written = {as_said(claim.quote) for claim in constants if "_" in claim.quote and self._is_of(claim, platform)}
        return [*(claim for claim in self._messages.read(text) if claim.quote not in written), *constants]

    def _is_of(self, claim: Claim, platform: str) -> bool:
        return any(self.catalog.by_key[key].platform == platform for key in claim.keys)

    def _numbers(self, text: Text, mentions: Sequence[Mention]) -> list[Claim]:
        if NUMBERS not in self._readers:
            return []
        written = self._string_codes.read(text)
        if not text.has_numbers or (written and not self._has_numbers):
            return written
        if not written and (alone := number_alone(text)) is not None:
            return [alone]
        numbers = self._number_reader.read(text, [mention.end for mention in surely_named(mentions)])
        if not self._has_numbers:
            # `E1000` is none of this table's numbers, for it has none.
            return [
                claim
                for claim in numbers
                if not _BEHIND_LETTERS.search(text.normal, max(0, claim.start - 2), claim.start)
            ]
        return beside(text.normal, written, numbers)

    @cached_property
    def _has_numbers(self) -> bool:
        """Whether any code of the table is a number."""
        return any(isinstance(code, int) for code in self.catalog.by_number)

    @cached_property
    def _number_reader(self) -> NumberReader:
        return NumberReader(self.catalog.by_number, self._model(NUMBERS))

    @cached_property
    def _words(self) -> Words:
        model = self._model(WORDS)
        if model is None:
            from bot.lookup.retrieval.reader import RetrievalReader  # noqa: PLC0415 - as in `_model`

            return RetrievalReader(self.catalog, self.learned.phrasings)
        from bot.lookup.words.reader import WordReader  # noqa: PLC0415 - as in `_model`

        return WordReader(self.catalog, self.learned, model)

    def _model(self, name: str) -> Model | None:
        if f"{name}.labels" not in self.learned.arrays:
            return None
        from bot.lookup.model import Model  # noqa: PLC0415 - a question that is only a code must not pay for numpy

        return Model(self.learned.arrays, name)


def _says_no_more(text: Text, claims: list[Claim]) -> bool:
    """Return whether a text is one number or constant and nothing else."""
    normal = text.normal
    return any(
        claim.strength >= 1 and not any(map(str.isalnum, normal[: claim.start] + normal[claim.end :]))
        for claim in claims
    )
