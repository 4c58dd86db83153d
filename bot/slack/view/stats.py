"""What a workspace asked in a period, as words and as a chart."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.memory.stats import WEEK
from bot.slack.view.charts import bars
from bot.slack.view.message import (
    Message,
    bullets,
    escape,
    header,
    headline,
    inert,
    markup,
    note,
    section,
)
from bot.slack.view.surface import PRIVATE, Kind
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.memory.stats import Span, Stats
    from bot.slack.view.message import Block
    from bot.slack.view.surface import Surface
    from db.catalog import Catalog
    from db.entry import Entry, Lang
    from db.memory.asked import Top

MOST_TOP, FEW_TOP = 10, 3
"""Limits of the errors in a list: in a message of its own, and among other things."""
_DRAWN = frozenset({Kind.PRIVATE, Kind.PUBLIC, Kind.DIRECT})
"""The surfaces on which Slack draws charts: its Home tab and its modals refuse them."""


def stats_message(catalog: Catalog, stats: Stats, lang: Lang, surface: Surface = PRIVATE) -> Message:
    """Return the counts of a period as a message."""
    title = _title(stats, lang)
    if not stats.answers:
        said = [nothing(stats, lang), *_channel(stats, lang)]
        return Message("\n".join(said), (section(markup("\n".join(said))),))
    blocks: list[Block] = [header(title), *numbers(stats, lang)]
    if surface.kind in _DRAWN:
        blocks.append(chart(stats, lang))
    blocks += top_errors(catalog, stats.top, lang)
    blocks.append(note(inert(_trend(stats, lang))))
    text = "\n".join([title, *_channel(stats, lang), *words_of(catalog, stats, lang)])
    return Message(text, tuple(blocks))


def short(catalog: Catalog, stats: Stats, lang: Lang) -> tuple[Block, ...]:
    """Return the counts of a period among other things, without a chart."""
    if not stats.answers:
        return (header(_title(stats, lang)), section(inert(nothing(stats, lang))))
    listed = top_errors(catalog, stats.top[:FEW_TOP], lang)
    return (header(_title(stats, lang)), *numbers(stats, lang), *listed, note(inert(_trend(stats, lang))))


def numbers(stats: Stats, lang: Lang) -> tuple[Block, ...]:
    """Return the number of answers, shares and thumbs, above the days that they are of."""
    first, last = stats.period.first.isoformat(), stats.period.last.isoformat()
    lines = [*_channel(stats, lang), f"*{escape(_total(stats, lang))}*", *map(escape, _shares(stats, lang))]
    days = wording(lang).stats_first_to_last.format(first=first, last=last)
    return (section(markup("\n".join(lines))), note(inert(days)))


def chart(stats: Stats, lang: Lang) -> Block:
    """Return the chart of the answers by day or by week, with a bar for each group."""
    names = wording(lang).stats_groups
    series = {names[group.value]: [span.groups[group] for span in stats.spans] for group in stats.groups}
    return bars(_heading(stats, lang), [_label(span) for span in stats.spans], series)


def words_of(catalog: Catalog, stats: Stats, lang: Lang) -> list[str]:
    """Return the counts of a period as lines of plain text."""
    words = wording(lang)
    listed = [words.colon.join(item) for item in _top(catalog, stats.top, lang)]
    named = f"{words.stats_top}{words.colon}{words.semicolon.join(listed)}" if listed else ""
    return [line for line in (_total(stats, lang), *_shares(stats, lang), named, _trend(stats, lang)) if line]


def top_errors(catalog: Catalog, top: Sequence[Top], lang: Lang) -> tuple[Block, ...]:
    """Return the list of the most frequent errors; nothing where there are none."""
    listed = [(f"{error}  ", count) for error, count in _top(catalog, top, lang)]
    return (bullets(wording(lang).stats_top, listed, ordered=True),) if listed else ()


def entry_of(catalog: Catalog, error: str, platform: str) -> Entry | None:
    """Return an error's entry on a platform, else on its first one; None where the table has the error no longer."""
    if error not in catalog.by_error:
        return None
    entries = catalog.by_error[error]
    return next((each for each in entries if each.platform == platform), entries[0])


def nothing(stats: Stats, lang: Lang) -> str:
    """Return the sentence about a period without an answer."""
    words = wording(lang)
    return words.stats_none.format(period=_period(stats, lang))


def refusal(reason: str, lang: Lang) -> Message:
    """Return the message that there are no counts, and why."""
    sentence = wording(lang).stats_refused[reason]
    return Message(sentence, (section(inert(sentence)),))


def _title(stats: Stats, lang: Lang) -> str:
    return wording(lang).stats_title.format(period=_period(stats, lang))


def _period(stats: Stats, lang: Lang) -> str:
    return wording(lang).stats_periods[stats.days]


def _channel(stats: Stats, lang: Lang) -> list[str]:
    channel = stats.period.channel
    return [wording(lang).stats_in_channel.format(channel=f"<#{channel}>")] if channel else []


def _total(stats: Stats, lang: Lang) -> str:
    """Return the number of answers, and the difference from the period before."""
    words = wording(lang)
    more = stats.answers - stats.before
    changed = words.stats_more(more) if more > 0 else words.stats_fewer(-more)
    compared = changed if more else words.stats_as_before
    return f"{words.stats_answers(stats.answers)}{compared}"


def _shares(stats: Stats, lang: Lang) -> list[str]:
    words = wording(lang)
    lines = [
        f"{words.stats_groups[group.value]}{words.colon}"
        + words.stats_share.format(count=count, share=f"{count / stats.answers:.0%}")
        for group, count in stats.groups.items()
    ]
    return [*lines, words.stats_thumbs.format(up=stats.thumbs.up, down=stats.thumbs.down)]


def _trend(stats: Stats, lang: Lang) -> str:
    """Return the answers by day or by week as a line."""
    words = wording(lang)
    counted = words.semicolon.join(f"{_label(span)}{words.colon}{span.answers}" for span in stats.spans)
    return f"{_heading(stats, lang)}{words.colon}{counted}"


def _heading(stats: Stats, lang: Lang) -> str:
    words = wording(lang)
    return words.stats_by_day if stats.days <= WEEK else words.stats_by_week


def _label(span: Span) -> str:
    first, last = f"{span.first:%m-%d}", f"{span.last:%m-%d}"
    return first if first == last else f"{first}–{last}"


def _top(catalog: Catalog, top: Sequence[Top], lang: Lang) -> list[tuple[str, str]]:
    """Return the names of errors, and how often each was asked for."""
    return [(_name(catalog, each, lang), wording(lang).asked_times(each.count)) for each in top]


def _name(catalog: Catalog, top: Top, lang: Lang) -> str:
    """Return an error as people know it; its id where the table has it no longer."""
    entry = entry_of(catalog, top.error, top.platform)
    return top.error if entry is None else headline(entry, lang)
