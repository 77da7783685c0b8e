"""``duration`` after XML Schema, with the weeks of ISO 8601."""

from __future__ import annotations

import re
from calendar import monthrange
from datetime import date
from decimal import Decimal
from typing import Any, ClassVar, NamedTuple

from peacedata.check.types.base import BOUNDS, COMMON, FieldType

_N = r"([0-9]{1,18}(?:[.,][0-9]+)?)"
_DURATION = re.compile(
    rf"([+-]?)P(?=[0-9T])(?:{_N}Y)?(?:{_N}M)?(?:{_N}W)?(?:{_N}D)?(?:T(?=[0-9])(?:{_N}H)?(?:{_N}M)?(?:{_N}S)?)?"
)
# XML Schema compares durations by adding them to these days.
_REFERENCES = ((1696, 9), (1697, 2), (1903, 3), (1903, 7))


class Duration(NamedTuple):
    """Months and seconds; the two cannot be turned into one another."""

    months: Decimal
    seconds: Decimal

    def days(self) -> tuple[Decimal, ...]:
        """Its length in days after each of the four reference days, so that one tuple can be below another in all."""
        found = []
        for year, month in _REFERENCES:
            whole = int(self.months)
            index = year * 12 + month - 1 + whole
            start = date(year, month, 1).toordinal()
            shifted = _ordinal(index)
            part = (self.months - whole) * monthrange(2001, index % 12 + 1)[1]
            found.append(Decimal(shifted - start) + part + self.seconds / 86400)
        return tuple(found)


class DurationType(FieldType):
    """Lengths of time."""

    name: ClassVar[str] = "duration"
    constraints: ClassVar[frozenset[str]] = COMMON | BOUNDS
    expected = "a duration such as P1Y2M or PT1H30M"

    def parse(self, text: str) -> Duration | None:
        """The duration."""
        found = _DURATION.fullmatch(text)
        if found is None:
            return None
        years, months, weeks, days, hours, minutes, seconds = (
            Decimal((part or "0").replace(",", ".")) for part in found.groups()[1:]
        )
        sign = -1 if found[1] == "-" else 1
        return Duration(
            sign * (years * 12 + months), sign * ((weeks * 7 + days) * 86400 + hours * 3600 + minutes * 60 + seconds)
        )

    def order(self, value: Any) -> Any:
        """A length that compares as XML Schema compares."""
        duration: Duration = value
        return _Length(duration.days())


class _Length:
    """Ordered only where all four references agree; else neither is below the other, and no bound holds."""

    def __init__(self, days: tuple[Decimal, ...]) -> None:
        self._days = days

    def _all(self, other: _Length, *signs: int) -> bool:
        return all((a > b) - (a < b) in signs for a, b in zip(self._days, other._days, strict=True))

    def __lt__(self, other: _Length) -> bool:
        return self._all(other, -1)

    def __le__(self, other: _Length) -> bool:
        return self._all(other, -1, 0)

    def __gt__(self, other: _Length) -> bool:
        return self._all(other, 1)

    def __ge__(self, other: _Length) -> bool:
        return self._all(other, 0, 1)


def _ordinal(index: int) -> int:
    """Days from an arbitrary start to the first of a month that is counted from year 0, far years included."""
    cycles, rest = divmod(index - 12, 4800)  # the calendar repeats after 400 years
    return cycles * 146097 + date(rest // 12 + 1, rest % 12 + 1, 1).toordinal()
