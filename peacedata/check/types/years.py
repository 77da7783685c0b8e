"""``year`` and ``yearmonth`` after XML Schema's gYear and gYearMonth, without zones."""

from __future__ import annotations

import re
from typing import ClassVar

from peacedata.check.types.base import BOUNDS, COMMON, FieldType

_YEAR = re.compile(r"-?(?:[1-9][0-9]{4,8}|[0-9]{4})")
_YEARMONTH = re.compile(r"(-?(?:[1-9][0-9]{4,8}|[0-9]{4}))-(0[1-9]|1[0-2])")


class YearType(FieldType):
    """Calendar years."""

    name: ClassVar[str] = "year"
    constraints: ClassVar[frozenset[str]] = COMMON | BOUNDS
    expected = "a year such as 2025"
    accept = "[0-9]{4}"
    number = True

    def parse(self, text: str) -> int | None:
        """The year."""
        return int(text) if _YEAR.fullmatch(text) else None


class YearmonthType(FieldType):
    """Months of a year."""

    name: ClassVar[str] = "yearmonth"
    constraints: ClassVar[frozenset[str]] = COMMON | BOUNDS
    expected = "a month such as 2025-06"
    accept = "[0-9]{4}-(?:0[1-9]|1[0-2])"

    def parse(self, text: str) -> tuple[int, int] | None:
        """Year and month."""
        found = _YEARMONTH.fullmatch(text)
        return (int(found[1]), int(found[2])) if found else None
