"""What a person sees, presses, chooses and fills in."""

from __future__ import annotations

import json
from itertools import starmap
from typing import TYPE_CHECKING, Any

import pytest

from local_slack.controls import controls, listed, named
from local_slack.errors import ResponseError, ScreenError, WaitError
from local_slack.state import Channel, Message, Workspace
from tests.harness.counterpart import Counterpart
from tests.local_slack.app import actions, button, call, container, modal, plain

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person

SEARCH = {"type": "external_select", "action_id": "search", "min_query_length": 0}
CHANNEL = {"type": "conversations_select", "action_id": "channel"}
FEEDBACK = {"positive": "👍 Good", "negative": "👎 Not it"}
OPTIONS = [{"text": {"type": "plain_text", "text": f"option {number}"}, "value": str(number)} for number in (1, 12)]


def _message(*blocks: dict[str, Any]) -> Message:
    return Message(Channel("C1", "support"), "1.1", "U1", "x", Workspace("helper").with_ids(blocks))


def _sent(slack: LocalSlack) -> dict[str, Any]:
    action: dict[str, Any] = slack.deliveries[-1].payload["actions"][0]
    return action


def test_a_button_in_a_container_is_found_in_its_block() -> None:
    message = _message(actions(button("outside")), container(actions(button("inside"))))
    outside, inside = controls(message, "U1")

    assert (outside.action_id, inside.action_id) == ("outside", "inside")
    assert inside.block is message.blocks[1]["child_blocks"][0]
    assert len({outside.block_id, inside.block_id, message.blocks[1]["block_id"]}) == 3


def test_buttons_with_one_label_are_told_apart_by_their_keys() -> None:
    found = list(controls(_message(actions(button("open:a:7", "Open"), button("list:all", "Open"))), "U1"))

    assert listed(found) == "Open (a:7), Open (all)"
    assert named("a:7", found) is found[0]
    assert named("list:all", found) is found[1]
    assert named("Ope", found) is found[0]
    assert named("other", found) is None


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("settings", "c"),
        ("[Settings]", "c"),
        ("all notes", "a"),
        ("[All notes (1)]", "a"),
        ("share in", "b"),
        ("channel", "b"),
        ("open (7)", "open:7"),
        ("🗑", "e"),
        ("remove THIS", "e"),
        ("...", None),
    ],
)
def test_a_label_is_typed_as_people_type_it(typed: str, meant: str | None) -> None:
    labels = {"a": "All notes (1)", "b": "Share in channel", "s": "Settings of a channel", "c": "Settings"}
    shown = [*labels.items(), ("open:7", "Open"), ("e", "🗑 Remove this answer")]
    found = named(typed, list(controls(_message(actions(*starmap(button, shown))), "U1")))

    assert (found.action_id if found else None) == meant


def test_a_control_is_shown_to_its_users_only() -> None:
    message = _message(actions(button("a", visible_to_user_ids=["U1"])))

    assert [len(list(controls(message, user))) for user in ("U1", "U2")] == [1, 0]


def test_a_press_sends_the_buttons_value_or_a_forged_one(slack: LocalSlack, support: Channel, asker: Person) -> None:
    call(slack, "chat.postMessage", channel=support.id, text="x", blocks=[actions(button("go", "Go", value="true"))])

    asker.presses("Go")
    assert (_sent(slack)["action_id"], _sent(slack)["value"]) == ("go", "true")
    asker.presses("go", value="forged")
    assert _sent(slack)["value"] == "forged"
    with pytest.raises(ScreenError, match=r"There is nothing called 'stop' here\. You can press: Go"):
        asker.presses("stop")


def test_both_feedback_buttons_are_pressed_by_their_labels(slack: LocalSlack, support: Channel, asker: Person) -> None:
    thumbs = {f"{name}_button": {"text": plain(label), "value": name} for name, label in FEEDBACK.items()}
    element = {"type": "feedback_buttons", "action_id": "thumbs", **thumbs}
    block = {"type": "context_actions", "elements": [element]}
    call(slack, "chat.postMessage", channel=support.id, text="x", blocks=[block])

    assert listed(asker.controls()) == "👍 Good, 👎 Not it"
    for typed, value in (("👍", "positive"), ("👎", "negative"), ("not it", "negative"), ("thumbs", "positive")):
        asker.presses(typed)
        assert (_sent(slack)["type"], _sent(slack)["action_id"]) == ("feedback_buttons", "thumbs")
        assert _sent(slack)["value"] == value


def test_options_come_from_the_app_and_from_the_channels(slack: LocalSlack, asker: Person) -> None:
    view = modal(actions(SEARCH, CHANNEL))
    call(slack, "views.open", trigger_id=slack.workspace.new_trigger(asker.id), view=view)
    with Counterpart(body=json.dumps({"options": OPTIONS}).encode(), kind="application/json") as app:
        slack.deliver_to(app.url)
        assert asker.suggestions("search", "opt") == OPTIONS
        asker.chooses("search", "option 1", typed="opt")
        assert _sent(slack)["selected_option"]["value"] == "1"
        asker.chooses("search", "12", typed="opt")
        assert _sent(slack)["selected_option"]["value"] == "12"
        asker.chooses("channel", "support")
        with pytest.raises(ScreenError, match=r"There is no option 'x'\. You can choose: support"):
            asker.chooses("channel", "x")

    assert _sent(slack)["selected_conversation"] == slack.channel("support").id
    asker.sees("> option 12")
    asker.sees("> #support")


@pytest.mark.parametrize(
    ("status", "options", "sentence"),
    [(500, [], "The app gives no options"), (200, OPTIONS * 51, "Slack would refuse these options: .*at most 100")],
)
def test_bad_options_are_an_error(
    slack: LocalSlack, asker: Person, status: int, options: list[object], sentence: str
) -> None:
    call(slack, "views.open", trigger_id=slack.workspace.new_trigger(asker.id), view=modal(actions(SEARCH)))
    with Counterpart(status, body=json.dumps({"options": options}).encode(), kind="application/json") as app:
        slack.deliver_to(app.url)
        with pytest.raises(ResponseError, match=sentence):
            asker.suggestions("search", "opt")


def test_what_is_not_seen_is_an_error(support: Channel, asker: Person) -> None:
    asker.says("606", support)

    with pytest.raises(ScreenError, match=r"asker does not see '607', but:\n606"):
        asker.sees("607", within=0.05)
    with pytest.raises(ScreenError, match=r"asker sees '606':\n606"):
        asker.sees_no("606")
    with pytest.raises(ScreenError, match="The manifest has no global shortcut explain"):
        asker.uses_shortcut("explain")


def test_a_wait_ends_with_an_error(slack: LocalSlack) -> None:
    with pytest.raises(WaitError, match=r"Waited 0\.05 seconds for nothing"):
        slack.wait_for(lambda: False, "nothing", within=0.05)


def test_a_tab_of_the_app_is_opened(slack: LocalSlack, asker: Person) -> None:
    asker.opens_home()
    asker.opens_messages()
    slack.settle()

    assert [delivery.payload["event"]["tab"] for delivery in slack.deliveries] == ["home", "messages"]
