"""English wording."""

from __future__ import annotations

from bot.lookup.answer import Evidence
from bot.wording.sentences import Plural, Wording

ENGLISH = Wording(
    language="English",
    colon=": ",
    comma=", ",
    semicolon="; ",
    causes="Why it happens",
    actions="What to do",
    see_also="Easily confused with",
    differences="How they differ",
    likeliest="Most likely cause",
    first_step="First step",
    more="Other causes, what else to do, numbers on all platforms",
    more_without_platforms="Other causes, what else to do",
    details="Details",
    example="Catching it",
    note="On this platform",
    retry="Retry",
    arrives="How it arrives",
    raised_by="Raised by",
    messages="Literal messages",
    limit="Limit",
    spellings="Other spellings of the constant",
    listed_for="Listed on the pages for",
    numbers="Number on each platform",
    sources="Sources",
    source="Official documentation",
    who={
        "developer": "App developer",
        "user": "The user",
        "admin": "Administrator",
        "vendor": "Ask the vendor's support",
    },
    where={
        "promise": "rejected promise of the call (catch)",
        "fail": "fail / error callback of the call",
        "console": "printed to the console only",
    },
    retry_helps={"yes": "Yes. {after}", "no": "Does not help. {after}", "after": "{after}"},
    reported_as="reports {code} ({title})",
    elsewhere="{platform}: {code} is “{title}”",
    confusable="{code} {title}: {reason}",
    beside="{code}, compared with {other}: ",
    not_http="This is an error code of {product}, not an HTTP status.",
    evidence={
        Evidence.CODE: "Matched the code in “{quote}”",
        Evidence.NAME: "Matched the constant “{quote}”",
        Evidence.NAME_TYPO: "“{quote}” is a letter or two from this constant",
        Evidence.NAME_PART: "Matched a constant with “{quote}” in it",
        Evidence.NAME_NEAR: "“{quote}” resembles this constant",
        Evidence.PHRASE: "Similar to “{quote}”",
        Evidence.TITLE: "Similar to “{quote}”",
        Evidence.MESSAGE: "Matched the literal message “{quote}”",
        Evidence.ELSEWHERE: "{quote} is a number of another platform",
        Evidence.NEAR: "Close to {quote} by number",
    },
    several_errors="This text is about {count} errors",
    several_cut="; the first {shown} are",
    one_error="One error, with its number on each of {platforms} platforms",
    candidates=Plural(
        "It may be this one, but that is not certain:", "It could be one of these. Which one do you mean?"
    ),
    mentioned="If the number is an error code:",
    described="What the words beside it could mean",
    abridged="This text is very long: only its beginning and its end were read.",
    from_parent="About the message at the top of this thread",
    from_above="About a message further up in this thread",
    open_in_terminal="In full: imerr {question}",
    in_full_terminal="Code example: imerr --full {question}",
    other_language="In Chinese: add --zh, or set IMERR_LANG=zh",
    none="No error in the table fits this",
    none_next="Try an error code, a constant, a sentence that describes what happens, or the whole log.",
    of_system="This is about {system}, whose errors are not in this table",
    unknown_codes="The code table has no {codes}",
    unknown_codes_on="{platform} has no {codes}",
    also_unknown_codes="Also in the text, but not in the code table: {codes}.",
    cut=" and {count} more",
    cut_counts_all=False,
    unknown_next=(
        "Such a number may come from HTTP, the system or another service. "
        "Send the whole error object or message for a better answer."
    ),
    unknown_text_next="Check how it is spelt, or send the whole error object or message for a better answer.",
    check_platform="Check which platform's SDK reports it: what the number means on others is below.",
    other_platforms="On other platforms this number is:",
    near="Closest codes by number (not necessarily related)",
    with_letters="Did you mean",
    nothing_to_read="This message has no text to look an error up in.",
    cannot_read_above=(
        "imerr cannot read the message above. Paste it after @imerr, or choose Explain error in its menu."
    ),
    step_without_text="The step got no text. Give it the error code or the message to explain.",
    welcome="You are welcome. Send the next error whenever there is one.",
    failed=(
        "imerr ran into a problem and could not answer. Try again; if it persists, "
        "give the app's administrator this reference: {reference}"
    ),
    too_late="imerr did not answer within Slack's time limit. Please try again ({reference}).",
    too_many="That was more than {most} questions within a minute. imerr answers you again in a moment.",
    too_many_presses="That was more than {most} clicks within a minute. imerr follows them again in a moment.",
    only_asker="Only {user}, who asked, can remove this answer.",
    not_posted="Slack did not let imerr post there. Invite imerr to that channel, or choose another one.",
    gone="Code {code} is no longer in the table. Look it up again.",
    gone_family="This list is no longer in the table. Look the error up again.",
    open="Open",
    share="Share in channel",
    share_to_thread="Share to thread",
    share_elsewhere="Post to a channel…",
    dismiss="Dismiss",
    back="Back to the list",
    browse="Browse all codes",
    home_page="Back to the start",
    delete="Remove this answer",
    close="Close",
    post="Post",
    share_title="Post to a channel",
    lookup_title="Look up an error",
    post_where="Post this explanation to",
    choose_channel="Choose a channel",
    search_label="Look up an error",
    lookup_placeholder="Code, constant or what happens",
    lookup_hint="A code, a constant, or a sentence that describes what happens",
    shared_by="{user} looked this up and shared it",
    shared="Shared in the channel.",
    shared_to_thread="Shared in the thread.",
    perhaps_shared=(
        "The connection to Slack was lost, so it may or may not have been posted. "
        "Look there; if it is missing, ask again and share it."
    ),
    families="All {codes} errors",
    family_size=Plural("{count} code", "{count} codes"),
    home_intro=(
        "{codes} errors of {product}{everywhere}: what each is, why it happens, what to do. Type below, press Enter."
    ),
    everywhere=" on every platform",
    help_title="imerr: {product} errors explained",
    help_intro=(
        "It tells you what an error is, why it happens and what to do. "
        "What /imerr answers only you see, until you share it."
    ),
    help_ways=(
        ("{code}", "look up a code, or several: {several}"),
        ("{described}", "describe what happens"),
        ("{name}", "look up a constant; case and a typo or two don't matter"),
        ("{pasted}", "paste an error object or a log"),
        ("list", "browse by family, for example list {family}"),
    ),
    language_way=("{code} --zh", "answer in Chinese; --en for English"),
    last_way=("help", "show this help"),
    doors=(
        ("@imerr", "in a channel or thread: mention it with a question, or alone in a reply under a log"),
        ("Explain error", "in the menu of any message (⋮): explains it to you alone; works in threads"),
        ("Look up an error", "in the shortcuts (⚡): search as you type, then post to a channel"),
        ("Direct message", "to imerr: every message is a question"),
    ),
)
