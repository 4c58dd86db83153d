"""Modals in the local Slack: what they hold, how they are stacked, submitted and closed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import httpx
import pytest

from local_slack import LocalSlack
from tests.harness.counterpart import Counterpart

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_slack.person import Person


def _plain(text: str) -> dict[str, Any]:
    return {"type": "plain_text", "text": text}


def _input(label: str, **more: object) -> dict[str, Any]:
    element = {"type": "plain_text_input", "action_id": "field"}
    return {"type": "input", "label": _plain(label), "element": element | more}


def _modal(*blocks: dict[str, Any], **more: object) -> dict[str, Any]:
    return {"type": "modal", "title": _plain("title"), "submit": _plain("go"), "blocks": list(blocks), **more}


@pytest.fixture
def slack() -> Iterator[LocalSlack]:
    with LocalSlack(retry_waits=()) as running:
        yield running


@pytest.fixture
def asker(slack: LocalSlack) -> Person:
    return slack.person("asker")


def _call(slack: LocalSlack, method: str, **arguments: object) -> dict[str, Any]:
    headers = {"Authorization": f"Bearer {slack.bot_token}"}
    answer: dict[str, Any] = httpx.post(slack.url + method, json=arguments, headers=headers).json()
    return answer


def _open(slack: LocalSlack, asker: Person, view: dict[str, Any], method: str = "views.open") -> dict[str, Any]:
    return _call(slack, method, trigger_id=slack.workspace.new_trigger(asker.id), view=view)


def _answering(answer: dict[str, Any]) -> Counterpart:
    return Counterpart(body=json.dumps(answer).encode(), kind="application/json")


def test_fields_of_blocks_without_an_id_are_kept_apart_and_begin_with_what_the_app_says(
    slack: LocalSlack, asker: Person
) -> None:
    view = _open(slack, asker, _modal(_input("one"), _input("two", initial_value="start")))["view"]

    values = [view["state"]["values"][block["block_id"]]["field"]["value"] for block in view["blocks"]]
    assert values == [None, "start"]


def test_a_pushed_modal_knows_those_below_it(slack: LocalSlack, asker: Person) -> None:
    first, second, third = (
        _open(slack, asker, _modal(_input("x")), method)["view"]
        for method in ("views.open", "views.push", "views.push")
    )

    assert [view["previous_view_id"] for view in (first, second, third)] == [None, first["id"], second["id"]]
    assert {view["root_view_id"] for view in (first, second, third)} == {first["id"]}


def test_an_update_keeps_what_was_typed_where_the_ids_are_still_there(slack: LocalSlack, asker: Person) -> None:
    named = _input("kept") | {"block_id": "kept"}
    view = _open(slack, asker, _modal(named, _input("lost")))["view"]
    asker.fills("field", "typed")
    updated = _call(slack, "views.update", view_id=view["id"], view=_modal(named, _input("lost")))["view"]

    values = [updated["state"]["values"][block["block_id"]]["field"]["value"] for block in updated["blocks"]]
    assert values == ["typed", None]


def test_a_modal_is_also_found_by_the_apps_own_id_which_is_unique(slack: LocalSlack, asker: Person) -> None:
    view = _modal(_input("x"), external_id="ours")
    _open(slack, asker, view)

    assert _open(slack, asker, view, "views.push")["error"] == "duplicate_external_id"
    assert _call(slack, "views.update", external_id="ours", view=view)["ok"] is True
    assert _call(slack, "views.update", external_id="theirs", view=view)["error"] == "not_found"
    assert _call(slack, "views.update", view=view)["error"] == "invalid_arguments"


def test_a_view_that_is_too_large_or_no_object_is_refused(slack: LocalSlack, asker: Person) -> None:
    large = _modal(*({"type": "section", "text": _plain("x" * 3000)} for _ in range(100)))

    assert _open(slack, asker, large)["error"] == "view_too_large"
    assert _call(slack, "views.publish", user_id=asker.id, view="oops")["error"] == "invalid_arguments"


def test_a_modal_with_a_required_field_empty_is_not_submitted(slack: LocalSlack, asker: Person) -> None:
    _open(slack, asker, _modal(_input("what"), _input("why") | {"optional": True}))
    with Counterpart() as app:
        slack.deliver_to(app.url)
        with pytest.raises(AssertionError, match="what"):
            asker.submits()
        assert app.requests == []
        asker.fills("field", "606")
        asker.submits()

    assert asker.modal is None


def test_a_submission_can_be_answered_with_another_modal_on_top(slack: LocalSlack, asker: Person) -> None:
    _open(slack, asker, _modal({"type": "divider"}, title=_plain("below")))
    with _answering({"response_action": "push", "view": _modal({"type": "divider"}, title=_plain("above"))}) as app:
        slack.deliver_to(app.url)
        asker.submits()

    asker.sees("above")
    asker.closes()
    asker.sees("below")


def test_a_submission_can_be_answered_with_an_update(slack: LocalSlack, asker: Person) -> None:
    _open(slack, asker, _modal({"type": "divider"}, title=_plain("before")))
    with _answering({"response_action": "update", "view": _modal(_input("x"), title=_plain("after"))}) as app:
        slack.deliver_to(app.url)
        asker.submits()

    asker.sees("after")
    asker.sees_no("before")


@pytest.mark.parametrize(("asks", "sent"), [(True, ["view_closed"]), (False, [])])
def test_closing_a_modal_is_told_where_it_asks_for_that(
    slack: LocalSlack, asker: Person, *, asks: bool, sent: list[str]
) -> None:
    _open(slack, asker, _modal(_input("x"), notify_on_close=asks))
    with Counterpart() as app:
        slack.deliver_to(app.url)
        asker.closes()

    assert asker.modal is None
    assert [delivery.payload["type"] for delivery in slack.deliveries] == sent
