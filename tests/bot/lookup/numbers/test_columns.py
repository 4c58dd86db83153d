"""Tables that are pasted as text."""

from __future__ import annotations

import pytest

from bot.lookup.corpus import CODE
from bot.lookup.numbers.columns import COUNT, kinds_in_columns, tables_in, without_separators

KNOWN = {2, 12, 39, 206, 507, 603, 605}


def _read(text: str) -> list[tuple[str, str]]:
    """Return the numbers of tables, each with its kind."""
    found = []
    for end, kind in sorted(kinds_in_columns(tables_in(text), KNOWN).items()):
        start = end
        while start and text[start - 1].isdigit():
            start -= 1
        found.append((text[start : end + 1], kind))
    return found


@pytest.mark.parametrize(
    ("text", "found"),
    [
        ("code,count\n501,33\n603,12", [("501", CODE), ("33", COUNT), ("603", CODE), ("12", COUNT)]),
        ("code count\n206 33\n39 12", [("206", CODE), ("33", COUNT), ("39", CODE), ("12", COUNT)]),
        ("| 错误码 | 次数 |\n|---|---|\n| 603 | 12 |", [("603", CODE), ("12", COUNT)]),
        ("次数\t错误码\n12\t603", [("12", COUNT), ("603", CODE)]),
        ("错误码 占比\n507 39%", [("507", CODE), ("39", COUNT)]),
        ("name,code\nlogin,39\njoin,702", [("39", CODE), ("702", CODE)]),
        ("昨天：\n603 120\n605 33", [("603", CODE), ("120", COUNT), ("605", CODE), ("33", COUNT)]),
        ("Top errors:\n206 1203\n39 12", [("206", CODE), ("1203", COUNT), ("39", CODE), ("12", COUNT)]),
        ("user count\njohn 12\nmary 39", [("12", COUNT), ("39", COUNT)]),
    ],
)
def test_a_header_or_the_codes_tell_what_a_column_holds(text: str, found: list[tuple[str, str]]) -> None:
    assert _read(text) == found


@pytest.mark.parametrize(
    "text",
    [
        "603 605\n39 12",
        "603 120",
        "登录 603\n进群 605",
        "700 120\n701 33",
        "603 120\n603 33",
        "err 603\nthen nothing\nerr 605",
        "first it failed\nand then it said 603",
        "",
        "\n\n",
    ],
)
def test_what_may_be_either_is_left_alone(text: str) -> None:
    assert _read(text) == []


@pytest.mark.parametrize(
    ("text", "read"),
    [
        ("type,times\n17,200\n-1,12", "type,times\n17 200\n-1 12"),
        ("1,200 people\nand more", "1,200 people\nand more"),
    ],
)
def test_a_comma_of_a_table_is_no_part_of_a_number(text: str, read: str) -> None:
    assert without_separators(text, tables_in(text)) == read
