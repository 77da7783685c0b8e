"""EDTF single dates: what is known of a day, and nothing that is not."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from enum import StrEnum
from functools import lru_cache
from typing import Any, Self

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

# One regular language decides, the same for this class, the Table Schemas and every regex engine: no look-around, no
# backtracking, ASCII digits only. The year 0000 is left out because neither Python nor SQL has such a day.
_YEAR = r"(?:[0-9]{3}[1-9]|[0-9]{2}[1-9][0-9]|[0-9][1-9][0-9]{2}|[1-9][0-9]{3})"
_LEAP = r"(?:[0-9]{2}(?:0[48]|[2468][048]|[13579][26])|(?:0[48]|[2468][048]|[13579][26])00)"
_DAY = r"(?:(?:0[1-9]|1[0-2])-(?:0[1-9]|1[0-9]|2[0-8])|(?:0[13-9]|1[0-2])-(?:29|30)|(?:0[13578]|1[02])-31)"  # any year
PATTERN = rf"(?:{_YEAR}(?:-(?:(?:0[1-9]|1[0-2])|{_DAY}))?|{_LEAP}-02-29)[?~%]?"

_matches = re.compile(PATTERN).fullmatch


class Precision(StrEnum):
    """How much of a date is written."""

    YEAR = "year"
    MONTH = "month"
    DAY = "day"


class EdtfDate(str):
    """A date as it is known: ``2014``, ``2014-06`` or ``2014-06-06``, with ``?``, ``~`` or ``%`` where it is doubtful.

    It is a string, so that it prints, compares equal and goes into a CSV as written. Compare days with ``earliest``
    and ``latest``, which are the strict bounds of the written date whatever its qualifier.

    Raises:
        ValueError: if the text is not such a date, or names a day that the calendar lacks.

    Source: Library of Congress, Extended Date/Time Format, levels 0 and 1, as bounded by this project's data model.
    """

    __slots__ = ()

    def __new__(cls, text: str) -> Self:
        """Make a date of its text, or raise ValueError."""
        if not _matches(text):
            raise ValueError(
                f"{text!r} is not a date: expected YYYY, YYYY-MM or YYYY-MM-DD, with an optional ?, ~ or %"
            )
        return super().__new__(cls, text)

    @property
    def qualifier(self) -> str:
        """``?`` uncertain, ``~`` approximate, ``%`` both, or empty."""
        return self[-1] if self[-1] in "?~%" else ""

    @property
    def uncertain(self) -> bool:
        """Whether the date itself is in doubt."""
        return self.qualifier in ("?", "%")

    @property
    def approximate(self) -> bool:
        """Whether the date is only near."""
        return self.qualifier in ("~", "%")

    @property
    def precision(self) -> Precision:
        """How much of the date is written: a year, a month or a day."""
        return {4: Precision.YEAR, 7: Precision.MONTH, 10: Precision.DAY}[len(self) - len(self.qualifier)]

    @property
    def earliest(self) -> date:
        """First day of what is written."""
        return _bounds(self)[0]

    @property
    def latest(self) -> date:
        """Last day of what is written."""
        return _bounds(self)[1]

    @classmethod
    def __get_pydantic_core_schema__(cls, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """Validate a string into a date; serialise it as the string that it is."""
        return core_schema.no_info_after_validator_function(
            cls, core_schema.str_schema(strict=True), serialization=core_schema.to_string_ser_schema()
        )


# The same few thousand dates stand in many rows, and rules compare them again and again.
@lru_cache(maxsize=1 << 16)
def _bounds(text: str) -> tuple[date, date]:
    year, month, day = int(text[:4]), text[5:7], text[8:10]
    if day:
        return (date(year, int(month), int(day)),) * 2
    if month:
        return date(year, int(month), 1), date(year, int(month), monthrange(year, int(month))[1])
    return date(year, 1, 1), date(year, 12, 31)
