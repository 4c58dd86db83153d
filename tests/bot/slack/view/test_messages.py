"""Every message that imerr can send, validated against Slack's rules."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from bot.slack.view import modals
from bot.slack.view.explanation import explanation
from bot.slack.view.message import Message, escape, header, inert, section
from bot.slack.view.render import render_answer
from bot.slack.view.route import Route
from bot.slack.view.surface import PRIVATE
from db.entry import LANGS, Lang
from local_slack.block_kit import option_faults, view_faults
from tests.harness import rendered
from tests.harness.block_kit import faults
from tests.harness.small_source import small_catalog, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.explain import Lookup
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog


@pytest.mark.parametrize("lang", LANGS)
@pytest.mark.parametrize("surface", rendered.SURFACES.values(), ids=rendered.SURFACES)
def test_every_message_fits_slack(catalog: Catalog, lang: Lang, surface: Surface) -> None:
    messages = rendered.messages(catalog, lang, surface)

    assert [faults(message) for message in messages] == [[]] * len(messages)


@pytest.mark.parametrize("lang", LANGS)
def test_every_shared_answer_fits_slack(catalog: Catalog, lang: Lang) -> None:
    messages = rendered.shared_messages(catalog, lang)

    assert [faults(message) for message in messages] == [[]] * len(messages)


@pytest.mark.parametrize("lang", LANGS)
def test_every_home_fits_slack(catalog: Catalog, lang: Lang) -> None:
    homes = rendered.homes(catalog, lang)

    assert [view_faults(home) for home in homes] == [[]] * len(homes)


@pytest.mark.parametrize("lang", LANGS)
def test_every_modal_fits_slack(catalog: Catalog, lang: Lang) -> None:
    dialogs = rendered.dialogs(catalog, lang)

    assert [view_faults(dialog) for dialog in dialogs] == [[]] * len(dialogs)


@pytest.mark.parametrize("lang", LANGS)
def test_every_entry_fits_an_option_of_the_type_ahead(catalog: Catalog, lang: Lang) -> None:
    options = modals.options(catalog, catalog.entries, lang)

    # A menu has at most a hundred options.
    assert [fault for at in range(0, len(options), 100) for fault in option_faults(options[at : at + 100])] == []


@settings(max_examples=100, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(question=st.text(max_size=5000))
def test_the_answer_to_any_text_fits_slack(lookup: Lookup, question: str) -> None:
    assert faults(render_answer(lookup.catalog, lookup.explain(question))) == []


def test_a_text_that_names_every_code_fits_slack(lookup: Lookup) -> None:
    every = ",".join(str(code) for code in lookup.catalog.by_number) + " 9999 8888" * 100

    assert faults(render_answer(lookup.catalog, lookup.explain(every))) == []


def test_a_card_without_further_details_has_no_fold(tmp_path: Path) -> None:
    small = small_catalog(write_small_source(tmp_path / "codes"))
    messages = [
        explanation(small, Route("en", code), surface)
        for code in small.by_key
        for surface in rendered.SURFACES.values()
    ]

    assert [faults(message) for message in messages] == [[]] * len(messages)
    assert "container" not in {block["type"] for block in explanation(small, Route("en", 1), PRIVATE).blocks}


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


@pytest.mark.parametrize(
    ("text", "expected"),
    [("<!channel>", "&lt;!channel&gt;"), ("a & b", "a &amp; b"), ("*b*", "\u200b*\u200bb\u200b*\u200b")],
)
def test_escaped_text_has_no_markup(text: str, expected: str) -> None:
    assert escape(text) == expected


@given(st.text(alphabet=st.characters(codec=None)))
def test_a_message_of_any_text_is_json(text: str) -> None:
    sent = json.loads(Message(text, (section(inert(text)),)).private_json)

    assert sent["text"] == text
    assert sent["blocks"][0]["text"]["text"] == text


def test_half_of_a_surrogate_pair_is_escaped() -> None:
    assert json.loads(Message("\ud83d", ()).private_json)["text"] == "\ud83d"


def test_what_is_meant_stands_above_the_general_error(lookup: Lookup) -> None:
    message = render_answer(lookup.catalog, lookup.explain("my video is too big to send"))

    assert faults(message) == []
    first, *_, last = message.blocks
    assert first["text"]["text"].startswith("This looks like “File over the size limit”.")
    assert json.loads(first["accessory"]["value"])["c"] == "native:405"
    assert message.text.startswith("This looks like")
    assert [block["type"] for block in message.blocks].index("header") > 0
    assert last["type"] == "actions"
