"""The pages of an installation, in the language of the server."""

from __future__ import annotations

from bot.slack.serve import install_pages


def test_the_link_to_slack_is_escaped() -> None:
    page = install_pages.start("zh", 'https://slack.com/?state=1&scope="')

    assert '<a href="https://slack.com/?state=1&amp;scope=&quot;">添加到 Slack</a>' in page
    assert '<html lang="zh">' in page


def test_an_installation_in_an_organization_opens_no_workspace() -> None:
    assert 'href="https://slack.com/app_redirect?app=A1&amp;team=T1"' in install_pages.done("en", "A1", "T1")
    assert 'href="https://slack.com/app_redirect?app=A1"' in install_pages.done("en", "A1", "")


def test_an_unknown_reason_has_a_sentence() -> None:
    assert "Slack reports a failure. (missing_code)" in install_pages.failed("en", "missing_code")
