"""What people put around what went wrong and that says nothing about it: asking words, greetings, who reports it, pleas."""

from __future__ import annotations

import re

_BETWEEN = r"[\W_]*+"
_IN_FRONT = re.compile(
    rf"""
    {_BETWEEN}
    (?:
        (?:你好|您好|哈[喽啰]|嗨|大佬(?:们)?|各位(?:大佬|老师|同学)?|老师|在[吗不](?:在)?|早上好|下午好|晚上好|早)(?:啊|呀|哈)?(?=\W|请|我|想|问)
      | (?:我)?(?:想)?(?:请问|请教)(?:一?下|个问题|大家)? | 我?想问(?:一?下|个问题|大家)? | 问(?:一?下|个问题|大家)
      | 麻烦(?:帮忙)?(?:问|看|查)(?:一?下)? | 求助 | 求教 | 紧急(?:求助)? | 救命 | 急+(?=\W)
      | (?:我们?)?(?:这边|这里)?(?:线上|现场)?(?:的|有)?个?(?:用户|客户)(?:们|那边)?(?:都|一直|又)?(?:反馈|反映|投诉|报告|报障|说|问)(?:说|称)?(?:他们?|她)?
      | (?<![A-Za-z])(?:
            (?:hi|hello|hey)(?:\ (?:there|all|guys|folks|team|everyone|everybody))? | good\ (?:morning|afternoon|evening)
          | excuse\ me | sorry\ to\ bother(?:\ you)? | quick\ question | help(?:\ me)?(?=\W*[,!:.]) | please\ help(?:\ me)? | urgent
          | (?:one\ of\ )?(?:our|my|the|a|some)\ (?:users?|customers?|clients?)\ (?:(?:is|are|keeps?)\ )?
            (?:says?|said|saying|reports?|reported|reporting|complains?|complained|complaining|tells?\ us|told\ us)(?:\ that)?
        )(?![A-Za-z])
    )
    {_BETWEEN}
    """,
    re.IGNORECASE | re.VERBOSE,
)
_BEHIND = re.compile(
    rf"""
    {_BETWEEN}
    (?:
        (?:该|要|应该|我该|我们该)?(?:怎么办|咋办|怎么整|咋整|怎么破)(?:才好|好)?
      | (?:该|要|应该)?(?:怎么|咋|如何)(?:样)?(?:去)?(?:解决|处理|排查|修|修复|搞定)(?:一下)?
      | (?:是|这是)?(?:怎么|咋)(?:个|一)?回事 | (?:是|这是)?(?:什么|啥)(?:情况|原因|问题|毛病|意思) | (?:是)?(?:为什么|为啥|为何)
      | (?:求助|求解答?|求教|求救|求大佬(?:们)?(?:解答|指点|帮忙|帮帮忙|看看)?|求指[点教]|求帮忙|在线等|救命|帮帮我|帮帮忙|拜托(?:了)?|麻烦(?:了|各位)?)
      | (?:帮忙|帮我|麻烦)?(?:帮忙|帮我)?(?:看|查)(?:一?下|看) | (?:有没有人|有人|谁)(?:知道|遇到过|碰到过)(?:吗|的)?
      | (?:谢谢|感谢|多谢)(?:大家|大佬|各位|你|您|了|啦)? | (?<=\W)(?:很|挺|比较|非常)?急+ | (?<=\W)(?:please|pls|plz)
      | (?<![A-Za-z])(?:
            (?:could|can)\ (?:you|anyone|someone|somebody)(?:\ please)?\ help(?:\ me|\ us)?(?:\ out)? | (?:please|pls|plz)\ help(?:\ me|\ us)?(?:\ out)? | help(?:\ me|\ us)?(?:\ please|\ pls|\ plz)?
          | any\ (?:ideas?|help|suggestions?|thoughts|clues?|advice|pointers)(?:\ why|\ please|\ (?:is\ )?(?:much\ |greatly\ )?appreciated)?
          | (?:what|how)\ (?:should|can|do|could|shall|would)\ (?:i|we|you)\ (?:do|fix|solve|resolve|handle|deal\ with|debug)(?:\ it|\ this|\ that)?(?:\ (?:about|with)\ (?:it|this|that))?(?:\ now|\ here|\ next)?
          | (?:what|how)\ to\ (?:do|fix|solve|resolve|handle|deal\ with)(?:\ it|\ this|\ that)?(?:\ now)?
          | (?:what(?:'s|\ is|s)|whats)\ (?:happening|going\ on|wrong|up|the\ (?:reason|problem|issue|cause|matter))(?:\ here)?
          | (?:what|wdym)\ (?:does|do)\ (?:it|this|that)\ mean | what\ now | (?:and\ )?why(?:\ is\ (?:that|this))? | how\ come
          | thanks?(?:\ you)?(?:\ (?:in\ advance|a\ lot|so\ much|guys|all|everyone))? | thx | cheers | asap | urgent(?:ly)?
          | (?:please|pls|plz) | (?:does\ )?(?:anyone|anybody|someone)(?:\ else)?(?:\ knows?|\ seen\ (?:this|it)(?:\ before)?|\ had\ (?:this|it))?
        )
    )
    (?:呢|啊|呀|吗|嘛|哈|了|的|哦)?{_BETWEEN}$
    """,
    re.IGNORECASE | re.VERBOSE,
)
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
    r"这|那|哪|个|种|里|看看|咋|为啥|请|你|大家|各位|有人|人|知道|解释|告诉|说明|情况|问题|出错|出什么事|上面|下面|日志|"
    r"(?<![A-Za-z])(?:wrong|problems?|issues?|happen(?:s|ed|ing)?|going|on|any|one|anyone|someone|somebody|anybody|know|knows|look|see|check|"
    r"at|here|there|up|understand|be|could|would|can|did|was|were|my|us|our|so|log|above|below|message|idea|ideas|just|now|mean|hey|"
    r"there's|is|has|have|been|by|from|as|in)(?![A-Za-z])",
    re.IGNORECASE,
)
"""Words that speak of an error without saying anything about it."""
_CONTENT = re.compile(r"[A-Za-z\u3400-\u9fff]")
_COMMAND = re.compile(r"^\s*/imerr\b", re.IGNORECASE)
_MOST_FRAMES = 4
_LONGEST_FRAME = 80
"""Where the last frame of a text may begin: nobody pleads longer, and a whole log must not be searched for it."""


def without_frame(text: str) -> str:
    """Give what a question says without what stands around it: `你好，群满了怎么办，求助` gives `群满了`.

    A text that is nothing else stays as it is.
    """
    inner = text
    for _ in range(_MOST_FRAMES):
        in_front = _IN_FRONT.match(inner)
        shorter = inner[in_front.end() :] if in_front else inner
        if behind := _BEHIND.search(shorter, max(0, len(shorter) - _LONGEST_FRAME)):
            shorter = shorter[: behind.start()]
        if shorter == inner:
            break
        inner = shorter
    return inner if any(character.isalnum() for character in inner) else text


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
