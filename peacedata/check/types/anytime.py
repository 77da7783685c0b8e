"""Dates and times in any readable form, for the format ``any``, which the standard leaves to the implementation."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_MONTHS = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_DAYS = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"]
_FILLERS = frozenset({"at", "on", "and", "of", "the", "t", "st", "nd", "rd", "th", "m", "a"})
_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?:[T ]([0-9]{2})([0-9]{2})([0-9]{2})?(?=\D|$))?")
_CLOCK = re.compile(
    r"(?<![0-9:])([0-9]{1,2})(?:"
    r":([0-9]{2})(?::([0-9]{2})(?:[.,]([0-9]{1,9}))?)?(?![0-9])(?:\s*([ap])\.?m\b\.?)?"
    r"|\s*([ap])\.?m\b\.?"
    r"|\s*h\s*([0-9]{2})?\b)",
    re.IGNORECASE,
)
_ZONE = re.compile(
    r"\s*(?:(Z|UTC|GMT)(?![A-Za-z0-9+-])|(?:UTC|GMT)?\s*([+-])([0-9]{2}):?([0-9]{2})?(?![0-9]))", re.IGNORECASE
)
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[\s,./()'-]+")
_MAX_LENGTH = 100


def parse_any(text: str, today: date = date(2000, 1, 1)) -> datetime | None:
    """The moment that a text names; parts that it leaves out are taken from ``today``. None if it names none."""
    if len(text) > _MAX_LENGTH or not any(char.isdigit() or char.isalpha() for char in text):
        return None
    if any(char.isdigit() and not char.isascii() for char in text):
        return None
    try:
        return _parse(text, today)
    except (ValueError, OverflowError):
        return None


def _parse(text: str, today: date) -> datetime | None:
    hour = minute = second = micro = 0
    zone: timezone | None = None
    rest = text
    iso = _ISO.match(rest)
    day = date(int(iso[1]), int(iso[2]), int(iso[3])) if iso and not rest[iso.end() : iso.end() + 1].isdigit() else None
    if iso and day:
        hour, minute, second = (int(iso[n] or 0) for n in (4, 5, 6))
        rest = rest[iso.end() :].removeprefix("T")
    clock = _CLOCK.search(rest)
    if clock:
        hour, minute, second = int(clock[1]), int(clock[2] or clock[7] or 0), int(clock[3] or 0)
        micro = int(((clock[4] or "") + "000000")[:6])
        half = (clock[5] or clock[6] or "").lower()
        if half and not 1 <= hour <= 12:
            return None
        hour = hour % 12 + 12 * (half == "p") if half else hour
        after = rest[clock.end() :]
        found = _ZONE.match(after)
        if found:
            zone, after = _zone(found), after[found.end() :]
        rest = f"{rest[: clock.start()]} {after}"
    elif day:
        found = _ZONE.match(rest)
        if found and iso and iso[4]:
            zone, rest = _zone(found), rest[found.end() :]
    if day is None:
        day = _day(rest, today, timed=clock is not None)
    elif rest.strip(" ,."):
        return None
    if day is None:
        return None
    return datetime(day.year, day.month, day.day, hour, minute, second, micro, tzinfo=zone)


def _zone(found: re.Match[str]) -> timezone:
    if found[1]:
        return UTC
    shift = timedelta(hours=int(found[3]), minutes=int(found[4] or 0))
    return timezone(-shift if found[2] == "-" else shift)


def _day(text: str, today: date, *, timed: bool) -> date | None:
    """The day that a text names; today, if it names none but a time was found beside it."""
    numbers: list[str] = []
    month = None
    named_day = False
    place = 0
    while place < len(text):
        token = _TOKEN.match(text, place)
        if token is None:
            return None
        place = token.end()
        word = token[0].lower()
        if word.isdigit():
            numbers.append(word)
        elif word[0].isalpha():
            named = _index(_MONTHS, word)
            if named and month is None:
                month = named
            elif _index(_DAYS, word):
                named_day = True
            elif word not in _FILLERS:
                return None
    if not (numbers or month or timed or named_day):
        return None
    return _assemble(numbers, month, today)


def _assemble(numbers: list[str], month: int | None, today: date) -> date | None:
    if len(numbers) > (3 if month is None else 2) or any(len(number) > 8 for number in numbers):
        return None
    if month is None and len(numbers) == 1 and len(numbers[0]) in (6, 8):
        digits = numbers[0]
        numbers = [digits[:-4], digits[-4:-2], digits[-2:]]
    if month is None and not numbers:
        return today
    years = [number for number in numbers if len(number) == 4 or int(number) > 31]
    others = [int(number) for number in numbers if number not in years]
    if len(years) > 1:
        return None
    year_first = bool(years) and numbers[0] in years
    if not years and len(others) == (3 if month is None else 2):
        years = [str(others.pop())]
    year = _full_year(years[0]) if years else today.year
    if month is None:
        month, others = _month_and_day(others, year_first, bool(years), today)
    return date(year, month, others[0] if others else today.day)


def _month_and_day(others: list[int], year_first: bool, has_year: bool, today: date) -> tuple[int, list[int]]:
    """Which of two numbers is the month: the first, as in the United States and after a year, if it can be one."""
    if len(others) == 2:
        first, second = others
        return (first, [second]) if first <= 12 or year_first else (second, [first])
    if len(others) == 1 and has_year:
        return others[0], []
    return today.month, others


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= 69 else 2000)


def _index(names: list[str], word: str) -> int:
    if len(word) < 3:
        return 0
    return next((i for i, name in enumerate(names, start=1) if name.startswith(word) or (word == "sept" and i == 9)), 0)
