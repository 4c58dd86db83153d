"""`/imerr` typed in Slack: a signed HTTP request to the running server."""

from __future__ import annotations

import json
import re
from typing import TYPE_CHECKING, Any
from urllib.parse import urlencode

import pytest

from bot.card import platform_title
from local_slack.delivery import sign
from tests.harness.server import Server, actions, command_form, texts

if TYPE_CHECKING:
    from db.catalog import Catalog
    from local_slack import LocalSlack


def _header(message: dict[str, Any]) -> str:
    return next(str(block["text"]["text"]) for block in message["blocks"] if block["type"] == "header")


@pytest.mark.parametrize(
    ("typed", "header"),
    [
        ("603", "603 · "),
        (" 603 ", "603 · "),
        ("#603", "603 · "),
        ("错误码603", "603 · "),
        ("code:603", "603 · "),
        ("６０３", "603 · "),
        ("-2", "-2 · "),
        ("−2", "-2 · "),
        ("0", "0 · "),
        ("err603", "603 · "),
        ("type=39", "39 · "),
        ("[501]", "501 · "),
        ("GROUP_MEMBERS_FULL", "606 · "),
        ("group_members_full", "606 · "),
        ("group members full", "606 · "),
        ("group-members-full", "606 · "),
        ("WEBIM_CONNECTION_DISCONNECTED", "16 · "),
        ("WEBIM_CONNCTION_DISCONNECTED", "16 · "),
        ("GROUP_MEMBRS_FUL", "606 · "),
        ("WEBSOCKET_DISCONNECTED", "510 · "),
        ("群组满了", "606 · "),
    ],
)
def test_each_way_to_name_an_error_is_answered_in_the_response(server: Server, typed: str, header: str) -> None:
    message = server.command(typed)

    assert _header(message).startswith(header)
    assert message["response_type"] == "ephemeral"


def test_an_explanation_says_what_why_and_what_to_do(server: Server) -> None:
    read = texts(server.command("606"))

    for expected in (
        "606 · 群组已满",
        "GROUP_MEMBERS_FULL",
        "最可能的原因",
        "怎么办",
        "群主或群管理员：",
        "704 聊天室已满：",
        "小程序 / Web 4.x",
    ):
        assert expected in read


def test_several_codes_are_listed_in_the_order_of_the_text(server: Server) -> None:
    message = server.command("601,602 603")

    assert [name for name in actions(message) if name.startswith("open")] == ["open:601", "open:602", "open:603"]
    assert _header(message) == "这段内容说到了 3 个错误"


def test_an_unknown_code_is_called_so_with_its_neighbours(server: Server) -> None:
    message = server.command("616")

    assert _header(message) == "小程序 / Web 4.x 没有错误码 616"
    assert set(actions(message)) == {"open:607", "open:609", "open:608", "families", "dismiss"}


def test_a_number_of_a_constant_is_not_called_missing(server: Server) -> None:
    message = server.command("202 --en")

    assert _header(message) == "Mini-program / Web 4.x never raises 202"
    assert "On each platform this number is:" in texts(message)
    assert {"open:202", "open:native:202", "open:web5:202"} <= set(actions(message))


def test_such_a_number_is_told_beside_an_answer(server: Server) -> None:
    said = texts(server.command("login fails with 204 and then 202"))

    assert "Also in the text, but never raised on Mini-program / Web 4.x: 202." in said
    assert "Web SDK 5: 202 is “Login authentication failed”" in said


def test_an_unanswerable_question_gets_examples(server: Server) -> None:
    message = server.command("qwertyuiop zxcvbnm")

    assert _header(message) == "No error in the table fits this"
    assert "/imerr group is full" in texts(message)


@pytest.mark.parametrize(
    ("typed", "heading"),
    [
        ("603", "最可能的原因"),
        ("603 --en", "Most likely cause"),
        ("--en 603", "Most likely cause"),
        ("what is 603", "Most likely cause"),
        ("what is 603 --zh", "最可能的原因"),
        ("PERMISSION_DENIED", "最可能的原因"),
    ],
)
def test_the_answer_is_in_the_language_of_the_question(server: Server, typed: str, heading: str) -> None:
    assert heading in texts(server.command(typed))


@pytest.mark.parametrize("typed", ["", "  ", "help", "HELP", "帮助", "？", "hi", "你好！"])
def test_help_shows_what_can_be_typed(server: Server, typed: str) -> None:
    read = texts(server.command(typed))

    for expected in ("/imerr 603", "/imerr 群组满了", "/imerr list"):
        assert expected in read


@pytest.mark.parametrize("typed", ["list group", "list groups", "list Groups", "list 群组", "列表 群组"])
def test_a_family_can_be_listed_by_its_id_or_title(server: Server, catalog: Catalog, typed: str) -> None:
    opened = [name for name in actions(server.command(typed)) if name.startswith("open")]

    assert opened == [f"open:{entry.key}" for entry in catalog.by_family["group"]]
    assert opened[:6] == [f"open:{code}" for code in (601, 602, 605, 606, 607, 608)]


@pytest.mark.parametrize("family", ["group", "file", "legacy"])
def test_a_family_has_its_codes_on_every_platform(server: Server, catalog: Catalog, family: str) -> None:
    message = server.command(f"list {family} --en")
    entries = [entry for entry in catalog.entries if entry.family == family]
    rows = [str(block["text"]["text"]) for block in message["blocks"] if block["type"] == "section"]

    assert _header(message).endswith(f" · {len(entries)} codes")
    for entry in entries:
        row = next(row for row in rows if f"*  {entry.title.en}\n" in row)
        # The first line of a row has the title, the second the constant and platform of the same number.
        first, second, *further = row.splitlines()
        places = [(first, second), *(line.split(" · ") for line in further)]
        assert any(
            str(entry.code) in re.findall(r"-?\d+", codes) and platform_title(catalog, entry, "en") in where
            for codes, where in places
        )


def test_list_shows_every_family_with_a_button(server: Server, catalog: Catalog) -> None:
    message = server.command("list")

    rest = len(catalog.own) - catalog.size
    assert f"共 {catalog.size} 种错误，另有 {rest} 个不会收到的常量" in texts(message)
    codes = sum(not entry.behaviour.is_raised for entry in catalog.entries)
    assert f"不会收到的常量* · {codes} 个编号" in texts(message)
    opened = [name for name in actions(message) if name.startswith("family:")]
    assert opened == [f"family:{family.id}" for family in catalog.families]


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("list grp", "没有“grp”这个类别。是不是想找 group？全部类别：login、device、"),
        ("list grp --en", "There is no family “grp”. Did you mean group? The families are: login, device, "),
        ("list gruop --en", "There is no family “gruop”. Did you mean group? The families are: login, device, "),
        ("list qqq --en", "There is no family “qqq”. The families are: login, device, "),
    ],
)
def test_an_unknown_family_is_told_the_ids(server: Server, typed: str, said: str) -> None:
    assert said in texts(server.command(typed))


@pytest.mark.parametrize(
    ("typed", "said"),
    [
        ("settings", "这个 imerr 不保存工作区的设置"),
        ("settings --en", "This imerr keeps no settings"),
        ("设置", "不保存"),
    ],
)
def test_without_a_memory_there_are_no_settings(server: Server, typed: str, said: str) -> None:
    assert said in texts(server.command(typed))


def test_a_question_about_settings_stays_a_question(server: Server) -> None:
    assert "settings of a workspace" not in texts(server.command("settings of push fail --en"))


def test_list_followed_by_no_family_is_a_question(server: Server) -> None:
    assert _header(server.command("list 606")).startswith("606 · ")


def test_a_constant_with_a_word_left_out_is_offered(server: Server) -> None:
    message = server.command("EMErrorUserLoginAnotherDevice")

    assert "可能是这一个，不能确定" in texts(message)
    assert "open:native:206" in actions(message)


def test_echoed_text_can_neither_mention_nor_format(server: Server) -> None:
    message = server.command("type: 606 <!channel> <@U2> *bold* `code` <https://evil.example|here>\nsecond line")

    markup = [
        element["text"]
        for block in message["blocks"]
        for element in [*block.get("elements", []), block.get("text", {})]
        if element.get("type") == "mrkdwn"
    ]
    assert markup
    assert not [text for text in markup if "channel" in text or "evil" in text or "bold" in text]
    assert "<!channel>" not in message["text"]
    assert "<!channel>" in texts(message)


@pytest.mark.parametrize("typed", ["群组满了", "what is 606", "606"])
def test_a_cached_locale_saves_every_call_to_slack(server: Server, slack: LocalSlack, typed: str) -> None:
    server.command("606", user_id="UKNOWN")
    before = len(slack.calls)
    server.command(typed, user_id="UKNOWN")

    assert len(slack.calls) == before


def test_the_log_has_verdict_and_duration_but_not_the_text(server: Server) -> None:
    before = len(server.lines())
    server.command("一句只有日志才会泄露的话 606 secret-of-a-customer")

    lines = server.lines()[before:]
    assert [(line["event"], line["outcome"]) for line in lines] == [("command", lines[0]["outcome"])]
    assert 0 < lines[0]["ms"] < 1000
    assert "secret-of-a-customer" not in json.dumps(lines, ensure_ascii=False)


def test_a_command_as_long_as_slack_allows_is_answered(server: Server) -> None:
    message = server.command("群组满了 " * 8000)

    assert message["blocks"]


def test_an_unknown_command_is_refused_without_a_traceback(server: Server) -> None:
    body = b"command=%2Fother&text=606&team_id=T1&user_id=U1&channel_id=C1"
    response = server.post(body, {"Content-Type": "application/x-www-form-urlencoded", **sign(body)})

    assert (response.status_code, response.json()) == (404, {"error": "imerr does not listen for this request"})


def test_a_question_with_the_word_payload_in_it_is_answered(server: Server) -> None:
    assert server.command("payload of the message is too large, 511")["blocks"]


def test_a_header_of_bolts_own_changes_nothing(server: Server) -> None:
    body = urlencode(command_form("606")).encode()
    own = {"X-Slack-Bolt-Lazy-Only": "1", "X-Slack-Bolt-Lazy-Function-Name": "on_command"}
    response = server.post(body, {"Content-Type": "application/x-www-form-urlencoded", **sign(body), **own})

    assert (response.status_code, response.json()["response_type"]) == (200, "ephemeral")
