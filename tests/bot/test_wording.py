"""What imerr itself says, and how it puts together what the table says."""

from __future__ import annotations

from typing import TYPE_CHECKING

import pytest

from bot.wording import told_apart, wording
from db.entry import LANGS

if TYPE_CHECKING:
    from db.catalog import Catalog
    from db.entry import Lang


@pytest.mark.parametrize(
    ("codes", "lang", "sentences"),
    [
        (
            (601, 602, 603),
            "zh",
            [
                "602 与 601 相比，正好相反：用户不在群组内，却在里面发消息或做操作。",
                "603 与 601 相比，Web SDK 4.x 上重复调用 `joinGroup` 报的是这个无权限错误。",
            ],
        ),
        ((28, 700), "zh", ["28 与 700 相比，同一次调用在 `onError` 里报的是那个错误；它还包括登录时 token 不对。"]),
        ((1300, 1301), "en", ["1300, compared with 1301: The opposite: the thread of the operation was not found."]),
        ((601, 800), "zh", []),
        ((601,), "zh", []),
        ((601, 602, 603, 604), "zh", []),
    ],
)
def test_each_two_of_a_few_entries_are_told_apart_once(
    catalog: Catalog, codes: tuple[int, ...], lang: Lang, sentences: list[str]
) -> None:
    assert told_apart([catalog.by_key[code] for code in codes], lang) == sentences


@pytest.mark.parametrize("lang", LANGS)
def test_every_comparison_tells_which_code_it_is_about(catalog: Catalog, lang: Lang) -> None:
    for one in catalog.entries:
        for other, _ in catalog.see_also(one):
            for sentence in told_apart([one, other], lang):
                assert str(one.code) in sentence or str(other.code) in sentence


def test_a_list_of_codes_is_cut_with_how_many_there_are() -> None:
    codes = tuple(range(8000, 8030))

    assert wording("zh").unknown(codes, "") == "错误码表里没有 8000、8001、8002、8003、8004 等 30 个编号"
    assert wording("en").unknown(codes, "") == "The code table has no 8000, 8001, 8002, 8003, 8004 and 25 more"
    assert wording("zh").also_unknown(codes[:20]).count("80") == 20
    assert "等" not in wording("zh").also_unknown(codes[:20])


@pytest.mark.parametrize("lang", LANGS)
def test_one_candidate_is_introduced_as_one(lang: Lang) -> None:
    words = wording(lang)

    assert words.candidates(1) != words.candidates(2)
    assert "20" not in words.several(3, 3)
    assert "20" in words.several(23, 20)
