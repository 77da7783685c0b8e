"""Values in findings are cut, so that no cell can fill a report."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import islice

LONGEST = 200
_MOST_COMPARED = 300


def shorten(value: str, longest: int = LONGEST) -> str:
    """The value, cut to a length that a person reads."""
    return value if len(value) <= longest else value[: longest - 1] + "…"


def quote(value: str, longest: int = 60) -> str:
    """The value in quotes, cut, on one line."""
    return '"' + shorten(value, longest).replace("\r", "\\r").replace("\n", "\\n") + '"'


def nearest(value: str, known: Sequence[str]) -> str | None:
    """The known word that is most like a value; None if none is."""
    if not known or not value or len(value) > LONGEST:
        return None
    import difflib

    wanted = value.lower().strip()
    lowered = {word.lower(): word for word in reversed(known)}
    if len(lowered) > _MOST_COMPARED:
        alike = (word for word in lowered if word[:2] == wanted[:2] or word[-4:] == wanted[-4:])
        lowered = {word: lowered[word] for word in islice(alike, _MOST_COMPARED)}
    found = difflib.get_close_matches(wanted, lowered, n=1)
    return lowered[found[0]] if found else None
