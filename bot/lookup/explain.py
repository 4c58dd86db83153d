"""The one entry into the lookup: a question in, an answer out."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.case import Case
from bot.lookup.constants import Constants
from bot.lookup.judge import is_typed_in_pinyin, judge
from bot.lookup.numbers import NumberReader, number_alone
from bot.lookup.text import Text
from db.catalog import Learned

if TYPE_CHECKING:
    from collections.abc import Callable, Collection

    from bot.lookup.answer import Answer
    from bot.lookup.case import Words
    from bot.lookup.claim import Claim
    from bot.lookup.model import Model
    from db.catalog import Catalog
    from db.entry import Lang

NUMBERS, CONSTANTS, WORDS = READERS = ("numbers", "constants", "words")


def _nothing() -> Learned:
    return Learned((), {})


class Lookup:
    """Answers questions from one catalog. Holds no other state, so that one may serve all threads."""

    def __init__(
        self, catalog: Catalog, learn: Callable[[], Learned] = _nothing, readers: Collection[str] = READERS
    ) -> None:
        """Prepare to answer from `catalog`; `learn` returns what was learned for it, once free text is asked.

        `readers` are those that read: a measurement may leave one out.
        """
        self.catalog = catalog
        self._learn = learn
        self._readers = frozenset(readers)
        self._constants = Constants(catalog.entries)

    @cached_property
    def learned(self) -> Learned:
        """What was learned for the table, read when it is first needed."""
        return self._learn()

    def warm_up(self) -> None:
        """Read now what only free text needs, so that the first asker does not wait for it."""
        self.explain("warm up 1")

    def explain(self, question: str, default_lang: Lang = "zh", wanted: Lang | None = None) -> Answer:
        """Answer one question, in the `wanted` language, else in its own; `default_lang` is for one that has only codes.

        Never raises for any text, and never invents: a code the table lacks gives `unknown_code`.

        Raises:
            TableError: what was learned cannot be read.

        """
        text = Text(question)
        lang = text.flag or wanted or text.language or default_lang
        case = self.case(text, lang)
        if not (text.flag or wanted) and is_typed_in_pinyin(case):
            case = replace(case, lang="zh")
        return judge(case)

    def case(self, text: Text, lang: Lang) -> Case:
        """Return what the readers claim of a text."""
        constants = self._constants.read(text) if CONSTANTS in self._readers else []
        numbers = self._numbers(text)
        case = Case(text, lang, self.catalog, self.catalog.limits, numbers, constants)
        if WORDS not in self._readers or _says_no_more(text, [*constants, *numbers]):
            return case
        return replace(case, words=self._words.read(text), reader=self._words)

    def _numbers(self, text: Text) -> list[Claim]:
        if NUMBERS not in self._readers or not text.has_numbers:
            return []
        if (alone := number_alone(text)) is not None:
            return [alone]
        return self._number_reader.read(text)

    @cached_property
    def _number_reader(self) -> NumberReader:
        return NumberReader(self.catalog.by_code, self._model(NUMBERS))

    @cached_property
    def _words(self) -> Words:
        model = self._model(WORDS)
        if model is None:
            from bot.lookup.retrieved import RetrievalReader  # noqa: PLC0415 - as in `_model`

            return RetrievalReader(self.catalog)
        from bot.lookup.words import WordReader  # noqa: PLC0415 - as in `_model`

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
