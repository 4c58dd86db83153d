"""How probable it is that the numbers of a text are codes of the table, by all of the text."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING

from bot.lookup.claim import Kind
from bot.lookup.corpus import FOREIGN
from bot.lookup.cues import says_not_chat, says_something, speaks_of_chat
from bot.lookup.judging.certainty import LabelSigns, NumberSigns, is_code, is_own
from bot.lookup.names.systems import names_product
from bot.lookup.text import without_spans

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from bot.lookup.claim import Claim
    from bot.lookup.platforms.scope import Scope
    from bot.lookup.text import Text


def weighed(numbers: Iterable[Claim], words: Sequence[Claim], text: Text, scope: Scope) -> list[Claim]:
    """Return the numbers of a text with how probable they are codes by its words and its length, too, where no rule tells.

    What a rule calls a code may be another system's: then it is only as probable a code as all of the text makes it, and offered.
    """
    return [_weighed(number, words, text, scope) for number in numbers]


def _weighed(number: Claim, words: Sequence[Claim], text: Text, scope: Scope) -> Claim:
    if (signs := number_signs(number, words, text)) is not None:
        return replace(number, strength=is_code(signs))
    limits, label = scope.catalog.limits, label_signs(number, words, text, scope)
    if label is None or (own := is_own(label)) >= limits.number_own:
        return number
    return replace(number, strength=max(own, limits.number_possible), is_labelled=False, other=FOREIGN)


def number_signs(number: Claim, words: Sequence[Claim], text: Text) -> NumberSigns | None:
    """Return what a text says for and against a number of it being a code; None where a rule tells what it is."""
    if not isinstance(number.value, int) or number.is_labelled or not 0 < number.strength < 1:
        return None
    whole = _whole(words)
    scores = {} if whole is None else dict(zip(whole.keys, whole.scores, strict=False))
    agrees = max((scores.get(key, 0.0) for key in number.keys), default=0.0)
    return NumberSigns(number.strength, len(text.normal), agrees)


def label_signs(number: Claim, words: Sequence[Claim], text: Text, scope: Scope) -> LabelSigns | None:
    """Return what a text says for and against a number that it calls a code being the table's own; None where there is no doubt, or nothing to tell by.

    There is none where it names the product or a platform, speaks of chatting or its words mean an error, unless to say that it is not about that, or are in no language that is read.
    """
    whole, product = _whole(words), scope.catalog.product
    if number.is_alone or number.surroundings is None or whole is None or not product.is_chat or scope.is_named:
        return None
    is_of_chat = whole.strength >= scope.catalog.limits.firm or speaks_of_chat(text.normal)
    if is_of_chat and not says_not_chat(text.normal):
        return None
    if text.language is None or names_product(text.normal, product.named_by):
        return None
    around = without_spans(text.normal, [(number.start, number.end)])
    return LabelSigns(*number.surroundings()) if says_something(around) else None


def _whole(words: Sequence[Claim]) -> Claim | None:
    """Return what all words of a text mean by the model; closeness to a line is no probability."""
    return next((claim for claim in words if claim.kind is Kind.WHOLE), None)
