"""What a team asked, what it taught, and what it asked without an answer: a page of the App Home, and the form that teaches."""

from __future__ import annotations

from typing import TYPE_CHECKING

from bot.slack.view.controls import FORGET_LESSON, HOME_PAGE
from bot.slack.view.message import Message, button, escape, header, inert, markup, note, row, section
from bot.slack.view.modals import LOOKUP, error_field, modal
from bot.slack.view.notes import ago
from bot.slack.view.route import Route
from bot.slack.view.stats import entry_of, short
from bot.wording import wording

if TYPE_CHECKING:
    from collections.abc import Sequence

    from bot.memory.stats import Stats
    from bot.slack.view.message import Block, Element
    from bot.slack.view.modals import View
    from db.catalog import Catalog
    from db.entry import Lang
    from db.memory.lessons import Lesson, Page
    from db.memory.misses import Miss

TEACH = "teach"
IGNORE = "ignore"
TEACH_VIEW = "teach_view"
MOST_LESSONS, MOST_MISSES = 10, 10


def team_page(catalog: Catalog, lang: Lang, stats: Stats, lessons: Page, misses: Sequence[Miss] | None) -> Message:
    """Return the page about a team; `misses` are the questions to teach, for an admin alone."""
    words = wording(lang)
    blocks: list[Block] = [*short(catalog, stats, lang), {"type": "divider"}]
    if misses is not None:
        blocks += [header(words.misses_title), section(inert(words.misses_intro if misses else words.no_misses))]
        blocks += [block for miss in misses for block in _miss(catalog, miss, lang)]
        blocks.append({"type": "divider"})
    blocks.append(header(words.lessons_title.format(count=lessons.count)))
    blocks.append(section(inert(words.lessons_intro if lessons.lessons else words.no_lessons)))
    blocks += [block for lesson in lessons.lessons for block in _lesson(catalog, lesson, lang)]
    blocks.append(row(button(words.home_page, HOME_PAGE, Route(lang))))
    return Message(words.lessons_title.format(count=lessons.count), tuple(blocks))


def teach_modal(question: str, lang: Lang, suggested: Element | None) -> View:
    """Return the form that teaches which error a question means; `suggested` is an option."""
    words = wording(lang)
    search = error_field(lang, suggested, has_focus=True)
    blocks: list[Block] = [
        section(inert(words.thumb_asked.format(question=question))),
        {"type": "input", "block_id": LOOKUP, "label": inert(words.teach_meant), "element": search},
    ]
    view = modal(TEACH_VIEW, words.teach_title, lang, blocks)
    return view | {"submit": inert(words.teach), "private_metadata": Route(lang, question=question).pack()}


def error_title(catalog: Catalog, error: str, platform: str, lang: Lang) -> str:
    """Return the code and the title of an error; its id where the table has it no longer."""
    entry = entry_of(catalog, error, platform)
    return error if entry is None else f"{entry.code} {entry.title.in_(lang)}"


def _miss(catalog: Catalog, miss: Miss, lang: Lang) -> tuple[Block, ...]:
    words = wording(lang)
    told = f"{words.asked_times(miss.count)}{words.semicolon}{words.verdicts.get(miss.verdict, miss.verdict)}"
    if miss.suggested_error:
        told += words.suggested.format(error=error_title(catalog, miss.suggested_error, miss.suggested_platform, lang))
    to = Route(lang, question=miss.question)
    return (
        section(inert(f"“{miss.question}”")),
        note(inert(told)),
        row(button(words.teach, TEACH, to, style="primary"), button(words.ignore, IGNORE, to)),
    )


def _lesson(catalog: Catalog, lesson: Lesson, lang: Lang) -> tuple[Block, ...]:
    words = wording(lang)
    title = escape(error_title(catalog, lesson.error, lesson.platform, lang))
    people = words.comma.join(f"<@{user}>" for user in lesson.people)
    how = words.how_learned[lesson.how.value].format(people=people, ago=ago(lesson.at))
    taken_back = button(words.forget_lesson, FORGET_LESSON, Route(lang, question=lesson.question))
    return (section(markup(f"“{escape(lesson.question)}” → *{title}*"), taken_back), note(markup(how)))
