"""A fault of imerr's own, on every surface: the asker gets a sentence with a reference, the log the cause."""

from __future__ import annotations

import logging
import re
from typing import TYPE_CHECKING, cast

import pytest

from bot.slack.desk import Desk
from tests.harness.failures import FAILED
from tests.harness.in_process import serving_in_process
from tests.harness.installed import LocalSlack

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from bot.lookup.explain import Lookup
    from bot.trained_table import LiveLookup
    from local_slack.person import Person
    from local_slack.state import Channel


class _Live:
    """A lookup that can be broken."""

    def __init__(self, lookup: Lookup) -> None:
        self._lookup = lookup
        self.is_broken = False

    @property
    def current(self) -> Lookup:
        if self.is_broken:
            raise RuntimeError("the table fell off the table")
        return self._lookup

    def refresh(self) -> bool:
        return False


@pytest.fixture
def live(lookup: Lookup) -> _Live:
    return _Live(lookup)


@pytest.fixture
def slack(live: _Live) -> Iterator[LocalSlack]:
    # Bolt warns that it uses the client it is given.
    logging.getLogger("slack_bolt").setLevel(logging.ERROR)
    desk = Desk(cast("LiveLookup", live), "zh")
    with LocalSlack(retry_waits=()) as running, serving_in_process(desk, running):
        yield running
        running.settle()


@pytest.fixture
def support(slack: LocalSlack) -> Channel:
    return slack.channel("support")


@pytest.fixture
def asker(slack: LocalSlack, support: Channel) -> Person:
    return slack.person("asker", locale="zh-CN", channels=[support])


def _home(asker: Person, _: Channel) -> None:
    asker.opens_home()


def _look_up(asker: Person, _: Channel) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    picked = {"text": {"type": "plain_text", "text": "606"}, "value": '{"l":"zh","c":606}'}
    asker.fills_with("lookup", {"type": "external_select", "selected_option": picked})


SURFACES: dict[str, Callable[[Person, Channel], object]] = {
    "command": lambda asker, support: asker.types("/imerr 606", support),
    "mention": lambda asker, support: asker.says("@imerr 606", support),
    "direct message": lambda asker, _: asker.dm("606"),
    "message shortcut": lambda asker, support: asker.uses_shortcut("explain_error", on=asker.says("606", support)),
    "modal": _look_up,
    "home": _home,
}


@pytest.mark.parametrize("surface", SURFACES)
def test_the_asker_gets_a_sentence_and_the_log_its_cause(
    live: _Live, support: Channel, asker: Person, caplog: pytest.LogCaptureFixture, surface: str
) -> None:
    live.is_broken = True
    SURFACES[surface](asker, support)

    seen = asker.reads(asker.sees(FAILED))
    reference = re.search(r"[0-9a-f]{8}", seen)
    assert reference is not None
    failed = [record for record in caplog.records if record.message == "failed"]
    assert [getattr(record, "reference", None) for record in failed] == [reference[0]]
    assert "the table fell off the table" in str(failed[0].exc_info)
    assert "the table fell off" not in seen


@pytest.mark.parametrize("button", ["open:607", "share"])
def test_a_failed_button_says_so_and_leaves_the_answer(
    live: _Live, support: Channel, asker: Person, button: str
) -> None:
    asker.types("/imerr 606", support)
    live.is_broken = True
    asker.presses(button)

    asker.sees(FAILED)
    asker.sees("# 606 · ")


def test_a_failed_type_ahead_offers_nothing_and_says_so(live: _Live, asker: Person) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    live.is_broken = True

    assert asker.suggestions("lookup", "606") == []
    asker.sees(FAILED)


def test_a_failed_post_from_a_modal_is_told_directly(
    live: _Live, slack: LocalSlack, support: Channel, asker: Person
) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    asker.chooses("lookup", "606", typed="606")
    asker.sees("为什么发生")
    asker.chooses("channel", "support")
    live.is_broken = True
    asker.submits()

    asker.sees(FAILED)
    assert slack.messages(support) == []


def test_a_failed_step_ends_with_the_sentence(live: _Live, slack: LocalSlack) -> None:
    live.is_broken = True
    step = slack.runs_step("explain_error", {"text": "606"})

    assert step.outputs is None
    assert str(step.error).startswith(FAILED)


def test_a_failed_search_at_home_is_told_directly(live: _Live, asker: Person) -> None:
    asker.opens_home()
    asker.sees("查一个错误")
    live.is_broken = True
    asker.fills("home_search", "606")

    asker.sees(FAILED)
