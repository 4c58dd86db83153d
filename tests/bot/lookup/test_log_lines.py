"""A question between the lines of a log is answered as if it stood alone."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.answer import Verdict
from bot.lookup.log_lines import unsaid_lines, written_lines
from bot.lookup.text import without_spans

if TYPE_CHECKING:
    from bot.lookup.explain import Lookup

_SERVER = "[12:04:51.220] [main] INFO  com.acme.store.OrderRepository - loaded 42 orders in 118 ms"
_LOG = (
    _SERVER,
    "2026-11-24T09:12:33.018Z  WARN 1 --- [nio-8080-exec-7] c.a.w.SlowQueryLog : select * from cart took 812 ms",
    "11-24 09:13:07.551  2207  2231 D HwUiRender: buffer age 3, damage 0 0 1080 2340",
    "I/Choreographer: Skipped 62 frames!  The application may be doing too much work on its main thread.",
    "    at com.acme.store.ui.ProductAdapter.onBindViewHolder(ProductAdapter.kt:88)",
    "    at async loadProducts (products.ts:41:7)",
    "[vite] page reload src/views/ProductList.vue",
    "GET https://cdn.acme.example/img/881.webp 200 (from disk cache)",
    '{"event":"impression","screen":"home","slot":4}',
    '10.2.0.14 - - [24/Nov/2026:09:15:41 +0000] "GET /list HTTP/1.1" 200 5120',
    "DEBUG:asyncio:Using selector: EpollSelector",
    "java.lang.IllegalStateException: not attached to an activity",
)
_SAID = (
    "群满了，拉不了人",
    "why can't our users recall a message after an hour",
    "- 登录之后发不出消息",
    "2. 客户说被踢下线了",
)


@pytest.mark.parametrize("line", _LOG)
def test_what_a_program_wrote_is_told_from_what_is_said(line: str) -> None:
    for said in _SAID:
        text = f"{line}\n{said}\n"

        assert written_lines(text) == ((0, len(line)),)
        assert without_spans(text, written_lines(text)) == f"{' ' * len(line)}\n{said}\n"


@pytest.mark.parametrize("text", ["\n".join(_LOG), "群满了", "群满了\n拉不了人怎么办", ""])
def test_a_text_of_one_kind_has_no_lines_of_a_log(text: str) -> None:
    assert written_lines(text) == ()


@given(st.text(alphabet="群满了发不出 aIt/:[]{}.0-\n", max_size=80))
def test_lines_are_within_the_text_and_end_where_lines_do(text: str) -> None:
    for start, end in unsaid_lines(text):
        assert "\n" not in text[start:end]
        assert end == len(text) or text[end] == "\n"
    assert len(without_spans(text, unsaid_lines(text))) == len(text)


@pytest.mark.parametrize("lines", [3, 12, 24])
@pytest.mark.parametrize(
    ("question", "code"),
    [
        ("群满了怎么办", 606),
        ("消息发出去超过两分钟，撤回不了", 504),
        ("why can't this user post, he was muted in the group", 507),
    ],
)
def test_a_question_is_answered_between_lines_of_a_log(lookup: Lookup, question: str, code: int, lines: int) -> None:
    # Without those of a phone, which name its platform.
    log = [line for line in _LOG if "HwUiRender" not in line and "Choreographer" not in line] * 3
    answer = lookup.explain("\n".join([*log[: lines // 2], question, *log[lines // 2 : lines]]))

    assert answer.verdict is Verdict.MATCH
    assert answer.shown[0].entry.code == code


def test_a_long_log_hides_no_line_behind_it(lookup: Lookup) -> None:
    frames = [f"[12:04:51.{at:03}] [render] INFO frame {at} drawn" for at in range(90)]
    answer = lookup.explain("\n".join([*frames, "[chat] group is full", "为什么加不进去"]))

    assert 606 in [match.entry.code for match in answer.shown]


@pytest.mark.parametrize("said", ["明天上午发版，大家早点来", "thanks, this is all that I have for today"])
def test_a_log_below_chatter_shows_nothing(lookup: Lookup, said: str) -> None:
    assert lookup.explain("\n".join([said, *_LOG])).shown == ()


@pytest.mark.parametrize("said", ["kafka 集群的消费者掉线了", "docker login says that I am unauthorized"])
def test_another_product_is_told_from_the_words_above_a_log(lookup: Lookup, said: str) -> None:
    assert not lookup.explain(f"{said}\n{_SERVER}\n{_SERVER}").verdict.answered


def test_a_code_in_a_log_is_explained(lookup: Lookup) -> None:
    answer = lookup.explain(
        "\n".join(["发不出消息，日志在下面", *_LOG[:2], "[chat] send failed, error code: 507", *_LOG[6:]])
    )

    assert [match.entry.code for match in answer.shown] == [507]


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("WARN send failed: 508\nhow do I handle this in the app?", 508),
        ("What is wrong with our chat?\n[702]", 702),
        ("[im] disconnect reason=217\nwhy is the user thrown out?", 217),
        ("Error: the group is full\nwhat should I tell the user?", 606),
        ("Action: join group\nResult: group is full\nWe expected that the user can join it.", 606),
    ],
)
def test_a_line_that_somebody_typed_like_a_logs_is_explained(lookup: Lookup, text: str, code: int) -> None:
    answer = lookup.explain(text)

    assert answer.verdict.answered
    assert answer.shown[0].entry.code == code


def test_the_name_of_a_file_is_no_code(lookup: Lookup) -> None:
    assert lookup.explain("finished loading 606.webp and 603.js").on_screen == ()
