"""Type-ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lookup.suggest import MOST, suggest

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.entry import Lang


def _codes(lookup: Lookup, typed: str, lang: Lang = "zh") -> list[int]:
    return [entry.code for entry in suggest(lookup, typed, lang)]


def test_nothing_typed_offers_what_the_table_calls_usual(lookup: Lookup) -> None:
    assert _codes(lookup, "  ") == list(lookup.catalog.usual_keys)


@pytest.mark.parametrize("typed", ["6", "60", "606", "-", "-2", "1"])
def test_every_code_that_begins_with_what_is_typed_is_offered(lookup: Lookup, typed: str) -> None:
    beginning = {code for code in lookup.catalog.by_key if str(code).startswith(typed)}

    assert beginning <= set(_codes(lookup, typed))


def test_a_whole_code_stands_first(lookup: Lookup) -> None:
    assert [_codes(lookup, str(code))[0] for code in lookup.catalog.by_key] == list(lookup.catalog.by_key)


def test_a_whole_constant_stands_first(lookup: Lookup) -> None:
    names = {entry.name.lower(): entry.code for entry in lookup.catalog.entries}

    assert [_codes(lookup, name)[0] for name in names] == list(names.values())


@pytest.mark.parametrize("length", [6, 9, 12])
def test_the_beginning_of_a_constant_offers_it(lookup: Lookup, length: int) -> None:
    for entry in lookup.catalog.entries:
        beginning = entry.name[:length]
        rivals = sum(other.name.startswith(beginning) for other in lookup.catalog.entries)
        if rivals <= MOST:
            assert entry.code in _codes(lookup, beginning)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_title_stands_among_the_first_three(lookup: Lookup, lang: Lang) -> None:
    missed = [
        entry.code for entry in lookup.catalog.entries if entry.code not in _codes(lookup, entry.title.in_(lang))[:3]
    ]

    assert missed == []


def test_what_fits_nothing_offers_nothing(lookup: Lookup) -> None:
    assert _codes(lookup, "qwertyuiop zxcvbnm") == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=200))
def test_any_text_gives_at_most_twenty_each_once(lookup: Lookup, typed: str) -> None:
    codes = _codes(lookup, typed)

    assert len(codes) <= MOST
    assert len(set(codes)) == len(codes)
