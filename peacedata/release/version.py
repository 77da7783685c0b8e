"""Versions: of the data by the calendar, of the schema by meaning; and which one must come next."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date
from typing import Self

from peacedata.errors import InvalidData
from peacedata.model.fields import RELEASE_VERSION
from peacedata.release.diff.change_class import ChangeClass
from peacedata.release.diff.schema import Bump

_data = re.compile(RELEASE_VERSION).fullmatch
_schema = re.compile(r"(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)\.(0|[1-9][0-9]*)").fullmatch


class NoVersion(InvalidData):
    """A text that is no version."""


@dataclass(frozen=True, slots=True, order=True)
class DataVersion:
    """A version of the data, ``YYYY.N``, or ``YYYY.N.M`` for the M-th correction of it; ordered as numbers."""

    year: int
    number: int
    correction: int = 0

    @classmethod
    def parse(cls, text: str) -> Self:
        """The version that a text writes.

        Raises:
            NoVersion: if it writes none.
        """
        if not _data(text):
            raise NoVersion(f"{text[:80]!r} is no version of the data: expected YYYY.N or YYYY.N.M, such as 2026.1")
        return cls(*map(int, text.split(".")))

    def __str__(self) -> str:
        return f"{self.year}.{self.number}" + (f".{self.correction}" if self.correction else "")


@dataclass(frozen=True, slots=True, order=True)
class SchemaVersion:
    """A semantic version of the schema."""

    major: int
    minor: int
    patch: int

    @classmethod
    def parse(cls, text: str) -> Self:
        """The version that a text writes.

        Raises:
            NoVersion: if it writes none.

        Source: https://semver.org
        """
        if not _schema(text):
            raise NoVersion(f"{text[:80]!r} is no version of a schema: expected three numbers, such as 1.0.0")
        return cls(*map(int, text.split(".")))

    def __str__(self) -> str:
        return f"{self.major}.{self.minor}.{self.patch}"

    def bumped(self, bump: Bump) -> SchemaVersion:
        """The least version after a change of this weight."""
        if bump is Bump.MAJOR:
            return SchemaVersion(self.major + 1, 0, 0)
        if bump is Bump.MINOR:
            return SchemaVersion(self.major, self.minor + 1, 0)
        return SchemaVersion(self.major, self.minor, self.patch + (bump is Bump.PATCH))


def next_version(last: DataVersion | None, change_class: ChangeClass, day: date, *, grew: bool) -> DataVersion:
    """The version that the next release of the data has.

    A correction, which changes or withdraws and adds nothing, is the next correction of the last release. Anything
    else is the next release of the year of ``day``.

    Args:
        last: the last release; None for the first.
        change_class: what changed since then.
        day: the day of the release.
        grew: whether anything was added as well, for a release that brings new records is more than a correction.
    """
    if last is None:
        return DataVersion(day.year, 1)
    if change_class is ChangeClass.CORRECTIVE and not grew:
        return DataVersion(last.year, last.number, last.correction + 1)
    return DataVersion(day.year, last.number + 1 if last.year == day.year else 1)
