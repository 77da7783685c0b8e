"""GeoJSON, read back with geojson-pydantic, which holds it against RFC 7946, and with Python's json."""

from __future__ import annotations

import json
import tempfile
from pathlib import Path
from typing import Any

import pytest
from exporting import awkward_rows, expected, export, with_rows
from geojson_pydantic import FeatureCollection
from hypothesis import given, settings

from peacedata.model import TABLES
from peacedata.release.package import ReleasePackage
from peacedata.schema.columns import columns


def check(package: ReleasePackage, folder: Path) -> None:
    text = (folder / f"{package.name}.geojson").read_bytes()
    read: Any = FeatureCollection.model_validate_json(text)
    places = {str(row["place_id"]): row for row in expected(package.tables["places"])}
    names = {row["process_id"]: row["name"] for row in package.tables["processes"].rows}
    codes = {column.name: column.codes for column in columns(TABLES["events"]) if column.codes}
    wanted = [
        row
        for row in expected(package.tables["events"])
        if row["place_id"]
        and places[str(row["place_id"])]["latitude"] is not None
        and places[str(row["place_id"])]["longitude"] is not None
    ]
    assert [feature.id for feature in read.features] == [row["event_id"] for row in wanted]
    for feature, row in zip(read.features, wanted, strict=True):
        place = places[str(row["place_id"])]
        assert list(feature.geometry.coordinates) == [float(str(place["longitude"])), float(str(place["latitude"]))]
        properties = dict(feature.properties)
        assert {name: properties[name] for name in row} == row
        assert properties["process_name"] == names[row["process_id"]]
        assert properties["place_name"] == place["name"]
        for name, known in codes.items():
            assert properties[f"{name}_label"] == (known(row[name]).label if row[name] else None)


def test_the_dataset_is_whole(real_package: ReleasePackage, real_export: Path) -> None:
    check(real_package, real_export)


@settings(max_examples=10)
@given(awkward_rows())
def test_awkward_cells_come_back(small_package: ReleasePackage, rows: Any) -> None:
    package = with_rows(small_package, {**rows, "codes": []})
    with tempfile.TemporaryDirectory() as folder:
        check(package, export(package, "geojson", Path(folder) / "release"))


def test_it_says_which_release_it_is_and_has_no_reference_system(
    real_package: ReleasePackage, real_export: Path
) -> None:
    found = json.loads((real_export / "peacedata.geojson").read_text("utf-8"))
    assert found["content_hash"] == f"sha256:{real_package.content_hash}"
    assert "crs" not in found  # RFC 7946, section 4: WGS 84 always


@pytest.mark.parametrize("column", ["latitude", "longitude"])
def test_a_place_without_both_coordinates_gives_no_point(
    small_package: ReleasePackage, tmp_path: Path, column: str
) -> None:
    rows = {name: [dict(row) for row in table.rows] for name, table in small_package.tables.items()}
    rows["places"][0][column] = ""
    folder = export(with_rows(small_package, rows), "geojson", tmp_path / "release")
    assert json.loads((folder / "peacedata.geojson").read_text("utf-8"))["features"] == []
