"""Numbers that are no error codes: counts and times, ids and ports, HTTP's statuses."""

from __future__ import annotations

import re
from http import HTTPStatus

EVERYDAY_STATUSES = frozenset((200, 204, 206, 500, 501, 502, 503, 504))
"""HTTP statuses that a text without a label may as well mean."""
HTTP_STATUSES = frozenset(status.value for status in HTTPStatus)

_COUNTED = re.compile(
    r"(?:(?<![A-Za-z])(?:port|room|line|page|floor|ticket|issue|pr|build|version|row|col|node|iphone|galaxy|https?|nginx|curl|"
    r"cloudflare|apache|gateway|building|gate|flight|bus|apt|suite|seat|order|invoice|u?id|no\.?|number|step|chapter|top|over|under|"
    r"about|only|around|password|passwd|pwd|phone|tel|key)"
    r"|(?<![A-Za-z])(?:user|group|chat|room|chatroom|app|message|msg|conversation|thread|client|member|owner|device|session)s?"
    r"[\s_\-]?(?:id|key|name|no\.?|num)"
    r"|(?:count|size|length|interval|limit|max(?:imum|members|users)?|number|badge|total|width|height|timeout)(?:\ (?:is|shows?|says|of))?"
    r"|http\s?(?:code|status)|https?_status|status[\s_]?code|responsestatus|only\ show"
    r"|(?<![A-Za-z])seq|端口|房间|会议室|第|行|页|楼|层|工单|编号|号|版本|订单|单号|上限|最多|共|超过|大约|只有|满|约|编译|状态码|群号|群id"
    r"|(?:邀请|二维|条形|号|密|兑换|验证|页|激活|优惠|取件|推广|邮政编|邮编)码(?:是|为)?"
    r"|(?:数|数量|人数|条数|个数|角标|未读)(?:是|为|显示|还是|只是)?)"
    r"\s{0,3}[:#=]?\s{0,3}$",
    re.IGNORECASE,
)
"""What makes the number behind it one of something else."""
_SOMEBODY = re.compile(
    r"(?:(?<![A-Za-z])(?:users?|accounts?)|用户|客户|账号|帐号|账户)\s{0,2}[:#]?\s{0,2}$", re.IGNORECASE
)
_MEASURED = re.compile(
    r"(?:数|量|角标|未读|进度条?|延迟|耗时|余额|温度|电量|百分比|分数|时长|count|badge|progress|latency|total)\s{0,3}$",
    re.IGNORECASE,
)
"""What is always some number: `在线人数一直是 0` says that of no error."""
_HTTP_PHRASE = re.compile(
    r"\s*\(?(?:OK|Created|No Content|Moved|Found|Not Modified|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|"
    r"Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)\b",
    re.IGNORECASE,
)
_HTTP_STATUS = re.compile(rf"(?<![\w.\-])[1-5]\d\d{_HTTP_PHRASE.pattern}", re.IGNORECASE | re.ASCII)
_REQUEST = re.compile(
    r"(?<![A-Za-z])(?:GET|POST|PUT|PATCH|DELETE|HEAD)\s{1,3}(?:https?://|/)\S*(?:\s{1,3}HTTP/[\d.]+)?"
)
_UNIT = re.compile(
    r"\s?(?:多?(?:人|路|个(?!错|报)|位|名|条|次|遍)|字|块|元|万|千|百|毫?秒|分钟|分(?!别)|小时|天|周|个月|月|年|号(?!错|码)|点|楼|层|页|行|台|倍|兆|"
    r"米|公里|会议室|會議室|x\b|usd\b|eur\b|tickets?\b|ms\b|s\b|secs?\b|[kmgt]b?\b|px\b|%|users?\b|people\b|members?\b|minutes?\b|mins?\b|seconds?\b|hours?\b|days?\b|"
    r"times?\b|bytes?\b|messages?\b|groups?\b|events?\b|chars?\b|characters?\b|milliseconds?\b)",
    re.IGNORECASE,
)
_HTTP_LINE = re.compile(r"(?<![A-Za-z])(?:GET|POST|PUT|PATCH|DELETE|HEAD|HTTP|https?)(?![A-Za-z])")
"""What a log of requests has before their statuses."""
_REQUEST_BEFORE = 120
"""How far before a status its request may begin."""
_BEFORE = 20
"""How far before a number is read what it counts."""


def has_unit(text: str, end: int) -> bool:
    """Whether what follows a number that ends there makes it an amount."""
    return _UNIT.match(text, end) is not None


def is_named_status(text: str, end: int) -> bool:
    """Whether HTTP's own words follow a number that ends there: `502 Bad Gateway`."""
    return _HTTP_PHRASE.match(text, end) is not None


def is_counted(text: str, start: int, end: int) -> bool:
    """Whether a number says how many, or which of something else than errors."""
    return (
        has_unit(text, end)
        or is_named_status(text, end)
        or _COUNTED.search(text[max(0, start - _BEFORE) : start]) is not None
    )


def may_be_an_id(text: str, start: int) -> bool:
    """Whether a number stands right behind somebody, as their id may: `用户603`."""
    return _SOMEBODY.search(text[max(0, start - _BEFORE) : start]) is not None


def is_measured(text: str, end: int) -> bool:
    """Whether a text speaks, right before a place, of what is always some number."""
    return _MEASURED.search(text[max(0, end - _BEFORE) : end]) is not None


def is_in_request(text: str, start: int, number: int) -> bool:
    """Whether a number is likely to be the HTTP status in a line about a request."""
    if number not in EVERYDAY_STATUSES:
        return False
    earliest = max(0, start - _REQUEST_BEFORE)
    return _HTTP_LINE.search(text, max(earliest, text.rfind("\n", earliest, start) + 1), start) is not None


def without_http(text: str) -> str:
    """Give a text without requests and statuses that are HTTP's alone: their words are not about an error of the SDK."""
    return _HTTP_STATUS.sub(" ", _REQUEST.sub(" ", text))
