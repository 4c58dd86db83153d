"""Signed requests with payloads that Slack would never send."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

from local_slack import payloads
from local_slack.delivery import encode, sign
from tests.harness import plain_http
from tests.harness.installed import LocalSlack
from tests.harness.mutations import broken, mutations
from tests.harness.server import connected

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    import httpx

    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.server import Server

Delivered = tuple[str, dict[str, Any]]


def _command(asker: Person, support: Channel) -> None:
    asker.types("/imerr 606", support)


def _mention(asker: Person, support: Channel) -> None:
    asker.says("@imerr 606", support, files=[{"preview": "type: 606"}], attachments=[{"text": "606", "fields": []}])
    asker.sees("606 · ")


def _correction(asker: Person, _: Channel) -> None:
    asker.edits(asker.dm("606"), "607")
    asker.sees("607 · ")


def _press(asker: Person, support: Channel) -> None:
    asker.types("/imerr 606", support)
    asker.presses("open:607")


def _public_press(asker: Person, support: Channel) -> None:
    asker.says("@imerr 606", support)
    asker.presses("open:607", on=asker.sees("606 · "))


def _share(asker: Person, support: Channel) -> None:
    asker.types("/imerr 606", support)
    asker.presses("share")


def _delete(asker: Person, support: Channel) -> None:
    asker.says("@imerr 606", support)
    asker.presses("delete", on=asker.sees("606 · "))


def _look_up(asker: Person) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")


def _shortcut(asker: Person, _: Channel) -> None:
    _look_up(asker)


def _suggestion(asker: Person, _: Channel) -> None:
    _look_up(asker)
    asker.suggestions("lookup", "606")


def _modal_press(asker: Person, _: Channel) -> None:
    _look_up(asker)
    asker.chooses("lookup", "606", typed="606")


def _submission(asker: Person, support: Channel) -> None:
    _modal_press(asker, support)
    asker.sees("为什么发生")
    asker.chooses("channel", support.name)
    asker.submits()


def _message_shortcut(asker: Person, support: Channel) -> None:
    asker.uses_shortcut("explain_error", on=asker.says("type: 606", support))


def _home(asker: Person, _: Channel) -> None:
    asker.opens_home()
    asker.sees("查一个错误")


def _search(asker: Person, support: Channel) -> None:
    _home(asker, support)
    asker.fills("home_search", "606")


KINDS: dict[str, tuple[str, Callable[[Person, Channel], None]]] = {
    "command": ("/imerr", _command),
    "mention": ("app_mention", _mention),
    "correction": ("message", _correction),
    "home": ("app_home_opened", _home),
    "press": ("block_actions", _press),
    "press under a public answer": ("block_actions", _public_press),
    "share": ("block_actions", _share),
    "delete": ("block_actions", _delete),
    "press in a modal": ("block_actions", _modal_press),
    "search": ("block_actions", _search),
    "suggestion": ("block_suggestion", _suggestion),
    "submission": ("view_submission", _submission),
    "shortcut": ("shortcut", _shortcut),
    "message shortcut": ("message_action", _message_shortcut),
}


def _type_of(payload: dict[str, Any]) -> str:
    return str(payload.get("event", {}).get("type") or payload.get("type") or payload.get("command"))


def _delivered(slack: LocalSlack, kind: str, asker: Person, support: Channel) -> Delivered:
    """Return the last request of its type that Slack sent after a user's action."""
    wanted, does = KINDS[kind]
    does(asker, support)
    slack.settle()
    of_kind = [each for each in slack.deliveries if _type_of(dict(each.payload)) == wanted]
    return of_kind[-1].kind, dict(of_kind[-1].payload)


def _send(client: httpx.Client, server: Server, kind: str, payload: dict[str, Any]) -> httpx.Response:
    body, content_type = encode(kind, payload)
    return client.post(f"{server.url}/slack/events", content=body, headers={"Content-Type": content_type, **sign(body)})


@pytest.mark.parametrize("kind", KINDS)
def test_no_value_in_any_field_breaks_anything(
    slack: LocalSlack, server: Server, support: Channel, asker: Person, kind: str
) -> None:
    sent, payload = _delivered(slack, kind, asker, support)
    before = len(server.lines())
    wrong: list[str] = []
    with plain_http.Client(timeout=10) as client:
        for name, mutated in mutations(payload):
            if sent == "command" and not all(
                isinstance(value, str) and value.isprintable() for value in mutated.values()
            ):
                # A form has only printable strings.
                continue
            status = _send(client, server, sent, mutated).status_code
            if status not in {200, 400, 404}:
                wrong.append(f"{name}: {status}")
    slack.settle()
    logged = server.lines()[before:]

    assert wrong == []
    # A call that Slack refused is logged with its error code, in lower case; any other exception is imerr's fault.
    broke = [line for line in logged if "exception" in line and not str(line.get("reason", "A")).islower()]
    assert broke == []
    assert any(line["event"] == "malformed" for line in logged)


_NO_SHAPE: list[tuple[str, tuple[str | int, ...], object, str]] = [
    ("command", ("user_id",), "nobody <!channel>", "user_id"),
    ("mention", ("event",), "x", "event"),
    ("mention", ("event", "ts"), "soon", "event.ts"),
    ("mention", ("event", "blocks"), "x", "event.blocks"),
    ("mention", ("event", "files"), [None], "event.files.0"),
    ("correction", ("event", "message"), [], "event.message"),
    ("home", ("event", "user"), None, "event.user"),
    ("press", ("actions",), None, "actions"),
    ("press", ("user",), {}, "user.id"),
    ("press", ("container",), None, "container"),
    ("press", ("response_url",), 7, "response_url"),
    ("press in a modal", ("view", "id"), [], "view.id"),
    ("suggestion", ("user", "id"), 7, "user.id"),
    ("submission", ("response_urls",), [{}], "response_urls.0.response_url"),
    ("shortcut", ("trigger_id",), None, "trigger_id"),
    ("message shortcut", ("message",), None, "message"),
]


@pytest.mark.parametrize("case", _NO_SHAPE, ids=lambda case: f"{case[0]}: {case[3]}")
def test_a_malformed_payload_is_refused_logged_and_not_answered(
    slack: LocalSlack,
    server: Server,
    support: Channel,
    asker: Person,
    case: tuple[str, tuple[str | int, ...], object, str],
) -> None:
    kind, at, instead, field = case
    sent, payload = _delivered(slack, kind, asker, support)
    lines, calls = len(server.lines()), len(slack.calls)
    with plain_http.Client(timeout=10) as client:
        response = _send(client, server, sent, broken(payload, at, instead))
    slack.settle()

    assert (response.status_code, list(response.json())) == (400, ["error"])
    (logged,) = server.lines()[lines:]
    assert (logged["event"], logged["field"], "exception" in logged) == ("malformed", field, False)
    assert len(slack.calls) == calls


def test_a_malformed_event_is_not_retried(slack: LocalSlack, asker: Person, support: Channel) -> None:
    _, payload = _delivered(slack, "mention", asker, support)
    before = len(slack.deliveries)
    slack.start(slack.deliverer.send_event(broken(payload, ("event", "ts"), None)))
    slack.settle()

    assert len(slack.deliveries) == before + 1


def test_a_press_without_a_message_is_malformed(slack: LocalSlack, server: Server, asker: Person) -> None:
    message = asker.dm("606")
    pressed = payloads.message_press(asker.user, message, {"action_id": "back"}, "1.2.3", "http://127.0.0.1:9/")
    del pressed["container"]
    with plain_http.Client(timeout=10) as client:
        assert _send(client, server, "interaction", pressed).status_code == 400
    slack.settle()


def test_socket_mode_refuses_and_logs_as_well(table_path: Path, tmp_path: Path) -> None:
    with LocalSlack() as slack, connected(table_path, slack, tmp_path / "log") as server:
        slack.wait_connected()
        support = slack.channel("support")
        mention = payloads.mention_event(slack.person("asker", channels=[support]).says("606", support))
        before = len(slack.calls)
        slack.run(slack.deliverer.send("event", payloads.event(slack.workspace, mention | {"files": [7]})))
        lines = server.lines()

        assert [line["field"] for line in lines if line["event"] == "malformed"] == ["event.files.0"]
        assert not any("exception" in line for line in lines)
        assert len(slack.calls) == before
