"""The views of the SQLite file: every table with labels beside its codes and names beside its keys."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

from peacedata.dataset.frames import derived
from peacedata.model import TABLES
from peacedata.release.canonical import key_of
from peacedata.release.package import CanonicalTable
from peacedata.release.typed import references
from peacedata.schema.codebook import list_name
from peacedata.schema.columns import columns

# The column that says to a reader which record it is; tables without one are known by their key alone.
_NAMES = ("name", "title", "label", "description")


def name_column(schema: Mapping[str, Any]) -> str | None:
    """The column that names a record to people; None if there is none, or the key has several columns."""
    columns = {field["name"] for field in schema["fields"]}
    return next((name for name in _NAMES if name in columns), None) if len(key_of(schema)) == 1 else None


def label_column(column: str) -> str:
    """What a view calls the label of a column of codes."""
    return f"{column}_label"


def named_column(column: str) -> str:
    """What a view calls the name of the record that a column points at: ``place_id`` gives ``place_name``."""
    return f"{column.removesuffix('_id')}_name"


def views(tables: Mapping[str, CanonicalTable]) -> Iterator[str]:
    """One ``CREATE VIEW`` for each table, called ``<table>_labelled``.

    It has every column of the table in its order, bounds of dates among them; a column of codes is followed by its
    label from the table of codes, and a column that points at a record by the name of that record.
    """
    names = {name: column for name, table in tables.items() if (column := name_column(table.schema))}
    keys = {name: key_of(table.schema)[0] for name, table in tables.items()}
    for name, table in tables.items():
        shown = ",\n  ".join(_columns(table.schema, names, keys))
        yield f"CREATE VIEW {quoted(f'{name}_labelled')} AS SELECT\n  {shown}\nFROM {quoted(name)}"


def _columns(schema: Mapping[str, Any], names: Mapping[str, str], keys: Mapping[str, str]) -> Iterator[str]:
    table, pointed = schema["name"], references(schema)
    lists = {column.name: list_name(column.codes) for column in columns(TABLES[table]) if column.codes}
    for field in schema["fields"]:
        column = field["name"]
        own = f"{quoted(table)}.{quoted(column)}"
        yield own
        yield from (f"{quoted(table)}.{quoted(bound)}" for bound in derived(field))
        if column in lists:
            where = f"codes.list = {text(lists[column])} AND codes.code = {own}"
            # Every name is quoted and comes from our own schemas.
            label = f"SELECT codes.label FROM codes WHERE {where}"  # noqa: S608 - see above
            yield f"({label}) AS {quoted(label_column(column))}"
        if column in pointed and (target := pointed[column]) in names:
            yield f"{_name_of(target, own, names, keys)} AS {quoted(named_column(column))}"
        if column == "record_id":
            cases = " ".join(f"WHEN {text(one)} THEN {_name_of(one, own, names, keys)}" for one in names)
            yield f'CASE {quoted(table)}."table" {cases} END AS {quoted(named_column(column))}'


def _name_of(target: str, value: str, names: Mapping[str, str], keys: Mapping[str, str]) -> str:
    """A query for the name of the record of a table that a value is the key of."""
    name, key = quoted(names[target]), quoted(keys[target])
    # As above.
    return f"(SELECT there.{name} FROM {quoted(target)} AS there WHERE there.{key} = {value})"  # noqa: S608 - see above


def quoted(name: str) -> str:
    """A name in SQL."""
    return '"' + name.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"
