"""Nearly the same texts, found by their neighbours."""

from __future__ import annotations

from hypothesis import given
from hypothesis import strategies as st

from peacedata.check.likeness import REACH, alike, fold, likeness

words = st.text("abcdefghijklmnopqrstuvwxyzéüğії", min_size=1, max_size=9)
names = st.lists(words, min_size=1, max_size=4).map(" ".join)


@given(names, st.randoms())
def test_case_accents_and_order_do_not_matter(name: str, random: st.random.Random) -> None:
    parts = name.split()
    random.shuffle(parts)
    assert fold(", ".join(parts).upper()).words == fold(fold(name).words).words


@given(names, names)
def test_likeness_goes_both_ways(one: str, other: str) -> None:
    assert likeness(fold(one), fold(other), 50) == likeness(fold(other), fold(one), 50)


def test_other_numbers_are_other_things() -> None:
    assert likeness(fold("Round 1 of the talks"), fold("Round 2 of the talks"), 50) == 0
    assert likeness(fold("Round 1 of the talks"), fold("Round 1 of talks"), 50) > 80


@given(st.lists(names, min_size=1, max_size=20), st.data())
def test_a_repeated_text_is_found_wherever_it_stands(texts: list[str], data: st.DataObject) -> None:
    texts.insert(data.draw(st.integers(0, len(texts))), data.draw(st.sampled_from(texts)))
    pairs = list(alike([(text, place) for place, text in enumerate(texts)], 100))
    assert pairs
    assert len(set(pairs)) == len(pairs)
    assert all(first < second and fold(texts[first]) == fold(texts[second]) for first, second in pairs)


@given(st.lists(names, max_size=REACH))
def test_few_texts_are_all_compared(texts: list[str]) -> None:
    found = set(alike([(text, place) for place, text in enumerate(texts)], 70))
    folded = [fold(text) for text in texts]
    every = {(i, j) for j in range(len(texts)) for i in range(j) if likeness(folded[i], folded[j], 70)}
    assert found == every


def test_the_work_grows_with_the_number_of_texts() -> None:
    texts = [(f"Talks {'ab'[n % 2]} in {n // 2}", n) for n in range(400)]
    assert len(list(alike(texts, 80))) <= 2 * REACH * len(texts)
