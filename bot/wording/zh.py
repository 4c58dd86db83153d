"""Chinese wording."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.lookup.answer import Evidence
from bot.wording.base import MOST_IN_HEADING, MOST_IN_SENTENCE

if TYPE_CHECKING:
    from collections.abc import Sequence

    from db.entry import Retryable, Where, Who

_WHO: dict[Who, str] = {
    "developer": "应用开发者",
    "user": "用户本人",
    "group_admin": "群主或群管理员",
    "chatroom_admin": "聊天室所有者或管理员",
    "console_admin": "控制台管理员",
    "vendor": "环信技术支持",
}


_WHERE: dict[Where, str] = {
    "promise": "调用的 Promise 被拒绝（catch）",
    "fail": "调用的 fail / error 回调",
    "on_error": "addEventHandler 的 onError",
    "on_disconnected": "addEventHandler 的 onDisconnected",
    "console": "只打印在控制台",
    "callback": "消息上的回调",
}


_WHY: dict[Evidence, str] = {
    Evidence.CODE: "依据：文中的错误码“{}”",
    Evidence.NAME: "依据：文中的常量“{}”",
    Evidence.NAME_TYPO: "依据：“{}”与这个常量只差一两个字母",
    Evidence.NAME_PART: "依据：常量里含有“{}”",
    Evidence.PHRASE: "依据：与“{}”相近",
    Evidence.TITLE: "依据：与“{}”相近",
    Evidence.MESSAGE: "依据：SDK 的报错原文“{}”",
    Evidence.ELSEWHERE: "{} 是其他端的编号",
    Evidence.NEAR: "编号与 {} 相近",
}


def _codes(codes: Sequence[int], most: int) -> str:
    shown = "、".join(map(str, codes[:most]))
    return shown if len(codes) <= most else f"{shown} 等 {len(codes)} 个编号"


class Chinese:
    """Simplified Chinese."""

    examples = ("603", "群组满了", "WEBIM_CONNECTION_CLOSED", "账号在别的手机登录就掉线")
    causes = "为什么发生"
    actions = "怎么办"
    see_also = "容易混淆的错误"
    differences = "怎么区分"
    source = "官方文档"
    not_http = "这是 SDK 错误码，不是 HTTP 状态码。"
    comma = "、"
    semicolon = "；"
    likeliest = "最可能的原因"
    first_step = "先这样做"
    more = "其他原因、处理办法与各端编号"
    details = "更多信息"
    example = "捕获示例"
    note = "本端说明"
    retry = "重试"
    arrives = "从哪里收到"
    raised_by = "哪些调用会报"
    messages = "报错原文"
    limit = "限制"
    spellings = "常量的其他写法"
    listed_for = "官方页面列出此编号的端"
    numbers = "各端编号"
    sources = "依据"
    colon = "："
    open = "查看"
    share = "分享到频道"
    share_to_thread = "分享到消息列"
    share_elsewhere = "发到频道…"
    share_title = "发到频道"
    post = "发送"
    post_where = "把这条说明发到"
    choose_channel = "选择频道"
    close = "关闭"
    delete = "删除这条回复"
    language = "中文"
    home_page = "返回首页"
    search_label = "查一个错误"
    lookup_title = "查错误码"
    lookup_placeholder = "错误码、常量名或现象"
    lookup_hint = "错误码、常量名，或用一句话描述现象"
    dismiss = "关闭"
    back = "返回列表"
    browse = "浏览全部错误码"
    choose_family = "选择一类"

    def where(self, where: Where) -> str:
        return _WHERE[where]

    def retryable(self, retryable: Retryable, after: str) -> str:
        return {"yes": f"可以。{after}", "no": f"没有用。{after}", "after": after}[retryable]

    def reported_as(self, code: int, title: str) -> str:
        return f"报 {code}（{title}）"

    def elsewhere(self, platform: str, code: int, title: str) -> str:
        return f"{platform}：{code} 是“{title}”"

    def confusable(self, code: int, title: str, reason: str) -> str:
        return f"{code} {title}：{reason}"

    def in_full_terminal(self, question: str) -> str:
        return f"代码示例：imerr --full {question}"

    def who(self, who: Who) -> str:
        return _WHO[who]

    def why(self, evidence: Evidence, quote: str) -> str:
        return _WHY[evidence].format(quote)

    def several(self, count: int, shown: int) -> str:
        first = f"，下面是前 {shown} 个" if shown < count else ""
        return f"这段内容说到了 {count} 个错误{first}"

    def one_error(self, platforms: int) -> str:
        return f"是同一个错误，{platforms} 端的编号分别是"

    def candidates(self, count: int) -> str:
        return "可能是下面几个中的一个，你指的是哪个？" if count > 1 else "可能是这一个，不能确定："

    def unknown(self, codes: Sequence[int], platform: str) -> str:
        where = f"{platform} 没有错误码" if platform else "错误码表里没有"
        return f"{where} {_codes(codes, MOST_IN_HEADING)}"

    def unknown_next(self) -> str:
        return "这样的编号可能来自 HTTP、系统或其他服务。把完整的错误对象或报错原文发来，能查得更准。"

    def check_platform(self) -> str:
        return "核对一下是哪个端的 SDK 报的：其他端的含义列在下面。"

    def described(self) -> str:
        return "按文字描述，可能是"

    def other_platforms(self) -> str:
        return "在其他端，这个编号是："

    def near(self) -> str:
        return "编号相近的错误码（不一定相关）"

    def none(self) -> str:
        return "没找到对应的错误"

    def of_system(self, system: str) -> str:
        return f"这是{system}的错误，不在本表里"

    def none_next(self) -> str:
        return "换个说法再试：错误码、常量名、一句现象描述，或整段报错日志都可以。"

    def mentioned(self) -> str:
        return "如果其中的数字是错误码："

    def beside(self, code: int, other: int) -> str:
        return f"{code} 与 {other} 相比，"

    def also_unknown(self, codes: Sequence[int]) -> str:
        return f"文中还有 {_codes(codes, MOST_IN_SENTENCE)}，错误码表里没有。"

    def open_in_terminal(self, question: str) -> str:
        return f"查看完整说明：imerr {question}"

    def shared_by(self, user: str) -> str:
        return f"{user} 查询并分享了这条说明"

    def shared(self) -> str:
        return "已分享到频道。"

    def shared_to_thread(self) -> str:
        return "已分享到消息列。"

    def perhaps_shared(self) -> str:
        return "与 Slack 的连接中断，不确定是否已经发出。看一下那里有没有；没有的话，重新查询再分享。"

    def families(self, codes: int) -> str:
        return f"共 {codes} 种错误"

    def family_size(self, codes: int) -> str:
        return f"{codes} 个"

    def help_title(self) -> str:
        return "imerr：查 IM SDK 错误码"

    def help_intro(self) -> str:
        return "告诉你这个错误是什么、为什么发生、该怎么办。/imerr 的回复只有你能看到，需要时再分享。"

    def help_ways(self) -> Sequence[tuple[str, str]]:
        return (
            ("603", "查一个错误码，也可以一次查几个：601,602"),
            ("群组满了", "用一句话描述现象"),
            ("GROUP_MEMBERS_FULL", "查常量名，大小写和个别拼写错误都没关系"),
            ('{type: 507, message: "…"}', "直接粘贴错误对象或日志"),
            ("list", "按类别浏览，例如 list group"),
            ("603 --en", "用英文回答；--zh 用中文"),
            ("help", "显示这份帮助"),
        )

    def failed(self, reference: str) -> str:
        return f"imerr 出错了，这次没能回答。稍后再试；仍不行，把编号 {reference} 发给维护者。"

    def abridged(self) -> str:
        return "这段文字很长，只读了开头和结尾。"

    def too_many(self, most: int) -> str:
        return f"一分钟内的提问超过了 {most} 次，过一会儿再问，imerr 会继续回答。"

    def too_many_presses(self, most: int) -> str:
        return f"一分钟内的点击超过了 {most} 次，过一会儿再点，imerr 会继续响应。"

    def too_late(self, reference: str) -> str:
        return f"这次 imerr 没来得及在 Slack 的时限内回应，请再试一次（{reference}）。"

    def only_asker(self, user: str) -> str:
        return f"这条回复只有提问的 {user} 能删除。"

    def from_parent(self) -> str:
        return "针对本消息列的第一条消息"

    def welcome(self) -> str:
        return "不客气。再遇到报错，随时发来。"

    def from_above(self) -> str:
        return "针对本消息列中前面的一条消息"

    def cannot_read_above(self) -> str:
        return "Slack 不让 imerr 读取这里上面的消息。把内容写在 @imerr 后面，或在那条消息的菜单里选 Explain error。"

    def nothing_to_read(self) -> str:
        return "这条消息里没有可供查询的文字。"

    def not_posted(self) -> str:
        return "Slack 不允许 imerr 发到那里。先把 imerr 邀请进那个频道，或换一个频道。"

    def step_without_text(self) -> str:
        return "这一步没有收到文字。请把错误码或报错内容传给它。"

    def home_intro(self, codes: int) -> str:
        return f"IM SDK 的 {codes} 种错误，各端的错误码：是什么、为什么发生、该怎么办。在下面输入后按回车。"

    def doors(self) -> Sequence[tuple[str, str]]:
        return (
            ("@imerr", "在频道或消息列里提及它并提问，或在一段日志下面只回复 @imerr"),
            ("Explain error", "在任意消息的菜单（⋮）里：只向你解释这条消息，消息列里也能用"),
            ("Look up an error", "在快捷方式（⚡）里：边输入边查，再发到频道"),
            ("私信", "直接给 imerr 发消息，每条消息都是一个问题"),
        )

    def gone_family(self) -> str:
        return "这个列表已不在表里，请重新查询。"

    def gone(self, code: int) -> str:
        return f"错误码 {code} 已不在表里，请重新查询。"
