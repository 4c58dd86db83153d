"""A table without phrasings: a team's own codes go through the same entry, by retrieval."""

from __future__ import annotations

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.explain import Lookup
from db.catalog import Catalog
from db.entry import Action, Entry, Error, Family, Text, Vendor

_SAID = Text("说明。", "What it is.")


def _entry(code: int, name: str, zh: str, en: str) -> Entry:
    error = Error(str(code), "own", Text(zh, en), _SAID, (_SAID,), (Action("developer", _SAID),))
    return Entry(error, code, name)


@pytest.fixture(scope="module")
def own() -> Lookup:
    entries = (
        _entry(9001, "ORDER_ALREADY_PAID", "订单已经支付", "The order is already paid"),
        _entry(9002, "COUPON_EXPIRED", "优惠券已过期", "The coupon has expired"),
        _entry(9003, "STOCK_EMPTY", "商品库存不足", "The item is out of stock"),
    )
    vendor = Vendor(Text("自有", "own"), "https://example.com")
    return Lookup(Catalog(entries, (Family("own", Text("自有", "Own")),), vendor, "digest"))


@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("9002", 9002),
        ("COUPON_EXPIRD", 9002),
        ("优惠券已过期", 9002),
        ("優惠券已過期", 9002),
        ("the coupon has expired!", 9002),
        ("订单已支付", 9001),
        ("商品 库存不足", 9003),
    ],
)
def test_its_codes_names_and_sentences_are_found(own: Lookup, question: str, code: int) -> None:
    answer = own.explain(question)

    assert answer.verdict in {Verdict.EXACT, Verdict.MATCH}
    assert answer.matches[0].entry.code == code


@pytest.mark.parametrize("question", ["群组满了", "what's for lunch", "打印机"])
def test_what_it_does_not_hold_is_not_made_up(own: Lookup, question: str) -> None:
    assert own.explain(question).verdict is Verdict.NONE
