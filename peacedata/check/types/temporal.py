"""``date``, ``time`` and ``datetime``."""

from __future__ import annotations

import re
from collections.abc import Hashable, Mapping
from datetime import UTC, date, datetime, time, timedelta, timezone
from typing import Any, ClassVar

from peacedata.check.types.base import BOUNDS, COMMON, FieldType

_DATE = re.compile(r"([0-9]{4})-([0-9]{2})-([0-9]{2})")
_CLOCK = r"([0-9]{2}):([0-9]{2}):([0-9]{2})(?:[.,]([0-9]+))?(?:(Z)|([+-])([0-9]{2}):?([0-9]{2})?)?"
_TIME = re.compile(_CLOCK)
_DATETIME = re.compile(rf"([0-9]{{4}}-[0-9]{{2}}-[0-9]{{2}})T({_CLOCK})")
# Every day but the 29th of February.
ACCEPT_DATE = (
    "(?:[1-9][0-9]{3}-(?:(?:0[13578]|1[02])-(?:0[1-9]|[12][0-9]|3[01])|(?:0[469]|11)-(?:0[1-9]|[12][0-9]|30)"
    "|02-(?:0[1-9]|1[0-9]|2[0-8])))"
)
ACCEPT_CLOCK = "(?:(?:[01][0-9]|2[0-3]):[0-5][0-9]:[0-5][0-9])"


class _Temporal(FieldType):
    constraints: ClassVar[frozenset[str]] = COMMON | BOUNDS
    example: ClassVar[str] = ""

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        if self.format == "default":
            self.expected = f"a {self.name} such as {self.example}"
        elif self.format == "any":
            self.expected = f"a {self.name} in any readable form"
        else:
            self.expected = f"a {self.name} in the form {self.format}"

    def _strptime(self, text: str) -> datetime | None:
        if not text.isascii() and re.search(r"[^\x00-\x7f]", text) and any(c.isdigit() and c > "9" for c in text):
            return None
        try:
            return datetime.strptime(text, self.format)  # noqa: DTZ007  # the format decides whether there is a zone
        except (ValueError, OverflowError, re.error, LookupError):
            return None


class DateType(_Temporal):
    """Days."""

    name: ClassVar[str] = "date"
    example: ClassVar[str] = "2025-06-02"

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self.accept = ACCEPT_DATE if self.format == "default" else None

    def parse(self, text: str) -> date | None:
        """The day."""
        if self.format == "default":
            return parse_date(text)
        if self.format == "any":
            from peacedata.check.types.anytime import parse_any

            found = parse_any(text)
            return found.date() if found else None
        value = self._strptime(text)
        return value.date() if value else None


class TimeType(_Temporal):
    """Times of the day, with or without a zone."""

    name: ClassVar[str] = "time"
    example: ClassVar[str] = "15:00:00"

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self.accept = ACCEPT_CLOCK if self.format == "default" else None

    def parse(self, text: str) -> time | None:
        """The time."""
        if self.format == "default":
            end_of_day = re.match(r"24:00:00(?![.,]0*[1-9])", text)  # the same as the start of a day
            return _clock(_TIME.fullmatch("00" + text[2:] if end_of_day else text))
        if self.format == "any":
            from peacedata.check.types.anytime import parse_any

            found = parse_any(text)
            return found.timetz() if found else None
        value = self._strptime(text)
        return value.timetz() if value else None

    def order(self, value: Any) -> Any:
        """A time without a zone compares as UTC."""
        moment: time = value
        offset = moment.utcoffset() or timedelta()
        return (
            timedelta(hours=moment.hour, minutes=moment.minute, seconds=moment.second, microseconds=moment.microsecond)
            - offset
        )


class DatetimeType(_Temporal):
    """Moments, with or without a zone."""

    name: ClassVar[str] = "datetime"
    example: ClassVar[str] = "2025-06-02T15:00:00Z"

    def __init__(self, field: Mapping[str, Any]) -> None:
        super().__init__(field)
        self.accept = f"{ACCEPT_DATE}T{ACCEPT_CLOCK}Z?" if self.format == "default" else None

    def parse(self, text: str) -> datetime | None:
        """The moment."""
        if self.format == "default":
            return _moment(text)
        if self.format == "any":
            from peacedata.check.types.anytime import parse_any

            return parse_any(text)
        return self._strptime(text)

    def order(self, value: Any) -> Any:
        """A moment without a zone compares as UTC."""
        moment: datetime = value
        return moment if moment.tzinfo else moment.replace(tzinfo=UTC)

    def key(self, value: Any) -> Hashable:
        """Moments that are equal in time are equal; those without a zone equal only one another."""
        moment: datetime = value
        return moment


def parse_date(text: str) -> date | None:
    """The day of ``yyyy-mm-dd``, with all digits."""
    found = _DATE.fullmatch(text)
    if found is None:
        return None
    try:
        return date(int(found[1]), int(found[2]), int(found[3]))
    except ValueError:
        return None


def _moment(text: str) -> datetime | None:
    found = _DATETIME.fullmatch(text)
    day = parse_date(found[1]) if found else None
    if found is None or day is None:
        return None
    clock = found[2]
    midnight = clock.startswith("24:00:00")  # the end of the day, the first moment of the next one
    at = _clock(_TIME.fullmatch("00" + clock[2:] if midnight else clock))
    if at is None or (midnight and (at.second or at.microsecond)):
        return None
    try:
        return datetime.combine(day, at) + timedelta(days=midnight)
    except OverflowError:
        return None


def _clock(found: re.Match[str] | None) -> time | None:
    if found is None:
        return None
    hour, minute, second, fraction, zulu, sign, zone_hour, zone_minute = found.groups()
    zone: timezone | None = UTC if zulu else None
    try:
        if sign:
            if int(zone_minute or 0) > 59:
                return None
            shift = timedelta(hours=int(zone_hour), minutes=int(zone_minute or 0))
            zone = timezone(-shift if sign == "-" else shift)
        micro = int(((fraction or "") + "000000")[:6])
        return time(int(hour), int(minute), int(second), micro, tzinfo=zone)
    except ValueError:
        return None
