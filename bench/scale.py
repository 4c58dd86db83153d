"""Ranking in tables of a team's own codes, up to 100,000 entries, compared with Tantivy and SQLite's FTS5.

Generates tables (always the same ones), asks for known titles and sentences with slips of the keyboard in them, and prints for
each size and engine: the time to build the index, the memory it takes, the time of a question, and how often the right entry
comes first. Half of the entries differ from another one in a single word or phrase. Every engine runs in a process of its own and
gets its texts folded in the same way. Tantivy is left out where it is not installed (`pip install tantivy`).
"""

from __future__ import annotations

import argparse
import gc
import importlib
import importlib.util
import json
import random
import re
import sqlite3
import statistics
import subprocess
import sys
import time
from pathlib import Path
from typing import TYPE_CHECKING, Any, Protocol

# Run as a script, the first entry is this folder, in which http.py would stand for Python's own `http`.
sys.path.pop(0)
sys.path.insert(0, str(Path(__file__).resolve().parents[1]))

from bench.common import show
from bot.lookup.retrieval.ranking import Retrieval, simple_fold

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

_LIMIT = 10
_LONGEST_SECONDS = 12.0
"""Time limit of an engine; it is judged by the questions asked until then."""
_WARM_UP = 20

Line = tuple[int, str]
Pair = tuple[str, str]


def _pairs(text: str) -> tuple[Pair, ...]:
    pairs = (item.split("=") for item in text.replace("\n", ";").split(";") if item.strip())
    return tuple((zh.strip(), en.strip()) for zh, en in pairs)


_THINGS = _pairs("""
群组=group;聊天室=chat room;单聊消息=direct message;群消息=group message;会话=conversation;好友=contact;子区=thread;附件=attachment
语音消息=voice message;图片=picture;视频=video;自定义消息=custom message;群公告=group notice;群文件=shared file;黑名单=block list
白名单=allow list;禁言列表=mute list;表情回复=reaction;译文=translation;已读回执=read receipt;送达回执=delivery receipt
管理员=administrator;群主身份=ownership;在线状态=presence;用户属性=user attribute;群属性=group attribute;推送证书=push certificate
推送模板=push template;登录设备=device;离线消息=offline message;漫游消息=roaming message;置顶会话=pinned conversation
入群申请=join request;入群邀请=invitation;定向消息=targeted message;合并消息=combined message;位置消息=location message
敏感词=banned word;举报记录=report;免打扰设置=quiet hours
""")
_ACTIONS = _pairs("""
创建=creating;解散=disbanding;加入=joining;退出=leaving;拉取=fetching;修改=changing;删除=deleting;撤回=recalling;转发=forwarding
上传=uploading;下载=downloading;订阅=subscribing to;取消订阅=unsubscribing from;导入=importing;导出=exporting;搜索=searching
同步=synchronising;转让=handing over;冻结=freezing;恢复=restoring;审核=reviewing;置顶=pinning;标记=marking;翻译=translating
举报=reporting;加密=encrypting;解析=parsing;绑定=binding;解绑=unbinding;续期=renewing;清空=clearing;合并=merging;拆分=splitting
复制=copying;归档=archiving;屏蔽=blocking
""")
_REASONS = _pairs("""
人数已达上限=the member limit is reached;没有权限=permission is missing;对象不存在=it does not exist;凭证已过期=the token has expired
调用过于频繁=calls come too often;参数为空=a parameter is empty;参数格式不对=a parameter is malformed;套餐不支持=the plan lacks it
功能没有开通=the feature is switched off;服务端超时=the server timed out;网络已断开=the network is down;内容违规=the content is forbidden
文件过大=the file is too large;空间不足=storage is used up;签名不匹配=the signature differs;版本过低=the version is too old
正在处理中=it is still in progress;已经处理过=it was already done;对方拒绝=the other side refused;账号被封禁=the account is banned
账号已注销=the account was removed;编号重复=the identifier is taken;编码不受支持=the encoding is unsupported
时间不同步=clocks disagree;数据已损坏=the data is corrupt;缓存失效=the cache is stale;队列已满=the queue is full
被管理员禁言=an administrator muted the user;证书不受信任=the certificate is not trusted;地区不可用=the region is not served
依赖服务故障=a service behind it failed;配额用完=the quota is spent;锁被占用=a lock is held;请求被取消=the request was cancelled
结果太多=there are too many results
""")
_MOMENTS = _pairs("""
登录之前=before login;首次登录后=after the first login;断线重连时=while reconnecting;切换账号后=after switching accounts
切到后台时=while in the background;批量操作时=during a batch;消息漫游期间=during roaming;升级套餐后=after a plan upgrade
更换设备后=after changing devices;多端同时在线时=with several devices online;网络切换时=when the network changes
应用冷启动时=at a cold start;凭证续期时=while renewing a token;数据迁移期间=during a migration;凌晨维护时=during nightly maintenance
夏令时切换时=when daylight saving begins;高峰时段=at peak time;压力测试时=under a load test;重复提交时=when submitted twice
分页到末尾时=at the last page;草稿恢复后=after a draft is restored;卸载重装后=after reinstalling;授权弹窗关闭后=once consent was dismissed
页面刷新时=when the page reloads;弱网环境下=on a weak network;灰度发布期间=during a staged rollout;会员到期后=once membership ends
限流解除前=before throttling ends;补发历史时=while history is replayed;主备切换时=during a failover
""")
_PLACES = _pairs("""
小程序端=in the mini program;网页端=in the browser;安卓端=on Android;苹果端=on iOS;桌面端=on the desktop;服务端接口=through the REST API
控制台=in the console;回调地址=at the callback address;推送通道=in the push channel;消息网关=at the message gateway
边缘节点=at the edge node;测试环境=in the test environment;海外集群=in the overseas cluster;私有部署=in a private deployment
机器人账号=from a bot account;客服工作台=at the service desk;直播间=in a live room;企业版后台=in the enterprise backend
数据中心=in the data centre;网络代理后=behind a proxy;嵌入页面=in an embedded page;智能手表=on a watch;电视端=on a television
车载系统=in a car;定时任务=in a scheduled job;导入工具=in the import tool;开放平台=on the open platform;沙箱=in the sandbox
审计日志=in the audit log;统计报表=in a report
""")
_RESULTS = _pairs("""
需要重新登录=a new login is needed;稍后会自动重试=it is retried later;界面会显示旧数据=the app shows old data;消息会丢弃=the message is dropped
会话列表不更新=the list is not refreshed;成员收不到通知=members are not notified;操作会回滚=the operation is rolled back
后续请求都会失败=later requests fail too;只影响当前设备=only this device is affected;所有设备都会下线=all devices go offline
请联系技术支持=contact support;请检查应用配置=check the configuration;不会产生费用=nothing is charged;计数可能不准=counts may be off
排序可能错乱=the order may be wrong;未读数会翻倍=unread counts double;头像显示为空=avatars stay empty;附件无法预览=files have no preview
记录保留七天=records stay for a week;需要人工审批=somebody has to approve;可以安全忽略=it can be ignored;先清理再重试=clean up and retry
降低并发即可=use less concurrency;换一个编号即可=choose another identifier;等待对方上线=wait until the other is online
更新证书即可=update the certificate;会触发告警=an alarm is raised;历史不受影响=history is not affected
""")
_FILLER: tuple[Pair, ...] = (
    ("请问一下{}是什么情况", "hi, why do I get {} all the time"),
    ("{}，怎么解决", "{} what can I do about it"),
    ("线上突然报{}，在线等", "our app says {} since this morning"),
    ("老板催了，{}要怎么处理呢", "please help: {}, thanks"),
)
_ASKED_LINES = (1, 2, 3, 4)
"""Indexes of the lines that people type: the titles and sentences, not the constant."""
_LINES_PER_ENTRY = 5


def generate(entries: int) -> list[Line]:
    """Return the lines of a table: for each entry its constant in words, titles and sentences in Chinese and English."""
    chance = random.Random(entries)  # noqa: S311 - no secret
    lines: list[Line] = []
    kinds = (_THINGS, _ACTIONS, _REASONS, _MOMENTS, _PLACES)
    told: dict[tuple[Pair, ...], Pair] = {}
    while len(told) < entries:
        picked = [chance.choice(words) for words in kinds]
        result = chance.choice(_RESULTS)
        if len(told) % 2:
            # A sibling of the entry before it.
            twin, result = next(reversed(told.items()))
            kind = chance.randrange(len(kinds))
            picked = [*twin[:kind], picked[kind], *twin[kind + 1 :]]
        if tuple(picked) in told:
            continue
        entry = len(told)
        told[tuple(picked)] = result
        thing, action, reason, moment, place = picked
        name = f"{action[1]} {thing[1]} {reason[1]} {place[1].split()[-1]} {moment[1].split()[-1]}"
        title = (
            f"{moment[0]}{place[0]}{action[0]}{thing[0]}失败：{reason[0]}",
            f"{action[1]} a {thing[1]} {place[1]} failed {moment[1]}: {reason[1]}",
        )
        meaning = (
            f"{moment[0]}，用户在{place[0]}{action[0]}{thing[0]}没有成功，原因是{reason[0]}；{result[0]}。",
            f"{moment[1]}, {action[1]} the {thing[1]} {place[1]} did not succeed because {reason[1]}; {result[1]}.",
        )
        lines += ((entry, name), *((entry, text.capitalize()) for text in (*title, *meaning)))
    return lines


def _is_chinese(text: str) -> bool:
    return "\u4e00" <= text[0] <= "\u9fff"


def _edited(text: str, chance: random.Random) -> str:
    """Take out, put in or replace one or two characters."""
    letters = "的了我要消息群" if _is_chinese(text) else "etaoinshr"
    for _ in range(chance.randint(1, 2)):
        at = chance.randrange(len(text) - 1)
        text = text[:at] + chance.choice(("", chance.choice(letters))) + text[at + chance.randint(0, 1) :]
    return text


def _dropped(text: str, chance: random.Random) -> str:
    """Leave out a word, or in Chinese one or two characters."""
    if _is_chinese(text):
        at = chance.randrange(len(text) - 2)
        return text[:at] + text[at + chance.randint(1, 2) :]
    words = text.split()
    del words[chance.randrange(len(words))]
    return " ".join(words)


def _swapped(text: str, chance: random.Random) -> str:
    """Exchange two words that follow each other, or in Chinese two characters."""
    chinese = _is_chinese(text)
    parts = list(text) if chinese else text.split()
    at = chance.randrange(len(parts) - 1)
    parts[at], parts[at + 1] = parts[at + 1], parts[at]
    return ("" if chinese else " ").join(parts)


def _reshaped(text: str, chance: random.Random) -> str:
    """Change the case, or use full-width letters and punctuation."""
    wide = text.translate({code: code + 0xFEE0 for code in range(0x21, 0x7F)})
    return chance.choice((text.upper(), text.title(), wide))


def _surrounded(text: str, chance: random.Random) -> str:
    """Add the words of a question around it."""
    return chance.choice(_FILLER)[0 if _is_chinese(text) else 1].format(text.rstrip("。."))


_SLIPS = (_edited, _dropped, _swapped, _reshaped, _surrounded)


def ask(lines: Sequence[Line], count: int) -> list[Line]:
    """Return questions with the right entry: known titles and sentences with two kinds of slips in each."""
    chance = random.Random(count)  # noqa: S311 - no secret
    questions = []
    for _ in range(count):
        at = chance.randrange(len(lines) // _LINES_PER_ENTRY) * _LINES_PER_ENTRY + chance.choice(_ASKED_LINES)
        entry, text = lines[at]
        for slip in sorted(chance.sample(_SLIPS, 2), key=_SLIPS.index):
            text = slip(text, chance)
        questions.append((entry, text))
    return questions


class Engine(Protocol):
    """Something that ranks entries for a text."""

    def best(self, text: str) -> list[int]:
        """Return at most ten entries, best first."""


class _Imerr:
    def __init__(self, lines: Sequence[Line]) -> None:
        self._retrieval = Retrieval(lines)

    def best(self, text: str) -> list[int]:
        return [hit.entry for hit in self._retrieval.rank(text, _LIMIT)]


def _distinct(entries: Sequence[int]) -> list[int]:
    return list(dict.fromkeys(entries))[:_LIMIT]


class _Tantivy:
    """BM25 over two and three characters in a row, any of which may match: what Tantivy offers for Chinese and slips alike."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._tantivy: Any = importlib.import_module("tantivy")
        made = self._tantivy
        analyzer = made.TextAnalyzerBuilder(made.Tokenizer.ngram(2, 3)).build()
        schema = made.SchemaBuilder()
        schema.add_text_field("text", stored=False, tokenizer_name="grams", index_option="freq")
        schema.add_integer_field("entry", stored=True)
        self._schema = schema.build()
        self._analyzer = analyzer
        self._index = made.Index(self._schema)
        self._index.register_tokenizer("grams", analyzer)
        writer = self._index.writer()
        for entry, text in lines:
            writer.add_document(made.Document(text=simple_fold(text), entry=entry))
        writer.commit()
        writer.wait_merging_threads()
        self._index.reload()
        self._searcher = self._index.searcher()

    def best(self, text: str) -> list[int]:
        made = self._tantivy
        grams = dict.fromkeys(self._analyzer.analyze(simple_fold(text)))
        terms = [(made.Occur.Should, made.Query.term_query(self._schema, "text", gram)) for gram in grams]
        found = self._searcher.search(made.Query.boolean_query(terms), _LIMIT * _LINES_PER_ENTRY).hits
        return _distinct([self._searcher.doc(address)["entry"][0] for _, address in found])


class _Fts5:
    """BM25 over three characters in a row, any of which may match."""

    def __init__(self, lines: Sequence[Line]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE lines USING fts5(text, entry UNINDEXED, tokenize='trigram')")
        folded = ((entry, simple_fold(text)) for entry, text in lines)
        self._database.executemany("INSERT INTO lines(entry, text) VALUES (?, ?)", folded)
        self._database.execute("INSERT INTO lines(lines) VALUES ('optimize')")
        self._database.commit()

    def best(self, text: str) -> list[int]:
        folded = simple_fold(text)
        query = " OR ".join(dict.fromkeys(f'"{folded[at : at + 3]}"' for at in range(len(folded) - 2)))
        rows = self._database.execute(
            "SELECT entry FROM lines WHERE lines MATCH ? ORDER BY rank LIMIT ?", (query, _LIMIT * _LINES_PER_ENTRY)
        )
        return _distinct([entry for (entry,) in rows])


_ENGINES: dict[str, Callable[[Sequence[Line]], Engine]] = {"imerr": _Imerr, "tantivy": _Tantivy, "fts5": _Fts5}


def _resident() -> float:
    """Return this process's memory in MB; without Linux's /proc, its peak."""
    status = Path("/proc/self/status")
    if status.exists():
        found = re.search(r"VmRSS:\s+(\d+)", status.read_text(encoding="ascii"))
        return int(found[1]) / 1024 if found else 0.0
    import resource  # noqa: PLC0415 - not on Windows

    most = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    return most / 2**20 if sys.platform == "darwin" else most / 2**10


def measure(name: str, entries: int, count: int) -> dict[str, float]:
    """Build one engine over one table in this process, ask it, and return the figures."""
    lines = generate(entries)
    questions = ask(lines, count)
    gc.collect()
    before = _resident()
    started = time.perf_counter()
    engine = _ENGINES[name](lines)
    built = time.perf_counter() - started
    gc.collect()
    memory = _resident() - before
    for _, text in questions[:_WARM_UP]:
        engine.best(text)
        if time.perf_counter() - started - built > _LONGEST_SECONDS / 4:
            break
    seconds: list[float] = []
    hits = 0
    for entry, text in questions:
        asked = time.perf_counter()
        best = engine.best(text)
        seconds.append(time.perf_counter() - asked)
        hits += best[:1] == [entry]
        if sum(seconds) > _LONGEST_SECONDS:
            break
    return {
        "build": built,
        "memory": memory,
        "median": statistics.median(seconds) * 1e3,
        "p99": sorted(seconds)[int(len(seconds) * 0.99)] * 1e3,
        "hit": hits / len(seconds),
        "asked": len(seconds),
    }


def _row(name: str, entries: int, count: int) -> tuple[str, ...]:
    command = [sys.executable, str(Path(__file__).resolve()), "--one", name, "--sizes", str(entries)]
    done = subprocess.run(  # noqa: S603 - our own command
        [*command, "--questions", str(count)], capture_output=True, text=True, check=False
    )
    if done.returncode:
        print(f"{name} failed at {entries:,}: {done.stderr.strip()[-300:]}", file=sys.stderr)
        return (name, f"{entries:,}", *["failed"] * 6)
    found = json.loads(done.stdout)
    return (
        name,
        f"{entries:,}",
        f"{found['build']:.2f}",
        f"{found['memory']:.0f}",
        f"{found['median']:.2f}",
        f"{found['p99']:.2f}",
        f"{found['hit']:.3f}",
        f"{found['asked']:,}",
    )


def main() -> None:
    """Read the command line and run."""
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("--sizes", type=int, nargs="+", default=[1000, 10_000, 100_000], help="entries of the tables")
    parser.add_argument(
        "--questions", type=int, default=1000, help="questions for each engine and size (default: 1000)"
    )
    parser.add_argument("--one", choices=list(_ENGINES), help=argparse.SUPPRESS)
    asked = parser.parse_args()
    if min(*asked.sizes, asked.questions, 10**9) < 1:
        parser.error("--sizes and --questions start at 1")
    if asked.one:
        print(json.dumps(measure(asked.one, asked.sizes[0], asked.questions)))
        return
    engines = [name for name in _ENGINES if name != "tantivy" or importlib.util.find_spec("tantivy")]
    rows = []
    for entries in asked.sizes:
        for name in engines:
            print(f"{name}, {entries:,} entries", file=sys.stderr)
            rows.append(_row(name, entries, asked.questions))
    show(("engine", "entries", "build s", "memory MB", "median ms", "p99 ms", "hit@1", "asked"), rows, words=1)
    if "tantivy" not in engines:
        print("tantivy is not installed and was left out.")


if __name__ == "__main__":
    main()
