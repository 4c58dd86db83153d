"""The SDK's constants as people write them."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.claim import Kind
from bot.lookup.names.constants import Constants
from bot.lookup.text import Text

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Key


@pytest.fixture(scope="module")
def constants(catalog: Catalog) -> Constants:
    return Constants(catalog.entries)


def test_every_constant_is_found_as_it_stands_and_in_any_case(constants: Constants, catalog: Catalog) -> None:
    for entry in catalog.entries:
        for written in (entry.name, entry.name.lower(), entry.name.replace("CONNCTION", "CONNECTION")):
            found = constants.read(Text(f"failed with {written} today"), entry.platform)
            assert [named.kind for named in found] == [Kind.CONSTANT], written
            assert entry.key in found[0].keys, written


@pytest.mark.parametrize(
    ("text", "codes", "kind"),
    [
        ("group members full", [606], Kind.CONSTANT),
        ("Group-Members-Full", [606], Kind.CONSTANT),
        ("groupMembersFull", [606], Kind.CONSTANT),
        ("what is max limit?", [50], Kind.CONSTANT),
        ("GROUP_MEMBER_FULL", [606], Kind.CONSTANT_TYPO),
        ("GRUOP_MEMBERS_FUL", [606], Kind.CONSTANT_TYPO),
        ("webim_conection_closed", [39], Kind.CONSTANT_TYPO),
        ("MEMBERS_FULL", [606, 704], Kind.CONSTANT_PART),
        ("USER_KICKED", [216, 217], Kind.CONSTANT_PART),
        ("WEBIM_CONN_ERR", [40], Kind.CONSTANT),
        ("MSG_NOT_FOUND", [51], Kind.CONSTANT),
        ("RECALL_TIME_LIMIT", [504], Kind.CONSTANT_PART),
        ("FULL", [606, 704], Kind.CONSTANT_PART),
        ("PARAM", [-3, 205, 700, 1100], Kind.CONSTANT_PART),
        ("LIMIT", [50, 504, 511, 607], Kind.CONSTANT_PART),
        ("GRUOPMEMBERS_FULL", [606], Kind.CONSTANT_TYPO),
    ],
)
def test_a_constant_is_found_however_it_is_written(
    constants: Constants, text: str, codes: list[int], kind: Kind
) -> None:
    found = constants.read(Text(text), "web")

    assert [(list(named.keys), named.kind) for named in found] == [(codes, kind)]


@pytest.mark.parametrize(
    "text",
    [
        "",
        "群组满了",
        "the group is full and nobody can join",
        "my_own_variable",
        "websocket disconnected",
        "JavaScript",
        "userLoginDevice",
        "onUserLoginAnotherTablet",
        "README",
        "chat-web-7c9d",
        "ERROR",
        "full",
        "OK",
        "SDK",
        "ERR_CONNECTION_CLOSED_HERE",
        "CUSTOMER_ORDER_STATUS",
    ],
)
def test_other_words_are_no_constants(constants: Constants, text: str) -> None:
    assert constants.read(Text(text)) == []


@pytest.mark.parametrize(
    ("text", "first"),
    [
        ("PERMISSION_DENY", 603),
        ("WEBIM_CONNCTION_UNOPEN_ERROR", 1),
        ("GROUP_MEMBER_ATTRIBUTES_GET_FAILED", 609),
        ("got GROUP_MEMBERS_ARE_FULL back", 606),
        ("EMErrorUserLoginAnotherDevice", 206),
        ("EMErrorGroupFull", 606),
        ("AgoraChatErrorFileTooBig", "native:405"),
    ],
)
def test_an_identifier_from_memory_resembles_constants(constants: Constants, text: str, first: Key) -> None:
    (found,) = constants.read(Text(text), "web")
    assert (found.kind, found.keys[0]) == (Kind.CONSTANT_NEAR, first)
