"""The canonical text of a table: one way to write the same values, so that equal data has equal bytes."""

from __future__ import annotations

import unicodedata
from collections.abc import Iterable, Iterator, Mapping, Sequence
from typing import Any

from peacedata.check.types import type_of
from peacedata.errors import InvalidData
from peacedata.fix.order import keys_of
from peacedata.fix.quoting import record_text


def columns_of(schema: Mapping[str, Any]) -> list[str]:
    """The names of the columns of a Table Schema, in its order."""
    return [field["name"] for field in schema["fields"]]


def key_of(schema: Mapping[str, Any]) -> list[str]:
    """The columns of the primary key of a Table Schema, which may be one name or a list; empty if it has none."""
    key = schema.get("primaryKey", [])
    return [key] if isinstance(key, str) else list(key)


def canonical_rows(schema: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> list[dict[str, str]]:
    """The rows in NFC, with the columns of the schema in its order, sorted by key.

    Keys are compared by the code points of their parts, never by a locale, and as numbers where they are numbers. Rows
    with the same key, which a check refuses, are ordered by all their cells, so that the order is total. Nothing but
    NFC changes a value.

    Args:
        schema: the Table Schema.
        rows: cells as text by column name; a missing column is empty.

    Raises:
        InvalidData: if a row has a column that the schema lacks, which would be lost.

    Source: Unicode Standard Annex 15, https://unicode.org/reports/tr15/
    """
    names, kinds = columns_of(schema), {field["name"]: type_of(field) for field in schema["fields"]}
    found = [*_normalised(names, rows)]
    key = [(names.index(name), kinds[name]) for name in key_of(schema)]
    cells = [[*row.values()] for row in found]
    keys = keys_of(cells, key) or keys_of(cells, [(place, None) for place, _ in key]) or []
    return [found[index] for index in sorted(range(len(found)), key=keys.__getitem__)]


def _normalised(names: Sequence[str], rows: Iterable[Mapping[str, str]]) -> Iterator[dict[str, str]]:
    known = set(names)
    for row in rows:
        if lost := sorted(row.keys() - known):
            raise InvalidData(f"column {lost[0]!r} is not in the schema, so a release would lose it")
        yield {name: unicodedata.normalize("NFC", row.get(name, "")) for name in names}


def canonical_csv(schema: Mapping[str, Any], rows: Iterable[Mapping[str, str]]) -> bytes:
    """The canonical CSV of a table: UTF-8 without a byte order mark, LF after every record, minimal quoting.

    The rules of quoting are those of ``peacedata.fix.quoting``, so that a fixed working copy and a release agree.

    Args:
        schema: the Table Schema.
        rows: cells as text by column name; a missing column is empty.

    Raises:
        InvalidData: if a row has a column that the schema lacks.

    Source: RFC 4180, https://www.rfc-editor.org/rfc/rfc4180
    """
    lines = [columns_of(schema), *(list(row.values()) for row in canonical_rows(schema, rows))]
    return "".join([record_text(line) + "\n" for line in lines]).encode("utf-8")
