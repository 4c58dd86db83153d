"""The shipped table: that it is whole, and that its prose keeps to one style."""

from __future__ import annotations

import csv
import dataclasses
import re
import tomllib
from collections import Counter
from itertools import permutations
from pathlib import Path
from typing import TYPE_CHECKING, Any, NamedTuple

import pytest

from db.entry import LANGS, Behaviour, Entry, Error, Lang, Text
from db.files import SOURCE, source_files

if TYPE_CHECKING:
    from collections.abc import Iterator

    from db.catalog import Catalog

REFERENCE = Path(__file__).parents[1] / "data" / "reference_codes.tsv"

EASILY_CONFUSED = [(606, 607, 704), (31, 604), (206, 216, 217), (501, 502, 508), (506, 507, 219)]

HAN = r"[\u3400-\u4dbf\u4e00-\u9fff]"
FULL_WIDTH = r"[，。；：？！、（）《》「」『』【】“”‘’…　]"


CODE = re.compile(r"`[^`]+`")
QUOTED = re.compile(r"(?<=“)[^”\u4e00-\u9fff]+(?=”)|(?<=\")[^\"]+(?=\")")


class Prose(NamedTuple):
    """One string of the source as it stands there, before anything trims it."""

    where: str
    lang: Lang
    text: str

    @property
    def without_code(self) -> str:
        """The text with a word for each piece of code and each quoted message: those keep their own style."""
        return QUOTED.sub("code", CODE.sub("code", self.text))

    @property
    def is_title(self) -> bool:
        return self.where.rpartition(" ")[2] in {"title", "platform"}


def _walk(where: str, value: Any) -> Iterator[Prose]:  # noqa: ANN401 - whatever TOML can hold
    if isinstance(value, dict):
        for key, inner in value.items():
            if key in LANGS:
                yield Prose(where, key, inner)
            else:
                yield from _walk(f"{where} {key}", inner)
    elif isinstance(value, list):
        for number, inner in enumerate(value, 1):
            # An error has one constant on two platforms as often as not, and two numbers on one now and then.
            label = f"{inner.get('on', '')}{inner.get('name', '')}{number}" if isinstance(inner, dict) else number
            yield from _walk(f"{where} {label}", inner)


@pytest.fixture(scope="module")
def prose() -> list[Prose]:
    return [
        piece
        for path in source_files(SOURCE)
        for piece in _walk(path.name, _told(tomllib.loads(path.read_text(encoding="utf-8"))))
    ]


def _told(document: dict[str, Any]) -> dict[str, Any]:
    """Return a file of the source without the words for the product, which are parts of imerr's own sentences."""
    return {name: value for name, value in document.items() if name not in {"product", "roles", "ways", "examples"}}


def _reference() -> list[tuple[int, str]]:
    with REFERENCE.open(encoding="utf-8", newline="") as file:
        return sorted((int(code), name) for code, name in csv.reader(file, delimiter="\t"))


def texts_of(entry: Entry) -> dict[str, Text]:
    return {
        "title": entry.title,
        "meaning": entry.meaning,
        **{f"cause {number}": cause for number, cause in enumerate(entry.causes, 1)},
        **{f"action {number}": action.text for number, action in enumerate(entry.actions, 1)},
        **{f"see also {other.error}": other.reason for other in entry.error.see_also},
    }


def test_the_web_entries_match_the_vendors_page(catalog: Catalog) -> None:
    reference = _reference()
    assert len(reference) == 70
    web = {(entry.code, entry.name) for entry in catalog.entries if entry.platform == "web"}
    assert [row for row in reference if row not in web] == []


def test_every_row_of_the_vendors_page_is_its_numbers_meaning(catalog: Catalog) -> None:
    assert {code: catalog.by_key[code].name for code, _ in _reference()} == dict(_reference())


def test_an_error_has_no_two_numbers_alike_on_a_platform(catalog: Catalog) -> None:
    for entries in catalog.by_error.values():
        assert len({(entry.platform, entry.code) for entry in entries}) == len(entries), entries[0].error.id


def test_every_raised_error_has_a_cause_and_two_actions(catalog: Catalog) -> None:
    raised = [entry for entry in catalog.entries if entry.behaviour.is_raised]
    scant = {entry.key: (len(entry.causes), len(entry.actions)) for entry in raised}
    assert {code: counts for code, counts in scant.items() if counts < (1, 0) or counts[1] < 2} == {}


@pytest.mark.parametrize("lang", LANGS)
def test_no_text_of_an_entry_is_empty(catalog: Catalog, lang: Lang) -> None:
    empty = [
        (entry.code, field)
        for entry in catalog.entries
        for field, text in texts_of(entry).items()
        if not text.in_(lang).strip()
    ]
    assert empty == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_errors_have_the_same_title(catalog: Catalog, lang: Lang) -> None:
    titles = Counter(entry.title.in_(lang).casefold() for entry in catalog.own)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_two_families_have_the_same_title(catalog: Catalog, lang: Lang) -> None:
    titles = Counter(family.title.in_(lang).casefold() for family in catalog.families)
    assert [title for title, times in titles.items() if times > 1] == []


@pytest.mark.parametrize("lang", LANGS)
def test_no_entry_says_the_same_sentence_twice(catalog: Catalog, lang: Lang) -> None:
    repeated = [
        (entry.code, sentence)
        for entry in catalog.entries
        for sentence, times in Counter(text.in_(lang) for text in texts_of(entry).values()).items()
        if times > 1
    ]
    assert repeated == []


def test_no_text_names_a_field_of_the_source(prose: list[Prose]) -> None:
    fields = {field.name for record in (Error, Behaviour) for field in dataclasses.fields(record)} | {"reported_as"}
    named = re.compile("|".join(rf"\b{name}\b" if "_" in name else f"`{name}`" for name in fields - {"id"}))

    assert named.search("Any call may raise it; `raised_by` lists a few.")
    assert [(piece.where, piece.lang, found[0]) for piece in prose if (found := named.search(piece.text))] == []


def test_every_family_has_codes(catalog: Catalog) -> None:
    assert [family for family, entries in catalog.by_family.items() if not entries] == []


@pytest.mark.parametrize(
    ("code", "other"),
    [pair for group in EASILY_CONFUSED for pair in permutations(group, 2)],
    ids=str,
)
def test_codes_that_are_easily_confused_point_to_each_other(catalog: Catalog, code: int, other: int) -> None:
    assert other in [found.code for found, _ in catalog.see_also(catalog.by_key[code])]


def test_an_entry_points_to_another_only_once(catalog: Catalog) -> None:
    twice = [
        (entry.code, error)
        for entry in catalog.entries
        for error, times in Counter(other.error for other in entry.error.see_also).items()
        if times > 1
    ]
    assert twice == []


MENTION = r"[（(](?:见|see) (-?\d+)[)）]"


def test_a_mention_in_brackets_is_known() -> None:
    assert re.findall(MENTION, "满了（见 607）, full (see -2), 见 3") == ["607", "-2"]


def test_codes_that_the_prose_mentions_in_brackets_exist(catalog: Catalog, prose: list[Prose]) -> None:
    mentions = [(piece.where, int(code)) for piece in prose for code in re.findall(MENTION, piece.text)]
    assert [mention for mention in mentions if mention[1] not in catalog.by_number] == []


def test_the_source_is_complete_in_both_languages(prose: list[Prose]) -> None:
    assert len(prose) > 70 * 2 * 5
    assert [where for where, times in Counter((piece.where) for piece in prose).items() if times != 2] == []


def test_every_chinese_text_holds_han_characters(prose: list[Prose]) -> None:
    assert [piece for piece in prose if piece.lang == "zh" and not re.search(HAN, piece.text)] == [
        Prose("platforms.toml platforms 3 title", "zh", "Web SDK 5")
    ]


FORBIDDEN: dict[str, tuple[tuple[Lang, ...], str]] = {
    "Han characters in English": (("en",), HAN),
    # Curly quotes and the ellipsis are English as well as Chinese.
    "full-width punctuation in English": (("en",), rf"(?![“”‘’…]){FULL_WIDTH}"),
    "a space at either end": (LANGS, r"^\s|\s$"),
    "two spaces, a tab or a line break": (LANGS, r"\s{2}|[^\S ]"),
    "doubled punctuation": (LANGS, r"[,.;:?，。；：？、]{2}|([()（）“”\"'/-])\1"),
    "an exclamation mark": (LANGS, r"[!！]"),
    # Between words it is a path through menus. Within a word the sign is no heading: that is how a parameter is named, as Class#member.
    "Markdown": (LANGS, r"(?<!\w)#|[*`~<\[\]|]|(?<! )>|>(?! )|(?<!\w)_|_(?!\w)|^[-+•] |^\d+\. "),
    "half-width punctuation in Chinese": (("zh",), r",(?!\d{3})|[;:?()\"']|(?<![A-Za-z0-9])\.|\.(?![A-Za-z0-9])"),
    "Han characters and Latin ones or digits without a space": (("zh",), rf"{HAN}[A-Za-z0-9]|[A-Za-z0-9]{HAN}"),
    "a space between Han characters": (("zh",), rf"{HAN} {HAN}"),
    "a space beside full-width punctuation": (("zh",), rf" {FULL_WIDTH}|{FULL_WIDTH} "),
    "a space before punctuation in English": (("en",), r"\s[,.;:?)]|\(\s"),
    "no space after punctuation in English": (("en",), r"[,;?)][A-Za-z]|[a-z][.:][A-Z]"),
}


@pytest.mark.parametrize(("langs", "pattern"), FORBIDDEN.values(), ids=FORBIDDEN.keys())
def test_the_prose_has_nothing_like(prose: list[Prose], langs: tuple[Lang, ...], pattern: str) -> None:
    assert [piece for piece in prose if piece.lang in langs and re.search(pattern, piece.without_code)] == []


@pytest.mark.parametrize(("lang", "stop"), [("zh", "。"), ("en", ".")])
def test_sentences_end_in_a_full_stop_and_titles_do_not(prose: list[Prose], lang: Lang, stop: str) -> None:
    pieces = [piece for piece in prose if piece.lang == lang]
    assert [piece for piece in pieces if piece.without_code.endswith(stop) == piece.is_title] == []


@pytest.mark.parametrize(("opening", "closing"), ["()", "（）", "“”", "「」"])
def test_brackets_and_quotes_are_closed(prose: list[Prose], opening: str, closing: str) -> None:
    assert [piece for piece in prose if piece.text.count(opening) != piece.text.count(closing)] == []


SAMPLES: dict[str, tuple[str, str]] = {
    "Han characters in English": ("The group 群 is full.", "The group is full."),
    "full-width punctuation in English": ("Full，then.", "Full, “then”."),
    "a space at either end": ("Full. ", "Full."),
    "two spaces, a tab or a line break": ("Log\tin.", "Log in."),
    "doubled punctuation": ("群满了。。", "群满了（见 607）。"),
    "an exclamation mark": ("群满了！", "群满了。"),
    "Markdown": ("Call *open* again.", "Call Client#open again, with try/catch."),
    "half-width punctuation in Chinese": ("群满了,加不进。", "群满了，用 SDK 4.0 加不进。"),
    "Han characters and Latin ones or digits without a space": ("获取token。", "获取 token，共 3 次。"),
    "a space between Han characters": ("群 满了。", "群满了。"),
    "a space beside full-width punctuation": ("无效 token ，重试。", "无效 token，重试。"),
    "a space before punctuation in English": ("Full , then.", "Full, then."),
    "no space after punctuation in English": ("Full,then.", "Full, then: 4.0."),
}


@pytest.mark.parametrize("rule", FORBIDDEN)
def test_a_rule_of_style_tells_good_from_bad(rule: str) -> None:
    bad, good = SAMPLES[rule]
    pattern = FORBIDDEN[rule][1]
    assert (re.search(pattern, bad) is not None, re.search(pattern, good)) == (True, None)
