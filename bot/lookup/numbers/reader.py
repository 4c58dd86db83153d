"""The reader of numbers: which stand in a text, however they are written, and what each is.

Rules decide where the surroundings leave no doubt (`data/numbers.toml`); elsewhere a small model gives the probability that the
number is an error code. A number is never passed over because it is small or has no label.
"""

from __future__ import annotations

import re
from collections import Counter
from dataclasses import dataclass, replace
from functools import partial
from itertools import pairwise
from typing import TYPE_CHECKING

from bot.lookup.claim import Claim, Kind, Surroundings
from bot.lookup.corpus import CODE, FOREIGN
from bot.lookup.list_marks import without_list_marks
from bot.lookup.numbers.columns import COUNT, kinds_in_columns, tables_in, without_separators
from bot.lookup.numbers.numerals import spelt_in
from bot.lookup.numbers.rules import DENIED, WITHDRAWN, kind_of
from bot.lookup.text import clip, simplify

if TYPE_CHECKING:
    from collections.abc import Container, Iterable, Iterator, Mapping, Sequence

    from bot.lookup.model import Model
    from bot.lookup.text import Text
    from db.code import Code

MOST_NUMBERS = 320
"""So many numbers of a text are looked at, those of the table first; a log has thousands."""
_QUOTE = 80
_LONGEST_RANGE = 100
_MOST_ALIKE = 3
"""So many occurrences of one number are looked at: the first may have no label, and a later one may."""
_LEAST_IN_LIST = 3
_SMALL = 10
_PREFIX_LENGTH = 16
_DIGITS = re.compile(r"\d{1,9}(?!\d)", re.ASCII)
_PREFIX = re.compile(
    r"(?<![A-Za-z0-9_])(?:E|No\.?|(?:WEB)?IM|err(?:or)?(?:[_-]?code)?|code|type|ret|rc|status)[-_.#]?\s?-?\Z",
    re.IGNORECASE | re.ASCII,
)
"""Letters that may stand right before a code: `E603`, `err-2`, `No.217`, `IM-0039`."""
_MINUS = re.compile(r"-[ \t]?\Z")
_IS_SIGN = re.compile(r"(?:^|[\s(\[{:=,\"'>→\u3000-\u9fff])\Z")
_TOUCHES_BEFORE = re.compile(r"(?:[A-Za-z0-9_$€£¥￥+]|\d[.:/x×*,-]|[A-Za-z]\.|[.:]\d)\Z", re.ASCII)
_TOUCHES_AFTER = re.compile(r"[A-Za-z_%°]|[.:/x×*-]\d|\.x(?![a-z])|,\d{3}(?!\d)|\#\w", re.ASCII)
_FILE = re.compile(
    r"\.(?:webp|png|jpe?g|gif|svg|mp[34]|m3u8|js|tsx?|vue|css|html?|json|log|txt|csv|pdf|zip|apk|java|kt|swift|py|go)(?![A-Za-z])",
    re.ASCII,
)
"""The rest of a file's name."""
_NAMED_CODE = re.compile(r"(?:码|报错?|(?<![a-z])(?:code|err(?:or)?))\s?:?\s?\Z", re.IGNORECASE)
_LISTED_AFTER = re.compile(r"[/,]\d{3,4}(?!\d)|:\d{1,4}(?![\d:.])(?=\s?[次x])", re.ASCII)
_FULL = re.compile(r"(?<![\d/])(\d{1,7})\s?/\s?\1(?![\d/])", re.ASCII)
"""`the group is at 200/200`"""
_PLURAL = re.compile(r"'?s(?![A-Za-z])")
"""`lots of 206s tonight`"""
_ONLY_LISTED = re.compile(r"[\s\[({]*-?\d{1,4}(?:\s?,\s?-?\d{1,4})+[\s\])}?]*", re.ASCII)
_LISTED_BEFORE = re.compile(r"(?<!\d)\d{3,4}[/,]\Z", re.ASCII)
_APART = re.compile(r"(?<![\w.\-/:])(?<!\d\s)[1-9](?:(?:\s\d){2,3}|(?:-\d){2})(?!\s?\d|[\w\-/:]|\.\d)", re.ASCII)
_LETTERED = re.compile(r"(?<![A-Za-z0-9_-])(?=[A-Za-z]*\d)(?=\d*[OoIl])[\dOoIl]{3,4}(?![A-Za-z0-9_-])", re.ASCII)
"""Letters typed for digits: `6O3`, `5l2`."""
_LETTERS = str.maketrans("OoIl", "0011")
_RANGE = re.compile(r"(?<![\w.\-/:])(\d{1,4})[ \t]?(?:-|~|到|至|to)[ \t]?(\d{1,4})(?![\w.\-/:]|\s\d\d?:\d\d)", re.ASCII)
_BETWEEN = re.compile(
    r"\s?(?:[,、/|&+和跟与與同或及]|\s|and|or|then|vs\.?|versus|还是|然后|又)(?:\s?(?:and|or|then|还有|然后|再))?\s?",
    re.IGNORECASE,
)
"""What stands between two numbers of a list."""
_LINK = re.compile(
    r"[\s,、/|&+;?!.。~\[\](){}-]|和|跟|与|與|同|或|及|到|至|还是|(?<![a-z])(?:and|or|vs|versus|to)(?![a-z])",
    re.IGNORECASE,
)
_NEVER_CODES = {COUNT, DENIED, WITHDRAWN, "errno", FOREIGN, "http", "money", "time", "version"}
_OTHERS = {FOREIGN, "http"}
"""What a number is that another system gave."""
_AMOUNT, _COUNTED_TOO = "amount", 0.6
"""`人数选 50，邀请 50 个`: what is an amount at one place is less likely a code at another one, by this."""
_PLACE, _BESIDE_A_PLACE = "place", 0.3
# The cue `failure` has `被`, too, which is said of rooms.
_FAILS = re.compile(
    r"报|错|失败|返回|提示|弹|码|不(?:了|上|去|到|出)|->|(?<![a-z])(?:get|got|see|give|throw|show|return|fail|error|code|disconnect|reject|refuse)",
    re.IGNORECASE,
)
_CALLED_CODE = re.compile(r"(?:错误码|错误代码|錯誤碼|code)\s?(?:is\s|是)?\Z", re.IGNORECASE)
"""What has to stand before a number that is a word of everyday speech."""
_ONLY = re.compile(
    r"[\s\"'`*_~<(\[{【#]*(?:E-?|#|(?:err(?:or)?|im|em|sdk)[-_#])?(-?\d{1,9})[\s\"'`*_~>)\]}】?!.。]*",
    re.ASCII | re.IGNORECASE,
)


@dataclass(frozen=True, slots=True)
class Number:
    """A number of a text, and where it stands."""

    value: int
    start: int
    end: int
    is_common: bool = False
    """Whether it is a word of everyday speech, like `一` or `two`."""


def number_alone(text: Text) -> Claim | None:
    """Return the claim of a text that is one number and nothing else; None for any other text."""
    only = _ONLY.fullmatch(text.normal)
    if only is None:
        return None
    quote = text.normal.strip()
    return Claim(
        (), only.start(1), only.end(1), Kind.NUMBER, 1.0, quote, value=int(only[1]), is_labelled=True, is_alone=True
    )


class NumberReader:
    """Reads the numbers of a text that may be codes of a table."""

    def __init__(self, known: Container[Code], model: Model | None) -> None:
        """Read codes of `known`; without a model only rules decide."""
        self._known = known
        self._model = model

    def read(self, text: Text, owners: Sequence[int] = ()) -> list[Claim]:
        """Return a claim for each different number, in the order of the text: those that are codes for sure or perhaps, and others.

        `owners` are the places at which names of the table's platforms end: what stands before such a name has no number behind it.
        """
        normal = _FULL.sub(lambda full: " " * len(full[0]), without_list_marks(text.normal))
        if _ONLY_LISTED.fullmatch(normal):
            # `39,40` is no decimal number where nothing else is asked.
            normal = normal.replace(",", " ")
        tables = list(tables_in(normal))
        found = sorted(
            _few_of_each(numbers_in(without_separators(normal, tables), self._known)),
            key=lambda number: (number.value not in self._known, number.start),
        )
        places: dict[int, list[Claim]] = {}
        columns = kinds_in_columns(tables, self._known)
        nothing_else = _says_nothing_else(normal, found)
        for number in found[:MOST_NUMBERS]:
            claim = self._claim(normal, number, columns, owners)
            if nothing_else and claim is not None and claim.other != COUNT:
                claim = replace(claim, strength=1.0, is_labelled=True, is_alone=True, other="")
            if claim is not None:
                places.setdefault(number.value, []).append(claim)
        claims = _beside_places(normal, [_likeliest(claims) for claims in places.values()])
        return _alike_in_lists(normal, sorted(claims, key=lambda claim: (claim.start, claim.value)))

    def _claim(self, text: str, number: Number, columns: Mapping[int, str], owners: Sequence[int]) -> Claim | None:
        written = str(number.value)
        if text[number.start : number.end] != written:
            text = f"{text[: number.start]}{written}{text[number.end :]}"
        start, end = number.start, number.start + len(written)
        if number.is_common and not _CALLED_CODE.search(text[max(0, start - _PREFIX_LENGTH) : start]):
            return None
        column = columns.get(number.end - 1)
        kind = column or kind_of(simplify(text), start, end)
        if kind in _OTHERS and (owner := max((at for at in owners if at <= start), default=0)):
            kind = kind_of(simplify(text[owner:]), start - owner, end - owner)
        strength, other, surroundings = (1.0, "", None) if kind == CODE else (0.0, kind or "", None)
        if self._model is not None and kind is None:
            kinds = _kinds(self._model, text, start, end)
            best = max(kinds, key=kinds.__getitem__)
            strength, other = kinds[CODE], "" if best == CODE else best
        elif self._model is not None and kind == CODE and column is None:
            surroundings = partial(_surroundings, self._model, text, start, end)
        quote = quote_of(text, start)
        return Claim(
            (),
            number.start,
            number.end,
            Kind.NUMBER,
            strength,
            quote,
            value=number.value,
            is_labelled=kind == CODE,
            surroundings=surroundings,
            other=other,
        )


def _kinds(model: Model, text: str, start: int, end: int) -> dict[str, float]:
    """Return how probable what stands around a number makes each kind of number."""
    from bot.lookup.features import number_features  # noqa: PLC0415 - a question that is only a code must not pay for numpy

    return dict(zip(model.labels, model.probabilities(number_features(text, start, end)).tolist(), strict=True))


def _surroundings(model: Model, text: str, start: int, end: int) -> Surroundings:
    kinds = _kinds(model, text, start, end)
    return Surroundings(kinds[CODE], kinds[FOREIGN])


def _likeliest(places: list[Claim]) -> Claim:
    """Return the claim of a number at its several places: the likeliest, and less likely where it is an amount at another one."""
    likeliest = max(places, key=lambda claim: claim.strength)
    if likeliest.is_labelled or not any(claim.other == _AMOUNT and not claim.strength for claim in places):
        return likeliest
    return replace(likeliest, strength=likeliest.strength * _COUNTED_TOO)


def _beside_places(text: str, claims: list[Claim]) -> list[Claim]:
    """Return claims in which a number beside a room's or a floor's, with as many digits, is less likely a code: `room 504 is taken, use 606`.

    Where something fails, the room is but where that was: `in room 100 I get 702`.
    """
    if _FAILS.search(text):
        return claims
    lengths = {len(str(claim.value)) for claim in claims if claim.other == _PLACE}
    return [
        replace(claim, strength=claim.strength * _BESIDE_A_PLACE)
        if not claim.is_labelled and len(str(claim.value)) in lengths
        else claim
        for claim in claims
    ]


def _few_of_each(numbers: Iterable[Number]) -> Iterator[Number]:
    seen: Counter[int] = Counter()
    for number in numbers:
        seen[number.value] += 1
        if seen[number.value] <= _MOST_ALIKE:
            yield number


def _says_nothing_else(text: str, numbers: list[Number]) -> bool:
    """Return whether a text is a list of numbers and nothing else: `601,602 603`, `506和507?`."""
    if not numbers or len(numbers) > MOST_NUMBERS:
        return False
    rest = list(text)
    for number in numbers:
        rest[number.start : number.end] = " " * (number.end - number.start)
    return not _LINK.sub("", "".join(rest)).strip()


def _alike_in_lists(text: str, claims: list[Claim]) -> list[Claim]:
    """Return claims in which the numbers of one list (`506跟507`, `601,602 603`) are as likely codes as the likeliest of them."""
    lists: list[list[Claim]] = []
    for claim in claims:
        if lists and _BETWEEN.fullmatch(text, lists[-1][-1].end, claim.start):
            lists[-1].append(claim)
        else:
            lists.append([claim])
    found: list[Claim] = []
    for one in lists:
        likeliest = max(one, key=lambda claim: claim.strength)
        if not likeliest.is_labelled:
            likeliest = next((claim for claim in one if claim.other and not claim.strength), likeliest)
        counted = any(claim.other and not claim.strength for claim in one) and not _is_joined(text, one)
        alike = counted or any(claim.other in _NEVER_CODES for claim in one) or len(one) == 1
        found += one if alike else [replace(claim, strength=likeliest.strength, other=likeliest.other) for claim in one]
    return found


def _is_joined(text: str, claims: list[Claim]) -> bool:
    """Return whether more than space joins the numbers of a list: `603 12` may be a code and how often it came."""
    return all(text[one.end : other.start].strip() for one, other in pairwise(claims))


def numbers_in(text: str, known: Container[Code]) -> Iterator[Number]:
    """Yield the numbers of a normalized text that stand for themselves, not as parts of dates, versions, addresses or names."""
    joined = [*_in_ranges(text, known), *_apart(text, known), *_lettered(text, known)]
    yield from joined
    yield from (Number(one.value, one.start, one.end, one.is_common) for one in spelt_in(text) if one.value in known)
    covered = iter(sorted({(number.start, number.end) for number in joined}))
    current = next(covered, None)
    for found in _DIGITS.finditer(text):
        while current is not None and current[1] <= found.start():
            current = next(covered, None)
        is_part = current is not None and current[0] <= found.start()
        if not is_part and (number := _standing_alone(text, *found.span(), known)) is not None:
            yield number


def _in_ranges(text: str, known: Container[Code]) -> Iterator[Number]:
    """Yield the codes from one to another; of the ends also one that the table lacks where nothing else is asked."""
    for found in _RANGE.finditer(text):
        first, last = sorted((int(found[1]), int(found[2])))
        if last == int(found[1]) and " " in found[0]:
            # `15 - 2` is a sum.
            continue
        between = [code for code in range(first, last + 1) if code in known] if last - first <= _LONGEST_RANGE else []
        alone = not f"{text[: found.start()]}{text[found.end() :]}".strip()
        if (between and alone) or (first in known and last in known and len(between) > 1):
            yield from (Number(code, *found.span()) for code in sorted({first, last, *between}))


def _apart(text: str, known: Container[Code]) -> Iterator[Number]:
    """Yield codes that are written digit by digit: `6 0 3`."""
    for found in _APART.finditer(text):
        value = int("".join(filter(str.isdigit, found[0])))
        # 0 says that all is well: nobody asks for it among other single digits.
        if value in known or "0" in found[0]:
            yield Number(value, *found.span())


def _lettered(text: str, known: Container[Code]) -> Iterator[Number]:
    for found in _LETTERED.finditer(text):
        value = int(found[0].translate(_LETTERS))
        if value in known:
            yield Number(value, *found.span())


def _standing_alone(text: str, start: int, end: int, known: Container[Code]) -> Number | None:
    value = int(text[start:end])
    before, after = text[max(0, start - _PREFIX_LENGTH) : start], text[end : end + _PREFIX_LENGTH]
    in_list = value in known and end - start >= _LEAST_IN_LIST
    is_file = _FILE.match(after) and not _NAMED_CODE.search(before)
    if is_file or (
        _TOUCHES_AFTER.match(after) and not (in_list and (_LISTED_AFTER.match(after) or _PLURAL.match(after)))
    ):
        return None
    if minus := _MINUS.search(before):
        if _IS_SIGN.search(before[: minus.start()]):
            # `登录-202`, `login - 2`: a dash, where only the number behind it is a code, or there is a space.
            is_dash = value in known and (-value not in known or len(minus[0]) > 1)
            return Number(value, start, end) if is_dash else Number(-value, start - len(minus[0]), end)
        # A hyphen between letters and a number is a minus where only the negative number is a code, or both are small.
        if _PREFIX.search(before):
            is_negative = -value in known and (value not in known or value < _SMALL)
            return Number(-value, start - 1, end) if is_negative else Number(value, start, end)
        return None
    if (
        _TOUCHES_BEFORE.search(before)
        and not _PREFIX.search(before)
        and not (in_list and _LISTED_BEFORE.search(before))
    ):
        return None
    return Number(value, start, end)


def quote_of(text: str, position: int) -> str:
    """Return what an answer quotes of a text for the number at a position: its line, cut short."""
    return clip(_line(text, position), _QUOTE)


def _line(text: str, position: int) -> str:
    start = text.rfind("\n", 0, position) + 1
    end = text.find("\n", position)
    return text[start : end if end >= 0 else len(text)]
