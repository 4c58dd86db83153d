"""Other search engines over the same table, compared with imerr.

Each peer gets the question as it was typed, and documents made of the table: an entry's code and constant, its titles and
meanings, and in a second row also how people say it. Chinese is cut into words by jieba, but for the two that compare
characters. Queries are any of the words; nothing is tuned.
"""

from __future__ import annotations

import gc
import importlib
import importlib.util
import logging
import re
import sqlite3
import time
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, Protocol

from bench.common import show
from bench.outcomes import RANKING_HEADINGS, TIME_HEADINGS, Question, Ranked, ranking_figures, time_figures
from bot.lookup.names.constants import spoken_name

if TYPE_CHECKING:
    from collections.abc import Callable, Sequence

    from bot.lookup.explain import Lookup
    from db.catalog import Catalog
    from db.entry import Phrasing

_LIMIT = 10


@dataclass(frozen=True)
class Document:
    """The searchable texts of an entry."""

    code: int
    lines: tuple[str, ...]

    @property
    def text(self) -> str:
        """All of it."""
        return "\n".join(self.lines)


def documents(catalog: Catalog, phrasings: Sequence[Phrasing] = ()) -> list[Document]:
    """Return a document for each entry; a shared phrasing is in each of theirs."""
    said: dict[str, list[str]] = {entry.error.id: [] for entry in catalog.own}
    for phrasing in phrasings:
        for error in phrasing.errors:
            said[error].append(phrasing.text)
    return [
        Document(
            int(entry.code),  # those of the shipped table are numbers
            (
                f"{entry.code} {entry.name}",
                spoken_name(entry),
                *(text for both in (entry.title, entry.meaning) for text in (both.zh, both.en)),
                *said[entry.error.id],
            ),
        )
        for entry in catalog.own
    ]


class Peer(Protocol):
    """Something that ranks entries for a question."""

    def rank(self, question: str) -> list[int]:
        """Return the codes of at most ten entries, best first."""


class _Fuzzy:
    """rapidfuzz's WRatio with each line for itself: it compares two texts, and a whole document is no match for a question."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._process: Any = importlib.import_module("rapidfuzz.process")
        self._scorer: Any = importlib.import_module("rapidfuzz.fuzz").WRatio
        self._plain: Any = importlib.import_module("rapidfuzz.utils").default_process
        self._codes = [document.code for document in documents for _ in document.lines]
        self._lines = [self._plain(line) for document in documents for line in document.lines]

    def rank(self, question: str) -> list[int]:
        scores = self._process.cdist([self._plain(question)], self._lines, scorer=self._scorer)[0]
        best = (-scores).argsort(kind="stable")
        return list(dict.fromkeys(self._codes[at] for at in best if scores[at]))[:_LIMIT]


def _jieba() -> Any:  # noqa: ANN401 - it has no types
    jieba: Any = importlib.import_module("jieba")
    jieba.setLogLevel(logging.WARNING)
    jieba.initialize()
    return jieba


class _Words:
    """The words of a text in lower case: jieba's, as it cuts for search, and the parts of constants."""

    def __init__(self) -> None:
        self._cut: Any = _jieba().cut_for_search

    def __call__(self, text: str) -> list[str]:
        return re.findall(r"[^\W_]+", " ".join(self._cut(text.lower())))


class _Whoosh:
    """Whoosh's BM25F with the analyzer that jieba has for it, which also stems English words."""

    def __init__(self, documents: Sequence[Document]) -> None:
        _jieba()
        fields: Any = importlib.import_module("whoosh.fields")
        storage: Any = importlib.import_module("whoosh.filedb.filestore")
        self._query: Any = importlib.import_module("whoosh.query")
        self._words: Any = importlib.import_module("jieba.analyse").ChineseAnalyzer()
        index = storage.RamStorage().create_index(
            fields.Schema(code=fields.STORED, text=fields.TEXT(analyzer=self._words))
        )
        writer = index.writer()
        for document in documents:
            writer.add_document(code=document.code, text=document.text)
        writer.commit()
        self._searcher = index.searcher()

    def rank(self, question: str) -> list[int]:
        words = dict.fromkeys(token.text for token in self._words(question))
        asked = self._query.Or([self._query.Term("text", word) for word in words])
        return [hit["code"] for hit in self._searcher.search(asked, limit=_LIMIT)]


class _Bm25:
    def __init__(self, documents: Sequence[Document]) -> None:
        self._words = _Words()
        self._codes = [document.code for document in documents]
        self._bm25: Any = importlib.import_module("rank_bm25").BM25Okapi([self._words(one.text) for one in documents])

    def rank(self, question: str) -> list[int]:
        scores = self._bm25.get_scores(self._words(question))
        best = (-scores).argsort(kind="stable")[:_LIMIT]
        return [self._codes[at] for at in best if scores[at]]


class _Tantivy:
    def __init__(self, documents: Sequence[Document]) -> None:
        self._words = _Words()
        self._tantivy: Any = importlib.import_module("tantivy")
        made = self._tantivy
        schema = made.SchemaBuilder()
        schema.add_text_field("text", stored=False, tokenizer_name="whitespace", index_option="freq")
        schema.add_integer_field("code", stored=True)
        self._schema = schema.build()
        index = made.Index(self._schema)
        writer = index.writer(num_threads=1)
        for document in documents:
            writer.add_document(made.Document(text=" ".join(self._words(document.text)), code=document.code))
        writer.commit()
        writer.wait_merging_threads()
        index.reload()
        self._searcher = index.searcher()

    def rank(self, question: str) -> list[int]:
        made = self._tantivy
        words = dict.fromkeys(self._words(question))
        terms = [(made.Occur.Should, made.Query.term_query(self._schema, "text", word)) for word in words]
        found = self._searcher.search(made.Query.boolean_query(terms), _LIMIT).hits
        return [self._searcher.doc(address)["code"][0] for _, address in found]


class _Fts5:
    """SQLite's BM25 over three characters in a row."""

    def __init__(self, documents: Sequence[Document]) -> None:
        self._database = sqlite3.connect(":memory:")
        self._database.execute("CREATE VIRTUAL TABLE documents USING fts5(text, code UNINDEXED, tokenize='trigram')")
        self._database.executemany(
            "INSERT INTO documents(text, code) VALUES (?, ?)", ((one.text, one.code) for one in documents)
        )
        self._database.commit()

    def rank(self, question: str) -> list[int]:
        text = question.lower().replace('"', " ").replace("\0", " ")
        grams = dict.fromkeys(text[at : at + 3] for at in range(len(text) - 2))
        if not grams:
            return []  # The index has nothing so short, like -3 or a word of two Chinese characters.
        rows = self._database.execute(
            "SELECT code FROM documents WHERE documents MATCH ? ORDER BY rank LIMIT ?",
            (" OR ".join(f'"{gram}"' for gram in grams), _LIMIT),
        )
        return [code for (code,) in rows]


_PEERS: dict[str, tuple[Callable[[Sequence[Document]], Peer], tuple[str, ...]]] = {
    "rapidfuzz WRatio": (_Fuzzy, ()),
    "Whoosh + jieba": (_Whoosh, ("whoosh", "jieba")),
    "BM25 (rank-bm25) + jieba": (_Bm25, ("rank_bm25", "jieba")),
    "Tantivy + jieba": (_Tantivy, ("tantivy", "jieba")),
    "SQLite FTS5 trigram": (_Fts5, ()),
}
"""Each peer, and the modules it needs besides imerr's own."""


def ask(peer: Peer, questions: Sequence[Question]) -> list[Ranked]:
    """Ask everything once to warm up, and once to measure, as imerr is asked."""
    for question in questions:
        peer.rank(question.text)
    gc.collect()
    found = []
    for question in questions:
        started = time.perf_counter()
        codes = peer.rank(question.text)
        found.append(Ranked(question, tuple(codes), time.perf_counter() - started))
    return found


def report(lookup: Lookup, outcomes: Sequence[Ranked]) -> None:
    """Print imerr's own outcomes for questions that have an answer, and the peers' for the same ones."""
    questions = [one.question for one in outcomes]
    sources = {
        "table": documents(lookup.catalog),
        "table, phrasings": documents(lookup.catalog, lookup.learned.phrasings),
    }
    rows = [("imerr", "table, phrasings", *_figures(outcomes))]
    missing = []
    for name, (make, modules) in _PEERS.items():
        if all(importlib.util.find_spec(module) for module in modules):
            rows += [(name, source, *_figures(ask(make(made), questions))) for source, made in sources.items()]
        else:
            missing.append(name)
    show(("engine", "made of", *RANKING_HEADINGS, *TIME_HEADINGS), rows, words=2)
    if missing:
        print(f"Left out, because something is not installed: {'; '.join(missing)}. pip install -e '.[bench]'")


def _figures(ranked: Sequence[Ranked]) -> list[str]:
    return [*ranking_figures(ranked), *time_figures(ranked)]
