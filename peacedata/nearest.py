"""The nearest of several words, for 'did you mean'."""

from __future__ import annotations

from collections.abc import Iterable
from itertools import islice

# More than a person could have meant, and than can be compared while they wait.
MOST_WORDS = 20_000
_LONGEST = 200


def nearest(word: str, words: Iterable[str], cutoff: float = 70) -> str | None:
    """The word most like the one given, upper and lower case alike; None if none is like it, or there are too many.

    Args:
        word: what was written.
        words: what could have been meant.
        cutoff: the least likeness, from 0 to 100, that counts.

    Source: the normalised indel similarity of rapidfuzz, which is linear in the number of words and fast.
    """
    from rapidfuzz import fuzz, process

    choices = list(islice(words, MOST_WORDS + 1))
    if not word or len(word) > _LONGEST or len(choices) > MOST_WORDS:
        return None
    found = process.extractOne(word.strip(), choices, scorer=fuzz.ratio, processor=str.casefold, score_cutoff=cutoff)
    return str(found[0]) if found else None


def did_you_mean(word: str, words: Iterable[str]) -> str | None:
    """``did you mean X?`` for the nearest word; None if none is near."""
    near = nearest(word, words)
    return None if near is None else f"did you mean {near}?"
