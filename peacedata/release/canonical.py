"""The canonical text of a table: one way to write the same values, so that equal data has equal bytes."""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from peacedata.errors import InvalidData

_needs_quotes = re.compile(r'[,"\r\n]').search


def columns_of(schema: Mapping[str, Any]) -> list[str]:
    """The names of the columns of a Table Schema, in its order."""
    return [field["name"] for field in schema["fields"]]


def key_of(schema: Mapping[str, Any]) -> list[str]:
    """The columns of the primary key of a Table Schema, which may be one name or a list; empty if it has none."""
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def canonical_rows(schema: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows in NFC, with the columns of the schema in its order, sorted by key.

    Keys are compared by the code points of their parts, never by a locale. Rows with the same key, which a check
    refuses, are ordered by all their cells, so that the order is total. Nothing but NFC changes a value.

    Args:
        schema: the Table Schema.
        rows: cells as text by column name; a missing column is empty.

    Raises:
        InvalidData: if a row has a column that the schema lacks, which would be lost.

    Source: Unicode Standard Annex 15, https://unicode.org/reports/tr15/
    """
    names, key = columns_of(schema), key_of(schema)
    return sorted(_normalised(names, rows), key=lambda row: ([row[name] for name in key], list(row.values())))


def _normalised(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    known = set(names)
    for row in rows:
        if lost := sorted(row.keys() - known):
            raise InvalidData(f"column {lost[0]!r} is not in the schema, so a release would lose it")
        yield {name: unicodedata.normalize("NFC", row.get(name, "")) for name in names}


def canonical_csv(schema: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The canonical CSV of a table: UTF-8 without a byte order mark, LF after every record, minimal quoting.

    A cell is quoted only if it holds a comma, a quote, CR or LF. An empty cell is never quoted, because some readers
    take a quoted one for an empty text and a bare one for a missing value, and here both are missing; the only cell of
    a record is the exception, since a bare one would be a blank line. Blanks at the ends of a cell are part of its
    value and are left bare, as RFC 4180 reads them.

    Args:
        schema: the Table Schema.
        rows: cells as text by column name; a missing column is empty.

    Raises:
        InvalidData: if a row has a column that the schema lacks.

    Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
    """
    lines = [columns_of(schema), *(list(row.values()) for row in canonical_rows(schema, rows))]
    return "".join(map(_line, lines)).encode("utf-8")


def _line(cells: Sequence[str]) -> str:
    # Not csv.writer: with LF as its line end it quotes a lone CR only from Python 3.13 on, and a release's identity
    # must not depend on who builds it.
    return ",".join(map(_quoted, cells)) + "\n" if cells != [""] else '""\n'


def _quoted(cell: str) -> str:
    return '"' + cell.replace('"', '""') + '"' if _needs_quotes(cell) else cell
