"""Every message that imerr can send, held against Slack's rules."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.lookup.answer import Evidence, Match
from bot.slack.blocks import browse, explanation, lists
from bot.slack.blocks.message import Message, escape, header, inert, section
from bot.slack.place import MOST_CHARACTERS, Place, unpack
from bot.slack.reply import to_answer
from db.entry import LANGS, Lang
from tests.harness.block_kit import faults

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog

LONG = "长" * 300


@pytest.mark.parametrize("lang", LANGS)
def test_every_entry_fits_slack_in_every_form(catalog: Catalog, lang: Lang) -> None:
    for entry in catalog.entries:
        for place in (
            Place(lang, entry.code),
            Place(lang, entry.code, trail="several", codes=tuple(range(-4, 60)), question=LONG),
            Place(lang, entry.code, trail="family", family=entry.family, question=LONG),
        ):
            why = Match(entry, 1.0, Evidence.TITLE, LONG)
            assert faults(explanation.private(catalog, place, why, (8, 9))) == []
            assert faults(explanation.shared(catalog, place, "U0123456789")) == []


@pytest.mark.parametrize("lang", LANGS)
def test_every_list_fits_slack(catalog: Catalog, lang: Lang) -> None:
    every = tuple(catalog.by_code)
    messages = [
        browse.help_(catalog, lang),
        browse.families(catalog, lang),
        *(browse.family(catalog, Place(lang, trail="family", family=family.id)) for family in catalog.families),
        lists.several(catalog, Place(lang, trail="several", codes=every, question=LONG), tuple(range(50))),
        lists.candidates(catalog, Place(lang, trail="candidates", codes=every[:5], question=LONG)),
        lists.unknown(catalog, Place(lang, codes=every[:3]), tuple(range(1000, 1100))),
        lists.nothing(Place(lang)),
    ]
    assert [faults(message) for message in messages] == [[]] * len(messages)


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=5000))
def test_the_answer_to_any_text_fits_slack(lookup: Lookup, question: str) -> None:
    assert faults(to_answer(lookup.catalog, lookup.explain(question))) == []


def test_a_text_that_names_every_code_fits_slack(lookup: Lookup) -> None:
    every = ",".join(str(code) for code in lookup.catalog.by_code) + " 9999 8888" * 100

    assert faults(to_answer(lookup.catalog, lookup.explain(every))) == []


@pytest.mark.parametrize(
    "message",
    [
        Message("", (header("x"),)),
        Message("x", ()),
        Message("x", (section(inert("x" * 3001)),)),
        Message("x", (section(inert("x")),) * 51),
        Message("x", (section(inert("x" * 2999)),) * 5),
        Message("x", ({"type": "actions", "elements": []},)),
        Message("x", ({"type": "hologram"},)),
    ],
)
def test_the_check_itself_finds_what_slack_refuses(message: Message) -> None:
    assert faults(message) != []


@given(
    place=st.builds(
        Place,
        lang=st.sampled_from(LANGS),
        code=st.none() | st.integers(-10_000, 10_000),
        trail=st.sampled_from(["", "several", "candidates", "families", "family"]),
        codes=st.lists(st.integers(-10_000, 10_000), max_size=70).map(tuple),
        family=st.text("abcdefghij-", max_size=31),
        question=st.text(max_size=300),
    )
)
def test_a_place_survives_its_way_through_a_button(place: Place) -> None:
    packed = place.pack()

    assert unpack(packed) == place
    assert len(packed) <= MOST_CHARACTERS


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<!channel>", "&lt;!channel&gt;"), ("a & b", "a &amp; b"), ("*b*", "\u200b*\u200bb\u200b*\u200b")],
)
def test_escaped_text_has_no_markup(text: str, expected: str) -> None:
    assert escape(text) == expected
