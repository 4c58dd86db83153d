"""A source with platforms: what an error is on each, and every fault in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from db import table
from db.checked import SourceError
from db.entry import Behaviour, Text
from db.source import read
from tests.harness.platform_source import write_platform_source
from tests.harness.small_source import edit

if TYPE_CHECKING:
    from pathlib import Path

    from db.catalog import Catalog


@pytest.fixture
def source(tmp_path: Path) -> Path:
    return write_platform_source(tmp_path / "codes")


@pytest.fixture
def catalog(source: Path) -> Catalog:
    return read(source)


def test_a_key_names_every_platform_but_the_first(
    catalog: Catalog,
) -> None:
    assert [entry.key for entry in catalog.entries] == [10, 30, "phone:10", "phone:20"]


def test_a_number_means_the_first_platforms_error_first(catalog: Catalog) -> None:
    assert [entry.name for entry in catalog.by_number[10]] == ["ROOM_FULL", "ROOM_GONE"]
    assert [entry.key for entry in catalog.elsewhere(catalog.by_key[10])] == ["phone:10"]


def test_platforms_share_an_error_and_differ_in_behaviour(catalog: Catalog) -> None:
    web, phone = catalog.by_error["room-full"]

    assert web.error is phone.error
    assert (web.behaviour.messages, web.behaviour.retry) == (
        ("the room is really full",),
        Text("有人离开之后。", "Once somebody left."),
    )
    assert (phone.names, phone.only, phone.behaviour) == (("EMRoomFull",), ("ios",), Behaviour())


def test_browsing_shows_each_error_once(catalog: Catalog) -> None:
    assert [entry.key for entry in catalog.own] == [10, 30, "phone:10"]


def test_a_platform_reports_another_error_for_a_missing_number(catalog: Catalog) -> None:
    on_phone = catalog.on("room-closed", "phone")

    assert on_phone is not None
    assert on_phone.key == "phone:10"
    assert catalog.on("room-gone", "web") is None


def test_similar_errors_are_those_of_the_same_platform(catalog: Catalog) -> None:
    assert [entry.key for entry, _ in catalog.see_also(catalog.by_key["phone:20"])] == ["phone:10"]
    assert list(catalog.see_also(catalog.by_key[10])) == []


def test_the_second_error_of_a_number_has_its_id_in_the_key(source: Path) -> None:
    edit(source, "room.toml", 'on = "web"\ncode = 30', 'on = "web"\ncode = 10')

    assert [entry.key for entry in read(source).entries][:2] == [10, "web:10:room-closed"]


def test_a_table_with_platforms_reads_back_as_its_source(catalog: Catalog, tmp_path: Path) -> None:
    table.build(catalog, tmp_path / "imerr.sqlite3")

    assert table.load(tmp_path / "imerr.sqlite3") == catalog


ROOM_FULL, PHONE = "room.toml: entry 10 (ROOM_FULL)", "room.toml: entry 20 (ROOM_IS_FULL)"

FAULTS = {
    "a number is on a platform that there is not": (
        ("room.toml", 'on = "web"\ncode = 10', 'on = "pager"\ncode = 10'),
        f"{ROOM_FULL}, field on: 'pager' is no platform of platforms.toml.",
    ),
    "a number is of a member that there is not": (
        ("room.toml", 'only = ["ios"]', 'only = ["ios", "symbian"]'),
        f"{PHONE}, field only: 'symbian' is no member of the platform 'phone'.",
    ),
    "an error is reported as a number that there is not": (
        ("room.toml", "reported_as = { phone = 10 }", "reported_as = { phone = 99 }"),
        "room.toml: error room-closed, field reported_as: phone has no 99 in the table.",
    ),
    "an error is reported on a platform that there is not": (
        ("room.toml", "reported_as = { phone = 10 }", "reported_as = { pager = 10 }"),
        "room.toml: error room-closed, field reported_as: pager has no 10 in the table.",
    ),
    "a reference leads to no error": (
        ("room.toml", '{ id = "room-gone", zh', '{ id = "room-lost", zh'),
        f"{ROOM_FULL}, field see_also: room-lost is not the id of an error.",
    ),
    "a reference leads to its own error": (
        ("room.toml", '{ id = "room-gone", zh', '{ id = "room-full", zh'),
        f"{ROOM_FULL}, field see_also: it points to itself.",
    ),
    "an error lacks a language": (
        ("room.toml", ', en = "Room is gone"', ""),
        "room.toml: entry room-gone, field title.en: it is missing.",
    ),
    "an error has no number": (
        ("room.toml", '\n[[errors.numbers]]\non = "web"\ncode = 30\nname = "ROOM_CLOSED"\n', ""),
        "room.toml: entry room-closed, field numbers: it is missing.",
    ),
    "a constant is in small letters": (
        ("room.toml", '"ROOM_GONE"', '"room_gone"'),
        (
            "room.toml: entry room-gone, field numbers.1.name: 'room_gone' has to be in capitals, digits and underscores, "
            "like GROUP_MEMBERS_FULL."
        ),
    ),
    "a number arrives where nothing arrives": (
        ("room.toml", '["promise"]', '["letter"]'),
        (
            "room.toml: entry room-full, field numbers.1.arrives.1: 'letter' is none of promise, fail, console; "
            "table.toml can add it under [ways]."
        ),
    ),
    "a platform has no title": (
        ("platforms.toml", 'title = { zh = "手机端", en = "Phone" }\n', ""),
        "platforms.toml: platform phone, field title: it is missing.",
    ),
    "a platform's link is not https": (
        ("platforms.toml", '"https://docs.example.com/web"', '"ftp://docs.example.com/web"'),
        (
            "platforms.toml: platform web, field link: 'ftp://docs.example.com/web' has to be an address that begins "
            "with https://."
        ),
    ),
    "a cue is no regular expression": (
        ("platforms.toml", "pattern = 'web'", "pattern = '(web'"),
        (
            "platforms.toml: platform web, field cues.1.pattern: '(web' is no regular expression: missing ), "
            "unterminated subpattern at position 0."
        ),
    ),
    "a cue has no example": (
        ("platforms.toml", 'yes = ["phone 10"]', "yes = []"),
        "platforms.toml: platform phone, field cues.1.yes: there has to be at least one.",
    ),
}


def faults_of(source: Path) -> tuple[str, ...]:
    with pytest.raises(SourceError) as caught:
        read(source)
    return caught.value.faults


@pytest.mark.parametrize(("change", "sentence"), FAULTS.values(), ids=FAULTS.keys())
def test_one_fault_gives_one_sentence_with_file_entry_and_field(
    source: Path, change: tuple[str, str, str], sentence: str
) -> None:
    edit(source, *change)

    # What is wrong with an error is told at each of its numbers.
    assert faults_of(source)[0] == sentence


def test_a_duplicate_id_is_reported_with_both_files(source: Path) -> None:
    (source / "hall.toml").write_text(
        (source / "room.toml").read_text(encoding="utf-8").replace('[family]\nid = "room"', '[family]\nid = "hall"'),
        encoding="utf-8",
    )
    edit(source, "table.toml", '["room"]', '["hall", "room"]')

    assert "room.toml: entry 10 (ROOM_FULL), field id: 'room-full' already stands in hall.toml." in faults_of(source)


def test_a_table_with_platforms_refuses_a_code_without_one(source: Path) -> None:
    with (source / "room.toml").open("a", encoding="utf-8") as file:
        file.write(
            '\n[[codes]]\ncode = 40\nname = "ROOM_LOST"\ntitle = { zh = "丢", en = "Lost" }\n'
            'meaning = { zh = "丢了。", en = "It is lost." }\ncauses = [{ zh = "丢。", en = "Lost." }]\n'
            'actions = [{ who = "user", zh = "找。", en = "Search." }]\n'
        )

    assert faults_of(source) == ("room.toml: entry 40 (ROOM_LOST), field on: '' is no platform of platforms.toml.",)


def test_an_error_with_numbers_needs_the_file_of_the_platforms(source: Path) -> None:
    (source / "platforms.toml").unlink()

    assert faults_of(source)[0] == f"{ROOM_FULL}, field on: 'web' is no platform of platforms.toml."


def test_a_sentence_holds_for_a_platform_that_there_is(source: Path) -> None:
    family = next(path for path in source.glob("*.toml") if "[[errors]]" in path.read_text(encoding="utf-8"))
    text = family.read_text(encoding="utf-8")
    at = text.index("causes = [")
    family.write_text(text[:at] + text[at:].replace(" }", ', on = "pager" }', 1), encoding="utf-8")

    with pytest.raises(SourceError, match=r"field on: .pager. is no platform of platforms\.toml"):
        read(source)
