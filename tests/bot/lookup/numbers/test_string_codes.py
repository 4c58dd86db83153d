"""Codes that are text: found literally, however they are typed, and called unknown where the table lacks them."""

from __future__ import annotations

import time
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.explain import Lookup
from bot.lookup.numbers.string_codes import StringCodes, nearest
from bot.lookup.suggest import suggest
from bot.lookup.text import Text
from db.checked import SourceError
from db.source import read
from tests.harness.paylane import PAYLANE
from tests.harness.platform_source import write_platform_source
from tests.harness.small_source import edit

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.answer import Answer
    from db.code import Code


@pytest.fixture(scope="module")
def own() -> Lookup:
    return Lookup(read(PAYLANE))


def _shown(answer: Answer) -> list[Code]:
    return [match.entry.code for match in answer.shown]


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("E100", ["E100"]),
        ("e100", ["E100"]),
        ("E-100?", ["E100"]),
        ("E 100", ["E100"]),
        ("AUTH-4", ["AUTH-4"]),
        ("auth4", ["AUTH-4"]),
        ("AUTH_4", ["AUTH-4"]),
        ("auth 4", ["AUTH-4"]),
        ("AUTH-12", ["AUTH-12"]),
        ("`E107`", ["E107"]),
        ("又报E107了", ["E107"]),
        ("ERR_E107", ["E107"]),
        ('{"error":"E107","at":"1700000107"}', ["E107"]),
        ("since monday every second order ends in e107, is that ours?", ["E107"]),
        ("hook_timeout", ["HOOK_TIMEOUT"]),
        ("HOOK-TIMEOUT again", ["HOOK_TIMEOUT"]),
        ("1e5", ["1E5"]),
        ("h7", ["H-7"]),
    ],
)
def test_a_code_is_found_however_it_is_typed(own: Lookup, question: str, codes: list[Code]) -> None:
    answer = own.explain(question)

    assert (answer.verdict, _shown(answer), answer.unknown) == (Verdict.EXACT, codes, ())


@pytest.mark.parametrize(
    ("question", "codes"),
    [
        ("E100,E102 AUTH-4", ["E100", "E102", "AUTH-4"]),
        ("E103 and e101", ["E103", "E101"]),
        ("E100/E101", ["E100", "E101"]),
        ("E100/101/102", ["E100", "E101", "E102"]),
        ("E100-E104", ["E100", "E101", "E102", "E103", "E104"]),
        ("e100 to e102", ["E100", "E101", "E102"]),
        ("E100~103", ["E100", "E101", "E102", "E103"]),
        ("AUTH-3 - AUTH-10", ["AUTH-3", "AUTH-4", "AUTH-5", "AUTH-10"]),
        ("E100 AUTH-4 E100", ["E100", "AUTH-4"]),
    ],
)
def test_lists_and_ranges_give_all_their_codes(own: Lookup, question: str, codes: list[Code]) -> None:
    answer = own.explain(question)

    assert (answer.verdict, _shown(answer), answer.unknown) == (Verdict.EXACT, codes, ())


@pytest.mark.parametrize(
    ("question", "unknown", "near"),
    [
        ("E199", "E199", ["E110", "E108", "E107"]),
        ("auth 99", "AUTH-99", ["AUTH-12", "AUTH-11", "AUTH-10"]),
        ("h-9", "H-9", ["H-7"]),
        ("error code E555 after the update", "E555", []),
        ("E10", "E10", ["E100", "E101", "E102"]),
        ("e-1000", "E1000", []),
        ("603", 603, []),
        ("100", 100, ["E100"]),
    ],
)
def test_a_code_of_the_same_shape_is_called_unknown(
    own: Lookup, question: str, unknown: Code, near: list[Code]
) -> None:
    answer = own.explain(question)

    assert (answer.verdict, answer.unknown) == (Verdict.UNKNOWN_CODE, (unknown,))
    assert [match.entry.code for match in answer.offered] == near


def test_an_unknown_code_stands_beside_a_known_one(own: Lookup) -> None:
    answer = own.explain("E100, E199")

    assert (answer.verdict, _shown(answer), answer.unknown) == (Verdict.EXACT, ["E100"], ("E199",))


@pytest.mark.parametrize(
    "question",
    [
        "the E1000 model",
        "E10 bolts please",
        f"E{10**20}",
        "see PRE100E100X",
        "we came 100 metres",
        "https://example.com/XE100",
        "the new auth 4 people asked for",
        "a coach and 7 horses",
    ],
)
def test_what_only_resembles_a_code_is_none(own: Lookup, question: str) -> None:
    answer = own.explain(question)

    assert answer.verdict is not Verdict.EXACT
    assert answer.unknown == ()


def test_a_code_that_may_be_words_is_to_pick_from(own: Lookup) -> None:
    answer = own.explain("auth 4 on every charge")

    assert (answer.verdict, _shown(answer)[0]) == (Verdict.CANDIDATES, "AUTH-4")
    assert own.explain("the error auth 4 on every charge").verdict is Verdict.EXACT


def test_a_long_text_needs_a_word_for_an_unknown_code(own: Lookup) -> None:
    talk = "the box in the second aisle is labelled {} and nobody has opened it since the spring, can somebody look"

    assert own.explain(talk.format("E199")).unknown == ()
    assert own.explain(talk.format("code E199")).unknown == ("E199",)
    assert _shown(own.explain(talk.format("E100"))) == ["E100"]


def test_numbers_and_text_live_in_one_table() -> None:
    catalog = read(PAYLANE)
    numbered = replace(catalog.entries[0], code=700, key=700, name="NUMBERED")
    both = Lookup(replace(catalog, entries=(numbered, *catalog.entries)))

    assert _shown(both.explain("700 E100")) == [700, "E100"]
    assert both.explain("701").unknown == (701,)
    assert [match.entry.code for match in both.explain("701").offered] == [700]


def test_a_typed_beginning_offers_its_codes(own: Lookup) -> None:
    assert [entry.code for entry in suggest(own, "auth1", "en")][:4] == ["AUTH-1", "AUTH-10", "AUTH-11", "AUTH-12"]
    assert [entry.code for entry in suggest(own, "e31", "en")][:3] == ["E310", "E311", "E312"]


def test_the_nearest_codes_are_of_the_same_letters_and_hundred() -> None:
    entries = read(PAYLANE).entries

    assert [entry.code for entry in nearest(entries, "E313", 3)] == ["E312", "E311", "E310"]
    assert nearest(entries, "E400", 3) == []


def test_a_code_that_was_cut_leads_to_those_that_begin_with_it(own: Lookup) -> None:
    answer = own.explain("AUTH-1")
    cut = own.explain("E10")

    assert [match.entry.code for match in answer.shown] == ["AUTH-1"]
    assert (cut.verdict, cut.unknown) == (Verdict.UNKNOWN_CODE, ("E10",))
    assert [match.entry.code for match in cut.offered] == ["E100", "E101", "E102"]


def test_a_shipped_table_reads_no_such_codes(lookup: Lookup) -> None:
    assert _shown(lookup.explain("E603")) == [603]


def test_the_language_of_a_table_of_one_is_always_its_own(own: Lookup) -> None:
    for question in ("群组满了", "E100 --zh", "这是什么 E100"):
        assert own.explain(question, "zh", "zh").lang == "en"


@pytest.mark.parametrize(
    ("question", "code"), [("my credit card was declined", "E100"), ("the card has expired", "E102")]
)
def test_what_a_table_speaks_of_is_no_other_thing(own: Lookup, question: str, code: Code) -> None:
    assert own.explain(question).matches[0].entry.code == code


def test_naming_the_product_outweighs_another_system(own: Lookup) -> None:
    assert own.explain("jpush says no").system is not None
    assert own.explain("jpush says no, paylane too").system is None


@pytest.mark.parametrize("text", ["E107 " * 3000, "E100-" * 3000, "E100-E199 " * 1500, "a-" * 8000, "auth 4 " * 2000])
def test_the_longest_text_is_read_at_once(text: str) -> None:
    codes = StringCodes([f"CODE_{at:05}_X" for at in range(3000)] + [f"E{at}" for at in range(100, 200)])
    started = time.process_time()
    codes.read(Text(text))

    assert time.process_time() - started < 2


def test_a_word_that_is_a_code_is_read_in_capitals_alone() -> None:
    codes = StringCodes(["declined", "card_expired"])

    def found(text: str) -> list[Code | None]:
        return [claim.value for claim in codes.read(Text(text))]

    assert found("declined") == found("DECLINED by the bank") == ["declined"]
    assert found("my payment was declined") == []
    assert found('{"code":"card_expired"}') == found("CARD-EXPIRED again") == ["card_expired"]


def test_a_code_that_is_text_has_a_meaning_on_each_platform(tmp_path: Path) -> None:
    source = write_platform_source(tmp_path / "own")
    for old, new in (
        ('on = "web"\ncode = 10', 'on = "web"\ncode = "R-10"'),
        ('on = "phone"\ncode = 20', 'on = "phone"\ncode = "P20"'),
        ('on = "phone"\ncode = 10', 'on = "phone"\ncode = "R-10"'),
        ("{ phone = 10 }", '{ phone = "R-10" }'),
    ):
        edit(source, "room.toml", old, new)
    rooms = Lookup(read(source))

    assert [match.entry.name for match in rooms.explain("r10").shown] == ["ROOM_FULL"]
    assert [match.entry.key for match in rooms.explain("r10 on the phone").shown] == ["phone:R-10"]
    assert [match.entry.key for match in rooms.explain("P20").shown] == ["phone:P20"]
    assert rooms.explain("web 30").shown[0].entry.name == "ROOM_CLOSED"


def test_one_code_is_spelt_alike_on_all_platforms(tmp_path: Path) -> None:
    source = write_platform_source(tmp_path / "own")
    edit(source, "room.toml", 'on = "web"\ncode = 10', 'on = "web"\ncode = "R-10"')
    edit(source, "room.toml", 'on = "phone"\ncode = 20', 'on = "phone"\ncode = "r10"')

    with pytest.raises(SourceError, match="field code: it is spelt R-10 elsewhere; spell it the same everywhere"):
        read(source)


def test_a_denied_code_of_text_is_no_answer(own: Lookup) -> None:
    assert not own.explain("it's not E100").verdict.answered
    assert _shown(own.explain("not E100 but E107")) == ["E107"]
