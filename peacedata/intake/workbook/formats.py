"""What a number format makes of a number: a day, a time, a percentage, or the number itself."""

from __future__ import annotations

import re
from enum import StrEnum
from functools import cache


class Shown(StrEnum):
    """What a cell shows of the number that it holds."""

    NUMBER = "number"
    DAY = "day"
    TIME = "time"
    MOMENT = "moment"
    PERCENT = "percent"
    ZEROS = "zeros"


# Literal text, spacing and filling, colours, conditions and languages; [h] and the like are kept.
_aside = re.compile(r'"[^"]*"|\\.|_.|\*.|\[(?!h+\]|m+\]|s+\])[^\]]*\]', re.IGNORECASE)
_halves = re.compile(r"am/pm|a/p", re.IGNORECASE)
_leading_zeros = re.compile(r"0{2,}").fullmatch


@cache
def shown_as(code: str) -> Shown:
    """What a number format shows; only its first section counts, which is for positive numbers.

    Source: ECMA-376 part 1, 18.8.31 (number formats).
    """
    if code.lower() in ("general", "@"):
        return Shown.NUMBER
    plain = _aside.sub("", code).split(";")[0].lower()
    halves = _halves.search(plain) is not None
    plain = _halves.sub("", plain)
    days = any(letter in plain for letter in "dy") or (
        "m" in plain and not any(letter in plain for letter in "hs") and "[" not in plain
    )
    times = halves or any(letter in plain for letter in "hs") or "[m" in plain
    if "general" in plain:
        return Shown.NUMBER
    if days or times:
        return Shown.MOMENT if days and times else Shown.DAY if days else Shown.TIME
    if "%" in plain:
        return Shown.PERCENT
    return Shown.ZEROS if _leading_zeros(plain.strip()) else Shown.NUMBER
