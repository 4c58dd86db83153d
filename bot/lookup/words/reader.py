"""The reader of words: which errors the words of a text, of its sentences and of its clauses mean."""

from __future__ import annotations

from dataclasses import replace
from functools import cached_property
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind
from bot.lookup.cues import asks_how, is_denial, is_well, says_something, without_asking
from bot.lookup.features import LONGEST_PIECE, word_features
from bot.lookup.list_marks import without_list_marks
from bot.lookup.log_lines import unsaid_lines
from bot.lookup.model import NONE, softmax, total
from bot.lookup.text import aloud, fold, is_chinese, without_spans
from bot.lookup.words import pieces
from bot.lookup.words.spelling import Speller

if TYPE_CHECKING:
    from bot.lookup.model import Floats, Model
    from bot.lookup.text import Text
    from db.catalog import Catalog, Learned

MOST_ERRORS = 12
_SURE = 0.95
"""A whole that means an error as surely needs no other reading; a clause of one that does not has to."""
_LONGEST_DENIAL, _LETTERS = 16, 3
"""Chinese characters of a text without commas, and how many letters are as much: a longer one tells more than what it denies."""
_HALF_DENIED = 0.7
"""It may mean an error with this at most: too little for an answer, since what it denies is in it."""
_FEW_SENTENCES = 3
"""Up to so many sentences their clauses are read too; a longer story says in its sentences what it means."""
_MOST_CLAUSES = 24
_MOST_LINES = 40
"""So many different lines of a log are read."""
_NOISE = 0.5
"""A line of a log that less probably means an error is none of the text's words."""
_MOST_COMPARED = 64
_DOUBTFUL, _PARTLY, _MOSTLY = 0.05, 0.7, 0.9
"""From the first strength on, a text in which a line of its best error stands has the second, or the third where that is most of it."""
_OWN_SHARE = 0.33
"""Of what speaks for any error, so much has to speak for the best one."""
_ONE_OF_MANY = 0.2
"""Words with less on their best error may mean many."""
_MOST_OF_IT = 0.6
_FEW_ERRORS = 3
_SAME = 80
"""From this closeness on, of 100, words are such a line."""
_PARTICLE = 1
"""Characters that a question may have beyond its words without asking: a `了` changes little."""
_LEAST_CONTAINED = 8
"""Letters of such a line, read aloud: a shorter one stands in other sentences, too."""


class WordReader:
    """Reads what words mean. What it needs for that is read at the first question."""

    def __init__(self, catalog: Catalog, learned: Learned, model: Model) -> None:
        """Read with a trained model; its phrasings are what the answer quotes."""
        self._catalog = catalog
        self._learned = learned
        self._model = model
        self._errors = model.labels
        self._none = self._errors.index(NONE) if NONE in self._errors else -1
        self._spoken: dict[tuple[str, bool, bool], tuple[list[str], list[str]]] = {}
        self._heard = ("", "")
        # A question compares the same lines for several reasons.
        self._compared: dict[tuple[str, str, bool], tuple[str, float]] = {}

    def read(self, text: Text) -> list[Claim]:
        """Return a claim for the whole of a text, and for each of its sentences and clauses, in this order."""
        words = self._without_noise(without_list_marks(pieces.without_http(text.normal), "\n"))
        clauses = pieces.clauses(words)
        claims = self._of_words(words, clauses)
        return [*claims, *self._of_what_fails(words, clauses)] if claims and claims[0].kind is Kind.WHOLE else claims

    def _of_what_fails(self, words: str, clauses: list[tuple[int, str]]) -> list[Claim]:
        """Return the claim of a text without what it says is as it should be: `the token expired` of `the app key is correct, the token expired`."""
        spans = [(at, at + len(part)) for at, part in clauses]
        well = [span for span in spans if is_well(pieces.with_following(words, *span))]
        if not well or len(well) == len(spans):
            return []
        return [self._claim(without_spans(words, well), slice(0, len(words)), Kind.FAILING)]

    def _of_words(self, words: str, clauses: list[tuple[int, str]]) -> list[Claim]:
        whole = " ".join(words.split())
        claims: list[Claim] = []
        if len(whole) <= LONGEST_PIECE and says_something(whole):
            claims.append(self._claim(words, slice(0, len(words)), Kind.WHOLE))
        sentences = pieces.sentences(words)
        if len(sentences) > _FEW_SENTENCES:
            clauses = []
        if claims and not pieces.is_of_parts(words, clauses):
            return [*claims, *self._telling(words, claims[0], clauses)]
        if claims and len(clauses) == 1 and len(sentences) == 1:
            (at, part) = clauses[0]
            is_denied = is_denial(pieces.with_following(words, at, at + len(part)))
            if is_denied and len(part) > (_LONGEST_DENIAL if is_chinese(part) else _LETTERS * _LONGEST_DENIAL):
                return [replace(claims[0], strength=min(claims[0].strength, _HALF_DENIED))]
            return [replace(claims[0], is_denied=is_denied)]
        if len(sentences) > 1 or len(whole) > LONGEST_PIECE:
            # A sentence is more than the clause in it that denies.
            claims += [
                self._claim(
                    words,
                    slice(at, at + len(part)),
                    Kind.SENTENCE,
                    may_deny=not clauses or (at, part) in clauses,
                )
                for at, part in sentences
                if says_something(part)
            ]
        if len(clauses) > 1 or (clauses and len(sentences) > 1):
            claims += self._of_clauses(words, clauses)
        return [*claims, *self._rest(words, claims)]

    def _without_noise(self, words: str) -> str:
        """Return words with spaces for the lines that nobody said and that mean nothing, a log's: what somebody says above or below it is the text."""
        noise: list[tuple[int, int]] = []
        known: dict[str, bool] = {}
        for span in unsaid_lines(words):
            line = words[slice(*span)]
            alike = pieces.without_varying(line)
            if alike not in known and len(known) < _MOST_LINES:
                known[alike] = self._means_nothing(line)
            if known.get(alike):
                noise.append(span)
        return without_spans(words, noise)

    def _means_nothing(self, line: str) -> bool:
        return 1.0 - self._of_none(self._model.probabilities(word_features(line))) < _NOISE

    def _telling(self, words: str, whole: Claim, clauses: list[tuple[int, str]]) -> list[Claim]:
        """Return the claims of the clauses that surely mean an error, where the whole does not."""
        if whole.strength >= _SURE or not clauses[1:]:
            return []
        return [one for one in self._of_clauses(words, clauses) if one.strength >= _SURE]

    def _of_clauses(self, words: str, clauses: list[tuple[int, str]]) -> list[Claim]:
        """Return the claims of clauses, without those that something is as it should be: they are of no error, whatever they resemble."""
        return [
            self._claim(words, slice(at, at + len(part)), Kind.CLAUSE, may_deny=True)
            for at, part in clauses[:_MOST_CLAUSES]
            if not is_well(pieces.with_following(words, at, at + len(part)))
        ]

    def _rest(self, words: str, claims: list[Claim]) -> list[Claim]:
        """Return the claim of a text without its clauses that deny; nothing where none or all of them do."""
        clauses = [claim for claim in claims if claim.kind is Kind.CLAUSE]
        denials = [claim for claim in clauses if claim.is_denied]
        if not denials or len(denials) == len(clauses) or claims[0].kind is not Kind.WHOLE:
            return []
        rest = without_spans(words, [(denial.start, denial.end) for denial in denials])
        return [self._claim(rest, slice(0, len(rest)), Kind.REST)]

    def _claim(self, text: str, span: slice, kind: Kind, *, may_deny: bool = False) -> Claim:
        piece = text[span]
        evidence = self._model.evidence(word_features(piece))
        probabilities = softmax(evidence)
        if kind is Kind.WHOLE and self._is_unclear(probabilities) and not asks_how(piece):
            evidence = self._well_spelt(piece, self._without_asking(piece, evidence))
            probabilities = softmax(evidence)
        best = [at for at in (-probabilities).argsort(kind="stable")[: MOST_ERRORS + 1].tolist() if at != self._none]
        best = best[:MOST_ERRORS]
        errors = tuple(self._errors[at] for at in best)
        strength = 1.0 - self._of_none(probabilities)
        scores = tuple(float(probabilities[at]) for at in best)
        if _DOUBTFUL <= strength < _MOSTLY and scores[0] >= strength * _OWN_SHARE:
            # What stands around a line makes the text no less about it.
            raised = max(strength, self._strength_of_line(errors[0], piece))
            scores = tuple(score * raised / strength for score in scores)
            strength = raised
        denied = may_deny and is_denial(pieces.with_following(text, span.start, span.stop))
        return Claim(
            (),
            span.start,
            span.stop,
            kind,
            strength,
            piece.strip(),
            scores,
            errors=errors,
            evidence=total(evidence, probabilities),
            is_denied=denied,
        )

    def _without_asking(self, piece: str, evidence: Floats) -> Floats:
        """Return the evidence of a question's words alone where those are a line of an error: `登录失败怎么解决` asks for `登录失败`."""
        said = without_asking(piece).strip()
        if len(said) + _PARTICLE >= len(piece.strip()) or not says_something(said):
            return evidence
        likeliest = evidence.argsort()[-_FEW_ERRORS:].tolist()
        if not any(at != self._none and self.closest(self._errors[at], said)[1] >= _SAME for at in likeliest):
            return evidence
        asked = self._model.evidence(word_features(said))
        best = int(asked.argmax())
        is_line = best != self._none and self.closest(self._errors[best], said)[1] >= _SAME
        return asked if is_line else evidence

    def _well_spelt(self, piece: str, evidence: Floats) -> Floats:
        """Return the evidence of a text without its slips of the keyboard where it then means an error more clearly."""
        said = self._speller.corrected(piece)
        if said == piece:
            return evidence
        corrected = self._model.evidence(word_features(said))
        return corrected if self._of_none(softmax(corrected)) < self._of_none(softmax(evidence)) else evidence

    @cached_property
    def _speller(self) -> Speller:
        return Speller([phrasing.text for phrasing in self._learned.phrasings])

    def _is_unclear(self, probabilities: Floats) -> bool:
        """Return whether it is open that words mean an error, or which one of many."""
        return 1.0 - self._of_none(probabilities) < _MOSTLY or float(probabilities.max()) < _ONE_OF_MANY

    def _of_none(self, probabilities: Floats) -> float:
        """Return how probable it is that no error is meant."""
        return float(probabilities[self._none]) if self._none >= 0 else 0.0

    def _strength_of_line(self, error: str, text: str) -> float:
        """Return how sure a line makes it that is said of an error and stands in a text, however it is written; 0 for none."""
        spoken = self._aloud(text)
        longest = max((len(line) for line in self._spoken_lines(error, denying=True)[1] if line in spoken), default=0)
        if longest < _LEAST_CONTAINED:
            return 0.0
        return _MOSTLY if longest >= len(spoken) * _MOST_OF_IT else _PARTLY

    def _spoken_lines(self, error: str, *, without_chinese: bool = False, denying: bool) -> tuple[list[str], list[str]]:
        """Return the lines that are said of an error, and each as it sounds; those that deny something only if asked."""
        key = (error, without_chinese, denying)
        if key not in self._spoken:
            title, *others = self._said_of[error]
            allowed = [title, *(line for line in others if denying or not is_denial(line))]
            lines = [line for line in allowed if not (without_chinese and is_chinese(line))]
            self._spoken[key] = lines, [aloud(fold(line)) for line in lines]
        return self._spoken[key]

    def _aloud(self, text: str) -> str:
        """Return how a text sounds; a question's own is asked for several times."""
        heard = self._heard
        if heard[0] != text:
            # One lookup serves all threads: nothing is read back.
            heard = self._heard = text, aloud(fold(text))
        return heard[1]

    def closest(self, error: str, text: str, *, without_chinese: bool = False) -> tuple[str, float]:
        """Return what is said of an error that sounds most like a text, and how much it does, of 100; a denial only where the text is one."""
        from rapidfuzz import fuzz, process  # noqa: PLC0415 - a question that is only a code must not pay the import

        key = (error, text, without_chinese)
        if (found := self._compared.get(key)) is not None:
            return found
        lines, spoken = self._spoken_lines(error, without_chinese=without_chinese, denying=is_denial(text))
        _, closeness, at = process.extractOne(self._aloud(text), spoken, scorer=fuzz.ratio)
        if len(self._compared) >= _MOST_COMPARED:
            self._compared.clear()
        self._compared[key] = lines[at], closeness
        return lines[at], closeness

    def shared_by(self, line: str) -> frozenset[str]:
        """Return the ids of all errors of which a line is said alike; empty where it is said of one alone."""
        return self._shared.get(line, frozenset())

    @cached_property
    def _said_of(self) -> dict[str, list[str]]:
        lines = {entry.error.id: [entry.title.zh, entry.title.en] for entry in self._catalog.own}
        for phrasing in self._learned.phrasings:
            for error in phrasing.errors:
                lines[error].append(phrasing.text)
        return lines

    @cached_property
    def _shared(self) -> dict[str, frozenset[str]]:
        return {said.text: frozenset(said.errors) for said in self._learned.phrasings if len(said.errors) > 1}
