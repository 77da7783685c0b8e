"""JSON Lines, read back with Python's json, with pandas and with pyarrow."""

from __future__ import annotations

import json
import tempfile
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyarrow.json
import pytest
from exporting import awkward_rows, expected, export, with_rows
from hypothesis import given, settings

from peacedata.model import TABLES
from peacedata.release.package import ReleasePackage


def same(found: dict[str, Any], wanted: dict[str, object]) -> bool:
    """Equal, with fractions as doubles, which is what readers of JSON have."""
    plain = {name: float(value) if isinstance(value, Decimal) else value for name, value in wanted.items()}
    return list(found.items()) == list(plain.items()) and [type(v) for v in found.values()] == [
        type(v) for v in plain.values()
    ]


def check(package: ReleasePackage, folder: Path) -> None:
    assert sorted(path.name for path in (folder / "jsonl").iterdir()) == sorted(f"{name}.jsonl" for name in TABLES)
    for name, table in package.tables.items():
        text = (folder / "jsonl" / f"{name}.jsonl").read_bytes().decode("utf-8")
        # splitlines knows more ends of lines than the format: none of them may be left in a text.
        found = [json.loads(line) for line in text.splitlines()]
        wanted = list(expected(table))
        assert len(found) == len(wanted)
        assert all(same(one, other) for one, other in zip(found, wanted, strict=True)), name


def test_the_dataset_is_whole(real_package: ReleasePackage, real_export: Path) -> None:
    check(real_package, real_export)


@settings(max_examples=6)
@given(awkward_rows())
def test_awkward_cells_come_back(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, rows)
    with tempfile.TemporaryDirectory() as folder:
        check(package, export(package, "jsonl", Path(folder) / "release"))


@pytest.mark.parametrize("name", ["events", "outcomes", "participations"])
def test_pandas_and_pyarrow_read_the_types(real_package: ReleasePackage, real_export: Path, name: str) -> None:
    path = real_export / "jsonl" / f"{name}.jsonl"
    frame = pd.read_json(path, lines=True, dtype=False)
    table = pyarrow.json.read_json(path)
    assert len(frame) == table.num_rows == len(real_package.tables[name].rows)
    assert list(frame.columns) == table.column_names
    if name == "outcomes":
        assert str(table.schema.field("quantity").type) == "double"
        assert table.column("quantity").to_pylist() == [
            None if row["quantity"] is None else float(str(row["quantity"]))
            for row in expected(real_package.tables[name])
        ]
    if name == "events":
        assert str(table.schema.field("round_number").type) == "int64"
    if name == "participations":
        assert str(table.schema.field("delegation_head").type) == "bool"
