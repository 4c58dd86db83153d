"""What the readers' claims are on one platform."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.claim import Claim, Kind
from bot.lookup.platforms.scope import Scope
from db.source import read
from tests.harness.platform_source import write_platform_source

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog
    from db.entry import Key


@pytest.fixture(scope="module")
def small(tmp_path_factory: pytest.TempPathFactory) -> Catalog:
    return read(write_platform_source(tmp_path_factory.mktemp("platforms") / "codes"))


def _number(value: int, *, is_alone: bool = False) -> Claim:
    return Claim((), 0, 2, Kind.NUMBER, 0.5, str(value), value=value, is_alone=is_alone)


def _words(**scores: float) -> Claim:
    errors = tuple(error.replace("_", "-") for error in scores)
    return Claim((), 0, 4, Kind.WHOLE, sum(scores.values()), "...", tuple(scores.values()), errors=errors)


@pytest.mark.parametrize(("platform", "key"), [("web", 10), ("phone", "phone:10")])
def test_a_number_is_what_its_platform_calls_so(small: Catalog, platform: str, key: Key) -> None:
    assert Scope(small, platform).number(_number(10)).keys == (key,)


def test_a_number_alone_may_be_another_platforms(small: Catalog) -> None:
    assert Scope(small, "web").number(_number(20, is_alone=True)).keys == ("phone:20",)
    assert Scope(small, "web").number(_number(20)).keys == ()


def test_the_named_platform_may_lack_a_number(small: Catalog) -> None:
    scope = Scope(small, "web", is_named=True)

    assert scope.number(_number(20, is_alone=True)).keys == ()
    assert [entry.key for entry in scope.elsewhere(20)] == ["phone:20"]


def test_words_mean_what_their_errors_are_on_the_platform(small: Catalog) -> None:
    claim = _words(room_full=0.6, room_gone=0.3)

    assert Scope(small, "phone").words(claim).keys == ("phone:20", "phone:10")
    # The web has no number for the second: it stays what it is elsewhere.
    assert Scope(small, "web").words(claim).keys == (10, "phone:10")


def test_an_own_entry_stands_before_a_near_foreign_one(small: Catalog) -> None:
    web = Scope(small, "web")

    assert web.words(_words(room_gone=0.45, room_full=0.35)).keys == (10, "phone:10")
    assert web.words(_words(room_gone=0.6, room_full=0.2)).keys == ("phone:10", 10)


def test_errors_reported_as_one_add_their_probabilities(small: Catalog) -> None:
    claim = Scope(small, "phone").words(_words(room_full=0.4, room_gone=0.2, room_closed=0.3))

    assert claim.keys == ("phone:10", "phone:20")
    assert claim.scores == pytest.approx((0.5, 0.4))
    assert claim.errors[1] == "room-full"


def test_a_constant_is_the_platforms_own_where_it_has_it(small: Catalog) -> None:
    claim = Claim((10, "phone:20"), 0, 9, Kind.CONSTANT, 1.0, "ROOM_FULL")

    assert Scope(small, "phone").named(claim).keys == ("phone:20",)
    assert Scope(small, "web").named(claim).keys == (10,)


@pytest.mark.parametrize(("question", "code"), [("iOS 39", 39), ("小程序 1403", 1403)])
def test_an_unknown_code_offers_its_meaning_elsewhere(lookup: Lookup, question: str, code: int) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, answer.unknown, answer.is_elsewhere) == (Verdict.UNKNOWN_CODE, (code,), True)
    assert {match.entry.code for match in answer.offered} == {code}


def test_an_error_is_answered_as_its_platform_reports_it(lookup: Lookup) -> None:
    assert lookup.explain("web 聊天室没有权限").matches[0].entry.key == 603
    assert lookup.explain("安卓 聊天室没有权限").matches[0].entry.key == "native:703"


def test_reported_as_leads_to_an_entry_of_that_platform(catalog: Catalog) -> None:
    for (error, platform), key in catalog.reported_as.items():
        assert Scope(catalog, platform).key(error) == key
        assert catalog.by_key[key].platform == platform


def test_every_error_is_some_entry_on_every_platform(catalog: Catalog) -> None:
    for platform in catalog.platforms:
        known = catalog.keys_on(platform.id)
        assert set(known) == set(catalog.by_error)
        assert all(key in catalog.by_key for key in known.values())
