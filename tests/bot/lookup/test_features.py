"""What a text is compared by: many texts at once give the same as each by itself."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from bot.lookup.features import word_features, word_features_of

_TEXTS = st.lists(st.text(st.sampled_from("群满了 abc\n1é😀"), max_size=12) | st.text(max_size=30), max_size=8)


@given(_TEXTS)
def test_many_texts_have_the_features_of_each(texts: list[str]) -> None:
    found = [(places.tolist(), counts.tolist()) for places, counts in word_features_of(texts)]

    assert found == [(places.tolist(), counts.tolist()) for places, counts in map(word_features, texts)]


def test_texts_beyond_a_chunk_are_read_too() -> None:
    texts = [f"text {'x' * at}" for at in range(600)]

    assert [len(places) for places, _ in word_features_of(texts)] == [len(word_features(text)[0]) for text in texts]
