"""The one entry into the lookup: a question in, an answer out."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.answer import Answer, Evidence, Match, Verdict
from bot.lookup.framing import is_vague
from bot.lookup.matcher import MOST_MATCHES, Matcher
from bot.lookup.names import Names
from bot.lookup.quantities import without_http
from bot.lookup.reading import codes_in, is_outcome, mentioned
from bot.lookup.text import abridge, clip, fold, language_of, normalize, take_language_flag
from db.catalog import Learned
from db.entry import Thresholds

if TYPE_CHECKING:
    from collections.abc import Callable

    from bot.lookup.matcher import Ranking
    from db.catalog import Catalog
    from db.entry import Entry, Lang

_MOST_CANDIDATES = 5
_FAR_BEHIND = 0.12
"""A candidate with less than this part of the best one's probability is none."""
_CLOSENESS = Thresholds(meant=0.75, possible=0.45)
"""Where nothing was trained, how close a line of the table has to come."""
_LEAD = 0.08
"""By how much the closest entry has to be closer than the next, to be firm there."""
_LEAST_CANDIDATE = 0.15
"""A list that not even its best entry has this probability on is no choice to offer."""
_SUCCESS = 0
"""Says that all went well, so it is nothing that a question about a failure may as well mean."""
_MOST_NEAR = 3
_MENTIONED = 0.9
"""The score of a code that a number may be."""
_CALL_AND_CODE = 12
"""Up to so many letters beside a number, a text says no more than what somebody did or called."""
_QUOTE = 80


def _nothing() -> Learned:
    return Learned((), {})


class Lookup:
    """Answers questions from one catalog. Holds no other state, so that one may serve all threads."""

    def __init__(self, catalog: Catalog, learn: Callable[[], Learned] = _nothing) -> None:
        """Prepare to answer from `catalog`; `learn` gives what was learned for it, once free text is asked."""
        self.catalog = catalog
        self._names = Names(catalog.entries)
        self._matcher = Matcher(catalog, learn)

    @property
    def learned(self) -> Learned:
        """What was learned for the table."""
        return self._matcher.learned

    def warm_up(self) -> None:
        """Read now what only free text needs, so that the first asker does not wait for it."""
        self._matcher.rank("warm up")

    def explain(self, question: str, default_lang: Lang = "zh", wanted: Lang | None = None) -> Answer:
        """Answer one question, in the `wanted` language, else in its own; `default_lang` is for one that has only codes.

        Never raises for any text, and never invents: a code the table lacks gives `unknown_code`.
        """
        asked, flag = take_language_flag(question)
        text = normalize(abridge(asked))
        lang = flag or wanted or language_of(text) or default_lang
        named, partial, unknown = self._named(text)
        if named:
            firm = all(match.evidence is not Evidence.NAME_TYPO for match in named)
            verdict = Verdict.EXACT if firm else Verdict.MATCH
            return Answer(question, verdict, lang, named[:MOST_MATCHES], named, unknown)
        if unknown:
            shown = self._described(text) or self._near(unknown[0])
            return Answer(question, Verdict.UNKNOWN_CODE, lang, (), shown, unknown)
        words = without_http(text)
        if partial:
            return self._in_part(question, lang, words, partial)
        if is_vague(words):
            return Answer(question, Verdict.NONE, lang, (), ())
        ranking = self._matcher.rank(words)
        if ranking.typed_in_pinyin:
            lang = flag or wanted or "zh"
        return self._beside_numbers(text, self._judged(question, lang, ranking))

    def _in_part(self, question: str, lang: Lang, text: str, partial: tuple[Match, ...]) -> Answer:
        """Give what a part of a constant may stand for; a single word of one (`MUTED`) may as well be the asker's own."""
        if not partial[0].quote.isalpha():
            verdict = Verdict.MATCH if len(partial) == 1 else Verdict.CANDIDATES
            return Answer(question, verdict, lang, partial, partial)
        judged = self._judged(question, lang, self._matcher.rank(text))
        both = _merged(partial, judged.shown)[:MOST_MATCHES]
        agreed = judged.verdict is Verdict.MATCH and len(both) == 1
        return Answer(question, Verdict.MATCH if agreed else Verdict.CANDIDATES, lang, both, both)

    def _beside_numbers(self, text: str, judged: Answer) -> Answer:
        """Give the answer to a text's words with the codes that its numbers may be: never one that is silent about them."""
        numbers = mentioned(text, self.catalog.by_code)
        if not numbers:
            return judged
        codes = tuple(
            Match(self.catalog.by_code[number.code], _MENTIONED, Evidence.CODE, _line(text, number.start))
            for number in numbers[:_MOST_CANDIDATES]
        )
        ranked = _merged(codes, judged.matches)[:MOST_MATCHES]
        if judged.verdict is Verdict.NONE:
            return replace(judged, matches=ranked, shown=codes)
        if judged.verdict is Verdict.MATCH and judged.shown[0].entry.code in {number.code for number in numbers}:
            return judged
        if len(fold(text)) <= _CALL_AND_CODE and all(is_outcome(text, number) for number in numbers):
            # `加群 605`, `login 217`: what was done, and what came of it.
            return replace(judged, verdict=Verdict.MATCH, matches=ranked, shown=codes)
        if judged.verdict is Verdict.MATCH:
            # Its words are clear, so its number is likely to be another one.
            candidates, ranked = _merged(judged.shown, codes), _merged(judged.shown, ranked)
        else:
            candidates = _merged(codes, judged.shown)
        return replace(judged, verdict=Verdict.CANDIDATES, matches=ranked, shown=candidates[:_MOST_CANDIDATES])

    def _judged(self, question: str, lang: Lang, ranking: Ranking) -> Answer:
        matches = ranking.matches
        thresholds = _CLOSENESS if ranking.retrieved else self.catalog.thresholds
        best = matches[0].score if matches else 0.0
        second = matches[1].score if len(matches) > 1 else 0.0
        ahead = best - second >= _LEAD if ranking.retrieved else best >= thresholds.firm * ranking.any_meant
        if ranking.shared_by and ranking.any_meant >= thresholds.possible:
            alike = tuple(match for match in matches if match.entry.code in ranking.shared_by)[:_MOST_CANDIDATES]
            if len(alike) > 1:
                return Answer(question, Verdict.CANDIDATES, lang, matches, alike)
        if ranking.any_meant >= thresholds.meant and ahead and not (ranking.topic_only or ranking.out_of_context):
            return Answer(question, Verdict.MATCH, lang, matches, matches[:1])
        if ranking.any_meant >= thresholds.possible and best >= _LEAST_CANDIDATE:
            others = (
                match for match in matches[1:] if match.score >= best * _FAR_BEHIND and match.entry.code != _SUCCESS
            )
            near = (matches[0], *others)
            return Answer(question, Verdict.CANDIDATES, lang, matches, near[:_MOST_CANDIDATES])
        return Answer(question, Verdict.NONE, lang, matches, ())

    def _named(self, text: str) -> tuple[tuple[Match, ...], tuple[Match, ...], tuple[int, ...]]:
        """Give what the text names outright, what it names in part, and the codes the table lacks."""
        by_code = self.catalog.by_code
        found: list[tuple[int, Entry, Evidence, str]] = []
        partial: dict[int, Match] = {}
        unknown: list[int] = []
        for code in codes_in(text, by_code):
            if entry := by_code.get(code.code):
                found.append((code.start, entry, Evidence.CODE, _line(text, code.start)))
            else:
                unknown.append(code.code)
        for name in self._names.find(text):
            if name.evidence is Evidence.NAME_PART:
                for entry in name.entries:
                    partial.setdefault(entry.code, Match(entry, 0.9, name.evidence, name.quote))
            else:
                found.append((name.start, name.entries[0], name.evidence, name.quote))
        named: dict[int, Match] = {}
        for _, entry, evidence, quote in sorted(found, key=lambda item: item[0]):
            score = 0.95 if evidence is Evidence.NAME_TYPO else 1.0
            if entry.code not in named or score > named[entry.code].score:
                named[entry.code] = Match(entry, score, evidence, quote)
        return tuple(named.values()), tuple(partial.values())[:MOST_MATCHES], tuple(unknown)

    def _described(self, text: str) -> tuple[Match, ...]:
        """Give what the words beside an unknown code could mean: it may be another system's code for the same."""
        words = without_http(text)
        if is_vague(words):
            return ()
        judged = self._judged(text, "en", self._matcher.rank(words))
        return judged.shown[:_MOST_NEAR]

    def _near(self, code: int) -> tuple[Match, ...]:
        """Give the entries nearest to a missing code by number, of the same hundred."""
        hundred = [entry for entry in self.catalog.entries if entry.code // 100 == code // 100]
        nearest = sorted(hundred, key=lambda entry: (abs(entry.code - code), entry.code))[:_MOST_NEAR]
        return tuple(Match(entry, 0.0, Evidence.NEAR, str(code)) for entry in nearest)


def _merged(first: tuple[Match, ...], then: tuple[Match, ...]) -> tuple[Match, ...]:
    codes = {match.entry.code for match in first}
    return (*first, *(match for match in then if match.entry.code not in codes))


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return clip(text[start : end if end >= 0 else len(text)], _QUOTE)
