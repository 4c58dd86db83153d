"""What the SDK and its server literally say."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Evidence, Verdict
from bot.lookup.claim import Kind
from bot.lookup.names.messages import Messages
from bot.lookup.text import Text

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup
    from db.catalog import Catalog
    from db.entry import Key


@pytest.fixture(scope="module")
def messages(catalog: Catalog) -> Messages:
    return Messages(catalog.entries)


def test_every_message_is_found_alone_and_in_a_log(messages: Messages, catalog: Catalog) -> None:
    for entry in catalog.entries:
        for message in entry.behaviour.messages:
            for asked in (message, message.upper(), f'onError {{"message": "{message}"}} at App.vue'):
                claims = messages.read(Text(asked))
                assert entry.key in {key for claim in claims for key in claim.keys}, asked
                assert {claim.kind for claim in claims} == {Kind.MESSAGE}


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("on socket error", 40),
        ("Uncaught (in promise) {message: 'on socket error'}", 40),
        ("you were muted", 507),
        ("traffic limit", 509),
    ],
)
def test_a_literal_message_is_its_own_reason(lookup: Lookup, question: str, key: Key) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, answer.shown[0].entry.key) == (Verdict.EXACT, key)
    assert answer.shown[0].evidence is Evidence.MESSAGE


@pytest.mark.parametrize(
    "question",
    [
        "I think you were muted yesterday by the admin of that room",
        "our own service has a traffic limit of ten requests a second",
        "permission denied when I open the photo album of this phone",
    ],
)
def test_a_short_message_in_somebodys_own_sentence_is_none(messages: Messages, question: str) -> None:
    assert messages.read(Text(question)) == []


@pytest.mark.parametrize("question", ["", "603", "群组满了", "💥", "_", "'''"])
def test_what_holds_no_message_claims_none(messages: Messages, question: str) -> None:
    assert messages.read(Text(question)) == []


def test_a_message_within_another_is_part_of_it(messages: Messages) -> None:
    said = [claim.quote for claim in messages.read(Text("Sorry, user not found"))]

    assert said == ["sorry user not found"]


def test_what_is_written_as_a_constant_is_no_message(lookup: Lookup) -> None:
    answer = lookup.explain("USER_NOT_FOUND")

    assert [(match.entry.key, match.evidence) for match in answer.shown] == [(204, Evidence.NAME)]


def test_a_number_beside_a_message_tells(lookup: Lookup) -> None:
    answer = lookup.explain("{type: 17, message: 'on socket error'}")

    assert [match.entry.key for match in answer.shown] == [17]
