"""What a text names outright: error codes among all its other numbers, and constants.

A number is a code only where the text makes it one: it is labelled (`type: 603`, `错误码603`, `报 507`), or it is all that
the text says besides filler (`603?`, `506跟507怎么区分`). A code of the table is also one where somebody sees or gets it
(`users see 603`, `joinGroup 605`). Ports, line numbers, times, versions and HTTP statuses stay numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from http import HTTPStatus
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_LABEL = r"""
    (?:
        (?P<status>(?<!http\ )(?<!http_)status[\s_]?codes? | 状态码)
      | (?<![A-Za-z_])type
      | [A-Za-z]{0,20}err(?:or)?[\s_.\-]?(?:code|type|no\.?|msg)?
      | (?<!exit\ )(?<!status\ )(?<!http\ )(?<!exit_)(?<!status_)(?<!http_)(?<!zip\ )(?<!country\ )
        (?<![A-Za-z])(?:ret|return|result|reason|im|sdk|biz)?[\s_\-]?codes?
      | 错误(?:代码|码|号|类型)? | 錯誤(?:代碼|碼|號)? | 報錯 | 报错(?:码)? | 报的?是? | 報 | (?<!状态)(?<!验证)(?<!邮政编)代?码
      | 返回(?:值|了)? | 提示(?:了)? | 弹(?:出|了)? | 抛(?:出|了)? | 收到(?:了)?
      | 一直(?:是|都)? | 有时候? | 总是 | 变成
    )
"""
_NUMBER = r"(?P<number>-?\s?\d{1,9})"
_END = r"(?![\d_A-Za-z%]|[.:/\-]\d|\#\w|,\d{3}(?!\d))"
_LABELLED = re.compile(
    rf"{_LABEL}[\"'\]]?\s{{0,3}}(?:是|为|為|了|个|個|到|一个|is|was|of|=>|->|[:=\#>→_]){{0,4}}\s{{0,3}}[\"'(\[\#<*`]{{0,2}}{_NUMBER}{_END}",
    re.IGNORECASE | re.VERBOSE,
)
_BARE = re.compile(rf"(?<![\w.$€£¥/:@+\-])(?P<number>-?\d{{1,9}}){_END}", re.ASCII)
_REPORTED = re.compile(
    r"""
    (?:
        (?<![A-Za-z])(?:
            (?:see|saw|get|give|throw|threw|return|report|receive|hit|face|encounter|produce|raise)(?:s|ed|ing)?
          | seeing|seen|got|getting|gave|given|giving|thrown|hitting
          | (?:fail|die|reject|end|reply|replie|respond|answer|come|crash)(?:s|d|ed|ing)?\s{1,3}(?:back\s{1,3})?
            (?:with|by|on|as|due\ to)
          | fail(?:s|ed)? | w/ | what(?:'s|\ is|s) | (?:any(?:one|body)\ )?knows? | meaning\ of | because\ of | due\ to
          | still | sometimes | another | randomly | suddenly | status
        )(?:\s{1,3}(?:us|me|them|him|her|you|back|up|out|always|only|just|still|again|an?|the|this|that|is)){0,2}
      | (?<![A-Za-z])
        (?:get|set|fetch|send|join|leave|create|destroy|update|modify|add|remove|delete|open|log|connect|publish|subscribe|
           unsubscribe|mute|unmute|block|unblock|invite|accept|decline|reject|upload|download|recall|pin|unpin|translate|
           register|report|change|transfer|quit|apply|list|query|search|renew)[A-Z][A-Za-z]{1,30}+
        (?<!Size)(?<!Count)(?<!Interval)(?<!Number)(?<!Status)(?<!Limit)(?<!Length)(?<!Time)(?<!Timeout)(?<!Id)(?<!Num)
        \s{0,3}\(?\)?
      | 看(?:到|见) | 出现?了 | (?:遇|碰)(?:到|上)了? | [蹦跳冒弹甩扔丢吐吃撞](?:出|到|上|了)来?了? | 给(?:我|我们|他|用户)了?
      | (?:又|还|就|会|也)?说(?:是)? | 回了 | 得到 | 拿到 | 又是 | 总是 | 被 | 一会儿? | 一下子? | 有时候? | 偶[尔现](?:会|是)?
    )
    (?:\s{0,3}(?:一?个|了个|的|都?是|:|=|->|=>|→)){0,2}\s{0,3}[\"'(\[\#<*`]{0,2}
    (?P<number>\d{3,4})(?![\d_A-Za-z%]|[.:/\-]\d|,\d{3}(?!\d))
    """,
    re.VERBOSE,
)
"""What somebody says they see or get, or what they call, with a number right behind it."""
_ENDS_THERE = re.compile(
    r"[\"'`)\]>*]{0,2}\s{0,3}(?:$|[,.;:!?~…，。；：！？、)\]}>|/&+\r\n]|了|吗|嘛|呢|啊|呀|吧|咋|怎|啥|什么|是|错|这|的|和|跟|与|或|然后|但|但是|求|有|报|为|"
    r"(?:and|or|then|but|when|while|whenever|after|before|since|on|in|for|from|at|again|every|all|each|if|because|as|with|though|"
    r"error|err|errors|today|now|yesterday|right|any|what|why|how|pls|please|plz|help|to|sometimes|constantly|here|too|also|"
    r"instead|via|by|during|until|once|upon|thanks|intermittently|randomly|only|code|codes)\b)",
    re.IGNORECASE,
)
"""What can stand behind a code and not behind a quantity."""
_EVERYDAY_STATUSES = frozenset((200, 204, 206, 500, 501, 502, 503, 504))
"""HTTP statuses that a text without a label may as well mean."""
_COUNTED = re.compile(
    r"(?:(?<![A-Za-z])(?:port|room|line|page|floor|ticket|issue|pr|build|version|row|col|node|iphone|galaxy|https?|nginx|curl|"
    r"gateway|building|gate|flight|bus|apt|suite|seat|order|invoice|u?id|no\.?|number|step|chapter|top|over|under|about|only|around)"
    r"|(?:count|size|length|interval|limit|max(?:imum|members|users)?|number|badge|total|width|height|timeout)(?:\ (?:is|shows?|says|of))?"
    r"|http\s?(?:code|status)|https?_status|status[\s_]?code|responsestatus|only\ show"
    r"|(?<![A-Za-z])seq|端口|房间|会议室|第|行|页|楼|层|工单|编号|号|版本|订单|单号|上限|最多|共|超过|大约|只有|满|约|编译|状态码|群号|群id"
    r"|(?:数|数量|人数|条数|个数|角标|未读)(?:是|为|显示|还是|只是)?)"
    r"\s{0,3}[:#=]?\s{0,3}$",
    re.IGNORECASE,
)
"""What makes the number behind it one of something else."""
_SUFFIXED = re.compile(r"\s?(?:这个|这种|的)?\s?(?:号?错误码?|报错|錯誤|报错码|error\b|err\b)", re.IGNORECASE)

_HTTP_PHRASE = re.compile(
    r"\s*\(?(?:OK|Created|No Content|Moved|Found|Not Modified|Bad Request|Unauthorized|Forbidden|Not Found|Conflict|"
    r"Too Many Requests|Internal Server Error|Bad Gateway|Service Unavailable|Gateway Time-?out)\b",
    re.IGNORECASE,
)
_UNIT = re.compile(
    r"\s?(?:人|路|个(?!错|报)|位|名|条|次|遍|字|块|元|万|千|百|秒|分钟|分(?!别)|小时|天|周|个月|月|年|号(?!错|码)|点|楼|层|页|行|台|倍|兆|"
    r"米|公里|会议室|會議室|x\b|usd\b|eur\b|tickets?\b|ms\b|s\b|secs?\b|[kmgt]b?\b|px\b|%|users?\b|people\b|members?\b|minutes?\b|mins?\b|seconds?\b|hours?\b|days?\b|"
    r"times?\b|bytes?\b|messages?\b|groups?\b|events?\b|chars?\b|characters?\b|milliseconds?\b)",
    re.IGNORECASE,
)
_FILLER = re.compile(
    r"(?<!\S)--[a-z]{2,10}(?!\S)|"
    r"请问|谢谢|感谢|麻烦|然后|大佬们?|求助|帮忙|帮我|看一?下|查一?下|一下|"
    r"是什么|什么|是啥|啥|意思|错误代码|错误码|错误|報錯|错誤碼|錯誤碼|錯誤|报错|代码|怎么办|怎么样|怎么|如何|咋办|咋|解决|处理|"
    r"区别|区分|分别|代表|有何|有|为什么|为何|原因|回事|出现|遇到|返回|提示|收到|报|码|环信|小程序|这个|那个|那么|是不是|一样|相同|后|避免|防止|开通|解除|扩容|恢复|排查|"
    r"和|跟|与|及|或|还是|的|了|吗|呢|啊|吧|是|又|都|在|我|们|那|先|再|"
    r"(?<![A-Za-z])(?:what(?:'s| is)?|whats|when|which|is|are|does|do|mean(?:s|ing)?|errors?|err|errcode|codes?|type|the|an?|of|please|pls|"
    r"help|me|difference|between|and|vs|or|to|fix|solve|how|why|i|we|get|got|getting|im|sdk|easemob|imerr|with|"
    r"explain|about|again|list|hi|hello|thanks|thank you|number|no|it|this|that|for|you|can|tell|show|first|then|same|as|avoid|prevent|enable|handle|debug|"
    r"resolve|where|should)(?![A-Za-z])",
    re.IGNORECASE,
)
_VAGUE = re.compile(
    r"这|那|哪|个|种|里|看看|咋|为啥|请|你|大家|各位|有人|人|知道|解释|告诉|说明|情况|问题|出错|出什么事|上面|下面|日志|"
    r"(?<![A-Za-z])(?:wrong|problems?|issues?|happen(?:s|ed|ing)?|going|on|any|one|anyone|someone|somebody|anybody|know|knows|look|see|check|"
    r"at|here|there|up|understand|be|could|would|can|did|was|were|my|us|our|so|log|above|below|message|idea|ideas|just|now|mean|hey|"
    r"there's|is|has|have|been|by|from|as|in)(?![A-Za-z])",
    re.IGNORECASE,
)
"""Words that speak of an error without saying anything about it."""
_CONTENT = re.compile(r"[A-Za-z\u3400-\u9fff]")
_ONLY_A_CODE = re.compile(r"\s*(0|-?[1-9]\d{0,8})\s*", re.ASCII)
_MARKED_CODE = re.compile(r"\s*(?:(?:E-?|#)?(\d{3,4})|(\d(?:\s\d){2,3}))\s*", re.ASCII | re.IGNORECASE)
"""A code with a letter before it, or digit by digit: `E603`, `6 0 3`."""
_RANGE = re.compile(r"(?<![\d.\-])(\d{3,4})\s?(?:-|~|到|至|to)\s?(\d{3,4})(?![\d.\-])", re.ASCII)
_LONGEST_RANGE = 20
_HTTP_STATUSES = frozenset(str(status.value) for status in HTTPStatus)
_HTTP_LINE = re.compile(r"(?<![A-Za-z])(?:GET|POST|PUT|PATCH|DELETE|HEAD|HTTP|https?)(?![A-Za-z])")
"""What a log of requests has before their statuses."""
_LEAST_MENTIONED = 100
"""Smaller numbers are quantities far more often than codes."""
_BEFORE = 20
"""How far before a number is read what it counts."""
_COMMAND = re.compile(r"^\s*/imerr\b", re.IGNORECASE)
_LIST_OF_CODES = re.compile(
    r"(?<![\w/.=:,\-])(?:\d{3,4}(?:(?:\s?[/,、和跟与或&+]\s?|\s(?:and|or|vs|then)\s)\d{3,4}){1,20}|\d{1,4}(?:[\s,、]\s?\d{1,4}){2,20})(?![\w/:\-]|[.,]\d)",
    re.ASCII,
)


@dataclass(frozen=True, slots=True)
class NamedCode:
    """A number that the text uses as an error code, where it stands, and whether a label says that it is one."""

    code: int
    start: int
    labelled: bool


def without_filler(text: str) -> str:
    """Give what a question says beyond asking: without `请问`, `what is`, `error code` and the like."""
    return _FILLER.sub(" ", _COMMAND.sub(" ", text))


def is_vague(text: str) -> bool:
    """Whether a question says nothing about the error that it asks for: `这是什么错误`, `what is this error?`."""
    return not _CONTENT.search(_VAGUE.sub(" ", without_filler(text)))


def codes_in(text: str, known: Container[int]) -> list[NamedCode]:
    """Give the codes that a normalized text names, in its order, each once.

    `known` decides between readings of a number (`err-603`), never adds a number that is no code.
    """
    if alone := _ONLY_A_CODE.fullmatch(text):
        return [NamedCode(_value(text, 0, alone[1], known), 0, labelled=False)]
    if (marked := _MARKED_CODE.fullmatch(text)) and (code := int("".join((marked[1] or marked[2]).split()))) in known:
        return [NamedCode(code, 0, labelled=False)]
    text = _COMMAND.sub(lambda found: " " * len(found[0]), text)
    if between := _range(text, known):
        return between
    found: dict[int, NamedCode] = {}
    for named in sorted(
        [*_labelled(text, known), *_listed(text, known), *_reported(text, known), *_unlabelled(text, known)],
        key=lambda named: named.start,
    ):
        if named.code not in found or (named.labelled and not found[named.code].labelled):
            found[named.code] = named
    return list(found.values())


def _range(text: str, known: Container[int]) -> list[NamedCode]:
    """Give the codes from one to another, where that is all that is asked: `601-603`."""
    asked = _RANGE.search(text)
    if asked is None or _CONTENT.search(without_filler(rest := _RANGE.sub(" ", text))) or re.search(r"\d", rest):
        return []
    first, last = int(asked[1]), int(asked[2])
    if first not in known or last not in known or not 0 < last - first <= _LONGEST_RANGE:
        return []
    return [NamedCode(code, asked.start(), labelled=False) for code in range(first, last + 1) if code in known]


def mentioned(text: str, known: Container[int]) -> list[NamedCode]:
    """Give the numbers of a normalized text that may be codes of the table, though nothing in the text says that they are."""
    found: dict[int, NamedCode] = {}
    for bare in _BARE.finditer(text):
        code = int(bare["number"]) if _is_plain(bare["number"]) else 0
        if code < _LEAST_MENTIONED or code not in known or _is_counted(text, bare.start(), bare.end()):
            continue
        if code not in _EVERYDAY_STATUSES or not _HTTP_LINE.search(
            text, text.rfind("\n", 0, bare.start()) + 1, bare.start()
        ):
            found.setdefault(code, NamedCode(code, bare.start(), labelled=False))
    return list(found.values())


def is_outcome(text: str, named: NamedCode) -> bool:
    """Whether a number may be what came of something: nothing that it counts stands behind it, and it is no usual HTTP status."""
    number = _BARE.match(text, named.start)
    return (
        number is not None
        and named.code not in _EVERYDAY_STATUSES
        and _ENDS_THERE.match(text, number.end()) is not None
    )


def _is_counted(text: str, start: int, end: int) -> bool:
    """Whether a number says how many, or which of something else than errors."""
    return bool(
        _UNIT.match(text, end)
        or _HTTP_PHRASE.match(text, end)
        or _COUNTED.search(text[max(0, start - _BEFORE) : start])
    )


def _reported(text: str, known: Container[int]) -> Iterator[NamedCode]:
    for found in _REPORTED.finditer(text):
        code, end = int(found["number"]), found.end("number")
        if code not in known or code in _EVERYDAY_STATUSES or not _is_plain(found["number"]):
            continue
        if _ENDS_THERE.match(text, end) and not _is_counted(text, found.start("number"), end):
            yield NamedCode(code, found.start("number"), labelled=True)


def _value(text: str, start: int, number: str, known: Container[int]) -> int:
    value = int(number.replace(" ", "").replace("\t", ""))
    # Right behind a word, a hyphen is a dash and no minus sign: err-603.
    dash = value < 0 and value not in known and start > 0 and text[start - 1].isalpha()
    return -value if dash else value


def _is_plain(number: str) -> bool:
    digits = number.lstrip("- ")
    return digits == "0" or not digits.startswith("0")


def _labelled(text: str, known: Container[int]) -> Iterator[NamedCode]:
    for found in _LABELLED.finditer(text):
        end = found.end("number")
        http = found["status"] is not None and found["number"].strip() in _HTTP_STATUSES
        if not http and _is_plain(found["number"]) and not _HTTP_PHRASE.match(text, end) and not _UNIT.match(text, end):
            yield NamedCode(
                _value(text, found.start("number"), found["number"], known), found.start("number"), labelled=True
            )


def _listed(text: str, known: Container[int]) -> Iterator[NamedCode]:
    for found in _LIST_OF_CODES.finditer(text):
        numbers = {int(number[0]): found.start() + number.start() for number in re.finditer(r"\d+", found[0])}
        distinct = len(numbers) == len(re.findall(r"\d+", found[0]))
        if (
            distinct
            and all(number in known for number in numbers)
            and not _is_counted(text, found.start(), found.end())
        ):
            for number, start in numbers.items():
                yield NamedCode(number, start, labelled=True)


def _unlabelled(text: str, known: Container[int]) -> Iterator[NamedCode]:
    bare = [found for found in _BARE.finditer(text) if _is_plain(found["number"])]
    rest = without_filler(_BARE.sub(" ", _LIST_OF_CODES.sub(" ", text)))
    alone = not _CONTENT.search(rest) and not re.search(r"\d", rest)
    for found in bare:
        if _UNIT.match(text, found.end()) or _HTTP_PHRASE.match(text, found.end()):
            continue
        opens = not text[: found.start()].strip(" \t\n\"'([#*`<") and text[found.end() : found.end() + 1] in {
            ",",
            ":",
            ";",
        }
        suffixed = int(found["number"]) in known and _SUFFIXED.match(text, found.end())
        if alone or opens or suffixed:
            yield NamedCode(int(found["number"]), found.start(), labelled=False)
