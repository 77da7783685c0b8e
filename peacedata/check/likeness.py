"""Pairs of texts that are nearly the same, found in time that grows with their number and not with its square.

Source: the sorted-neighbourhood method of Hernández and Stolfo, "The merge/purge problem for large databases" (SIGMOD
1995): sort by a key, compare each text with a few neighbours, and do so again with another key.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable, Iterator, Sequence
from functools import cache
from typing import NamedTuple, TypeVar

T = TypeVar("T")

_words = re.compile(r"\w+").findall
_numbers = re.compile(r"\d+").findall
_marks = re.compile("[\u0300-\u036f]+")

# How many neighbours a text is compared with, in each of the two orders.
REACH = 6


class Folded(NamedTuple):
    """A text without case, accents, marks and order of words, and the numbers in it."""

    words: str
    numbers: tuple[str, ...]


def fold(text: str) -> Folded:
    """What is left of a text when its writing is set aside: ``Paris, Café`` is ``cafe paris``."""
    plain = text.lower() if text.isascii() else _marks.sub("", unicodedata.normalize("NFKD", text)).casefold()
    words = " ".join(sorted(_words(plain)))
    return Folded(words, tuple(_numbers(words)))


def likeness(one: Folded, other: Folded, least: float) -> float:
    """How alike two texts are, from 0 to 100; 0 if less than ``least``, or if their numbers differ.

    Source: the normalised indel similarity of rapidfuzz.
    """
    return _ratio()(one.words, other.words, score_cutoff=least) if one.numbers == other.numbers else 0.0


@cache
def _ratio() -> Callable[..., float]:
    from rapidfuzz.fuzz import ratio

    return ratio


def alike(items: Sequence[tuple[str, T]], least: float) -> Iterator[tuple[T, T]]:
    """Pairs of items whose texts are nearly the same, each pair once, the earlier item first.

    Args:
        items: text and item, in the order of the file.
        least: the least likeness of their folded texts, from 0 to 100.
    """
    if len(items) < 2:
        return
    folded = [(fold(text), place) for place, (text, _) in enumerate(items)]
    orders = [sorted(folded)]
    if len(folded) > REACH:
        orders.append(sorted(folded, key=lambda entry: (entry[0].words[::-1], entry[1])))
    seen: set[tuple[int, int]] = set()
    for order in orders:
        for index, (text, place) in enumerate(order):
            for other_text, other in order[index + 1 : index + 1 + REACH]:
                pair = (place, other) if place < other else (other, place)
                if pair not in seen and likeness(text, other_text, least):
                    seen.add(pair)
                    yield items[pair[0]][1], items[pair[1]][1]
