"""The SDK's constants as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Evidence
from bot.lookup.names import Names

if TYPE_CHECKING:
    from db.catalog import Catalog


@pytest.fixture(scope="module")
def names(catalog: Catalog) -> Names:
    return Names(catalog.entries)


def test_every_constant_is_found_as_it_stands_and_in_any_case(names: Names, catalog: Catalog) -> None:
    for entry in catalog.entries:
        for written in (entry.name, entry.name.lower(), entry.name.replace("CONNCTION", "CONNECTION")):
            found = names.find(f"failed with {written} today")
            assert [(named.entries, named.evidence) for named in found] == [((entry,), Evidence.NAME)], written


@pytest.mark.parametrize(
    ("text", "codes", "evidence"),
    [
        ("group members full", [606], Evidence.NAME),
        ("Group-Members-Full", [606], Evidence.NAME),
        ("groupMembersFull", [606], Evidence.NAME),
        ("what is max limit?", [50], Evidence.NAME),
        ("GROUP_MEMBER_FULL", [606], Evidence.NAME_TYPO),
        ("GRUOP_MEMBERS_FUL", [606], Evidence.NAME_TYPO),
        ("webim_conection_closed", [39], Evidence.NAME_TYPO),
        ("MEMBERS_FULL", [606, 704], Evidence.NAME_PART),
        ("USER_KICKED", [216, 217], Evidence.NAME_PART),
        ("WEBIM_CONN_ERR", [40], Evidence.NAME),
        ("MSG_NOT_FOUND", [51], Evidence.NAME),
        ("RECALL_TIME_LIMIT", [504], Evidence.NAME_PART),
        ("FULL", [606, 704], Evidence.NAME_PART),
        ("PARAM", [-3, 205, 700, 1100], Evidence.NAME_PART),
        ("LIMIT", [50, 504, 511, 607], Evidence.NAME_PART),
        ("GRUOPMEMBERS_FULL", [606], Evidence.NAME_TYPO),
    ],
)
def test_a_constant_is_found_however_it_is_written(
    names: Names, text: str, codes: list[int], evidence: Evidence
) -> None:
    found = names.find(text)

    assert [([entry.code for entry in named.entries], named.evidence) for named in found] == [(codes, evidence)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "群组满了",
        "the group is full and nobody can join",
        "my_own_variable",
        "websocket disconnected",
        "JavaScript",
        "README",
        "chat-web-7c9d",
        "ERROR",
        "full",
        "OK",
        "SDK",
        "WEBIM_CONNCTION_REOPEN_ERROR",
        "GROUP_MEMBER_ATTRIBUTES_GET_FAILED",
    ],
)
def test_other_words_are_no_constants(names: Names, text: str) -> None:
    assert names.find(text) == []
