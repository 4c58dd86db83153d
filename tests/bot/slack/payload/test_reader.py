"""Every payload becomes one record, or is refused with its type and field."""

from __future__ import annotations

import contextlib
import hashlib
import hmac
from dataclasses import fields
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.text import Text
from bot.slack.payload.reader import MalformedError, Reader
from bot.slack.payload.records import (
    Asked,
    Chosen,
    InModal,
    OnHome,
    OnMessage,
    Opened,
    Other,
    Pressed,
    Request,
    Said,
    Shortcut,
    StepReached,
    Submitted,
    Typed,
    Uninstalled,
)
from bot.slack.payload.response_urls import ForeignUrlError, ResponseUrls
from bot.slack.view.route import Route
from tests.harness.mutations import mutations

HOOK = "https://hooks.slack.com/x"
USER = {"id": "U1"}
MESSAGE = {"type": "message", "user": "U1", "ts": "10.1", "text": "<@U0> 606"}
ACTION = {"action_id": "open:606", "action_ts": "11.1", "value": '{"l":"en","c":606}'}
READER = Reader(ResponseUrls("https://slack.com/api/"))


def _event(event: dict[str, Any]) -> dict[str, Any]:
    return {"type": "event_callback", "event_id": "Ev1", "event": event}


def _interaction(kind: str, **parts: Any) -> dict[str, Any]:  # noqa: ANN401 - whatever a payload has
    return {"type": kind, "user": USER, "trigger_id": "1.2.x", **parts}


def _read(body: dict[str, Any]) -> Request | None:
    return READER.read(body)


MENTION = {**MESSAGE, "type": "app_mention", "channel": "C1"}
BODIES: dict[str, tuple[dict[str, Any], type[Request]]] = {
    "command": (
        {
            "command": "/imerr",
            "user_id": "U1",
            "channel_id": "C1",
            "team_id": "T1",
            "text": "606",
            "response_url": HOOK,
        },
        Asked,
    ),
    "mention": (_event(MENTION), Said),
    "edit": (
        _event(
            {
                "type": "message",
                "subtype": "message_changed",
                "channel": "D1",
                "ts": "12.0",
                "event_ts": "12.0",
                "message": {**MESSAGE, "edited": {"user": "U1", "ts": "12.0"}},
                "previous_message": {**MESSAGE, "text": "605"},
            }
        ),
        Said,
    ),
    "home": (_event({"type": "app_home_opened", "user": "U1", "tab": "home", "event_ts": "9.9"}), Opened),
    "step": (
        _event(
            {
                "type": "function_executed",
                "function": {"callback_id": "explain_error"},
                "function_execution_id": "Fx1",
                "inputs": {"text": " 606 "},
            }
        ),
        StepReached,
    ),
    "press": (
        _interaction(
            "block_actions",
            actions=[ACTION],
            container={"message_ts": "10.2", "channel_id": "C1", "is_ephemeral": True, "thread_ts": "10.1"},
            channel={"id": "C1"},
            response_url=HOOK,
        ),
        Pressed,
    ),
    "press in a modal": (
        _interaction(
            "block_actions",
            actions=[{"action_id": "lookup", "selected_option": {"value": '{"l":"en","c":606}'}}],
            view={"id": "V1", "type": "modal", "private_metadata": '{"l":"zh"}'},
        ),
        Pressed,
    ),
    "press on the home": (
        _interaction(
            "block_actions",
            actions=[{"action_id": "home_search", "value": " 606 "}],
            view={
                "id": "V2",
                "type": "home",
                "private_metadata": "zh 0a",
                "blocks": [{"block_id": "home_search:7.1"}],
            },
        ),
        Pressed,
    ),
    "suggestion": (_interaction("block_suggestion", action_id="lookup", value="60"), Typed),
    "submission": (
        _interaction(
            "view_submission",
            view={"id": "V1", "type": "modal", "callback_id": "share_view", "private_metadata": '{"l":"en","c":606}'},
            response_urls=[{"response_url": HOOK}],
        ),
        Submitted,
    ),
    "uninstallation": (
        _event({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": ["U0"]}})
        | {"team_id": "T1", "enterprise_id": "E1", "authorizations": [{"is_enterprise_install": False}]},
        Uninstalled,
    ),
    "shortcut": (_interaction("shortcut", callback_id="look_up_error"), Shortcut),
    "message shortcut": (
        _interaction(
            "message_action",
            callback_id="explain_error",
            message={**MESSAGE, "thread_ts": "9.1"},
            channel={"id": "C1"},
            response_url=HOOK,
        ),
        Chosen,
    ),
}


@pytest.mark.parametrize("name", BODIES)
def test_every_payload_becomes_its_record(name: str) -> None:
    body, kind = BODIES[name]

    record = _read(body)

    assert type(record) is kind
    assert record.user == ("" if kind in {StepReached, Uninstalled} else "U1")


@pytest.mark.parametrize("name", BODIES)
def test_a_broken_payload_is_a_valid_record_or_refused(name: str) -> None:
    refused: list[str] = []
    for _, broken in mutations(BODIES[name][0]):
        try:
            record = _read(broken)
        except (MalformedError, ForeignUrlError) as error:
            refused.append(error.field)
            continue
        assert record is None or {type(getattr(record, each.name)) for each in fields(record)} <= _CHECKED
    assert refused
    assert all(refused)


_CHECKED = {str, bool, type(None), tuple, Text, Route, OnMessage, InModal, OnHome}


@given(
    body=st.dictionaries(
        st.sampled_from(["type", "command", "event", "view"]),
        st.text() | st.none() | st.lists(st.none()) | st.just("event_callback"),
        max_size=4,
    )
)
def test_any_object_is_read_or_refused(body: dict[str, Any]) -> None:
    found: object = None
    with contextlib.suppress(MalformedError):
        found = _read(body)

    assert found is None or isinstance(found, Request)


def test_a_url_that_is_not_slacks_is_refused() -> None:
    body = BODIES["press"][0] | {"response_url": "https://evil.example/"}

    with pytest.raises(ForeignUrlError, match="response_url"):
        _read(body)


def test_a_type_that_is_never_read_has_no_record() -> None:
    assert _read({"type": "view_closed"}) is None
    assert _read({}) is None


@pytest.mark.parametrize(
    ("event", "around", "expected"),
    [
        ({"type": "app_uninstalled"}, {"team_id": "T1"}, ("T1", "", True)),
        ({"type": "app_uninstalled"}, {"team_id": "T1", "enterprise_id": "E1"}, ("T1", "E1", True)),
        (
            {"type": "app_uninstalled"},
            {"team_id": "T1", "authorizations": [{"enterprise_id": "E1", "is_enterprise_install": True}]},
            ("", "E1", True),
        ),
        ({"type": "tokens_revoked", "tokens": {"oauth": [], "bot": ["U0"]}}, {"team_id": "T1"}, ("T1", "", True)),
        ({"type": "tokens_revoked", "tokens": {"oauth": ["U1"], "bot": []}}, {"team_id": "T1"}, ("T1", "", False)),
        ({"type": "tokens_revoked"}, {"team_id": "T1"}, ("T1", "", False)),
    ],
)
def test_an_uninstallation_names_the_tokens_that_are_void(
    event: dict[str, Any], around: dict[str, Any], expected: tuple[str, str, bool]
) -> None:
    read = _read(_event(event) | around)

    assert isinstance(read, Uninstalled)
    assert (read.team, read.enterprise, read.is_void) == expected


def test_an_event_that_nobody_listens_for_is_known_by_its_type() -> None:
    assert _read(_event({"type": "reaction_added"})) == Other(type="reaction_added")


def _said(event: dict[str, Any]) -> Said:
    record = _read(_event(event))
    assert isinstance(record, Said)
    return record


def test_a_mention_is_answered_in_a_thread_of_its_own() -> None:
    said = _said(MENTION)

    assert (said.words.question, said.root, said.is_reply, said.edited) == ("606", "10.1", False, "")


def test_a_reply_is_answered_in_its_thread() -> None:
    said = _said(MENTION | {"thread_ts": "9.1"})

    assert (said.root, said.thread, said.is_reply) == ("9.1", "9.1", True)


def test_a_thread_parent_is_no_reply() -> None:
    said = _said(MENTION | {"thread_ts": "10.1"})

    assert (said.thread, said.is_reply) == ("", False)


@pytest.mark.parametrize(
    "event",
    [MENTION | {"edited": {"user": "U1", "ts": "12.0"}}, BODIES["edit"][0]["event"]],
    ids=["mention", "message_changed"],
)
def test_an_edit_is_the_question_as_it_is_now(event: dict[str, Any]) -> None:
    said = _said(event)

    assert (said.ts, said.words.question, said.edited) == ("10.1", "606", "12.0")


_CHANGED = {"type": "message", "subtype": "message_changed", "channel": "C1"}


@pytest.mark.parametrize(
    "event",
    [
        MENTION | {"bot_id": "B1"},
        MENTION | {"bot_profile": {"id": "B1"}},
        MENTION | {"subtype": "bot_message"},
        MENTION | {"subtype": "channel_join"},
        MENTION | {"subtype": "message_deleted"},
        MENTION | {"user": "USLACKBOT"},
        MENTION | {"user": None},
        _CHANGED | {"ts": "1.1", "message": MESSAGE, "previous_message": MESSAGE},
        _CHANGED | {"ts": "1.1", "message": {**MESSAGE, "bot_id": "B1"}},
        _CHANGED | {"ts": "1.1"},
    ],
)
def test_a_message_that_no_person_typed_is_no_question(event: dict[str, Any]) -> None:
    assert isinstance(_read(_event(event)), Other)


def _pressed(**changed: Any) -> OnMessage:  # noqa: ANN401 - whatever a payload has
    record = _read(BODIES["press"][0] | changed)
    assert isinstance(record, Pressed)
    assert isinstance(record.where, OnMessage)
    return record.where


_ICONS = {"type": "context_actions", "elements": [{"action_id": "delete", "value": "U7"}], "block_id": "answer-10.1-ab"}
_PUBLIC = {"message_ts": "10.2", "channel_id": "C1"}
_ANSWER = {"ts": "10.2", "bot_id": "B1", "blocks": [_ICONS], "thread_ts": "10.1"}


def test_a_public_answer_tells_who_may_remove_it() -> None:
    message = _pressed(container=_PUBLIC, message=_ANSWER)

    assert (message.asker, message.mark, message.is_answer) == ("U7", "answer-10.1-", True)
    assert message.surface is None


@pytest.mark.parametrize(
    "message",
    [
        _ANSWER | {"bot_id": None},
        _ANSWER | {"ts": "10.3"},
        _ANSWER | {"app_id": "A2"},
        _ANSWER | {"blocks": [_ICONS, _ICONS]},
        _ANSWER
        | {"blocks": [{**_ICONS, "elements": [{"action_id": "delete", "value": "U7", "visible_to_user_ids": ["U8"]}]}]},
        None,
    ],
)
def test_a_message_that_is_not_imerrs_own_has_no_asker(message: dict[str, Any] | None) -> None:
    assert _pressed(container=_PUBLIC, message=message).asker is None


def test_only_the_container_of_an_ephemeral_message_counts() -> None:
    message = _pressed(message=_ANSWER)

    assert (message.asker, message.thread, message.is_ephemeral) == (None, "10.1", True)


def test_a_thread_in_a_value_counts_only_with_its_seal() -> None:
    message = _pressed()
    sealed = message.sealed_thread("key")

    assert message.thread_to_share_in(sealed, "key") == "10.1"
    assert message.thread_to_share_in("8.8/" + "0" * 32, "key") == ""
    assert message.thread_to_share_in("8.8", "key") == ""
    # With an empty key anybody could make a seal.
    forged = hmac.new(b"", b"share C1 U1 8.8", hashlib.sha256).hexdigest()[:32]
    assert message.thread_to_share_in(f"8.8/{forged}", "") == ""
    assert message.sealed_thread("") == ""


def test_a_view_tells_its_language_and_its_fields() -> None:
    home = _read(BODIES["press on the home"][0])
    modal = _read(BODIES["press in a modal"][0])

    assert isinstance(home, Pressed)
    assert isinstance(modal, Pressed)
    assert (home.where, home.lang, home.words.question) == (OnHome("home_search:7.1"), "zh", "606")
    assert (modal.where, modal.lang, modal.route) == (InModal("V1"), "zh", Route("en", 606))


def test_a_submission_posts_what_was_picked_last() -> None:
    view = dict(BODIES["submission"][0]["view"])
    view["state"] = {"values": {"x": {"lookup": {"selected_option": {"value": '{"l":"zh","c":607}'}}}}}

    shown, picked = _read(BODIES["submission"][0]), _read(BODIES["submission"][0] | {"view": view})

    assert isinstance(shown, Submitted)
    assert isinstance(picked, Submitted)
    assert (shown.route, picked.route) == (Route("en", 606), Route("zh", 607))


def test_a_value_of_another_version_is_no_route() -> None:
    record = _read(BODIES["press"][0] | {"actions": [{**ACTION, "value": "606"}]})

    assert isinstance(record, Pressed)
    assert record.route is None
