"""Every row as a node: all of its columns in our own terms, then what schema.org has words for."""

from __future__ import annotations

from collections.abc import Iterator
from decimal import Decimal
from typing import Any

from peacedata.model import TABLES
from peacedata.release.canonical import key_of
from peacedata.release.linked.schema_org import SchemaOrg
from peacedata.release.linked.terms import code_id, own_key, record_id
from peacedata.release.package import CanonicalTable, ReleasePackage
from peacedata.release.typed import Plain, plain, record_key, references, typed
from peacedata.schema.codebook import list_name
from peacedata.schema.columns import columns


def nodes(package: ReleasePackage) -> Iterator[dict[str, Any]]:
    """The nodes of all tables, in the order of the model and of their rows.

    Raises:
        ValueError: if a cell is not of its column's type.
    """
    words = SchemaOrg(package.tables)
    for name, table in package.tables.items():
        lists = {column.name: list_name(column.codes) for column in columns(TABLES[name]) if column.codes}
        for row in table.rows:
            key = record_key(key_of(table.schema), row)
            own = {"@id": _name(name, key, row), "@type": [*words.types(name, row), f"pd:{name}"]}
            yield own | words.of(name, row) | _cells(table, row, lists)


def _name(table: str, key: str, row: dict[str, str]) -> str:
    return code_id(row["list"], row["code"]) if table == "codes" else record_id(table, key)


def _cells(table: CanonicalTable, row: dict[str, str], lists: dict[str, str]) -> dict[str, Plain]:
    """The cells under their keys; an empty cell has none, and the record's own key is its name."""
    pointing, key = references(table.schema), own_key(table)
    cells: dict[str, Plain] = {}
    for name, value in typed(table.schema, row).items():
        if value is None or name == key:
            continue
        if name in pointing:
            cells[f"pd:{name}"] = record_id(pointing[name], row[name])
        elif name in lists:
            cells[f"pd:{name}"] = code_id(lists[name], row[name])
        else:
            cells[f"pd:{name}"] = f"{value:f}" if isinstance(value, Decimal) else plain(value)
    return cells
