from __future__ import annotations

import csv
import json
from pathlib import Path

import frictionless
import jsonschema
import pytest

from peacedata.model import TABLES
from peacedata.schema import generate
from peacedata.schema.codes_table import all_lists
from peacedata.schema.columns import columns
from peacedata.schema.table_schema import table_schema


def test_committed_files_agree_with_the_model(root: Path) -> None:
    assert generate.drift(root) == "", "the model has changed: run `peacedata schema`"


@pytest.mark.parametrize("name", TABLES)
def test_frictionless_accepts_every_schema(name: str, root: Path) -> None:
    schema = frictionless.Schema.from_descriptor(str(root / "schemas" / f"{name}.schema.json"))
    assert schema.field_names == list(TABLES[name].model_fields)
    assert schema.primary_key == list(TABLES[name].key_columns)


def test_frictionless_accepts_the_package(root: Path) -> None:
    report = frictionless.validate(str(root / "datapackage" / "datapackage.json"))
    assert report.valid, report.flatten(["title", "rowNumber", "fieldName", "message"])[:5]


@pytest.mark.parametrize("name", TABLES)
def test_row_schemas_are_json_schemas(name: str, root: Path) -> None:
    schema = json.loads((root / "schemas" / f"{name}.row.schema.json").read_text("utf-8"))
    jsonschema.Draft202012Validator.check_schema(schema)
    record = TABLES[name].from_row({column.name: column.example for column in columns(TABLES[name])})
    validator = jsonschema.Draft202012Validator(schema)
    as_json = {
        k: float(v) if k in {"latitude", "longitude", "quantity"} and v else v
        for k, v in record.model_dump(mode="json").items()
    }
    validator.validate(as_json)
    with pytest.raises(jsonschema.ValidationError):
        validator.validate({**as_json, "no_such_column": 1})


def test_a_schema_says_what_the_standard_asks() -> None:
    events = table_schema(TABLES["events"])
    fields = {field["name"]: field for field in events["fields"]}
    assert events["$schema"] == "https://datapackage.org/profiles/2.0/tableschema.json"
    assert fields["event_type"]["constraints"]["enum"][0] == "talks"
    assert fields["event_type"]["categories"][0] == {"value": "talks", "label": "Talks"}
    assert fields["round_number"]["type"] == "integer"
    assert {"fields": ["part_of"], "reference": {"fields": ["event_id"]}} in events["foreignKeys"]
    assert {
        "fields": ["place_id"],
        "reference": {"resource": "places", "fields": ["place_id"]},
    } in events["foreignKeys"]


def test_the_codes_table_holds_every_code(root: Path) -> None:
    with (root / "datapackage/data/codes.csv").open(encoding="utf-8", newline="") as file:
        rows = {(row["list"], row["code"]): row for row in csv.DictReader(file)}
    expected = {(name, str(code)) for name, codes in all_lists().items() for code in codes}
    assert set(rows) == expected
    assert rows["event_type", "talks"]["definition"].endswith(".")


def test_writing_is_idempotent_and_drift_names_the_file(tmp_path: Path) -> None:
    assert "datapackage/datapackage.json" in generate.write(tmp_path)
    assert generate.write(tmp_path) == []
    assert generate.drift(tmp_path) == ""
    schema = tmp_path / "schemas" / "events.schema.json"
    schema.write_text(schema.read_text("utf-8").replace('"maxLength": 80', '"maxLength": 81', 1), "utf-8")
    (tmp_path / "schemas" / "rumours.schema.json").write_text("{}", "utf-8")
    diff = generate.drift(tmp_path)
    assert '-        "maxLength": 81' in diff
    assert '+        "maxLength": 80' in diff
    assert "rumours.schema.json: no table" in diff


def test_what_people_wrote_in_the_descriptor_stays(tmp_path: Path) -> None:
    path = tmp_path / "datapackage" / "datapackage.json"
    path.parent.mkdir()
    path.write_text('{"title": "Mine", "licenses": [{"name": "CC0-1.0"}], "resources": []}', "utf-8")
    generate.write(tmp_path)
    written = json.loads(path.read_text("utf-8"))
    assert written["title"] == "Mine"
    assert written["licenses"] == [{"name": "CC0-1.0"}]
    assert [resource["name"] for resource in written["resources"]] == list(TABLES)
