"""The content hash of a dataset of any model version, from its own tables and schemas."""

from __future__ import annotations

from peacedata.dataset.snapshot import Snapshot
from peacedata.release.canonical import canonical_csv
from peacedata.release.content_hash import hash_of_files
from peacedata.schema.generate import to_json


def hash_of_snapshot(snapshot: Snapshot) -> str:
    """The content hash that a release of these tables has.

    Raises:
        InvalidData: if a row has a column that its schema lacks.
    """
    files = {}
    for name, table in snapshot.tables.items():
        schema = table.schema or {"fields": [{"name": column, "type": "string"} for column in table.columns]}
        files[f"data/{name}.csv"] = canonical_csv(schema, (table.cells(row) for row in table.rows))
        files[f"schemas/{name}.schema.json"] = to_json(schema).encode("utf-8")
    return hash_of_files(files)
