"""What is called an error code: the table's own, or that of another system."""

from __future__ import annotations

from dataclasses import replace

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.explain import Lookup

_OF_ANOTHER_SYSTEM = [
    ("物业门禁机报错 507，卡要重新写", 507),
    ("电梯按键板闪 E203", 203),
    ("our stock service returns code 606, warehouse is on it", 606),
    ("our oven says error 606", 606),
]


@pytest.mark.parametrize(("text", "code"), _OF_ANOTHER_SYSTEM)
def test_what_another_system_calls_an_error_is_only_offered(lookup: Lookup, text: str, code: int) -> None:
    answer = lookup.explain(text)

    assert answer.verdict is Verdict.NONE
    assert [match.entry.code for match in answer.offered][:1] == [code]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("the salon app's chat gives error 205 on login", 205),
        ("健身房的群里发图报错 507，别的都好", 507),
        ("our stock service calls addUsersToChatroom, code 604", 604),
    ],
)
def test_what_the_chat_beside_it_calls_an_error_is_explained(lookup: Lookup, text: str, code: int) -> None:
    answer = lookup.explain(text)

    assert answer.verdict is Verdict.EXACT
    assert [match.entry.code for match in answer.shown] == [code]


def test_what_is_said_not_to_be_about_the_chat_is_not_explained(lookup: Lookup) -> None:
    assert not lookup.explain("game server error 503, chat works").verdict.answered


@pytest.mark.parametrize("text", ["error 603", "报错 28 求解", "错误码六百零四", "code: 1101?"])
def test_a_label_that_nothing_stands_around_is_believed(lookup: Lookup, text: str) -> None:
    assert lookup.explain(text).verdict is Verdict.EXACT


@pytest.mark.parametrize(("text", "code"), _OF_ANOTHER_SYSTEM)
def test_a_table_of_no_chat_explains_what_is_called_an_error(lookup: Lookup, text: str, code: int) -> None:
    product = replace(lookup.catalog.product, is_chat=False)
    other = Lookup(replace(lookup.catalog, product=product), lambda: lookup.learned)

    answer = other.explain(text)

    assert answer.verdict is Verdict.EXACT
    assert [match.entry.code for match in answer.shown] == [code]
