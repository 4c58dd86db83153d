"""The buttons under an answer, pressed: signed requests in, what goes to the response URL out."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING, Any

import pytest

from tests.harness.server import Server, actions, texts

if TYPE_CHECKING:
    from tests.harness.fake_slack import FakeSlack

_WAIT = 5


@pytest.fixture(autouse=True)
def _nothing_left(slack: FakeSlack) -> None:
    while not slack.responses.empty():
        slack.responses.get_nowait()


def _pressed(
    server: Server, slack: FakeSlack, message: dict[str, Any], name: str, *, ephemeral: bool = True
) -> dict[str, Any]:
    server.press(actions(message)[name], slack.response_url(), ephemeral=ephemeral)
    return slack.responses.get(timeout=_WAIT)


def test_a_candidate_that_is_picked_replaces_the_list_with_its_explanation(server: Server, slack: FakeSlack) -> None:
    listed = server.command("MEMBERS_FULL")
    assert {"open:606", "open:704"} <= set(actions(listed))

    opened = _pressed(server, slack, listed, "open:704")

    assert opened["replace_original"] is True
    assert "704 · " in texts(opened)


def test_back_returns_to_the_list_that_an_entry_was_opened_from(server: Server, slack: FakeSlack) -> None:
    listed = server.command("601,602 603")
    opened = _pressed(server, slack, listed, "open:602")

    returned = _pressed(server, slack, opened, "back")

    assert returned["blocks"] == listed["blocks"]


def test_see_also_opens_in_place_and_leads_on(server: Server, slack: FakeSlack) -> None:
    opened = _pressed(server, slack, server.command("606"), "open:607")

    assert "607 · " in texts(opened)
    assert "open:606" in actions(opened)


def test_a_family_is_chosen_from_the_menu_and_an_entry_opened_from_it(server: Server, slack: FakeSlack) -> None:
    menu = actions(server.command("list"))["family"]
    option = next(option for option in menu["options"] if option["text"]["text"] == "群组")
    server.press({"type": "static_select", "action_id": "family", "selected_option": option}, slack.response_url())
    family = slack.responses.get(timeout=_WAIT)
    opened = _pressed(server, slack, family, "open:606")

    assert "606 · 群组已满" in texts(opened)
    assert _pressed(server, slack, opened, "back")["blocks"] == family["blocks"]


def test_share_posts_the_answer_for_everyone_and_names_who_asked(server: Server, slack: FakeSlack) -> None:
    public = _pressed(server, slack, server.command("群组满了"), "share")
    confirmation = slack.responses.get(timeout=_WAIT)

    assert (public["response_type"], public["replace_original"]) == ("in_channel", False)
    assert "<@U1>" in texts(public)
    assert "“群组满了”" in texts(public)
    assert not {"share", "dismiss", "back"} & set(actions(public))
    assert (confirmation["replace_original"], confirmation["text"]) == (True, "已分享到频道。")


def test_a_press_under_a_shared_answer_opens_privately(server: Server, slack: FakeSlack) -> None:
    public = _pressed(server, slack, server.command("606"), "share")
    slack.responses.get(timeout=_WAIT)

    opened = _pressed(server, slack, public, "open:607", ephemeral=False)

    assert (opened["response_type"], opened["replace_original"]) == ("ephemeral", False)


def test_dismiss_removes_the_answer(server: Server, slack: FakeSlack) -> None:
    assert _pressed(server, slack, server.command("606"), "dismiss")["delete_original"] is True


@pytest.mark.parametrize("value", ["", "not json", "[]", '{"l":"fr"}', '{"l":"zh","c":"606"}', '{"l":"zh","n":"all"}'])
def test_a_value_that_an_older_version_made_leads_to_the_families(server: Server, slack: FakeSlack, value: str) -> None:
    server.press({"type": "button", "action_id": "open:606", "value": value}, slack.response_url())

    assert "共 70 个错误码" in texts(slack.responses.get(timeout=_WAIT))


def test_a_button_of_a_code_that_left_the_table_says_so(server: Server, slack: FakeSlack) -> None:
    server.press({"type": "button", "action_id": "open:9", "value": '{"l":"en","c":9}'}, slack.response_url())
    told = slack.responses.get(timeout=_WAIT)

    assert told["text"] == "Code 9 is no longer in the table. Look it up again."


def test_a_response_url_out_of_reach_is_logged_and_breaks_nothing(server: Server) -> None:
    before = len(server.lines())
    server.press(actions(server.command("606"))["dismiss"], "http://127.0.0.1:9/gone")

    for _ in range(100):
        events = [line["event"] for line in server.lines()[before:]]
        if "untold" in events:
            break
        time.sleep(0.1)
    assert (events.count("failed"), events.count("untold")) == (1, 1)
    assert server.command("606")["blocks"]
