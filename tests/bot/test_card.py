"""What is told of one error on one platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.card import asked_as, card, introduction, label
from bot.text_view import plain
from db.entry import LANGS
from db.source import read
from tests.harness.platform_source import write_platform_source
from tests.harness.small_source import small_catalog, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.explain import Lookup
    from db.catalog import Catalog
    from db.entry import Lang


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return read(write_platform_source(tmp_path_factory.mktemp("platforms") / "codes"))


def test_a_card_tells_of_the_error_and_of_the_platform(small: Catalog) -> None:
    shown = card(small, small.by_key[10], "en")

    assert (shown.title, shown.platform, shown.link) == ("Room is full", "Web", "https://docs.example.com/web")
    assert shown.actions == (("App developer: ", "Raise the limit."),)
    assert shown.facts == (
        ("Retry: ", "Once somebody left."),
        ("How it arrives: ", "rejected promise of the call (catch)"),
        ("Raised by: ", "join"),
        ("Literal messages: ", "the room is really full"),
        ("Limit: ", "Fifty people a room."),
        ("Number on each platform: ", "Web 10; Phone 20"),
    )
    assert shown.example == "room.join().catch(show)"


def test_a_card_tells_of_other_meanings_and_similar_errors(small: Catalog) -> None:
    web, phone = (card(small, small.by_key[key], "en") for key in (10, "phone:20"))

    assert [(other.entry.key, other.text) for other in web.elsewhere] == [("phone:10", "Phone: 10 is “Room is gone”")]
    assert [(other.entry.key, other.text) for other in phone.see_also] == [
        ("phone:10", "10 Room is gone: There is no room.")
    ]
    assert (web.see_also, phone.elsewhere) == ((), ())


def test_a_card_names_the_platform_members_with_the_number(small: Catalog) -> None:
    facts = dict(card(small, small.by_key["phone:20"], "en").facts)

    assert "iOS" in facts.values()


def test_a_card_tells_what_a_platform_reports_instead(small: Catalog) -> None:
    told = dict(card(small, small.by_key[30], "en").facts)["Number on each platform: "]

    assert told == "Web 30; Phone reports 10 (Room is gone)"


def test_a_card_names_each_source_once(small: Catalog) -> None:
    assert card(small, small.by_key[10], "en").sources == ("the page", "a test")


def test_a_card_of_a_table_without_platforms_names_the_vendors(tmp_path: Path) -> None:
    catalog = small_catalog(write_small_source(tmp_path / "codes"))
    shown = card(catalog, catalog.by_key[1], "en")

    assert (shown.platform, shown.link) == ("Some platform", "https://docs.example.com/errors")
    assert (shown.facts, shown.elsewhere, label(catalog, shown.entry, "en")) == ((), (), "ALPHA_ONE")


@pytest.mark.parametrize("lang", LANGS)
def test_every_card_can_be_told_in_plain_lines(catalog: Catalog, lookup: Lookup, lang: Lang) -> None:
    for entry in catalog.entries:
        shown = card(catalog, entry, lang)
        assert all((shown.platform, shown.title, shown.meaning, shown.causes, shown.actions, shown.link)), entry.key
    for code in (606, 603, 40):
        told = plain(lookup.explain(str(code), lang), catalog)
        assert told.startswith(f"{code}  {catalog.by_key[code].name}  ·  ")


def test_a_question_for_a_foreign_entry_names_its_platform(small: Catalog) -> None:
    asked = {asked_as(small, entry) for entry in small.entries}

    assert str(small.entries[0].code) in asked
    assert any(" " in question for question in asked)


def test_two_numbers_of_one_error_are_introduced_as_one_error(small: Catalog) -> None:
    numbers = small.numbers(small.by_key[10])

    assert introduction(numbers, 2, "en") == "One error, with its number on each of 2 platforms"
    assert introduction(small.own[:2], 2, "en") == "This text is about 2 errors"


def test_one_number_is_introduced_as_another_error_each(catalog: Catalog) -> None:
    entries = [catalog.by_key[606], catalog.by_key["native:606"]]

    assert introduction(entries, 2, "en") == "606 is another error on each platform"
    assert introduction(entries, 2, "zh") == "606 在各端是不同的错误"
    assert introduction(entries, 3, "en") == "This text is about 3 errors; the first 2 are"
