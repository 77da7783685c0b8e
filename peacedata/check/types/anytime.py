"""Dates and times in any readable form, for the format ``any``, which the standard leaves to the implementation."""

from __future__ import annotations

import re
from datetime import UTC, date, datetime, timedelta, timezone

_NAMES = [
    *("january", "february", "march", "april", "may", "june"),
    *("july", "august", "september", "october", "november", "december"),
]
_MONTHS = {word: i for i, name in enumerate(_NAMES, start=1) for word in (name, name[:3])} | {"sept": 9}
_DAYS = {
    word
    for name in ("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday")
    for word in (name, name[:3])
}
_FILLERS = frozenset({"at", "on", "and", "ad", "of", "t", "st", "nd", "rd", "th", "m"})
_ISO = re.compile(r"([0-9]{4})-?([0-9]{2})-?([0-9]{2})(?=(?:[0-9]{4}|[0-9]{6})?(?![0-9]))")
_WORDS = {*_MONTHS, *_DAYS}
_HALF = r"\s*([ap])(?:\.?m\b\.?|\b)"
_CLOCK = re.compile(
    r"(?<![0-9:])([0-9]{1,2})(?:"
    rf":([0-9]{{1,2}})(?::([0-9]{{1,2}})(?:[.,]([0-9]{{1,9}}))?)?(?![0-9])(?:{_HALF})?"
    rf"|{_HALF}"
    r"|\s*h\s*(?:([0-9]{2})\s*m?\s*(?:([0-9]{2})\s*s?)?)?(?![^\W_]))",
    re.IGNORECASE,
)
# Digits alone are a time after a T, or after a whole date.
_COMPACT = re.compile(
    r"(?:T|\s)([0-9]{2})(?:([0-9]{2})(?:([0-9]{2})(?:[.,]([0-9]{1,9}))?)?)?(?=\s*(?:$|[Zz]\b|[+-]|\s[A-Z]{3}))"
)
_ZONE = re.compile(
    r"\s*(?:([Zz]|(?:UTC|GMT)(?![A-Za-z+-]))(?![A-Za-z0-9])"
    r"|(UTC|GMT)?\s*([+-])([0-9]{1,2})(?::?([0-9]{2}))?(?![0-9])(?:\s*\([A-Z]{3,5}\))?"
    r"|[A-Z]{3,5}(?![A-Za-z0-9]))"
)
_TOKEN = re.compile(r"[0-9]+|[^\W\d_]+|[\s,;./'-]+")
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
    iso = _ISO.match(text)
    day = date(int(iso[1]), int(iso[2]), int(iso[3])) if iso else None
    rest = text[iso.end() :] if iso else text
    rest = f"T{rest}" if iso and rest[:1].isdigit() else rest
    clock = _CLOCK.search(rest) or (_COMPACT.search(rest) if iso or _is_dated(rest) else None)
    if clock is None:
        day = (day if _says_nothing(rest) else None) if day else _day(rest, today, timed=False)
        return datetime(day.year, day.month, day.day) if day else None  # noqa: DTZ001  # no zone is named
    at, half = _clock(clock)
    if half and at[0] > 12:
        return None
    zone, after = None, rest[clock.end() :]
    found = _ZONE.match(after)
    if found and found[0].strip().lower() not in _WORDS:
        zone, after = _zone(found), after[found.end() :]
    rest = f"{rest[: clock.start()]} {after}"
    day = (day if _says_nothing(rest) else None) if day else _day(rest, today, timed=True)
    return datetime(day.year, day.month, day.day, *at, tzinfo=zone) if day else None


def _says_nothing(text: str) -> bool:
    """Whether nothing but fillers stands beside a day and a time."""
    return _FILLERS.issuperset(word.lower() for word in re.findall(r"[^\s,;./'-]+", text))


def _is_dated(text: str) -> bool:
    """Whether a text that ends in digits alone names a whole day before them."""
    found = _COMPACT.search(text)
    if found is None:
        return False
    if found[0].startswith("T"):
        return True
    before = [token.lower() for token in _TOKEN.findall(text[: found.start()])]
    numbers = [token for token in before if token.isdigit()]
    return len(numbers) + any(token in _MONTHS for token in before) == 3


def _clock(found: re.Match[str]) -> tuple[tuple[int, int, int, int], str]:
    """Hour, minute, second and microsecond, and which half of the day was named."""
    if found.re is _COMPACT:
        hour, minute, second, fraction = found.groups()
        half = ""
    else:
        hour, fraction = found[1], found[4]
        minute, second = found[2] or found[7], found[3] or found[8]
        half = (found[5] or found[6] or "").lower()
    hours = int(hour)
    if half and hours <= 12:
        hours = hours % 12 + 12 * (half == "p")
        half = ""
    return (hours, int(minute or 0), int(second or 0), int(((fraction or "") + "000000")[:6])), half


def _zone(found: re.Match[str]) -> timezone | None:
    """The zone; None for a name that says nothing to everybody."""
    if found[1]:
        return UTC
    if not found[3]:
        return None
    shift = timedelta(hours=int(found[4]), minutes=int(found[5] or 0))
    west = (found[3] == "-") != (found[2] is not None)  # UTC+3 means the zone in which UTC is three hours ahead
    return timezone(-shift if west else shift)


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
            if word in _MONTHS and month is None:
                month = _MONTHS[word]
            elif word in _DAYS:
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
    years = [number for number in numbers if len(number) > 2 or int(number) > 31]
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
        return (first, [second]) if first <= 12 or year_first or not has_year else (second, [first])
    if len(others) == 1 and has_year:
        return others[0], []
    return today.month, others


def _full_year(text: str) -> int:
    year = int(text)
    if len(text) > 2:
        return year
    return year + (1900 if year >= 69 else 2000)
