"""What people put around what went wrong and that says nothing about it: asking words, greetings, who reports it, pleas."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path

from bot.lookup.text import simplify

FRAMES = Path(__file__).parent / "frames"
"""What is taken away, as regular expressions: anybody's own way to ask is a line there."""
_BETWEEN = r"[\W_]*+"
_FILLER = re.compile(
    r"(?<!\S)--[a-z]{2,10}(?!\S)|"
    r"你好|您好|请问|谢谢|感谢|麻烦|然后|大佬们?|求助|帮忙|帮我|看一?下|查一?下|一下|"
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
    r"这|那|哪|个|种|里|看看|咋|为啥|请|你|大家|各位|有人|人|知道|解释|告诉|说明|情况|问题|对应|预期|具体|定位|属于|归到|出错|出什么事|上面|下面|日志|"
    r"(?<![A-Za-z])(?:who|whose|wrong|problems?|issues?|happen(?:s|ed|ing)?|going|on|any|one|anyone|someone|somebody|anybody|know|knows|look|see|check|"
    r"at|here|there|up|understand|be|could|would|can|did|was|were|my|us|our|so|log|above|below|message|idea|ideas|just|now|mean|hey|"
    r"there's|is|has|have|been|by|from|as|in)(?![A-Za-z])",
    re.IGNORECASE,
)
"""Words that speak of an error without saying anything about it."""
_CONTENT = re.compile(r"[A-Za-z\u3400-\u9fff]")
_COMMAND = re.compile(r"^\s*/imerr\b", re.IGNORECASE)
_MOST_FRAMES = 4
_MOST_TOLD = 8
_MOST_ENDS = 4
_SHORTEST_PART = 3
_DIGIT = re.compile(r"\d")
_LONGEST_FRAME = 80
"""Where the last frame of a text may begin: nobody pleads longer, and a whole log must not be searched for it."""


def without_frame(text: str) -> str:
    """Give what a question says without what stands around it: `你好，群满了怎么办，求助` gives `群满了`.

    A text that is nothing else stays as it is.
    """
    start, end = 0, len(text)
    # One character stands for one, so what is found there is at the same place in the text.
    simplified = simplify(text)
    for _ in range(_MOST_FRAMES):
        before = start, end
        if in_front := _in_front().match(simplified, start, end):
            start = in_front.end()
        if behind := _behind().search(simplified, max(start, end - _LONGEST_FRAME), end):
            end = behind.start()
        if before == (start, end):
            break
    inner = text[start:end]
    return inner if any(character.isalnum() for character in inner) else text


def parts_told(sentence: str) -> list[str]:
    """Give what may be told in the middle of a sentence: from behind a word that tells of it, as far as another one goes on.

    `坐席那边偶尔会看到群组满了这种情况` gives `群组满了`. None has a number: that is likely to count something.
    """
    found: dict[str, None] = {}
    simplified = simplify(sentence)
    starts = [told.end() for told in _tells().finditer(simplified)][:_MOST_TOLD]
    ends = [on.start() for on in _goes_on().finditer(simplified)] + [len(sentence)]
    for start in starts:
        for end in [end for end in ends if end - start >= _SHORTEST_PART][:_MOST_ENDS]:
            part = sentence[start:end].strip()
            if not _DIGIT.search(part):
                found.setdefault(without_frame(part))
    return list(found)


@cache
def _tells() -> re.Pattern[str]:
    return re.compile(rf"{_either('tells.zh')}|\b{_either('tells.en')}\b", re.IGNORECASE)


@cache
def _goes_on() -> re.Pattern[str]:
    return re.compile(
        rf"{_either('goes_on.zh')}|\b{_either('goes_on.en')}\b|{_tells().pattern}|[,，。.;；:：!！?？\"”]",
        re.IGNORECASE,
    )


@cache
def _in_front() -> re.Pattern[str]:
    chinese, english = _either("in_front.zh"), _either("in_front.en")
    said = f"{_BETWEEN}(?:{chinese}|(?<![A-Za-z]){english}(?![A-Za-z']))"
    somebody = r"[^\w@]*+@\S{1,30}(?=\s)"
    return re.compile(f"(?:{somebody}|{said}){_BETWEEN}", re.IGNORECASE)


@cache
def _behind() -> re.Pattern[str]:
    chinese, english = _either("behind.zh"), _either("behind.en")
    said = f"(?:{chinese}|(?<![A-Za-z]){english})(?:呢|啊|呀|吗|嘛|哈|了|的|哦|啦)?"
    return re.compile(f"{_BETWEEN}{said}{_BETWEEN}$", re.IGNORECASE)


def _either(name: str) -> str:
    lines = (FRAMES / f"{name}.txt").read_text(encoding="utf-8").splitlines()
    return "(?:" + "|".join(line for line in lines if not line.startswith("#")) + ")"


def without_filler(text: str) -> str:
    """Give what a question says beyond asking: without `请问`, `what is`, `error code` and the like."""
    return _FILLER.sub(" ", _COMMAND.sub(" ", text))


def is_vague(text: str) -> bool:
    """Whether a question says nothing about the error that it asks for: `这是什么错误`, `what is this error?`."""
    return not _CONTENT.search(_VAGUE.sub(" ", without_filler(text)))


def without_command(text: str) -> str:
    """Give a question with spaces instead of the command that it was typed behind, so that all else stays at its place."""
    return _COMMAND.sub(lambda found: " " * len(found[0]), text)


def says_anything(text: str) -> bool:
    """Whether there are words in a text besides those that ask."""
    return bool(_CONTENT.search(without_filler(text)))
