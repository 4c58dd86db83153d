"""Failures of Slack while a modal or the Home tab is open: what the user sees, and the log."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from local_slack.failures import RESPONSE_URLS, broken, rate_limited, refuses, slow
from tests.harness.failures import FAILED, TOO_LATE, reference_in_the_log, wait_for_both

if TYPE_CHECKING:
    from local_slack import LocalSlack
    from local_slack.person import Person
    from local_slack.state import Channel
    from tests.harness.server import Server


def test_the_last_pick_is_posted_before_it_is_shown(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    asker.chooses("lookup", "606", typed="606")
    asker.sees("# 606 · ")
    asker.chooses("channel", support.name)
    slack.fail_next_calls("views.update", slow(1.0))
    asker.chooses("lookup", "603", typed="603")
    asker.submits()

    colleague.sees("603 · ", within=10)
    slack.settle()
    time.sleep(1.2)
    colleague.sees_no("606 · 群组已满")
    asker.sees_no(FAILED)


def test_a_modal_closed_after_a_pick_is_no_failure(slack: LocalSlack, server: Server, asker: Person) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    before = server.lines()
    slack.fail_next_calls("views.update", slow(0.3))
    asker.chooses("lookup", "603", typed="603")
    asker.closes()

    time.sleep(0.6)
    slack.settle()
    asker.sees_no(FAILED)
    assert "failed" not in [line.get("event") for line in server.lines()[len(before) :]]


def test_an_expired_trigger_is_told_directly(server: Server, asker: Person) -> None:
    asker.uses_shortcut("look_up_error", late=4)

    reference_in_the_log(asker, server, TOO_LATE)
    assert asker.modal is None


def test_a_failed_modal_update_is_told_directly(slack: LocalSlack, server: Server, asker: Person) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    slack.fail_next_calls("views.update", broken())
    asker.chooses("lookup", "606", typed="606")

    asker.sees(FAILED, within=10)
    reference_in_the_log(asker, server, FAILED)


def test_a_failed_home_tab_is_told_directly(slack: LocalSlack, server: Server, asker: Person) -> None:
    slack.fail_next_calls("views.publish", broken())
    asker.opens_home()

    asker.sees(FAILED, within=10)
    reference_in_the_log(asker, server, FAILED)


def test_a_channel_closed_to_posts_is_told_with_the_next_step(
    slack: LocalSlack, support: Channel, asker: Person
) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    asker.chooses("lookup", "606", typed="606")
    asker.sees("为什么发生")
    asker.chooses("channel", support.name)
    slack.fail_next_calls(RESPONSE_URLS, refuses("restricted_action"))
    asker.submits()

    asker.sees("Slack 不允许 imerr 发到那里。先把 imerr 邀请进那个频道，或换一个频道。")


def test_a_delayed_modal_update_does_not_replace_a_later_one(
    slack: LocalSlack, support: Channel, asker: Person, colleague: Person
) -> None:
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]")
    before = slack.count("views.update")
    slack.fail_next_calls("views.update", rate_limited(1, times=1))
    asker.chooses("lookup", "603", typed="603")
    slack.wait_for(lambda: slack.server.failures["views.update"].times == 0, "the first pick")
    asker.chooses("lookup", "606", typed="606")
    wait_for_both(slack, "views.update", before)
    asker.chooses("channel", support.name)
    asker.submits()

    colleague.sees("606 · 群组已满")


def test_a_delayed_search_does_not_replace_a_later_one(slack: LocalSlack, asker: Person) -> None:
    asker.opens_home()
    asker.sees("imerr：查 IM SDK 错误码")
    before = slack.count("views.publish")
    slack.fail_next_calls("views.publish", rate_limited(1, times=1))
    asker.fills("home_search", "603")
    slack.wait_for(lambda: slack.server.failures["views.publish"].times == 0, "the first search")
    asker.fills("home_search", "606")
    wait_for_both(slack, "views.publish", before)

    assert asker.home is not None
    assert "# 606 · " in asker.reads(asker.home)


def test_a_view_call_that_fails_once_is_retried(slack: LocalSlack, asker: Person) -> None:
    for method in ("views.publish", "views.open", "views.update"):
        slack.fail_next_calls(method, broken(times=1))
    asker.opens_home()
    asker.sees("imerr：查 IM SDK 错误码", within=10)
    asker.uses_shortcut("look_up_error")
    asker.sees("[ 查错误码 ]", within=10)
    asker.chooses("lookup", "606", typed="606")

    asker.sees("群成员数已达到", within=10)
