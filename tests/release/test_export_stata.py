"""Stata files, read back with pandas and with pyreadstat, which is what R's haven is made of."""

from __future__ import annotations

import json
import math
import tempfile
from collections.abc import Iterator
from dataclasses import replace
from datetime import datetime
from decimal import Decimal
from pathlib import Path
from typing import Any

import pandas as pd
import pyreadstat
import pytest
from exporting import awkward_rows, expected, export, with_rows
from hypothesis import given, settings
from pandas.io.stata import StataReader

from peacedata.dataset.frames import derived
from peacedata.errors import MissingExtra
from peacedata.model import TABLES
from peacedata.release.exporters import exporters
from peacedata.release.exporters import stata as module
from peacedata.release.package import CanonicalTable, ReleasePackage


def wanted_columns(table: CanonicalTable) -> list[str]:
    names = [name for field in table.schema["fields"] for name in (field["name"], *derived(field))]
    return [*names, "stata_value"] if table.name == "codes" else names


def wanted(table: CanonicalTable) -> Iterator[dict[str, object]]:
    """The rows with labels in place of codes and as far as Stata can say them: no text is empty text."""
    labels = {
        field["name"]: {one["value"]: one["label"] for one in field["categories"]}
        for field in table.schema["fields"]
        if "categories" in field
    }
    texts = {field["name"] for field in table.schema["fields"] if field["type"] == "string"} - set(labels)
    for row in expected(table):
        values: dict[str, object] = {}
        for name, value in row.items():
            if name in labels:
                values[name] = labels[name][value] if value else None  # type: ignore[index] # a code is a text
            elif name in texts:
                values[name] = value or ""
            elif isinstance(value, Decimal):
                values[name] = float(value)
            else:
                values[name] = value
        yield values


def plain(value: Any) -> object:
    """A cell of a frame as Python has it; missing is None."""
    if value is None or value is pd.NaT or (isinstance(value, float) and math.isnan(value)):
        return None
    return str(value)[:10] if hasattr(value, "isoformat") else value


def with_pandas(path: Path) -> tuple[list[dict[str, object]], dict[str, dict[int, str]]]:
    with StataReader(path, convert_categoricals=False) as reader:
        frame = reader.read()
        return rows_of(frame), reader.value_labels()


def with_pyreadstat(path: Path) -> tuple[list[dict[str, object]], dict[str, dict[int, str]]]:
    frame, about = pyreadstat.read_dta(path)
    return rows_of(frame), about.variable_value_labels


def rows_of(frame: Any) -> list[dict[str, object]]:
    return [{str(k): plain(v) for k, v in row.items()} for row in frame.astype(object).to_dict("records")]


def check(package: ReleasePackage, folder: Path) -> None:
    assert sorted(path.name for path in (folder / "stata").iterdir()) == sorted(f"{name}.dta" for name in TABLES)
    for name, table in package.tables.items():
        path = folder / "stata" / f"{name}.dta"
        for found, labels in (with_pandas(path), with_pyreadstat(path)):
            assert len(found) == len(table.rows), name
            for one, other in zip(found, wanted(table), strict=True):
                for column, value in other.items():
                    cell = one[column]
                    if column in labels and isinstance(value, bool):
                        cell = {"true": True, "false": False}[labels[column][int(str(cell).removesuffix(".0"))]]
                    elif column in labels and cell is not None:
                        cell = labels[column][int(str(cell).removesuffix(".0"))]
                    assert cell == value, (name, column)


def test_the_dataset_is_whole(real_package: ReleasePackage, real_export: Path) -> None:
    check(real_package, real_export)


@settings(max_examples=4)
@given(awkward_rows())
def test_awkward_cells_come_back(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, rows)
    with tempfile.TemporaryDirectory() as folder:
        check(package, export(package, "stata", Path(folder) / "release"))


@pytest.mark.parametrize("name", TABLES)
def test_names_labels_and_format(real_package: ReleasePackage, real_export: Path, name: str) -> None:
    table, path = real_package.tables[name], real_export / "stata" / f"{name}.dta"
    assert path.read_bytes().startswith(b"<stata_dta><header><release>118</release><byteorder>LSF</byteorder>")
    _, about = pyreadstat.read_dta(path, metadataonly=True)
    assert about.column_names == wanted_columns(table)
    assert all(len(column) <= 32 for column in about.column_names)
    assert about.file_label == f"peacedata-2026.1 {name}"
    described = {field["name"]: field["description"] for field in table.schema["fields"]}
    for column, label in about.column_names_to_labels.items():
        assert label, column
        assert len(label) <= 80
        if column in described:
            assert described[column].startswith(label.removesuffix(" …"))
    bounds = [bound for field in table.schema["fields"] for bound in derived(field)]
    assert all(about.original_variable_types[bound] == "%td" for bound in bounds)


def test_long_texts_take_only_the_room_that_they_need(real_export: Path) -> None:
    _, about = pyreadstat.read_dta(real_export / "stata" / "events.dta", metadataonly=True)
    widths = {column: about.variable_storage_width[column] for column in ("title", "summary")}
    assert b"GSO" in (real_export / "stata" / "events.dta").read_bytes()
    assert widths["title"] <= 600
    assert widths["summary"] < 2000


def test_codes_say_which_integer_stands_for_which_code(real_package: ReleasePackage, real_export: Path) -> None:
    codes = pd.read_stata(real_export / "stata" / "codes.dta")
    number = {(row.list, row.code): row.stata_value for row in codes.itertuples()}
    events = pd.read_stata(real_export / "stata" / "events.dta", convert_categoricals=False)
    stated = [row["event_type"] for row in real_package.tables["events"].rows]
    assert events["event_type"].tolist() == [number["event_type", code] for code in stated]
    assert codes["stata_value"].notna().all()


def test_the_time_stamp_is_that_of_the_release(small_package: ReleasePackage, tmp_path: Path) -> None:
    head = json.loads(json.dumps(small_package.descriptor)) | {"created": "2026-01-31T00:00:00Z"}
    export(replace(small_package, descriptor=head), "stata", tmp_path / "dated")
    export(small_package, "stata", tmp_path / "undated")
    for folder, stamp in (("dated", datetime(2026, 1, 31)), ("undated", datetime(1960, 1, 1))):  # noqa: DTZ001 - Stata has no zones
        _, about = pyreadstat.read_dta(tmp_path / folder / "stata" / "events.dta", metadataonly=True)
        assert about.creation_time == stamp


def test_without_pandas_it_says_what_to_install(
    small_package: ReleasePackage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def none(name: str, extra: str) -> object:
        raise MissingExtra(name, extra)

    monkeypatch.setattr(module, "require", none)
    with pytest.raises(MissingExtra, match=r"pip install 'peacedata\[pandas\]'"):
        exporters()["stata"].write(small_package, tmp_path)
    assert list(tmp_path.iterdir()) == []
