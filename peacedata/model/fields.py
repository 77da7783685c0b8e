"""The annotated types of columns: each says once what a cell may hold, for pydantic and for the schemas.

A cell's text follows the Table Schema standard, so that a record's model and its schema accept the same rows.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from decimal import Decimal
from typing import Annotated, Any

from pydantic import GetCoreSchemaHandler
from pydantic_core import CoreSchema, core_schema

SLUG = r"[a-z0-9]+(?:-[a-z0-9]+)*"
# A record's name: a slug, or the key parts of a link table joined with "/".
RECORD_NAME = r"[^/ ]+(?:/[^/ ]+)*"
CLOCK = r"(?:[01][0-9]|2[0-3]):[0-5][0-9]"
# RFC 3986 characters only; spaces and other scripts are percent-encoded.
WEB_ADDRESS = (
    r"https?://[A-Za-z0-9](?:[A-Za-z0-9.-]*[A-Za-z0-9])?(?::[0-9]+)?(?:[/?#][A-Za-z0-9._~:/?#@!$&'()*+,;=%\[\]-]*)?"
)
# The part of BCP 47 that names languages, scripts and regions.
LANGUAGE_TAG = r"[a-z]{2,3}(?:-[A-Z][a-z]{3})?(?:-(?:[A-Z]{2}|[0-9]{3}))?"
RELEASE_VERSION = r"[0-9]{4}\.[1-9][0-9]*(?:\.[1-9][0-9]*)?"


@dataclass(frozen=True, slots=True)
class Text:
    """A text cell: an optional pattern for the whole of it, and a longest length in characters."""

    pattern: str | None = None
    max_length: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A string that is not empty; the pattern is anchored and runs in Rust, without backtracking."""
        anchored = None if self.pattern is None else f"^(?:{self.pattern})$"
        return core_schema.str_schema(strict=True, min_length=1, max_length=self.max_length, pattern=anchored)


_integer = re.compile(r"[+-]?[0-9]+").fullmatch
_number = re.compile(r"[+-]?(?:[0-9]+(?:\.[0-9]*)?|\.[0-9]+)(?:[eE][+-]?[0-9]+)?").fullmatch


@dataclass(frozen=True, slots=True)
class Whole:
    """A whole number within bounds, both included."""

    minimum: int
    maximum: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """An int, or the text of one as Table Schema writes integers."""
        return core_schema.no_info_before_validator_function(
            self._read, core_schema.int_schema(strict=True, ge=self.minimum, le=self.maximum)
        )

    @staticmethod
    def _read(value: object) -> object:
        return int(value) if isinstance(value, str) and _integer(value) else value


@dataclass(frozen=True, slots=True)
class Number:
    """A decimal number within bounds, both included; exact, never a float."""

    minimum: int
    maximum: int | None = None

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A Decimal or int, or the text of one as Table Schema writes numbers."""
        return core_schema.no_info_before_validator_function(
            self._read,
            core_schema.decimal_schema(
                strict=True, ge=Decimal(self.minimum), le=None if self.maximum is None else Decimal(self.maximum)
            ),
        )

    @staticmethod
    def _read(value: object) -> object:
        if isinstance(value, str) and _number(value):
            return Decimal(value)
        return Decimal(value) if isinstance(value, int) and not isinstance(value, bool) else value


@dataclass(frozen=True, slots=True)
class Truth:
    """``true`` or ``false``."""

    def __get_pydantic_core_schema__(self, source: Any, handler: GetCoreSchemaHandler) -> CoreSchema:
        """A bool, or one of the two words."""
        return core_schema.no_info_before_validator_function(self._read, core_schema.bool_schema(strict=True))

    @staticmethod
    def _read(value: object) -> object:
        return {"true": True, "false": False}.get(value, value) if isinstance(value, str) else value


@dataclass(frozen=True, slots=True)
class ForeignKey:
    """The cell names a record of this table."""

    table: str


_slug = Text(SLUG, 80)

Slug = Annotated[str, _slug]
ProcessRef = Annotated[str, _slug, ForeignKey("processes")]
EventRef = Annotated[str, _slug, ForeignKey("events")]
ActorRef = Annotated[str, _slug, ForeignKey("actors")]
OutcomeRef = Annotated[str, _slug, ForeignKey("outcomes")]
DocumentRef = Annotated[str, _slug, ForeignKey("documents")]
PlaceRef = Annotated[str, _slug, ForeignKey("places")]
SourceRef = Annotated[str, _slug, ForeignKey("sources")]
RecordName = Annotated[str, Text(RECORD_NAME, 250)]
ColumnName = Annotated[str, Text(r"[a-z]+(?:_[a-z]+)*", 40)]
Line = Annotated[str, Text(max_length=300)]
Prose = Annotated[str, Text(max_length=2000)]
Quote = Annotated[str, Text(max_length=300)]
Url = Annotated[str, Text(WEB_ADDRESS, 2000)]
Language = Annotated[str, Text(LANGUAGE_TAG)]
Clock = Annotated[str, Text(CLOCK)]
Version = Annotated[str, Text(RELEASE_VERSION)]
Count = Annotated[int, Whole(1, 1_000_000)]
Quantity = Annotated[Decimal, Number(0, 1_000_000_000_000)]
Latitude = Annotated[Decimal, Number(-90, 90)]
Longitude = Annotated[Decimal, Number(-180, 180)]
YesNo = Annotated[bool, Truth()]
ExternalId = Annotated[str, Text(r"[A-Za-z0-9][A-Za-z0-9._:-]*", 80)]
CodeText = Annotated[str, Text(r"[A-Za-z0-9]+(?:_[A-Za-z0-9]+)*", 80)]
