"""Table Dialect for delimited text: how records stand in a file.

Source: Data Package v2, https://datapackage.org/standard/table-dialect/
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any

from peacedata.errors import InvalidDescriptor

# property of the descriptor: attribute, type
_PROPERTIES: dict[str, tuple[str, type]] = {
    "delimiter": ("delimiter", str),
    "quoteChar": ("quote_char", str),
    "doubleQuote": ("double_quote", bool),
    "escapeChar": ("escape_char", str),
    "skipInitialSpace": ("skip_initial_space", bool),
    "lineTerminator": ("line_terminator", str),
    "header": ("header", bool),
    "headerRows": ("header_rows", list),
    "headerJoin": ("header_join", str),
    "headerCase": ("header_case", bool),
    "caseSensitiveHeader": ("header_case", bool),
    "commentChar": ("comment_char", str),
    "commentRows": ("comment_rows", list),
    "nullSequence": ("null_sequence", str),
    "skipBlankRows": ("skip_blank_rows", bool),
}


# What frictionless writes under ``csv``; whatever else stands there, it passes over.
_NESTED = frozenset(
    ("delimiter", "quoteChar", "doubleQuote", "escapeChar", "skipInitialSpace", "lineTerminator", "nullSequence")
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Dialect:
    """How to split a file into records and cells, and which records are header, comment or data."""

    delimiter: str = ","
    quote_char: str = '"'
    double_quote: bool = True
    escape_char: str | None = None
    skip_initial_space: bool = False
    line_terminator: str = "\r\n"
    header: bool = True
    header_rows: tuple[int, ...] = (1,)
    header_join: str = " "
    header_case: bool = True
    comment_char: str | None = None
    comment_rows: tuple[int, ...] = ()
    null_sequence: str | None = None
    skip_blank_rows: bool = False
    header_declared: bool = field(default=False, compare=False)

    def settled(self, records: Iterable[list[str]]) -> Dialect:
        """With the header where it stands in a file that starts with these records.

        That is the first record which is no comment, unless the descriptor numbers the records of the header.
        """
        if self.header_declared or not (self.comment_char or self.comment_rows):
            return self
        numbers = (number for number, cells in enumerate(records, start=1) if not self.is_comment(number, cells))
        return replace(self, header_rows=(next(numbers, 1),))

    @property
    def first_content_row(self) -> int:
        """Number of the first record that is not header."""
        return self.header_rows[-1] + 1 if self.header and self.header_rows else 1

    @property
    def filtered(self) -> bool:
        """Whether some records are left out as comments or blanks."""
        return bool(self.comment_char or self.comment_rows or self.skip_blank_rows)

    def skips(self, number: int, cells: list[str]) -> bool:
        """Whether a record is a comment or a blank that the dialect leaves out."""
        return self.is_comment(number, cells) or (self.skip_blank_rows and not any(cells))

    def is_comment(self, number: int, cells: list[str]) -> bool:
        """Whether a record is a comment."""
        if self.comment_char and cells and cells[0].startswith(self.comment_char):
            return True
        return number in self.comment_rows


DEFAULT = Dialect()


def dialect_from(descriptor: Mapping[str, Any] | None, *, tabs: bool = False) -> Dialect:
    """The dialect of a descriptor; properties under ``csv``, as frictionless writes them, count too.

    Args:
        descriptor: a Table Dialect, or None.
        tabs: whether the format is TSV, which makes the tab the default delimiter.

    Raises:
        InvalidDescriptor: if a property has no meaning that can be followed.
    """
    given: dict[str, Any] = {"delimiter": "\t"} if tabs else {}
    given |= {name: value for name, value in (descriptor or {}).items() if value is not None or name not in _NESTED}
    nested = given.pop("csv", None)
    given |= {name: nested[name] for name in _NESTED & nested.keys()} if isinstance(nested, Mapping) else {}
    values: dict[str, Any] = {}
    for name, (attribute, kind) in _PROPERTIES.items():
        if name not in given:
            continue
        value = given[name]
        if not isinstance(value, kind):
            raise InvalidDescriptor(f"dialect: {name!r} is {value!r}; expected a {kind.__name__}")
        values[attribute] = tuple(_row_numbers(name, value)) if isinstance(value, list) else value
    if values.get("header_rows") == ():  # no record is the header
        values["header"] = False
    dialect = Dialect(**values, header_declared="header_rows" in values)
    for name in ("delimiter", "escapeChar", "quoteChar"):
        value = given.get(name, "-")
        if len(value) != 1 or value in "\r\n\0":
            raise InvalidDescriptor(f"dialect: {name!r} is {value!r}; only a single character is supported")
    if dialect.line_terminator not in ("\r\n", "\n", "\r"):
        raise InvalidDescriptor(
            f"dialect: 'lineTerminator' is {dialect.line_terminator!r}; only line ends are supported"
        )
    return dialect


def _row_numbers(name: str, value: list[Any]) -> list[int]:
    if not all(isinstance(number, int) and not isinstance(number, bool) and number >= 1 for number in value):
        raise InvalidDescriptor(f"dialect: {name!r} is {value!r}; expected row numbers that start at 1")
    return sorted(value)
