"""Which numbers of a text are codes, which may be, and which are something else."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.answer import Verdict
from bot.lookup.model import Model
from bot.lookup.numbers.reader import NumberReader, number_alone, numbers_in
from bot.lookup.text import Text, normalize
from db.catalog import NUMBERS

if TYPE_CHECKING:
    from bot.lookup.claim import Claim
    from bot.lookup.explain import Lookup
    from db.code import Code
    from db.entry import Key


@pytest.fixture(scope="module")
def reader(lookup: Lookup) -> NumberReader:
    return NumberReader(lookup.catalog.by_number, Model(lookup.learned.arrays, NUMBERS))


def _claims(reader: NumberReader, text: str) -> list[Claim]:
    asked = Text(text)
    alone = number_alone(asked)
    return [alone] if alone else reader.read(asked)


def _codes(lookup: Lookup, reader: NumberReader, text: str) -> list[Code | None]:
    """Return the numbers of a text that are answered as codes."""
    limit = lookup.catalog.limits.number_firm
    return [claim.value for claim in _claims(reader, text) if claim.is_labelled or claim.strength >= limit]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("603", [603]),
        (" 603 ", [603]),
        ("6 0 3", [603]),
        ("1 2 7", [1, 2, 7]),
        ("6 0 3 是什么？", [603]),
        ("错误码 6 0 3", [603]),
        ("6 0 9 9", [6099]),
        ("E603", [603]),
        ("遇到E603了", [603]),
        ("Error E603, then E605", [603, 605]),
        ("错误码E603", [603]),
        ("601-603", [601, 602, 603]),
        ("603-601", [601, 602, 603]),
        ("601-603、605", [601, 602, 603, 605]),
        ("600-603", [600, 601, 602, 603]),
        ("606-615", [606, 607, 608, 609, 610, 611, 612, 613, 615]),
        ("1-2 和 601-602", [1, 2, 601, 602]),
        ("errors 601 to 603 happened yesterday", [601, 602, 603]),
        ("那个码是603", [603]),
        ("返回码 603", [603]),
        ("601 到 603 分别是什么？", [601, 602, 603]),
        ("601-702", []),
        ("如何避免 507", [507]),
        ("where do I enable 505?", [505]),
        ("报错 507 又说 603", [507, 603]),
        ("#603", [603]),
        ("错误码603", [603]),
        ("错误码：603", [603]),
        ("code:603", [603]),
        ("６０３", [603]),
        ("-2", [-2]),
        ("−2", [-2]),
        ("code -2", [-2]),
        ("err603", [603]),
        ("err-603", [603]),
        ("Error 603", [603]),
        ("error: 999", [999]),
        ("type=39", [39]),
        ("type: 39", [39]),
        ("[501]", [501]),
        ("【501】", [501]),
        ("601,602 603", [601, 602, 603]),
        ("601/602/603", [601, 602, 603]),
        ("506 和 507 有什么区别", [506, 507]),
        ("603是什么错误", [603]),
        ("what does 603 mean?", [603]),
        ("报了个 507", [507]),
        ("发消息报 507", [507]),
        ("发消息一直 507 错误", [507]),
        ('{"type":603,"message":"x"}', [603]),
        ("{type: 604, data: {errorCode: 8}}", [604, 8]),
        ("/imerr 511", [511]),
        ("0", [0]),
        ("608", [608]),
        ("error code 303", [303]),
        ("type 603 有 40 次，type 602 有 12 次", [603, 602]),
        ("603, it says", [603]),
        ("status code 0", [0]),
        ('{"type":-2}', [-2]),
        ("code:-1", [-1]),
        ("e.type==603", [603]),
        ("一直603", [603]),
        ('e.type=507 e.message="muted" id=1129384756102', [507]),
        ("501、502、508 分别是谁拦的", [501, 502, 508]),
        ("1 2 12 傻傻分不清", [1, 2, 12]),
        ("when do I get 506, when 507?", [506, 507]),
        ("-1、-2、-3 分别代表啥", [-1, -2, -3]),
        ("506/507", [506, 507]),
        ("507 and 508", [507, 508]),
        ("users see 603", [603]),
        ("joinGroup 605", [605]),
        ("addReaction() 1301 again", [1301]),
        ("it failed with 507 after the update", [507]),
        ("用户那边看到605了", [605]),
        ("what's 606, and who gets it", [606]),
    ],
)
def test_a_number_is_a_code_where_the_text_makes_it_one(
    lookup: Lookup, reader: NumberReader, text: str, codes: list[int]
) -> None:
    assert _codes(lookup, reader, text) == codes


@pytest.mark.parametrize(
    "text",
    [
        "群里 500 人",
        "超过 2 分钟",
        "16:40",
        "4.0.2",
        "v4.0.2",
        "2024-12-16",
        "nginx 502",
        "http 502 bad gateway",
        "HTTP/1.1 200 OK",
        "status code 502",
        "Error 502 Bad Gateway",
        "exit code 1",
        "10.0.1.17",
        "localhost:603",
        "at app.js:601:13",
        "ORA-00604: recursive SQL",
        "$1,300.00",
        "user u500 left",
        "8b1f0c52-5d0e-4f0a-9e39-0601b5c2a206",
        "room 704 is taken for the meeting",
        "members=500/500",
        "12、16、17 号放假",
        "maxusers 写 5000 报错",
        "took 39 minutes",
        "chatType: 1",
        "statusCode=502",
        "I see 601 files",
        "we got 507 messages",
        "they saw room 603",
        "nginx returned 502",
        "retryInterval 1200, then it drops",
        "rowNumber: 603",
        "在线人数显示 702，不对吧",
        "the badge shows 101",
        "login 200",
        "{ statusCode: 500 }",
        "it returned after 608 ms",
        "between 601 and the 603 messages",
        "ME603 crashed",
        "websocket handshake status 101",
        "status 507",
        "GET / 200",
        "HTTP 500 error",
        "cloudflare 502 error",
        "POST /im/messages 500 error",
        "在线人数一直是 0",
        "群人数变成 500 了",
        "进度条一直是 0",
        "延迟有时候 500 毫秒",
        "报错50多次",
        "got 2 errors",
        "邀请码 1301 报错",
        "手机号码是603",
        "二维码 603",
        "userId: 603",
        "",
        "没有数字",
    ],
)
def test_any_other_number_is_no_code(lookup: Lookup, reader: NumberReader, text: str) -> None:
    assert _codes(lookup, reader, text) == []


@pytest.mark.parametrize(
    ("text", "values"),
    [
        ("六零三 陆零柒 五百零六 二零六 负二 三十九 一千一百零一 六百五", {603, 607, 506, 206, -2, 39, 1101}),
        (
            "six oh three, minus two, thirty-nine, two-seventeen, five hundred and six, eleven oh one",
            {603, -2, 39, 217, 506, 1101},
        ),
        ("6O3 和 5l2", {603, 512}),
        ("0603、E603、No.217", {603, 217}),
        ("1,300.00 2024-12-16 16:39 4.0.2 10.0.0.16 v12 512x512 50% +1 u500", set()),
    ],
)
def test_numbers_are_read_however_they_are_written(lookup: Lookup, text: str, values: set[int]) -> None:
    known = lookup.catalog.by_number

    assert {number.value for number in numbers_in(normalize(text), known) if number.value in known} == values


@given(st.text(max_size=300))
def test_any_text_gives_probabilities_and_each_number_once(reader: NumberReader, text: str) -> None:
    claims = reader.read(Text(text))

    assert all(0 <= claim.strength <= 1.0001 for claim in claims)
    assert len({claim.value for claim in claims}) == len(claims)


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("[Errno 28] No space left", "errno"),
        ("exit code 12", "errno"),
        ("kafka error code 16", "foreign"),
        ("MySQL ERROR 1101", "foreign"),
        ("HTTP/1.1 502 Bad Gateway", "http"),
        ("chatType: 1", "id"),
        ("今天一共 39 条工单", "amount"),
    ],
)
def test_what_a_number_is_otherwise_is_said(reader: NumberReader, text: str, kind: str) -> None:
    assert kind in {claim.other for claim in reader.read(Text(text))}


def test_an_amount_is_less_likely_a_code_where_it_stands_again(reader: NumberReader) -> None:
    counted, alone, labelled = (
        reader.read(Text(f"{first}群里收到 206"))[0] for first in ("206 个人,", "", "206 个人,错误码 206,")
    )

    assert 0 < counted.strength < alone.strength
    assert labelled.strength == 1


@pytest.mark.parametrize(
    ("text", "value"), [("撤回-504", 504), ("error – 508", 508), ("登录失败-2", -2), ("err-603", 603), ("code: -3", -3)]
)
def test_a_dash_is_a_minus_where_that_is_a_code(reader: NumberReader, text: str, value: int) -> None:
    assert [claim.value for claim in reader.read(Text(text))] == [value]


@pytest.mark.parametrize("text", ["群人数：200\n错误：606", "Node: 16\nerror: 606", '{"code":606,"retry":2}'])
def test_the_value_of_a_field_is_no_answer_beside_a_code(lookup: Lookup, text: str) -> None:
    assert [match.entry.code for match in lookup.explain(text).shown] == [606]


@pytest.mark.parametrize(
    "text", ["iOS 17 登录报错", "Windows 11 报错", "jdk 17 error", "iPhone 12 报错登不上", "Node 16 报错"]
)
def test_a_version_is_no_code(lookup: Lookup, text: str) -> None:
    answer = lookup.explain(text)

    assert answer.verdict is not Verdict.EXACT
    assert not answer.unknown


@pytest.mark.parametrize(
    ("text", "code"), [("lots of 206s tonight", 206), ("what about 606", 606), ("retry 3 times then 512", 512)]
)
def test_a_code_in_passing_is_answered(lookup: Lookup, text: str, code: int) -> None:
    assert [match.entry.code for match in lookup.explain(text).shown] == [code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("[39,40]", {39, 40}),
        ("206 message too large", {206}),
        ("603 ×12\n606 ×3", {603, 606}),
        ("error 606 user not found", {606}),
    ],
)
def test_a_code_beside_a_noun_or_a_count_is_explained(lookup: Lookup, text: str, codes: set[int]) -> None:
    assert {match.entry.code for match in lookup.explain(text).shown} == codes


@pytest.mark.parametrize(
    "text",
    [
        "room 603 is taken, use 605 instead",
        "会议室 605 被占了，大家去 702 吧",
        "meeting room 504 is booked, 606 is free",
    ],
)
def test_a_number_beside_a_room_is_offered_at_most(lookup: Lookup, text: str) -> None:
    assert lookup.explain(text).shown == ()


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("room 504: joining fails with error 702", 702),
        ("in room 100 I get 702", 702),
        ("进入房间101，返回704", 704),
        ("在电梯里登录报 206", 206),
        ("code 504 flight mode", 504),
        ("收到错误码 606.go 端怎么处理", 606),
    ],
)
def test_a_code_beside_other_things_is_explained(lookup: Lookup, text: str, code: int) -> None:
    assert [match.entry.code for match in lookup.explain(text).shown] == [code]


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("606 x 12, 603 x 4", {606, 603}),
        ("606(12) 603(4)", {606, 603}),
        ("606：12次，603：4次", {606, 603}),
        ("Web 4.x 里 604 是啥", {604}),
        ("type,times\n217,200\n206,12", {217, 206}),
    ],
)
def test_how_often_a_code_came_is_no_code(lookup: Lookup, text: str, codes: set[int]) -> None:
    answer = lookup.explain(text)

    assert {match.entry.code for match, _ in answer.on_screen} == codes


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("忽略上面的 606，我贴错了", 606),
        ("507 false alarm", 507),
        ("skip 504, fixed already", 504),
    ],
)
def test_a_number_that_is_taken_back_is_not_shown(lookup: Lookup, text: str, code: int) -> None:
    assert code not in {match.entry.code for match, _ in lookup.explain(text).on_screen}


@pytest.mark.parametrize("text", ["can we ignore 206?", "603 解决了吗", "不是 507 就是 506"])
def test_a_number_that_is_asked_about_is_not_taken_back(lookup: Lookup, text: str) -> None:
    assert lookup.explain(text).on_screen


@pytest.mark.parametrize(
    ("text", "key"),
    [
        ("MySQL 正常，安卓报 606", "native:606"),
        ("After the Kafka upgrade the iOS app gets 508 on every message", "native:508"),
        ("606 on web, 604 on Android", "native:604"),
        ("Redis 好了，可是小程序还是报 507", 507),
    ],
)
def test_another_product_does_not_own_what_a_platform_reports(lookup: Lookup, text: str, key: Key) -> None:
    assert key in {match.entry.key for match, _ in lookup.explain(text).on_screen}


@pytest.mark.parametrize(
    "text",
    [
        "EXC_BAD_ACCESS (code=1, address=0x10)",
        'Error Domain=SKErrorDomain Code=2 "Payment cancelled"',
        "ERROR 507 --- [main] com.acme.App : started",
        "versionCode 606",
        "今日新增 603，流失 204",
        "3 tests failed, 507 passed",
        "CMS 报 603，找平台组",
        "FirebaseError: [code=permission-denied]",
    ],
)
def test_what_is_another_systems_is_not_shown(lookup: Lookup, text: str) -> None:
    assert lookup.explain(text).on_screen == ()


@pytest.mark.parametrize(
    "text",
    [
        "we keep getting 603 errors",
        "error 603 failed after retry",
        "code 603 pending",
        "err[603]",
        "603 已解决？",
        "how did you get 603 solved",
        "the user got 603 and 5 new messages",
        "process 603 error",
    ],
)
def test_what_stands_around_a_labelled_code_hides_it_not(lookup: Lookup, text: str) -> None:
    assert 603 in {match.entry.code for match, _ in lookup.explain(text).on_screen}
