"""Which numbers of a text are codes."""

from __future__ import annotations

import pytest

from bot.lookup.reading import codes_in
from bot.lookup.text import normalize

KNOWN = {
    -4,
    -3,
    -2,
    -1,
    0,
    1,
    2,
    12,
    16,
    17,
    28,
    31,
    39,
    40,
    50,
    101,
    200,
    204,
    206,
    217,
    500,
    501,
    502,
    504,
    506,
    507,
    508,
} | {512, 601, 602, 603, 604, 605, 606, 607, 704, 1201, 1300, 1301, 1302}


@pytest.mark.parametrize(
    ("text", "codes"),
    [
        ("603", [603]),
        (" 603 ", [603]),
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
    ],
)
def test_a_number_is_a_code_where_the_text_makes_it_one(text: str, codes: list[int]) -> None:
    assert [named.code for named in codes_in(normalize(text), KNOWN)] == codes


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
        "",
        "没有数字",
    ],
)
def test_any_other_number_is_none(text: str) -> None:
    assert codes_in(normalize(text), KNOWN) == []
