"""imerr in many workspaces: installed from its page, with a token for each, until it is uninstalled."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

import httpx
import pytest
from sqlalchemy import text, update

from db.memory.tables import OAUTH_STATES
from local_slack.failures import refuses
from tests.harness.installed import LocalSlack
from tests.harness.workspaces import Scene, Stored, serving_many

if TYPE_CHECKING:
    from collections.abc import Iterator

    from tests.harness.databases import Files, Postgres


@pytest.fixture(scope="module")
def _many(place: Files | Postgres, table_path: Path, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    url, folder = place.empty(), tmp_path_factory.mktemp("many")
    with LocalSlack(retry_waits=(0.0, 0.5, 1.0, 2.0)) as slack:
        slack.workspace.token = ""
        with serving_many(slack, table_path, folder / "log", url) as server:
            slack.deliver_to(f"{server.url}/slack/events")
            yield Scene(slack, server, Stored(url))
    place.drop(url)


@pytest.fixture
def many(_many: Scene) -> Iterator[Scene]:
    _many.forget_the_log()
    yield _many
    _many.slack.stop_failing()
    _many.slack.server.oauth.token_seconds = 0
    _many.slack.settle()


def test_each_workspace_gets_its_own_answers_and_notes(many: Scene) -> None:
    checked = _checks_of_tokens(many)
    pair = many.workspace(), many.workspace()
    for each in pair:
        each.types("/imerr 603")
        each.ann.presses("add_note")
        many.slack.settle()
        each.ann.fills("note", f"only for {each.team}!")
        each.ann.submits()
    for each, other in (pair, pair[::-1]):
        read = each.types("/imerr 603")
        assert f"only for {each.team}!" in read
        assert f"only for {other.team}!" not in read
    assert ["507" in each.says("@imerr 507") for each in pair] == [True, True]
    assert many.events("failed") == []
    # Bolt's flow looks up the bot, and no request does.
    assert _checks_of_tokens(many) - checked == 2


def _checks_of_tokens(many: Scene) -> int:
    return sum(called.method == "auth.test" and bool(called.answer["ok"]) for called in many.slack.server.called)


def test_a_workspace_without_installation_is_told_so(many: Scene) -> None:
    stranger = many.workspace(installed=False)

    stranger.reads_that_it_is_not_installed()
    assert [line["team"] for line in many.events("no_installation")] == [stranger.team]
    assert [line for line in many.lines() if line["level"] == "error"] == []


@pytest.mark.parametrize("change", ["no cookie", "another cookie", "another state", "no state"])
def test_a_wrong_state_is_refused(many: Scene, change: str) -> None:
    workspace = many.workspace(installed=False)
    (button, cookie), (_, another) = many.begin(), many.begin()
    query = many.slack.approves(button, workspace.link)
    match change:
        case "no cookie":
            cookie = ""
        case "another cookie":
            cookie = another
        case "another state":
            query["state"] = another.partition("=")[2]
        case _:
            del query["state"]
    refused = many.finish(query, cookie)

    assert (refused.status_code, "invalid_browser" in refused.text) == (400, True)
    assert [line["reason"] for line in many.events("not_installed")] == ["invalid_browser"]
    assert (workspace.token, workspace.rows) == ("", [])


def test_a_state_is_used_once(many: Scene) -> None:
    workspace = many.workspace(installed=False)
    button, cookie = many.begin()
    first = many.finish(many.slack.approves(button, workspace.link), cookie)
    token = workspace.token
    second = many.finish(many.slack.approves(button, workspace.link), cookie)

    assert (first.status_code, second.status_code, "invalid_state" in second.text) == (200, 401, True)
    assert workspace.token == token != ""


def test_an_expired_state_is_refused(many: Scene) -> None:
    workspace = many.workspace(installed=False)
    button, cookie = many.begin()
    many.stored.execute(update(OAUTH_STATES).values(expires=0.0))
    refused = many.finish(many.slack.approves(button, workspace.link), cookie)

    assert (refused.status_code, "invalid_state" in refused.text) == (401, True)
    assert workspace.rows == []


@pytest.mark.parametrize(("error", "told"), [("bad_client_secret", "bad_client_secret"), ("not json", "unknown")])
def test_a_refusal_of_slacks_is_told_and_logged(many: Scene, error: str, told: str) -> None:
    workspace = many.workspace(installed=False)
    button, cookie = many.begin()
    many.slack.fail_next_calls("oauth.v2.access", refuses(error))
    query = many.slack.approves(button, workspace.link)
    refused = many.finish(query, cookie)

    assert (refused.status_code, "invalid_code" in refused.text) == (401, True)
    assert [line["reason"] for line in many.events("installation_refused")] == [told]
    assert query["code"] not in many.server.log.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("error", "read"),
    [
        ("access_denied", "The installation was cancelled. (access_denied)"),
        ("<script>alert(1)</script>", "Slack reports a failure. (unknown)"),
    ],
)
def test_somebody_who_cancels_reads_why(many: Scene, error: str, read: str) -> None:
    _, cookie = many.begin()
    page = many.finish({"error": error}, cookie).text

    assert read in page
    assert 'href="/slack/install"' in page
    assert "<script>" not in page


def test_an_install_page_without_database_says_so(many: Scene) -> None:
    many.stored.execute(text("ALTER TABLE oauth_states RENAME TO out_of_reach"))
    try:
        page = httpx.get(f"{many.server.url}/slack/install")
    finally:
        many.stored.execute(text("ALTER TABLE out_of_reach RENAME TO oauth_states"))

    assert (page.status_code, "The database of imerr is out of reach" in page.text) == (503, True)
    assert len(many.events("installations_away")) == 1


def test_an_uninstalled_app_leaves_no_tokens(many: Scene) -> None:
    stays, goes = many.workspace(), many.workspace()
    assert "606" in goes.types("/imerr 606")
    goes.link.uninstalls()
    many.slack.wait_for(lambda: goes.rows == [], "the removal of the tokens")
    many.slack.settle()

    assert len(stays.rows) == 1
    goes.reads_that_it_is_not_installed()
    assert [line["team"] for line in many.events("uninstalled")] == [goes.team]
    goes.install()
    assert "606" in goes.types("/imerr 606")


def test_an_uninstallation_is_made_good_after_an_outage(many: Scene) -> None:
    workspace = many.workspace()
    many.stored.execute(text("ALTER TABLE installations RENAME TO out_of_reach"))
    try:
        workspace.link.uninstalls()
        many.slack.wait_for(lambda: many.events("tokens_not_removed") != [], "a failed removal")
    finally:
        many.stored.execute(text("ALTER TABLE out_of_reach RENAME TO installations"))
    many.slack.wait_for(lambda: workspace.rows == [], "the removal of the tokens")


def test_tokens_are_encrypted_at_rest(many: Scene) -> None:
    workspace = many.workspace()
    (stored,) = workspace.rows

    assert workspace.token.startswith("xoxb-")
    assert workspace.token not in repr(stored)
    if many.stored.url.startswith("sqlite"):
        file = Path(many.stored.url.removeprefix("sqlite:///"))
        written = [path.read_bytes() for path in file.parent.glob(f"{file.name}*")]
        assert any(b"fernet:" in content for content in written)
        assert not any(workspace.token.encode() in content for content in written)


def test_a_token_is_refreshed_before_it_expires(many: Scene) -> None:
    many.slack.server.oauth.token_seconds = 3600
    workspace = many.workspace()
    first = workspace.token
    # The next one lasts long enough.
    many.slack.server.oauth.token_seconds = 43_200
    answers = [workspace.says("@imerr 606"), workspace.says("@imerr 603")]

    assert ["606" in answers[0], "603" in answers[1]] == [True, True]
    assert first != workspace.token
    assert len(many.events("token_refreshed")) == 1
    assert len(workspace.rows) == 1


def test_a_failed_refresh_leaves_the_good_token(many: Scene) -> None:
    many.slack.server.oauth.token_seconds = 3600
    workspace = many.workspace()
    many.slack.fail_next_calls("oauth.v2.access", refuses("internal_error"))

    assert "606" in workspace.says("@imerr 606")
    assert many.events("token_not_refreshed") != []


def test_a_share_finds_its_thread_with_a_new_token(many: Scene) -> None:
    workspace = many.workspace()
    message = workspace.link.person("bo").says("onError 606", workspace.desk)
    workspace.ann.uses_shortcut("explain_error", on=message)
    many.slack.settle()
    # As after a refresh, without the minute for which the old token is known.
    workspace.install()
    workspace.ann.presses("share")
    many.slack.settle()

    replies = workspace.link.workspace.thread(message)
    assert ["606" in workspace.ann.reads(reply) for reply in replies] == [True]


def test_it_is_ready_without_a_token_to_check(many: Scene) -> None:
    assert httpx.get(f"{many.server.url}/readyz").json()["ready"] is True
