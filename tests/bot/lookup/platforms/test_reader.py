"""Which platform a question is about."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.lookup.answer import Verdict
from bot.lookup.explain import Lookup
from bot.lookup.platforms.reader import PlatformError, PlatformReader, cues_of
from bot.lookup.text import Text
from db.source import read
from tests.harness.small_source import small_catalog, write_small_source

if TYPE_CHECKING:
    from pathlib import Path

    from bot.lookup.answer import Answer
    from db.catalog import Catalog
    from db.entry import Cue, Key

SHIPPED = cues_of(read())


def _keys(answer: Answer) -> list[Key]:
    return [match.entry.key for match in answer.shown]


@pytest.mark.parametrize(
    ("platform", "cue"), SHIPPED, ids=[f"{platform} {cue.member} {cue.yes[0]}" for platform, cue in SHIPPED]
)
def test_a_cue_names_its_platform_in_its_examples_alone(catalog: Catalog, platform: str, cue: Cue) -> None:
    def named(text: str) -> set[tuple[str, str]]:
        found = PlatformReader(catalog).mentions(Text(text))
        return {(mention.platform, mention.member) for mention in found}

    assert [example for example in cue.yes if (platform, cue.member) not in named(example)] == []
    own = {one.pattern for of, one in SHIPPED if (of, one.member) == (platform, cue.member)}
    if len(own) == 1:
        assert [example for example in cue.no if (platform, cue.member) in named(example)] == []


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("606", [606]),
        ("iOS 606", ["native:606"]),
        ("安卓报606", ["native:606"]),
        ("Web SDK 5 606", ["web5:606"]),
        ("小程序 606", [606]),
        ("EMErrorGroupMembersFull", ["native:604"]),
        ("iOS GROUP_MEMBERS_FULL", ["native:604"]),
    ],
)
def test_a_number_is_what_the_named_platform_calls_so(lookup: Lookup, question: str, keys: list[Key]) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, _keys(answer)) == (Verdict.EXACT, keys)


@pytest.mark.parametrize(
    ("question", "key"), [("iOS 群满了报什么码", "native:604"), ("web 端群满了", 606), ("Web SDK 5 群满了", "web5:604")]
)
def test_words_lead_to_the_number_on_the_named_platform(lookup: Lookup, question: str, key: Key) -> None:
    assert lookup.explain(question).matches[0].entry.key == key


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("iOS 604 vs web 606", ["native:604", 606]),
        ("iOS 报 604，小程序报 606，是同一个错吗", ["native:604", 606]),
        ("606 在 iOS 和 web 一样吗", ["native:606", 606]),
    ],
)
def test_two_platforms_that_are_compared_are_both_answered(lookup: Lookup, question: str, keys: list[Key]) -> None:
    answer = lookup.explain(question)

    assert (answer.verdict, _keys(answer)) == (Verdict.EXACT, keys)
    assert answer.platforms == ("native", "web")


@pytest.mark.parametrize(
    "question",
    ["小程序在安卓手机上报 606", "mini program on an iPhone shows error 606", "uni-app 打包成 apk，报错 606"],
)
def test_the_device_under_a_mini_program_is_no_platform(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert (_keys(answer), answer.platforms) == ([606], ("web",))


def test_a_version_in_the_name_of_a_platform_is_no_code(lookup: Lookup) -> None:
    answer = lookup.explain("Web SDK 5 群满了")

    assert 5 not in {match.entry.code for match, _ in answer.on_screen} | set(answer.unknown)


def test_the_name_of_a_platform_says_nothing_of_the_error(lookup: Lookup) -> None:
    assert lookup.explain("iOS").verdict is Verdict.NONE


@pytest.mark.parametrize(
    ("platform", "key"), [("native", "native:606"), ("ios", "native:606"), ("web5", "web5:606"), ("", 606)]
)
def test_without_a_name_the_set_platform_is_meant(lookup: Lookup, platform: str, key: Key) -> None:
    own = Lookup(lookup.catalog, lambda: lookup.learned, platform=platform)

    assert _keys(own.explain("606")) == [key]


@pytest.mark.parametrize("question", ["iOS 606", "606 android", "Web SDK 5 606"])
def test_the_name_of_a_platform_is_of_no_language(lookup: Lookup, question: str) -> None:
    assert [lookup.explain(question, lang).lang for lang in ("zh", "en")] == ["zh", "en"]


def test_a_platform_that_is_named_wins_over_that_of_the_setting(lookup: Lookup) -> None:
    own = Lookup(lookup.catalog, lambda: lookup.learned, platform="ios")

    assert _keys(own.explain("web 606")) == [606]


def test_an_unknown_platform_is_refused_with_the_known_ones(catalog: Catalog) -> None:
    with pytest.raises(PlatformError) as refused:
        Lookup(catalog, platform="symbian")

    assert str(refused.value) == (
        "The code table has no platform 'symbian'. It has: web, native, android, ios, harmonyos, windows, "
        "unity, flutter, react-native, web5."
    )


def test_a_table_without_platforms_reads_none(tmp_path: Path) -> None:
    small = small_catalog(write_small_source(tmp_path / "codes"))

    assert PlatformReader(small).mentions(Text("iOS 20")) == ()
    assert _keys(Lookup(small).explain("20")) == [20]


@pytest.mark.parametrize(
    ("question", "key"),
    [
        ("user already exists, code 203", "native:203"),
        ("login 202 error", "native:202"),
        ("请求超时 301", "native:301"),
        ("翻译失败 1113", "native:1113"),
    ],
)
def test_a_number_that_the_words_know_elsewhere_is_shown(lookup: Lookup, question: str, key: Key) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.CANDIDATES
    assert _keys(answer)[0] == key


@pytest.mark.parametrize("question", ["群满了报 606", "web 端 user already exists, code 203"])
def test_a_number_is_the_platforms_own_where_the_text_says_so(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.EXACT
    assert answer.shown[0].entry.platform == "web"


@pytest.mark.parametrize(
    ("question", "key"),
    [("登录报 201", "native:201"), ("加群的时候报 613", "native:613"), ("login fails, code 108", "native:108")],
)
def test_a_number_that_is_nothing_here_is_told_from_elsewhere(lookup: Lookup, question: str, key: Key) -> None:
    answer = lookup.explain(question)

    assert not answer.verdict.answered
    assert next(match for match, _ in answer.on_screen).entry.key == key


@pytest.mark.parametrize(
    "question", ["web: 606\nandroid: 604", "小程序：606，安卓：604", "iOS：604，小程序：606", "小程序：606\n安卓：604"]
)
def test_the_codes_of_two_platforms_are_both_explained(lookup: Lookup, question: str) -> None:
    answer = lookup.explain(question)

    assert answer.verdict is Verdict.EXACT
    assert set(_keys(answer)) == {606, "native:604"}


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("小米手机报 606", [606, "native:606"]),
        ("Huawei P60 code 502", [502, "native:502"]),
        ("Device: OnePlus 11\nError: 511", [511, "native:511"]),
        ("小米手机自带浏览器打开网页报 606", [606]),
        ("Samsung A54, Kotlin: error 606", ["native:606"]),
        ("Redmi Note 12 上被顶下线", [206]),
    ],
)
def test_a_number_on_a_phone_is_told_for_both_platforms(lookup: Lookup, question: str, keys: list[Key]) -> None:
    assert _keys(lookup.explain(question)) == keys


def test_a_phone_tells_nothing_where_it_is_meant_anyway(lookup: Lookup) -> None:
    assert _keys(lookup.on("android").explain("小米手机报 606")) == ["native:606"]


@pytest.mark.parametrize(
    ("question", "keys"),
    [
        ("E/RoomRepo( 812): joinRoom failed: 604", ["native:604"]),
        ("11-26 08:58:02.305 12044 12106 E EMA_LOG : send failed err 502", ["native:502"]),
        ("2026-11-26 09:13:12.551788+0800 Demo[3321:88120] join error code 606", ["native:606"]),
        ("at com.hyphenate.chat.EMGroupManager.join(EMGroupManager.java:604)\ncode: 602", ["native:602"]),
        ("console.error: send failed, code = 510\n    at send (index.js:22)", [510]),
    ],
)
def test_the_form_of_a_log_tells_its_platform(lookup: Lookup, question: str, keys: list[Key]) -> None:
    assert _keys(lookup.explain(question)) == keys


def test_a_choice_has_what_a_number_is_on_both_platforms(lookup: Lookup) -> None:
    answer = lookup.explain("Galaxy S24 sometimes 510 while sending")

    assert answer.verdict is Verdict.CANDIDATES
    assert {510, "native:510"} <= set(_keys(answer))
