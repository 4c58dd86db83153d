"""Type-ahead."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lookup.suggest import MOST, suggest

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.entry import Key, Lang


def _keys(lookup: Lookup, typed: str, lang: Lang = "zh") -> list[Key]:
    return [entry.key for entry in suggest(lookup, typed, lang)]


def test_nothing_typed_offers_what_the_table_calls_usual(lookup: Lookup) -> None:
    assert _keys(lookup, "  ") == list(lookup.catalog.usual_keys)


@pytest.mark.parametrize("typed", ["6", "60", "606", "-", "-2", "1"])
def test_every_code_that_begins_with_what_is_typed_is_offered(lookup: Lookup, typed: str) -> None:
    beginning = [entry for entry in lookup.catalog.entries if str(entry.code).startswith(typed)]
    beginning.sort(key=lambda entry: not entry.behaviour.is_raised)

    assert [entry.key for entry in beginning[:MOST] if entry.key not in _keys(lookup, typed)] == []


def test_a_whole_code_stands_first(lookup: Lookup) -> None:
    for code, entries in lookup.catalog.by_number.items():
        first, *_ = suggest(lookup, str(code), "zh")
        # What the table's own platform raises so, where it does.
        raised = [entry for entry in entries if entry.behaviour.is_raised]
        assert first.code == code
        assert first.platform == (raised or entries)[0].platform


def test_a_whole_constant_stands_first(lookup: Lookup) -> None:
    own = [entry for entry in lookup.catalog.entries if entry.platform == "web"]

    assert [suggest(lookup, entry.name, "zh")[0].name for entry in own] == [entry.name for entry in own]


def test_a_foreign_constant_stands_among_the_first_three(lookup: Lookup) -> None:
    missed = [entry.key for entry in lookup.catalog.entries if entry.key not in _keys(lookup, entry.name)[:3]]

    assert missed == []


@pytest.mark.parametrize("length", [6, 9, 12])
def test_the_beginning_of_a_constant_offers_it(lookup: Lookup, length: int) -> None:
    for entry in lookup.catalog.entries:
        beginning = entry.name[:length]
        rivals = sum(other.name.startswith(beginning) for other in lookup.catalog.entries)
        if rivals <= MOST:
            assert entry.key in _keys(lookup, beginning)


@pytest.mark.parametrize("lang", ["zh", "en"])
def test_a_title_stands_among_the_first_three(lookup: Lookup, lang: Lang) -> None:
    raised = [entry for entry in lookup.catalog.own if entry.behaviour.is_raised]
    missed = [entry.key for entry in raised if entry.key not in _keys(lookup, entry.title.in_(lang))[:3]]

    assert missed == []


def test_what_fits_nothing_offers_nothing(lookup: Lookup) -> None:
    assert _keys(lookup, "qwertyuiop zxcvbnm") == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(typed=st.text(max_size=200))
def test_any_text_gives_at_most_twenty_each_once(lookup: Lookup, typed: str) -> None:
    keys = _keys(lookup, typed)

    assert len(keys) <= MOST
    assert len(set(keys)) == len(keys)
