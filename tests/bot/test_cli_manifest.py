"""`imerr manifest`, as it is typed."""

from __future__ import annotations

import json

import pytest
from click.testing import CliRunner

from bot.cli import main
from tests.harness.starts import ROOT
from tests.harness.terminal import Shell

SHIPPED = (ROOT / "manifest.json").read_text(encoding="utf-8")


@pytest.fixture(scope="module")
def shell(tmp_path_factory: pytest.TempPathFactory) -> Shell:
    folder = tmp_path_factory.mktemp("cwd")
    return Shell(folder, folder / "no table")


def addresses(node: object, at: str = "") -> dict[str, str]:
    """Return the places of all addresses in a manifest."""
    if isinstance(node, dict):
        return {place: url for key, value in node.items() for place, url in addresses(value, f"{at}/{key}").items()}
    if isinstance(node, list):
        return {
            place: url for index, value in enumerate(node) for place, url in addresses(value, f"{at}/{index}").items()
        }
    return {at: node} if isinstance(node, str) and "://" in node else {}


def test_the_shipped_manifest_is_printed_for_socket_mode(shell: Shell) -> None:
    ended = shell.piped("manifest")

    assert (ended.status, ended.out, ended.err) == (0, SHIPPED, "")
    assert json.loads(ended.out)["settings"]["socket_mode_enabled"] is True
    assert addresses(json.loads(ended.out)) == {}


@pytest.mark.parametrize(
    ("typed", "address"),
    [
        ("https://imerr.example.com", "https://imerr.example.com/slack/events"),
        ("https://10.0.0.1:8443", "https://10.0.0.1:8443/slack/events"),
        ("HTTPS://Imerr.example.com", "https://Imerr.example.com/slack/events"),
    ],
)
def test_an_address_gives_the_manifest_for_http(shell: Shell, typed: str, address: str) -> None:
    ended = shell.piped("manifest", "--url", typed)
    printed = json.loads(ended.out)

    assert ended.status == 0
    assert printed["settings"]["socket_mode_enabled"] is False
    redirect = {"/oauth_config/redirect_urls/0": address.replace("/slack/events", "/slack/oauth_redirect")}
    assert addresses(printed) == redirect | dict.fromkeys(
        (
            "/features/slash_commands/0/url",
            "/settings/event_subscriptions/request_url",
            "/settings/interactivity/request_url",
            "/settings/interactivity/message_menu_options_url",
        ),
        address,
    )


def test_nothing_but_addresses_and_mode_differs_over_http(shell: Shell) -> None:
    printed = json.loads(shell.piped("manifest", "--url", "https://imerr.example.com").out)
    del printed["features"]["slash_commands"][0]["url"]
    del printed["settings"]["event_subscriptions"]["request_url"]
    for name in ("request_url", "message_menu_options_url"):
        del printed["settings"]["interactivity"][name]
    del printed["oauth_config"]["redirect_urls"]
    printed["settings"]["socket_mode_enabled"] = True

    assert printed == json.loads(SHIPPED)


@pytest.mark.parametrize(
    ("typed", "reason"),
    [
        ("http://imerr.example.com", "has to begin with https://: Slack sends nothing over plain http."),
        (
            "https://imerr.example.com/",
            "without a slash or a path, like https://imerr.example.com: imerr adds /slack/events.",
        ),
        ("https://imerr.example.com/slack/events", "without a slash or a path, like https://imerr.example.com: "),
        ("https://imerr.example.com?x=1", "without a slash or a path, like https://imerr.example.com: "),
        ("https://imerr.example.com#x", "without a slash or a path, like https://imerr.example.com: "),
        ("imerr.example.com", "has to be an address like https://imerr.example.com."),
        ("ftp://imerr.example.com", "has to be an address like https://imerr.example.com."),
        ("https://", "has to be an address like https://imerr.example.com."),
        ("https://YOUR HOST", "has to be an address like https://imerr.example.com."),
        ("https://host:port", "has to be an address like https://imerr.example.com."),
        ("https://me:secret@host", "has to be an address like https://imerr.example.com."),
        ("https://[::1", "has to be an address like https://imerr.example.com."),
        ("https://a\n.example.com", "has to be an address like https://imerr.example.com."),
        ("", "has to be an address like https://imerr.example.com."),
    ],
)
def test_a_wrong_address_gets_a_sentence(typed: str, reason: str) -> None:
    ended = CliRunner().invoke(main, ["manifest", "--url", typed])

    assert (ended.exit_code, ended.stdout) == (2, "")
    assert ended.stderr.startswith("imerr: --url has to ")
    assert reason in ended.stderr
    assert ended.stderr.endswith(f" It is {typed!r}.\n")


def test_watching_adds_the_events_of_channels(shell: Shell) -> None:
    plain, watching = json.loads(SHIPPED), json.loads(shell.piped("manifest", "--watching").out)
    events = [each["settings"]["event_subscriptions"]["bot_events"] for each in (plain, watching)]
    optional = [set(each["oauth_config"]["scopes"]["bot_optional"]) for each in (plain, watching)]

    assert set(events[1]) - set(events[0]) == {"message.channels", "message.groups"}
    assert optional[0] - optional[1] == {"channels:history", "groups:history"}
    assert (
        "https://imerr.example.com/slack/events"
        in shell.piped("manifest", "--watching", "--url", "https://imerr.example.com").out
    )
