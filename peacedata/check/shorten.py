"""Values in findings are cut, so that no cell can fill a report."""

from __future__ import annotations

LONGEST = 200
_MOST_COMPARED = 300


def shorten(value: str, longest: int = LONGEST) -> str:
    """The value, cut to a length that a person reads."""
    return value if len(value) <= longest else value[: longest - 1] + "…"


def quote(value: str, longest: int = 60) -> str:
    """The value in quotes, cut, on one line."""
    return '"' + shorten(value, longest).replace("\r", "\\r").replace("\n", "\\n") + '"'
