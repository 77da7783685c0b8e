"""What day or month a text names, if there is only one way to read it."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Callable
from datetime import date
from typing import NamedTuple

from peacedata.fix.months import MONTHS, WEEKDAYS

_LONGEST = 60
_DASH = "[-\u2010\u2011\u2012\u2013\u2212]"  # hyphens, the dashes that take their place, the minus
_YEAR = "(?P<year>[0-9]{4})"
_MIDNIGHT = r"(?:[T ]00:00(?::00(?:\.0+)?)?)?"  # what programs add that know no date without a time
# The year first: nobody writes the day before the month then.
_YEAR_FIRST = re.compile(
    rf"{_YEAR}(?P<mark>{_DASH}|/|\.)(?P<month>[0-9]{{1,2}})(?P=mark)(?P<day>[0-9]{{1,2}}){_MIDNIGHT}"
)
# The basic form of ISO 8601.
_BASIC = re.compile(r"(?P<year>[12][0-9]{3})(?P<month>[0-9]{2})(?P<day>[0-9]{2})")
# The year last: which number is the month is only known if the other cannot be one.
_YEAR_LAST = re.compile(rf"(?P<one>[0-9]{{1,2}})(?P<mark>{_DASH}|/|\.)(?P<other>[0-9]{{1,2}})(?P=mark){_YEAR}")
_NAME = r"(?P<name>[^\W\d_]+)\.?"
_DAY = r"(?P<day>[0-9]{1,2})(?P<suffix>st|nd|rd|th)?"
_GAP = rf"(?:\s*,\s*|\s+|{_DASH}|/|\.)"
_ERA = r"(?:\s*(?:года|году|року|рік|год|г\.?|р\.?))?"
_WEEKDAY = r"(?:(?P<weekday>[A-Za-z]+)\.?,?\s+)?"
_NAMED = [
    re.compile(rf"{_WEEKDAY}{_DAY}{_GAP}(?:of\s+)?{_NAME}{_GAP}{_YEAR}{_ERA}", re.IGNORECASE),
    re.compile(rf"{_WEEKDAY}{_NAME}\s*{_GAP}{_DAY}{_GAP}{_YEAR}", re.IGNORECASE),
    re.compile(rf"{_YEAR}{_GAP}{_NAME}{_GAP}{_DAY}", re.IGNORECASE),
]
_NAMED_MONTH = [
    re.compile(rf"{_NAME}{_GAP}{_YEAR}{_ERA}", re.IGNORECASE),
    re.compile(rf"{_YEAR}{_GAP}{_NAME}", re.IGNORECASE),
]
_MONTH_FIRST = re.compile(rf"(?P<month>[0-9]{{1,2}})(?:{_DASH}|/|\.){_YEAR}")
_MONTH_LAST = re.compile(rf"{_YEAR}(?:{_DASH}|/|\.)(?P<month>[0-9]{{1,2}})")
_SUFFIXES = {1: "st", 2: "nd", 3: "rd", 21: "st", 22: "nd", 23: "rd", 31: "st"}


class Day(NamedTuple):
    """A day, or a month without a day."""

    year: int
    month: int
    day: int | None = None

    def __str__(self) -> str:
        """As ISO 8601 writes it."""
        text = f"{self.year:04}-{self.month:02}"
        return text if self.day is None else f"{text}-{self.day:02}"


def day_of(text: str) -> Day | None:
    """The day that a text names; None if it names none, or could name two, or the calendar has no such day.

    ``2025-6-2``, ``2025/06/02``, ``20250602``, ``2 June 2025``, ``June 2nd, 2025`` and ``2 червня 2025 р.`` are days.
    ``25/12/2025`` is one, because there is no 25th month; ``03/04/2025`` may be two, and ``02/06/25`` anything.
    """
    plain = _plain(text)
    if plain is None:
        return None
    for read in (_in_figures, _day_in_words):
        if found := read(plain):
            return found
    return None


def month_of(text: str, *, figures: bool = False) -> Day | None:
    """The month that a text names, as ``June 2025`` does.

    Args:
        text: the text.
        figures: whether ``06/2025`` and ``2025-6`` are months, as in a field that holds nothing else; elsewhere the
            second may be a span of years.
    """
    plain = _plain(text)
    if plain is None:
        return None
    for form in _NAMED_MONTH:
        found = form.fullmatch(plain)
        if found and found["name"].lower() in MONTHS:
            return _known(found["year"], MONTHS[found["name"].lower()])
    for form in (_MONTH_FIRST, _MONTH_LAST) if figures else ():
        if found := form.fullmatch(plain):
            return _known(found["year"], int(found["month"]))
    return None


def _plain(text: str) -> str | None:
    return unicodedata.normalize("NFC", text.strip()) if len(text) <= _LONGEST else None


def _in_figures(text: str) -> Day | None:
    found = _YEAR_FIRST.fullmatch(text) or _BASIC.fullmatch(text)
    if found:
        return _known(found["year"], int(found["month"]), int(found["day"]))
    found = _YEAR_LAST.fullmatch(text)
    if found is None:
        return None
    one, other = int(found["one"]), int(found["other"])
    if one > 12:
        return _known(found["year"], other, one)
    return _known(found["year"], one, other) if other > 12 else None


def _day_in_words(text: str) -> Day | None:
    matches: list[Callable[[str], re.Match[str] | None]] = [form.fullmatch for form in _NAMED]
    for match in matches:
        found = match(text)
        month = MONTHS.get(found["name"].lower()) if found else None
        if found is None or month is None:
            continue
        day = int(found["day"])
        suffix = found["suffix"]
        known = _known(found["year"], month, day)
        if known and (not suffix or suffix.lower() == _SUFFIXES.get(day, "th")) and _falls_on(known, found):
            return known
    return None


def _falls_on(day: Day, found: re.Match[str]) -> bool:
    """Whether the weekday, if one is named, is that of the day; else one of the two is wrong, and who knows which."""
    named = found.groupdict().get("weekday")
    if not named:
        return True
    return WEEKDAYS.get(named.lower()) == date(day.year, day.month, day.day or 1).weekday()


def _known(year: str, month: int, day: int | None = None) -> Day | None:
    try:
        date(int(year), month, 1 if day is None else day)
    except ValueError:
        return None
    return Day(int(year), month, day)
