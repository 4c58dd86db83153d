"""The sentences that imerr says, as one record a language."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Annotated

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from bot.lookup.answer import Evidence
    from bot.product import Examples
    from bot.wording.plural import Plural
    from db.code import Code
    from db.entry import Retryable, Where, Who

MOST_IN_HEADING = 5
"""Limit of the codes in a heading, which Slack truncates at 150 characters."""
MOST_IN_SENTENCE = 20
"""Limit of the codes in a sentence: a pasted log can have hundreds that the table lacks."""

Modal = Annotated[str, 24]
"""A title or button of a modal, with Slack's limit."""
Button = Annotated[str, 75]
"""Text of a button, with Slack's limit."""
Placeholder = Annotated[str, 150]
"""Placeholder of an input, with Slack's limit."""


@dataclass(frozen=True, kw_only=True, eq=False, repr=False)
class Wording:
    """One language's sentences, as plain text: a surface adds its own markup. Those with {fields} are for `str.format`."""

    language: Button
    """This language, named in itself."""
    colon: str
    comma: str
    semicolon: str

    # An entry: headings and labels
    causes: str
    actions: str
    see_also: str
    differences: str
    likeliest: str
    first_step: str
    more: str
    """Title of the folded part of an answer."""
    more_without_platforms: str
    """The same for a table without platforms."""
    details: str
    example: str
    note: str
    retry: str
    arrives: str
    raised_by: str
    messages: str
    limit: str
    spellings: str
    listed_for: str
    numbers: str
    sources: str
    source: str
    """Label of the link to the page of the platform's vendor."""

    # An entry: values and sentences
    who: Mapping[Who, str]
    """Words for the roles that every table has; a source may have its own."""
    where: Mapping[Where, str]
    """Words for the ways that every table has, likewise."""
    retry_helps: Mapping[Retryable, str]
    reported_as: str
    elsewhere: str
    """Meaning of the number on other platforms."""
    confusable: str
    beside: str
    """How one entry differs from another, before the reason."""
    not_http: str

    # An answer
    evidence: Mapping[Evidence, str]
    several_errors: str
    several_cut: str
    """Appended where only the first of several errors are shown."""
    one_error: str
    """Heading over the numbers of one error on several platforms."""
    one_number: str
    """Heading over the errors that one number is on several platforms."""
    candidates: Plural
    mentioned: str
    """Heading over numbers that may be codes."""
    described: str
    """Heading over entries that the words may mean."""
    abridged: str
    from_parent: str
    from_above: str
    open_in_terminal: str
    in_full_terminal: str
    read_file: str
    """Under a no, where the question is the path of a file."""
    other_language: str
    """How to get the answer in the other language, on a terminal."""

    # No answer
    none: str
    none_next: str
    of_system: str
    unknown_codes: str
    unknown_codes_on: str
    """The same for one platform."""
    unraised_codes: str
    """Heading over codes that only constants have."""
    unraised_codes_on: str
    """The same for one platform."""
    also_unknown_codes: str
    also_unraised_codes: str
    also_unraised_codes_on: str
    """The same for platforms that never raise them."""
    cut: str
    """Appended to the first codes of a longer list."""
    cut_counts_all: bool
    """Whether `cut` counts all codes, not only those left out."""
    unknown_next: str
    unknown_text_next: str
    """The same for codes that are text, which come from nowhere else."""
    constant_next: str
    """The same for codes that only constants have."""
    check_platform: str
    check_platform_of_constant: str
    search_own_code: str
    """The same where no other platform has the number."""
    other_platforms: str
    each_platform: str
    """The same, with the constant that the platform asked about never raises."""
    means_reported: str
    """What is meant, where its platform reports a more general code for it."""
    constant_here: str
    """The same, with that constant alone."""
    near: str
    with_letters: str
    """Heading over codes that are text, where their number alone was asked for."""
    nothing_to_read: str
    cannot_read_above: str
    step_without_text: str
    welcome: str
    """Reply to thanks."""

    # Failures and refusals
    failed: str
    too_late: str
    too_many: str
    too_many_presses: str
    only_asker: str
    not_posted: str
    gone: str
    gone_family: str

    # Controls
    open: Button
    share: Button
    share_to_thread: Button
    share_elsewhere: Button
    dismiss: Button
    back: Button
    browse: Button
    home_page: Button
    delete: Button
    close: Modal
    post: Modal
    share_title: Modal
    lookup_title: Modal
    post_where: str
    choose_channel: Placeholder
    search_label: str
    lookup_placeholder: Placeholder
    lookup_hint: Placeholder

    # Sharing
    shared_by: str
    shared: str
    shared_to_thread: str
    perhaps_shared: str

    # The team's notes
    notes: str
    notes_title: Modal
    add_note: Button
    all_notes: Button
    older_notes: Button
    newer_notes: Button
    edit_note: Button
    delete_note: Button
    delete_note_sure: str
    keep: Button
    note_title: Modal
    edit_note_title: Modal
    note_label: str
    note_about: str
    note_hint: str
    note_platform: str
    note_everywhere: Button
    note_on_platform: Button
    save: Modal
    no_notes: str
    note_by: str
    note_edited: str
    note_source: str
    note_changed: str
    note_gone: str
    not_saved: str
    note_empty: str
    only_author: str
    no_memory: str
    # What the team teaches
    thumb_up: Button
    thumb_down: Button
    thumb_title: Modal
    thumb_asked: str
    thumb_meant: str
    thumb_reason: str
    thumb_hint: str
    send: Modal
    picked: str
    learned_now: str
    team_page: Button
    misses_title: str
    misses_intro: str
    no_misses: str
    asked_times: Plural
    suggested: str
    verdicts: Mapping[str, str]
    lessons_title: str
    lessons_intro: str
    no_lessons: str
    how_learned: Mapping[str, str]
    teach: Modal
    ignore: Button
    teach_title: Modal
    teach_meant: str
    forget_lesson: Button
    lesson_forgotten: str
    lesson_gone: str
    memory_away: str
    """Where notes should stand that cannot be read in time."""
    # What the workspace chose
    settings: Button
    settings_where: str
    settings_off: str
    settings_intro: str
    settings_admins: str
    settings_away: str
    """Where they cannot be read."""
    settings_of_workspace: str
    settings_of_channels: str
    settings_channel: Button
    settings_title: Modal
    settings_watching_hint: str
    setting_channel: str
    setting_platform: str
    setting_language: str
    setting_feedback: str
    setting_watching: str
    setting_helper: str
    setting_helper_hint: str
    as_set_up: Button
    as_workspace: Button
    on: Button
    off: Button
    of_asker: Button
    """The language of whoever asks."""
    change: Button
    not_kept: str
    """Where a setting could not be saved."""
    only_admins: str
    ask_person: str
    owners_title: str
    owners_intro: str
    owner: str
    owner_set: Button
    owner_form: Modal
    owner_error: str
    owner_who: str
    owner_who_hint: str
    owner_wrong: str
    owner_show: Button
    owner_nobody: str
    more_left: Plural
    offered: str
    silence: Button
    silenced: str
    not_installed: str
    """To a workspace without a token."""
    install_title: str
    install_intro: str
    install_start: str
    installed_title: str
    installed: str
    open_slack: str
    install_failed: str
    install_failures: Mapping[str, str]
    """By the reason; the one of the empty reason stands for all others."""
    install_again: str

    # What a workspace asked
    stats_title: str
    stats_periods: Mapping[int, str]
    """The last days, by their number."""
    stats_in_channel: str
    stats_answers: Plural
    stats_more: Plural
    stats_fewer: Plural
    stats_as_before: str
    """Appended to the answers, as the two before it."""
    stats_groups: Mapping[str, str]
    stats_share: str
    stats_thumbs: str
    stats_top: str
    stats_by_day: str
    stats_by_week: str
    stats_first_to_last: str
    stats_none: str
    stats_refused: Mapping[str, str]
    """Why there are no counts, by the reason."""

    # The weekly digest
    digest_title: str
    digest_lessons: str
    digest_misses: str
    digest_footer: str
    digest_heading: str
    digest_intro: str
    digest_is_off: str
    digest_choose: Placeholder
    digest_turn_off: Button
    digest_announced: str

    # Browsing, the App Home and help
    families: str
    and_unraised: Plural
    """Appended to it where constants that nothing raises are listed, too."""
    family_size: Plural
    no_family: str
    family_near: str
    """Put into it where a family's id resembles what was typed."""
    home_intro: str
    everywhere: str
    """Added to it where the table has platforms."""
    help_title: str
    help_intro: str
    help_ways: Sequence[tuple[str, str]]
    """What can be typed after the command, and its effect; with fields for the product's examples."""
    language_way: tuple[str, str]
    """The same for another language, where the table has two."""
    last_way: tuple[str, str]
    doors: Sequence[tuple[str, str]]
    """Ways to ask other than the command, and their effect."""

    def ways(self, examples: Examples, *, has_languages: bool) -> list[tuple[str, str]]:
        """Return what can be typed after the command, and its effect, with examples of a product."""
        ways = (*self.help_ways, *((self.language_way,) if has_languages else ()), self.last_way)
        return [(examples.put_into(way), examples.put_into(effect)) for way, effect in ways]

    def why(self, evidence: Evidence, quote: str) -> str:
        """Return the sentence about why an entry fits."""
        return self.evidence[evidence].format(quote=quote)

    def retryable(self, retryable: Retryable, after: str) -> str:
        """Return whether a retry helps, and after what."""
        return self.retry_helps[retryable].format(after=after).strip()

    def several(self, count: int, shown: int) -> str:
        """Return the heading over several errors, of which `shown` are shown."""
        heading = self.several_errors.format(count=count)
        return heading + self.several_cut.format(shown=shown) if shown < count else heading

    def unknown(self, codes: Sequence[Code], platform: str) -> str:
        """Return the heading about codes that a platform lacks, or the table if `platform` is empty."""
        template = self.unknown_codes_on if platform else self.unknown_codes
        return template.format(platform=platform, codes=self._codes(codes, MOST_IN_HEADING))

    def unraised(self, codes: Sequence[Code], platform: str) -> str:
        """Return the heading about codes that only constants have, on a platform or, if `platform` is empty, anywhere."""
        template = self.unraised_codes_on if platform else self.unraised_codes
        return template.format(platform=platform, codes=self._codes(codes, MOST_IN_HEADING))

    def also_unknown(self, codes: Sequence[Code]) -> str:
        """Return the sentence about further codes that the table lacks."""
        return self.also_unknown_codes.format(codes=self._codes(codes, MOST_IN_SENTENCE))

    def also_unraised(self, codes: Sequence[Code], platforms: str) -> str:
        """Return the sentence about further codes that these platforms never raise; if `platforms` is empty, nothing does."""
        template = self.also_unraised_codes_on if platforms else self.also_unraised_codes
        return template.format(platform=platforms, codes=self._codes(codes, MOST_IN_SENTENCE))

    def _codes(self, codes: Sequence[Code], most: int) -> str:
        shown = self.comma.join(map(str, codes[:most]))
        if len(codes) <= most:
            return shown
        return shown + self.cut.format(count=len(codes) if self.cut_counts_all else len(codes) - most)
