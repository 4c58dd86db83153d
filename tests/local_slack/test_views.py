"""Modals and App Homes: opened, changed, filled in and submitted."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import pytest

from local_slack.errors import ResponseError, ScreenError
from tests.harness.counterpart import Counterpart
from tests.local_slack.app import call, error, field, home, modal, plain, section

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person


def _open(slack: LocalSlack, asker: Person, view: dict[str, Any]) -> dict[str, Any]:
    return call(slack, "views.open", trigger_id=slack.workspace.new_trigger(asker.id), view=view)


def _answering(answer: dict[str, Any]) -> Counterpart:
    return Counterpart(body=json.dumps(answer).encode(), kind="application/json")


def test_a_trigger_opens_one_view_within_three_seconds(slack: LocalSlack, asker: Person) -> None:
    view = modal(section())
    first, second = slack.workspace.new_trigger(asker.id), slack.workspace.new_trigger(asker.id)

    assert call(slack, "views.open", trigger_id=first, view=view)["ok"] is True
    assert error(slack, "views.open", trigger_id=first, view=view) == "exchanged_trigger_id"
    assert error(slack, "views.open", trigger_id="never", view=view) == "invalid_trigger_id"
    slack.forward(4)
    assert error(slack, "views.open", trigger_id=second, view=view) == "expired_trigger_id"


def test_a_bad_view_is_refused(slack: LocalSlack, asker: Person) -> None:
    large = modal(*(section("x" * 3000) for _ in range(100)))

    assert _open(slack, asker, large)["error"] == "view_too_large"
    assert _open(slack, asker, home(section()))["error"] == "invalid_arguments"
    assert error(slack, "views.update", view_id="V404", view=modal(section())) == "not_found"
    assert error(slack, "views.publish", user_id=asker.id, view="oops") == "invalid_arguments"
    assert error(slack, "views.publish", user_id=asker.id, view=modal(section())) == "invalid_arguments"
    assert error(slack, "views.publish", user_id="U404", view=home(section())) == "user_not_found"


def test_a_home_is_published_and_replaced(slack: LocalSlack, asker: Person) -> None:
    first = call(slack, "views.publish", user_id=asker.id, view=home(section("before")))["view"]
    second = call(slack, "views.publish", user_id=asker.id, view=home(section("after")))["view"]

    assert first["id"] == second["id"]
    asker.sees("after")
    asker.sees_no("before")


def test_fields_start_with_their_initial_values(slack: LocalSlack, asker: Person) -> None:
    view = _open(slack, asker, modal(field("one"), field("two", initial_value="start")))["view"]

    values = [view["state"]["values"][block["block_id"]]["field"]["value"] for block in view["blocks"]]
    assert values == [None, "start"]


def test_an_update_keeps_the_values_of_the_same_fields(slack: LocalSlack, asker: Person) -> None:
    named = field("kept") | {"block_id": "kept"}
    view = _open(slack, asker, modal(named, field("lost")))["view"]
    asker.fills("field", "typed")
    updated = call(slack, "views.update", view_id=view["id"], view=modal(named, field("lost")))["view"]

    values = [updated["state"]["values"][block["block_id"]]["field"]["value"] for block in updated["blocks"]]
    assert values == ["typed", None]


def test_a_required_field_stops_a_submission(slack: LocalSlack, app: Counterpart, asker: Person) -> None:
    _open(slack, asker, modal(field("what"), field("why", optional=True)))
    with pytest.raises(ScreenError, match="what"):
        asker.submits()
    assert app.requests == []
    asker.fills("field", "606")
    asker.submits()

    assert asker.modal is None
    with pytest.raises(ScreenError, match="asker has nothing to submit"):
        asker.submits()


def test_a_submission_can_be_answered_with_an_update(slack: LocalSlack, asker: Person) -> None:
    _open(slack, asker, modal(section(), title=plain("before")))
    with _answering({"response_action": "update", "view": modal(field(), title=plain("after"))}) as app:
        slack.deliver_to(app.url)
        asker.submits()

    asker.sees("after")
    asker.sees_no("before")


@pytest.mark.parametrize(
    ("answer", "sentence"),
    [
        ({"response_action": "errors", "errors": {"b": "too short"}}, "refuses the submission: {'b': 'too short'}"),
        ({"response_action": "push"}, "push is not modelled here"),
    ],
)
def test_a_submission_can_fail(slack: LocalSlack, asker: Person, answer: dict[str, Any], sentence: str) -> None:
    _open(slack, asker, modal(section()))
    with _answering(answer) as app:
        slack.deliver_to(app.url)
        with pytest.raises(ResponseError, match=sentence):
            asker.submits()


def test_a_closed_modal_is_gone(slack: LocalSlack, asker: Person) -> None:
    _open(slack, asker, modal(section("606")))
    asker.sees("606")
    asker.closes()

    assert asker.modal is None
    asker.sees_no("606")
