"""Text made comparable: width, minus signs, quotes, traditional characters, pinyin; and the language of a question."""

from __future__ import annotations

import re
import unicodedata
from functools import cache, cached_property, lru_cache
from pathlib import Path
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    from db.entry import Lang

MOST_CHARACTERS = 16_000
"""Of a longer text, the beginning and the end are read: all that reads a text takes time in proportion to its length."""

_SAME = str.maketrans(
    {
        **dict.fromkeys("\u2010\u2011\u2012\u2013\u2014\u2015\u2212\ufe58\ufe63", "-"),
        **dict.fromkeys("“”„‟「」『』", '"'),
        **dict.fromkeys("‘’‚‛", "'"),
        **dict.fromkeys("\u200b\u200c\u200d\ufeff\u00ad", ""),
    }
)

_CIRCLED = {0x2460 + at: f"({at + 1})" for at in range(20)}
"""`①`, which compatibility would make a mere 1."""
_CHARACTERS = Path(__file__).parent / "characters"
_HAN = re.compile(r"[\u3400-\u9fff\uf900-\ufaff]")
_WORD = re.compile(r"[A-Za-z]{2,}")
_LANGUAGE_FLAG = re.compile(r"(?:^|\s)--(en|zh)(?=\s|$)", re.IGNORECASE)
_NOT_PROSE = re.compile(
    r"(?<!\S)--[a-z]+(?!\S)|(?<![A-Za-z0-9_])(?=[A-Za-z]*+[_\d])[A-Za-z0-9_]++|https?://\S+|(?<![A-Za-z])(?:imerr|err(?:or)?(?:code)?|codes?|type)(?![A-Za-z])",
    re.IGNORECASE,
)
_PART_OF_NAME = re.compile(r"[A-Z]{3,}")
CAMEL = re.compile(r"(?<=[a-z])(?=[A-Z])")
"""Where a word of camelCase begins."""
_NO_WORD = re.compile(r"[\W\d_]+")
_COLOUR = re.compile(r"\x1b\[[0-9;]*[A-Za-z]")
"""What a terminal colours a text with (ECMA-48, 8.3.117): pasted from Node's console, it stands right at the number."""
_MAY_BE_ACCENT = re.compile(r"[^\x00-\x7f\u3040-\u3098\u309b-\u9fff\u2010-\u2027\u3000-\u3029\uff00-\uffef]")
"""What neither ASCII nor the writing of Chinese and Japanese has."""
_MOST_STACKED = 4
"""No script has more accents on one character; to put thousands into their canonical order takes seconds."""
_DECOMPOSED_TO_ACCENTS = "\u0f73\u0f75\u0f81"
"""Accents though Unicode's combining class says otherwise: it is their parts that combine."""
_NUMERAL = re.compile(
    r"\d|[零〇一二三四五六七八九幺两兩十百]|(?<![A-Za-z])(?:minus|negative|zero|one|two|three|four|five|six|seven|eight|nine|ten|"
    r"eleven|twelve|(?:thir|four|fif|six|seven|eigh|nine)teen|(?:twen|thir|for|fif|six|seven|eigh|nine)ty|hundred)(?![a-z])",
    re.IGNORECASE,
)
_MOST_KEPT = 64
"""Several readers ask for the same form of the same text within one question."""
_QUOTE = 80
_LATIN = re.compile(r"[a-z]+")
_ESCAPED = '\\"'
_COMMAND = re.compile(r"^\s*/imerr\b|(?<!\S)--[a-z]{2,10}(?!\S)", re.IGNORECASE)
"""What is no part of a question: the command it was typed behind, and options that there are not."""
_NAME = re.compile(
    r"\W*(?:(?:the|an?|my|our|your|his|her|their|this|that|these|those|some|any)\s)?[a-z]+(?:[\s.][a-z]+)?\W*",
    re.IGNORECASE,
)
_ONE_WORD = re.compile(r"[A-Za-z]+|[\u3400-\u9fff]{1,3}")


def normalize(text: str) -> str:
    """Return `text` up to `MOST_CHARACTERS`, without colours, with one kind of minus sign and of quote.

    Compatibility forms are folded (full width to ASCII), of which one can stand for a whole phrase.
    """
    plain = text[:MOST_CHARACTERS]
    if "\x1b" in plain:
        plain = _COLOUR.sub("", plain)
    if plain.isascii():
        return plain
    plain = _without_stacks(plain)
    return unicodedata.normalize("NFKC", plain.translate(_CIRCLED))[:MOST_CHARACTERS].translate(_SAME)


def abridge(text: str) -> str:
    """Return the beginning and the end of a text that is longer than `MOST_CHARACTERS`; any other as it is."""
    half = MOST_CHARACTERS // 2
    return text if len(text) <= MOST_CHARACTERS else f"{text[: half - 1]}\n{text[-half:]}"


def _is_accent(character: str) -> bool:
    return unicodedata.combining(character) != 0 or character in _DECOMPOSED_TO_ACCENTS


def _without_stacks(text: str) -> str:
    if not _MAY_BE_ACCENT.search(text) or not any(map(_is_accent, text)):
        return text
    kept: list[str] = []
    stacked = 0
    for character in text:
        stacked = stacked + 1 if _is_accent(character) else 0
        if stacked <= _MOST_STACKED:
            kept.append(character)
    return "".join(kept)


@lru_cache(maxsize=_MOST_KEPT)
def fold(text: str) -> str:
    """Return the words of a text alone, in the form in which words are compared.

    Lower case; camelCase split; traditional characters simplified, and the words of Taiwan, Hong Kong and Cantonese replaced by
    the mainland's; no punctuation and no digits; words that are written with spaces are apart by one.
    """
    text = CAMEL.sub(" ", normalize(text)).lower()
    if _HAN.search(text):
        words, pattern = _words()
        text = simplify(pattern.sub(lambda found: words[found[0]], text))
    return _NO_WORD.sub(" ", text).strip()


def without_spans(text: str, spans: Iterable[tuple[int, int]]) -> str:
    """Return a text with spaces for some of its parts, given in their order from where to where, all else at its place."""
    parts: list[str] = []
    at = 0
    for start, end in spans:
        parts += [text[at:start], " " * (end - start)]
        at = end
    return "".join([*parts, text[at:]])


@lru_cache(maxsize=_MOST_KEPT)
def simplify(text: str) -> str:
    """Return a text with simplified characters for traditional ones, one for one."""
    return text.translate(_simplified()) if _HAN.search(text) else text


def aloud(folded: str) -> str:
    """Return a folded text as it is typed in pinyin: each Chinese character as its usual syllable, without tones or spaces."""
    return folded.translate(_pinyin()).replace(" ", "")


@cache
def _words() -> tuple[dict[str, str], re.Pattern[str]]:
    lines = (_CHARACTERS / "words.txt").read_text(encoding="utf-8").splitlines()
    words = dict(line.split(" ", 1) for line in lines)
    return words, re.compile("|".join(sorted(words, key=len, reverse=True)))


@cache
def _simplified() -> dict[int, str]:
    old, new = (_CHARACTERS / "simplified.txt").read_text(encoding="utf-8").splitlines()
    return str.maketrans(dict(zip(old, new, strict=True)))


@cache
def _pinyin() -> dict[int, str]:
    readings: dict[int, str] = {}
    for line in (_CHARACTERS / "pinyin.txt").read_text(encoding="utf-8").splitlines():
        syllable, characters = line.split(" ")
        readings.update(dict.fromkeys(map(ord, characters), syllable))
    return readings


class Text:
    """A question parsed once: each form of it is computed when it is first needed."""

    def __init__(self, question: str) -> None:
        """Take a question as it was typed."""
        self.question = question

    @cached_property
    def _split(self) -> tuple[str, Lang | None]:
        return take_language_flag(self.question)

    @property
    def flag(self) -> Lang | None:
        """The language that the question asks to be answered in by `--en` or `--zh`."""
        return self._split[1]

    @cached_property
    def normal(self) -> str:
        """The question without the flag and the command it was typed behind, normalized; of a very long one both ends."""
        plain = normalize(abridge(self._split[0]))
        if _ESCAPED in plain:
            # An object within a log line that is itself JSON.
            plain = plain.replace(_ESCAPED, '"')
        return _COMMAND.sub(lambda found: " " * len(found[0]), plain)

    def read_as(self, normal: str) -> Text:
        """Return the same question read as another normalized text of the same length."""
        other = Text(self.question)
        other.__dict__["normal"] = normal
        return other

    @cached_property
    def has_numbers(self) -> bool:
        """Whether there are numbers in it, in digits or spelt."""
        return _NUMERAL.search(self.normal) is not None

    @cached_property
    def folded(self) -> str:
        """Its words alone, in the form in which words are compared."""
        return fold(self.normal)

    @cached_property
    def language(self) -> Lang | None:
        """The language of its words; None where it has none."""
        return language_of(self.normal)


def take_language_flag(text: str) -> tuple[str, Lang | None]:
    """Split `--en` or `--zh` off a question; the last one wins."""
    flags = _LANGUAGE_FLAG.findall(text) if "--" in text else []
    if not flags:
        return text, None
    return _LANGUAGE_FLAG.sub(" ", text).strip(), "zh" if flags[-1].lower() == "zh" else "en"


def language_of(text: str) -> Lang | None:
    """Return the language that a question is asked in; None where it has no words of its own, only codes and constants."""
    if _HAN.search(text):
        return "zh"
    if _PART_OF_NAME.fullmatch(text.strip()):
        return None
    return "en" if _WORD.search(_NOT_PROSE.sub(" ", text)) else None


def is_one_word(text: str) -> bool:
    """Whether a text has but one word, of at most three characters where it is Chinese: `密码`, `groupId`."""
    return _ONE_WORD.fullmatch(_NO_WORD.sub(" ", text).strip()) is not None


def is_name(text: str) -> bool:
    """Whether a text has at most as many words as a thing is named by: `密码`, `the app`, `our chat history`."""
    return is_one_word(text) or _NAME.fullmatch(text) is not None


def is_chinese(text: str) -> bool:
    """Whether a text has Chinese characters."""
    return bool(_HAN.search(text))


def quoted(line: str) -> str:
    """Return a line as an answer quotes it."""
    return clip(line, _QUOTE)


def is_spelt(text: str, line: str) -> bool:
    """Return whether a text without Chinese characters has more of a Chinese line than the Latin words in it."""
    return is_chinese(line) and not is_chinese(text) and not set(fold(text).split()) <= set(_LATIN.findall(fold(line)))


def clip(text: str, length: int) -> str:
    """Return `text` on one line, cut to at most `length` characters with an ellipsis."""
    line = " ".join(text.split())
    return line if len(line) <= length else line[: length - 1].rstrip() + "…"
