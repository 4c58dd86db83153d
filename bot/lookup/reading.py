"""What a text names outright: error codes among all its other numbers, and constants.

A number is a code only where the text makes it one: it is labelled (`type: 603`, `错误码603`, `报 507`), or it is all that
the text says besides filler (`603?`, `506跟507怎么区分`). A code of the table is also one where somebody sees or gets it
(`users see 603`, `joinGroup 605`). Ports, line numbers, times, versions and HTTP statuses stay numbers.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from typing import TYPE_CHECKING

from bot.lookup.framing import says_anything, without_command
from bot.lookup.quantities import (
    EVERYDAY_STATUSES,
    HTTP_STATUSES,
    has_unit,
    is_counted,
    is_in_request,
    is_measured,
    is_named_status,
    may_be_an_id,
)

if TYPE_CHECKING:
    from collections.abc import Container, Iterator

_LABEL = r"""
    (?:
        (?P<status>(?<!http\ )(?<!http_)status[\s_]?codes? | 状态码)
      | (?<![A-Za-z_])type
      | [A-Za-z]{0,20}err(?:or)?[\s_.\-]?(?:code|type|no\.?|msg)?
      | (?<!exit\ )(?<!status\ )(?<!http\ )(?<!exit_)(?<!status_)(?<!http_)(?<!zip\ )(?<!country\ )
        (?<![A-Za-z])(?:ret|return|result|reason|im|sdk|biz)?[\s_\-]?codes?
      | 错误(?:代码|码|号|类型)? | 錯誤(?:代碼|碼|號)? | 報錯 | 报错(?:码)? | 报的?是? | 報
      | (?:返回|响应|结果|异常|故障|业务|回调)码 | (?:(?<![\u3400-\u9fff])|(?<=[个串条出的这那是]))代?码
      | (?P<loose>
            返回(?:值|了)? | 提示(?:了)? | 弹(?:出|了)? | 抛(?:出|了)? | 收到(?:了)?
          | 一直(?:是|都)? | 有时候? | 总是 | 变成
        )
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
          | still | sometimes | another | randomly | suddenly | (?P<status>status)
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
_SUFFIXED = re.compile(r"\s?(?:这个|这种|的)?\s?(?:号?错误码?|报错|錯誤|报错码|error\b|err\b)", re.IGNORECASE)

_ONLY_A_CODE = re.compile(r"\s*(0|-?[1-9]\d{0,8})\s*", re.ASCII)
_MARKED_CODE = re.compile(r"\s*(?:E-?|#)?(\d{3,4})\s*", re.ASCII | re.IGNORECASE)
_LETTERED_CODE = re.compile(r"(?<![A-Za-z0-9_\-])E-?(?P<number>\d{3,4})(?!\w|[.\-]\d)", re.ASCII)
"""A code with a letter before it: `E603`."""
_APART = re.compile(r"(?<![\w.\-/:])(?<!\d\s)[1-9](?:\s\d){2,3}(?!\s?\d|[\w\-/:]|\.\d)", re.ASCII)
"""A code digit by digit: `6 0 3`."""
_RANGE = re.compile(r"(?<![\d.\-])(\d{1,4})\s?(?:-|~|到|至|to)\s?(\d{1,4})(?![\d.\-])", re.ASCII)
_ABOUT_CODES = re.compile(r"(?:errors?|codes?|错误码?|错误代码|報錯|报错码?)\s{0,3}:?\s{0,3}$", re.IGNORECASE)
_ABOUT_BEFORE = 20
"""How far before a range is read what calls it one of codes."""
_LONGEST_RANGE = 100
_FEW_ERRORS = re.compile(r"\s?errors\b", re.IGNORECASE)
_LEAST_MENTIONED = 100
"""Smaller numbers are quantities far more often than codes."""
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


def codes_in(text: str, known: Container[int]) -> list[NamedCode]:
    """Give the codes that a normalized text names, in its order, each once.

    `known` decides between readings of a number (`err-603`), never adds a number that is no code.
    """
    if alone := _ONLY_A_CODE.fullmatch(text):
        return [NamedCode(_value(text, 0, alone[1], known), 0, labelled=False)]
    if (marked := _MARKED_CODE.fullmatch(text)) and int(marked[1]) in known:
        return [NamedCode(int(marked[1]), 0, labelled=False)]
    text = _together(without_command(text), known)
    in_ranges, text = _ranges(text, known)
    found: dict[int, NamedCode] = {}
    for named in sorted(
        [
            *in_ranges,
            *_labelled(text, known),
            *_lettered(text, known),
            *_listed(text, known),
            *_reported(text, known),
            *_unlabelled(text, known),
        ],
        key=lambda named: named.start,
    ):
        if named.code not in found or (named.labelled and not found[named.code].labelled):
            found[named.code] = named
    return list(found.values())


def _together(text: str, known: Container[int]) -> str:
    """Give a text in which codes that are written digit by digit are in one, everything else at its place."""

    def joined(apart: re.Match[str]) -> str:
        digits = "".join(apart[0].split())
        # 0 says that all is well: nobody asks for it among other single digits.
        is_one = int(digits) in known or "0" in digits
        return digits.ljust(len(apart[0])) if is_one else apart[0]

    return _APART.sub(joined, text)


def _ranges(text: str, known: Container[int]) -> tuple[list[NamedCode], str]:
    """Give the codes from one to another, where nothing else is asked or the text calls them errors, and the text without them.

    Of the ends, those that the table lacks are given too: they were asked for.
    """
    if not _RANGE.search(text):
        return [], text
    alone = not says_anything(_RANGE.sub(" ", text))
    found: list[NamedCode] = []

    def read(asked: re.Match[str]) -> str:
        first, last = sorted((int(asked[1]), int(asked[2])))
        before = text[max(0, asked.start() - _ABOUT_BEFORE) : asked.start()]
        is_range = alone or (first in known and last in known and _ABOUT_CODES.search(before))
        between = [code for code in range(first, last + 1) if code in known] if last - first <= _LONGEST_RANGE else []
        if not is_range or not between:
            return asked[0]
        codes = sorted({first, last, *between})
        found.extend(NamedCode(code, asked.start(), labelled=False) for code in codes)
        return " " * len(asked[0])

    return found, _RANGE.sub(read, text)


def mentioned(text: str, known: Container[int]) -> list[NamedCode]:
    """Give the numbers of a normalized text that may be codes of the table, though nothing in the text says that they are."""
    found: dict[int, NamedCode] = {}
    for bare in _BARE.finditer(text):
        code = int(bare["number"]) if _is_plain(bare["number"]) else 0
        if code < _LEAST_MENTIONED or code not in known or is_counted(text, bare.start(), bare.end()):
            continue
        if not is_in_request(text, bare.start(), code):
            found.setdefault(code, NamedCode(code, bare.start(), labelled=False))
    return list(found.values())


def is_outcome(text: str, named: NamedCode) -> bool:
    """Whether a number may be what came of something: it counts nothing, and is no usual HTTP status and nobody's id."""
    number = _BARE.match(text, named.start)
    if number is None or named.code in EVERYDAY_STATUSES or may_be_an_id(text, named.start):
        return False
    return _ENDS_THERE.match(text, number.end()) is not None


def _reported(text: str, known: Container[int]) -> Iterator[NamedCode]:
    for found in _REPORTED.finditer(text):
        code, end = int(found["number"]), found.end("number")
        usual = HTTP_STATUSES if found["status"] else EVERYDAY_STATUSES
        if code not in known or code in usual or not _is_plain(found["number"]):
            continue
        if _ENDS_THERE.match(text, end) and not is_counted(text, found.start("number"), end):
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
        if not _is_plain(found["number"]) or is_named_status(text, end) or has_unit(text, end):
            continue
        http = found["status"] is not None and int(found["number"].replace(" ", "")) in HTTP_STATUSES
        measured = found["loose"] is not None and is_measured(text, found.start())
        if not http and not measured:
            yield NamedCode(
                _value(text, found.start("number"), found["number"], known), found.start("number"), labelled=True
            )


def _lettered(text: str, known: Container[int]) -> Iterator[NamedCode]:
    for found in _LETTERED_CODE.finditer(text):
        code = int(found["number"])
        if code in known and not has_unit(text, found.end()):
            yield NamedCode(code, found.start("number"), labelled=True)


def _listed(text: str, known: Container[int]) -> Iterator[NamedCode]:
    for found in _LIST_OF_CODES.finditer(text):
        numbers = {int(number[0]): found.start() + number.start() for number in re.finditer(r"\d+", found[0])}
        distinct = len(numbers) == len(re.findall(r"\d+", found[0]))
        if distinct and all(number in known for number in numbers) and not is_counted(text, found.start(), found.end()):
            for number, start in numbers.items():
                yield NamedCode(number, start, labelled=True)


def _unlabelled(text: str, known: Container[int]) -> Iterator[NamedCode]:
    bare = [found for found in _BARE.finditer(text) if _is_plain(found["number"])]
    if not bare:
        return
    rest = _BARE.sub(" ", _LIST_OF_CODES.sub(" ", text))
    alone = not says_anything(rest) and not re.search(r"\d", rest)
    for found in bare:
        start, end, number = found.start(), found.end(), int(found["number"])
        if has_unit(text, end) or is_named_status(text, end) or is_in_request(text, start, number):
            continue
        if 0 <= number < _LEAST_MENTIONED and _FEW_ERRORS.match(text, end):
            continue
        opens = not text[:start].strip(" \t\n\"'([#*`<") and text[end : end + 1] in {",", ":", ";"}
        suffixed = number in known and _SUFFIXED.match(text, end) and not is_counted(text, start, end)
        if alone or opens or suffixed:
            yield NamedCode(number, start, labelled=False)
