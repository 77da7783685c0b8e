"""A comparison as JSON, for programs; it holds every difference, so that one state can be made of the other."""

from __future__ import annotations

import json
from typing import Any, TextIO

from peacedata.dataset.compare import Row, RowChange
from peacedata.release.diff.package import PackageDiff, TableDiff
from peacedata.release.diff.schema import SchemaChange
from peacedata.release.diff.summary import counts
from peacedata.report.escape import well_formed

# Grows when a key goes or changes its meaning; new keys may come at any time.
VERSION = 1


def write(diff: PackageDiff, stream: TextIO, limit: int = 0) -> None:
    """Write one JSON object: ``change_class``, ``schema_bump``, ``reasons``, ``tables``, ``metadata``, ``files``.

    Args:
        diff: the comparison.
        stream: where to write.
        limit: rows of each kind that are listed for a table; ``counts`` are exact. 0 lists all.
    """
    json.dump(_clean(as_data(diff, limit)), stream, indent=2, ensure_ascii=True)
    stream.write("\n")


def as_data(diff: PackageDiff, limit: int = 0) -> dict[str, Any]:
    """The comparison as plain data."""
    return {
        "version": VERSION,
        "old": diff.old,
        "new": diff.new,
        "same": diff.empty,
        "change_class": str(diff.change_class) if diff.change_class else None,
        "schema_bump": str(diff.bump),
        "reasons": [{"change_class": str(one.change_class), "says": one.says} for one in diff.reasons],
        "tables": [_table(table, limit or None) for table in diff.tables],
        "metadata": [{"name": one.name, "old": one.old, "new": one.new} for one in diff.metadata],
        "files": [{"name": name, "status": status} for name, status in diff.files],
    }


def _table(table: TableDiff, limit: int | None) -> dict[str, Any]:
    rows = table.rows
    return {
        "name": table.name,
        "status": table.status,
        "old_name": table.old_name,
        "key": list(rows.key),
        "rows": {"old": rows.old_rows, "new": rows.new_rows},
        "counts": counts(table),
        "columns": {
            "added": list(rows.columns_added),
            "removed": list(rows.columns_removed),
            "renamed": dict(rows.columns_renamed),
            "reordered": rows.reordered,
        },
        "schema": [_schema(change) for change in table.schema],
        "notes": list(rows.notes),
        "added": [_row(row) for row in rows.added[:limit]],
        "removed": [_row(row) for row in rows.removed[:limit]],
        "changed": [_change(row) for row in rows.touched[:limit]],
    }


def _schema(change: SchemaChange) -> dict[str, Any]:
    return {"column": change.column or None, "bump": str(change.bump), "says": change.says}


def _row(row: Row) -> dict[str, Any]:
    return {"key": list(row.key), "record": row.record, "cells": dict(row.cells)}


def _change(row: RowChange) -> dict[str, Any]:
    cells = [{"column": cell.column, "old": cell.old, "new": cell.new} for cell in row.cells]
    return {"key": list(row.key), "old_record": row.old_record, "new_record": row.new_record, "cells": cells}


def _clean(value: Any) -> Any:
    """The value with well-formed texts."""
    if isinstance(value, dict):
        return {well_formed(str(name)): _clean(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_clean(one) for one in value]
    return well_formed(value) if isinstance(value, str) else value
