"""Thumbs, misses and answers are counted, and the counts can be asked for by period and channel."""

from __future__ import annotations

import asyncio
from collections import Counter
from dataclasses import replace
from datetime import date

import pytest

from db.memory import asked, feedback, misses
from db.memory.asked import Asked, Top
from db.memory.database import Database
from db.memory.days import Period, day_of, start_of
from db.memory.feedback import Feedback, Thumbs
from db.memory.misses import Hit, Missed, Status

pytestmark = pytest.mark.anyio

TEAM = "T1"
DAY = date(2026, 5, 3)
NEXT = date(2026, 5, 4)
AT = start_of(DAY) + 3600
BOTH = Period(DAY, NEXT)


def _thumb(user: str = "U1", *, up: bool, reason: str = "", at: float = AT) -> Feedback:
    return Feedback("A1", user, is_helpful=up, at=at, channel="C1", reason=reason)


async def test_a_day_is_one_of_utc() -> None:
    assert start_of(DAY) == 1_777_766_400.0
    assert (day_of(start_of(NEXT) - 0.001), day_of(start_of(NEXT))) == (DAY, NEXT)
    assert (BOTH.starts, BOTH.ends) == (start_of(DAY), start_of(date(2026, 5, 5)))


async def test_one_thumb_counts_however_often_pressed(database: Database) -> None:
    first = _thumb(up=False, reason="wrong code")
    earlier = [
        await feedback.put(database, TEAM, thumb)
        for thumb in (first, _thumb(up=False, at=AT + 1), _thumb(up=False, at=AT + 2))
    ]

    assert earlier == [None, first, _thumb(up=False, reason="wrong code", at=AT + 1)]
    assert await feedback.of(database, TEAM, "A1") == Thumbs(up=0, down=1)
    assert await feedback.get(database, TEAM, "A1", "U1") == _thumb(up=False, reason="wrong code", at=AT + 2)


async def test_the_last_thumb_counts_without_the_old_reason(database: Database) -> None:
    await feedback.put(database, TEAM, _thumb(up=False, reason="wrong code"))
    await feedback.put(database, TEAM, _thumb(up=True))
    await feedback.put(database, TEAM, _thumb("U2", up=True))

    assert await feedback.of(database, TEAM, "A1") == Thumbs(up=2, down=0)
    assert await feedback.get(database, TEAM, "A1", "U1") == _thumb(up=True)
    assert await feedback.of(database, TEAM, "A2") == Thumbs()
    assert await feedback.get(database, TEAM, "A2", "U1") is None


async def test_thumbs_at_the_same_moment_are_one(database: Database, url: str) -> None:
    elsewhere = Database.open(url)
    await asyncio.gather(*(feedback.put(there, TEAM, _thumb(up=True)) for there in (database, elsewhere) * 5))
    await elsewhere.close()

    assert await feedback.of(database, TEAM, "A1") == Thumbs(up=1, down=0)


async def test_thumbs_are_summed_by_error_and_period(database: Database) -> None:
    for number, (error, up, at) in enumerate(
        [("muted", False, AT), ("muted", True, AT), ("group-full", True, AT), ("muted", False, start_of(NEXT))]
    ):
        await feedback.put(database, TEAM, replace(_thumb(up=up, at=at), answer=f"A{number}", error=error))

    day = Period(DAY, DAY)
    assert await feedback.total(database, TEAM, day) == Thumbs(up=2, down=1)
    assert await feedback.total(database, TEAM, BOTH) == Thumbs(up=2, down=2)
    assert await feedback.total(database, TEAM, Period(DAY, DAY, "C2")) == Thumbs()
    assert list((await feedback.by_error(database, TEAM, day)).items()) == [
        (("muted", ""), Thumbs(up=1, down=1)),
        (("group-full", ""), Thumbs(up=1, down=0)),
    ]


async def _miss(database: Database, question: str, at: float = AT, user: str = "", verdict: str = "none") -> str:
    return await misses.record(database, TEAM, Missed(question, verdict, user), at=at)


async def test_misses_are_counted_by_their_text(database: Database) -> None:
    digests = [
        await _miss(database, "what is 999", AT),
        await _miss(database, "what is 999", AT + 60, verdict="candidates"),
        await _miss(database, "cannot see it", AT),
    ]
    first, second = await misses.most_frequent(database, TEAM, since=AT)

    assert digests == [first.digest, first.digest, second.digest]
    assert (first.question, first.verdict, first.count, first.status) == ("what is 999", "candidates", 2, Status.OPEN)
    assert (first.first_seen, first.last_seen) == (AT, AT + 60)
    assert (second.question, second.count) == ("cannot see it", 1)
    assert await misses.get(database, TEAM, first.digest) == first
    assert await misses.get(database, TEAM, "unknown") is None


async def test_misses_written_at_once_are_counted_as_one_by_one(database: Database) -> None:
    came = [
        (Missed("cannot see it", "none", "U1"), AT),
        (Missed("what is 999", "unknown_code", "U2"), start_of(NEXT)),
        (Missed("cannot see it", "candidates", "U2"), AT + 60),
        (Missed("what is 999", "none", "U1"), start_of(NEXT) + 1),
        (Missed("cannot see it", "none"), start_of(NEXT)),
    ]
    ignored, taught = await _miss(database, "what is 999"), await _miss(database, "cannot see it")
    await misses.mark(database, TEAM, ignored, Status.IGNORED)
    await misses.mark(database, TEAM, taught, Status.TAUGHT)
    for team in (TEAM, "T2"):
        await misses.record_all(database, team, came[:2])
        await misses.record_all(database, team, came[2:])
        await misses.record_all(database, team, [])
    for miss, at in came:
        await misses.record(database, "T3", miss, at=at)

    async def told(team: str) -> list[object]:
        found = [miss for since in (0.0, start_of(NEXT)) for miss in await misses.most_frequent(database, team, since)]
        counts = [(one.question, one.verdict, one.count, one.first_seen, one.last_seen) for one in found]
        return [counts, await misses.latest(database, team, ["U1", "U2", "U3"])]

    assert await told("T2") == await told("T3")
    found = await misses.most_frequent(database, TEAM, 0.0, statuses=tuple(Status))
    assert [(one.question, one.status, one.count) for one in found] == [
        ("cannot see it", Status.OPEN, 4),
        ("what is 999", Status.IGNORED, 3),
    ]


async def test_the_weeks_misses_are_counted_by_that_week(database: Database) -> None:
    for _ in range(5):
        await _miss(database, "an old one", AT)
    await _miss(database, "an old one", start_of(NEXT))
    for _ in range(2):
        await _miss(database, "a new one", start_of(NEXT))
    await _miss(database, "over and done", AT)

    found = await misses.most_frequent(database, TEAM, since=start_of(NEXT))
    assert [(miss.question, miss.count) for miss in found] == [("a new one", 2), ("an old one", 1)]


async def test_an_ignored_miss_stays_away_and_a_taught_one_returns(database: Database) -> None:
    ignored, taught = await _miss(database, "hello"), await _miss(database, "muted?")
    assert await misses.mark(database, TEAM, ignored, Status.IGNORED)
    assert await misses.mark(database, TEAM, taught, Status.TAUGHT)
    assert not await misses.mark(database, TEAM, "unknown", Status.TAUGHT)
    assert await misses.most_frequent(database, TEAM, since=0.0) == ()

    await _miss(database, "hello")
    await _miss(database, "muted?")
    assert [miss.question for miss in await misses.most_frequent(database, TEAM, since=0.0)] == ["muted?"]
    everything = await misses.most_frequent(database, TEAM, since=0.0, statuses=tuple(Status))
    assert {miss.question: miss.status for miss in everything} == {"muted?": Status.OPEN, "hello": Status.IGNORED}


async def test_a_hit_within_two_minutes_is_a_suggestion(database: Database) -> None:
    digest = await _miss(database, "cannot speak", AT, user="U1")

    assert await misses.followed(database, TEAM, Hit("U2", "muted", "web"), at=AT + 10) is None
    assert await misses.followed(database, TEAM, Hit("U1", "muted", "web"), at=AT + 120) == digest
    assert await misses.followed(database, TEAM, Hit("U1", "blocked"), at=AT + 120) is None
    found = await misses.get(database, TEAM, digest)
    assert found is not None
    assert (found.suggested_error, found.suggested_platform) == ("muted", "web")


async def test_a_later_hit_is_no_suggestion(database: Database) -> None:
    digest = await _miss(database, "cannot speak", AT, user="U1")

    assert await misses.followed(database, TEAM, Hit("U1", "muted"), at=AT + 121) is None
    found = await misses.get(database, TEAM, digest)
    assert found is not None
    assert found.suggested_error == ""


async def test_the_latest_miss_is_the_one_that_a_hit_follows(database: Database) -> None:
    await _miss(database, "first", AT, user="U1")
    second = await _miss(database, "second", AT + 30, user="U1")

    assert await misses.followed(database, TEAM, Hit("U1", "muted"), at=AT + 60) == second


async def test_misses_at_the_same_moment_are_all_counted(database: Database, url: str) -> None:
    elsewhere = Database.open(url)
    await asyncio.gather(*(_miss(there, "what is 999", user="U1") for there in (database, elsewhere) * 10))
    await elsewhere.close()

    assert [miss.count for miss in await misses.most_frequent(database, TEAM, since=AT)] == [20]


async def _ask(database: Database, *answers: Asked, at: float = AT) -> None:
    await asked.record_all(database, TEAM, Counter(answers), at=at)


async def test_answers_are_counted_by_error_verdict_and_day(database: Database) -> None:
    firm, native = Asked("C1", "exact", "muted"), Asked("C1", "match", "muted", "native")
    none = Asked("C2", "none")
    await _ask(database, firm, firm, native, none)
    await _ask(database, none, firm, at=start_of(NEXT))

    assert await asked.top(database, TEAM, BOTH) == (Top("muted", "", 3), Top("muted", "native", 1))
    assert await asked.top(database, TEAM, BOTH, limit=1) == (Top("muted", "", 3),)
    assert list((await asked.verdicts(database, TEAM, BOTH)).items()) == [("exact", 3), ("none", 2), ("match", 1)]
    assert await asked.verdicts(database, TEAM, Period(DAY, NEXT, "C2")) == {"none": 2}
    assert await asked.trend(database, TEAM, BOTH) == {
        DAY: {"exact": 2, "match": 1, "none": 1},
        NEXT: {"exact": 1, "none": 1},
    }
    assert await asked.trend(database, TEAM, Period(NEXT, NEXT, "C1")) == {NEXT: {"exact": 1}}


async def test_answers_at_the_same_moment_are_all_counted(database: Database, url: str) -> None:
    elsewhere = Database.open(url)
    both = [Asked("C1", "exact", "muted"), Asked("C2", "exact", "muted")]
    await asyncio.gather(
        *(_ask(there, *both[::direction]) for there in (database, elsewhere) for direction in (1, -1) * 5)
    )
    await elsewhere.close()

    assert await asked.top(database, TEAM, BOTH) == (Top("muted", "", 40),)


async def test_the_same_answer_is_counted_several_times(database: Database) -> None:
    for count in (1, 3):
        await asked.record(database, TEAM, Asked("C1", "exact", "muted"), at=AT, count=count)

    assert await asked.verdicts(database, TEAM, BOTH) == {"exact": 4}


async def test_no_answers_are_nothing_to_count(database: Database) -> None:
    await _ask(database)

    assert await asked.verdicts(database, TEAM, BOTH) == {}
