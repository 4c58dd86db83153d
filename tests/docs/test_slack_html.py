"""Messages and views as HTML."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

from hypothesis import given
from hypothesis import strategies as st

from bot.slack.view import browse, home, modals
from bot.slack.view.charts import bars
from bot.slack.view.explanation import explanation
from bot.slack.view.route import Route
from bot.slack.view.surface import HOME, PRIVATE, UserId, public
from docs import slack_html as html

if TYPE_CHECKING:
    from db.catalog import Catalog

PLACE = Route("zh", 606)


def test_a_message_shows_every_text_and_button(catalog: Catalog) -> None:
    blocks = list(explanation(catalog, PLACE, PRIVATE).blocks)
    drawn = html.message({"blocks": blocks, "bot_id": "B1"}, "imerr", note="Only visible to you")

    for expected in (
        "<h2>606 · 群组已满</h2>",
        "<code>GROUP_MEMBERS_FULL</code>",
        "<b>群主或群管理员：</b>",
        '<span class="button primary">分享到频道</span>',
        "Only visible to you",
        '<span class="app">APP</span>',
        ">官方文档</a>",
    ):
        assert expected in drawn


def test_what_is_folded_is_drawn_open_under_its_title() -> None:
    held = [{"type": "section", "text": {"type": "mrkdwn", "text": "*why* <x>"}}]
    blocks = [{"type": "container", "title": {"type": "plain_text", "text": "more <b>"}, "child_blocks": held}]

    assert ("<details open><summary>more &lt;b&gt;</summary>\n<p><b>why</b> &lt;x&gt;</p>\n</details>") in html.message(
        {"blocks": blocks}, "imerr"
    )


def test_the_trash_icon_has_its_label(catalog: Catalog) -> None:
    blocks = list(explanation(catalog, PLACE, public(UserId("U1"))).blocks)

    assert "删除这条回复</span>" in html.message({"blocks": blocks}, "imerr")


def test_a_mention_is_drawn_with_the_name() -> None:
    drawn = html.message({"text": "<@U1> hi", "ts": "1.1"}, "asker", names={"U1": "小林"})

    assert '<span class="mention">@小林</span> hi' in drawn


def test_a_modal_has_its_title_buttons_and_values(catalog: Catalog) -> None:
    view = modals.share_modal(catalog, PLACE)
    values = {"channel": {"channel": {"selected_conversation": "C42"}}}
    drawn = html.view(view | {"state": {"values": values}})

    for expected in ("发到频道", "关闭", "发送", "C42"):
        assert expected in drawn


def test_a_home_has_its_search_field(catalog: Catalog) -> None:
    shown = browse.families(catalog, Route("zh"), HOME)

    assert "查一个错误" in html.view(home.home("zh", catalog, shown, "stamp"))


@given(st.text())
def test_what_people_write_never_becomes_html(typed: str) -> None:
    sent = typed.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    hostile = f"{sent}<script>"
    blocks = [{"type": "section", "text": {"type": "plain_text", "text": f"{typed}<script>"}}]

    assert "<script" not in html.message({"text": hostile}, f"{typed}<script>")
    assert "<script" not in html.message({"text": "", "blocks": blocks}, "x")


def test_a_page_holds_what_was_drawn_and_the_style() -> None:
    assert html.page("<p>one</p>", "<p>two</p>").endswith("<p>one</p><p>two</p></div>")


def test_a_chart_and_a_hint_are_drawn() -> None:
    chart = bars("By <day>", ["Mon", "Tue"], {"firm": [1, 3], "missed": [0, 1]})
    field = {"type": "plain_text_input", "action_id": "line"}
    words = {"type": "plain_text", "text": "calls nobody"}
    drawn = html.message(
        {"blocks": [chart, {"type": "input", "label": words, "hint": words, "element": field}]}, "imerr"
    )

    assert "<b>By &lt;day&gt;</b>" in drawn
    assert re.findall(r"height: (\d+)px", drawn) == ["30", "0", "90", "30"]
    assert "■ missed" in drawn
    assert drawn.count("calls nobody") == 2
