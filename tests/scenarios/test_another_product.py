"""Slack with the table of another product: every door speaks of that product alone, in its one language."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot import trained_table
from local_slack.state import View
from tests.harness.installed import LocalSlack
from tests.harness.paylane import PAYLANE, foreign_in
from tests.harness.server import serving

if TYPE_CHECKING:
    from collections.abc import Iterator

    from local_slack.person import Person
    from local_slack.state import Channel


@pytest.fixture(scope="module")
def paylane(tmp_path_factory: pytest.TempPathFactory) -> Iterator[LocalSlack]:
    folder = tmp_path_factory.mktemp("paylane")
    trained_table.rebuild(folder / "imerr.sqlite3", PAYLANE)
    with (
        LocalSlack(retry_waits=(0.0, 0.2, 0.4)) as slack,
        serving(folder / "imerr.sqlite3", slack, folder / "log") as server,
    ):
        slack.deliver_to(f"{server.url}/slack/events")
        yield slack


@pytest.fixture
def desk(paylane: LocalSlack, request: pytest.FixtureRequest) -> Channel:
    return paylane.channel(f"desk-{request.node.nodeid}")


@pytest.fixture
def payer(paylane: LocalSlack, desk: Channel, request: pytest.FixtureRequest) -> Iterator[Person]:
    """A user whose Slack is in Chinese, which the table does not speak; nothing they see may be of the shipped product."""
    person = paylane.person(f"payer-{request.node.nodeid}", locale="zh-CN", channels=[desk])
    yield person
    paylane.settle()
    imerrs = [thing for thing in person.visible() if isinstance(thing, View) or thing.user != person.id]
    assert imerrs
    assert [(found, person.reads(thing)) for thing in imerrs if (found := foreign_in(person.reads(thing)))] == []


@pytest.mark.parametrize(
    ("typed", "expected"),
    [
        ("E100", "# E100 · Card declined"),
        ("e-100 --zh", "# E100 · Card declined"),
        ("E100-E102", "This text is about 3 errors"),
        ("AUTH-4 E199", "# AUTH-4 · API key lacks a permission"),
        ("E199", "# The code table has no E199"),
        ("the bank said no", "E100"),
        ("what is for lunch in the canteen", "the refund comes too late"),
        ("list", "# All 30 errors"),
        ("list pears", "There is no family “pears”. The families are: card, account, "),
        ("list payuot", "There is no family “payuot”. Did you mean payout? The families are: card, "),
        ("list payout", "# Payouts and refunds · 7 codes"),
        ("help", "/imerr E100"),
        ("你好", "# imerr: Paylane errors explained"),
    ],
)
def test_the_command_answers_for_the_product(payer: Person, desk: Channel, typed: str, expected: str) -> None:
    assert expected in payer.types(f"/imerr {typed}", desk)


def test_help_offers_no_other_language(payer: Person, desk: Channel) -> None:
    read = payer.types("/imerr help", desk)

    for expected in (
        "my card was declined",
        "CARD_DECLINED",
        "E101,AUTH-4",
        "list payout",
        '{error: "E107", message: "…"}',
    ):
        assert expected in read


def test_a_mention_is_answered_in_its_thread(paylane: LocalSlack, payer: Person, desk: Channel) -> None:
    payer.says("@imerr auth-4 on every charge", desk)

    payer.sees("# AUTH-4 · API key lacks a permission")
    paylane.settle()


def test_a_mention_in_another_language_gets_the_tables(payer: Person, desk: Channel) -> None:
    payer.says("@imerr 群组满了", desk)

    payer.sees("No error in the table fits this")


def test_buttons_lead_to_codes_that_are_text(payer: Person, desk: Channel) -> None:
    payer.types("/imerr AUTH-2, E101", desk)
    payer.presses("open:AUTH-2")
    payer.sees("# AUTH-2 · API key is not valid")
    payer.presses("open:AUTH-4")
    payer.sees("# AUTH-4 · API key lacks a permission")
    payer.presses("back")

    payer.sees("This text is about 2 errors")


def test_an_answer_is_shared(paylane: LocalSlack, payer: Person, desk: Channel) -> None:
    payer.types("/imerr E107", desk)
    payer.presses("share")
    paylane.settle()

    assert any("E107 · Charge was made twice" in payer.reads(message) for message in paylane.messages(desk))


def test_the_home_tab_has_no_language_button(payer: Person) -> None:
    payer.opens_home()
    home = payer.sees("# imerr: Paylane errors explained")

    assert "30 errors of Paylane: what each is" in payer.reads(home)
    assert "home_language" not in {control.action_id for control in payer.controls()}
    payer.fills("home_search", "hook timeout")
    payer.sees("# HOOK_TIMEOUT · Webhook timed out")
    payer.presses("home_page")
    payer.sees("Cards · 10 codes")


def test_the_dialog_offers_and_posts_codes_that_are_text(paylane: LocalSlack, payer: Person, desk: Channel) -> None:
    payer.uses_shortcut("look_up_error")
    payer.sees("[ Look up an error ]")
    usual = [option["text"]["text"] for option in payer.suggestions("lookup", "")]
    assert usual[:2] == ["E100 · Card declined", "E101 · Not enough money on the card"]
    payer.chooses("lookup", "AUTH-10 · Account is suspended", typed="auth10")
    payer.sees("# AUTH-10 · Account is suspended")
    payer.chooses("channel", desk.name)
    payer.submits()
    paylane.settle()

    assert any("AUTH-10 · Account is suspended" in payer.reads(message) for message in paylane.messages(desk))


def test_a_message_is_explained_to_whoever_asks(paylane: LocalSlack, payer: Person, desk: Channel) -> None:
    message = payer.says('{"error": "E310", "at": "12:03"}', desk)
    payer.uses_shortcut("explain_error", on=message)
    paylane.settle()

    payer.sees("# E310 · Refund comes too late")


def test_the_workflow_step_explains_a_code_that_is_text(paylane: LocalSlack) -> None:
    outputs = paylane.runs_step("explain_error", {"text": "order 7 ended in E300"}).outputs

    assert outputs is not None
    assert (outputs["found"], outputs["code"], outputs["codes"]) == ("yes", "E300", ["E300"])
    assert (outputs["name"], outputs["title"]) == ("PAYOUT_FAILED", "Payout was returned")
    assert outputs["explanation"].startswith("E300  PAYOUT_FAILED")
    assert foreign_in(str(outputs)) == []


def test_a_step_without_an_error_says_so_in_the_tables_language(paylane: LocalSlack) -> None:
    assert paylane.runs_step("explain_error", {"text": ""}).error == (
        "The step got no text. Give it the error code or the message to explain."
    )
