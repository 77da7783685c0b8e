"""What a cell of a column may hold, in words."""

from __future__ import annotations

from collections.abc import Iterator
from typing import get_args

from peacedata.model import EdtfDate
from peacedata.model.fields import (
    CLOCK,
    LANGUAGE_TAG,
    RECORD_NAME,
    RELEASE_VERSION,
    SLUG,
    WEB_ADDRESS,
    CodeText,
    ColumnName,
    ExternalId,
    Number,
    Text,
    Truth,
    Whole,
)
from peacedata.schema.columns import Column

# Every pattern of the model, and what a text that matches it is called.
_PATTERNS = {
    SLUG: "an id: lower-case words joined with hyphens",
    RECORD_NAME: "the key of a record, its parts joined with `/`",
    CLOCK: "a time of day, `HH:MM`",
    WEB_ADDRESS: "a web address",
    LANGUAGE_TAG: "a language as a BCP 47 tag",
    RELEASE_VERSION: "a version of the data, `YYYY.N`",
    str(get_args(ColumnName)[1].pattern): "the name of a column or list",
    str(get_args(ExternalId)[1].pattern): "an identifier of another dataset",
    str(get_args(CodeText)[1].pattern): "a code",
}


def cell_kinds() -> Iterator[tuple[str, str]]:
    """The kinds of text that have a pattern: in words, and the pattern."""
    for pattern, words in _PATTERNS.items():
        yield words, pattern


def describe(column: Column) -> str:
    """What a cell of a column may hold, in a few words of Markdown.

    Raises:
        KeyError: if the model has a pattern that has no words here yet.
    """
    match column.cell:
        case Text(pattern, max_length):
            words = _PATTERNS[pattern] if pattern else "text"
            return words + (f", at most {max_length:,} characters" if max_length else "")
        case Whole(minimum, maximum) | Number(minimum, maximum):
            kind = "a whole number" if column.kind is int else "a number"
            bounds = f" of at least {minimum:,}" if maximum is None else f" from {minimum:,} to {maximum:,}"
            return kind + bounds + (f"; unit: {column.unit}" if column.unit else "")
        case Truth():
            return "`true` or `false`"
        case None if column.kind is EdtfDate:
            return "a date: `YYYY`, `YYYY-MM` or `YYYY-MM-DD`, with an optional `?`, `~` or `%`"
        case None:
            return "a code of a list"
