"""Examples of rules as whole datasets: required columns and the records that others name are filled in."""

from __future__ import annotations

from collections import defaultdict

from peacedata.check.rule import Example
from peacedata.dataset.dataset import Dataset
from peacedata.model import TABLES
from peacedata.schema.columns import columns

# A process wide enough for any example that does not speak of one.
_PROCESS = {"date_start": "1900", "coverage_start": "1900", "coverage_end": "2100", "status": "active"}


def completed(example: Example) -> dict[str, list[dict[str, str]]]:
    """The rows of an example with every required column filled, and a row for every record that is named."""
    rows: dict[str, list[dict[str, str]]] = defaultdict(list)
    for table, given in example.items():
        rows[table].extend(_filled(table, dict(row)) for row in given)
    queue = [(table, row) for table, some in rows.items() for row in some]
    while queue:
        table, row = queue.pop(0)
        for column in columns(TABLES[table]):
            target, cell = column.foreign_key, row.get(column.name, "")
            if target and cell and all(cell != known[_key(target)] for known in rows[target]):
                parent = _filled(target, {_key(target): cell, **(_PROCESS if target == "processes" else {})})
                rows[target].append(parent)
                queue.append((target, parent))
    return dict(rows)


def example_dataset(example: Example) -> Dataset:
    """An example as a dataset in memory."""
    return Dataset.from_rows(completed(example))


def _key(table: str) -> str:
    return TABLES[table].key_columns[0]


def _filled(table: str, row: dict[str, str]) -> dict[str, str]:
    return {
        column.name: row.get(column.name, column.example if column.required else "")
        for column in columns(TABLES[table])
    }
