"""Random tables are judged as frictionless judges them, but for the keys of cells that failed their type."""

from __future__ import annotations

import csv
import json
import random
from collections import Counter
from pathlib import Path
from typing import Any

import pytest

from peacedata.check.engine import check_package
from peacedata.intake.package import package_from

PROFILE = "https://datapackage.org/profiles/2.0/"
DIALECT = {"header": True, "headerRows": [1], "csv": {"delimiter": ",", "quoteChar": '"', "skipInitialSpace": False}}
CELLS = ["", "a", "ab", "abc", "NA", "1", "2", "3", "4", "5", "2.5", "x", "2024", "2024-01-05", "true", " ", "01", "-1"]
NAMES = ["a", "b", "c"]
HEADERS = [
    NAMES,
    NAMES,
    NAMES,
    ["c", "b", "a"],
    [*NAMES, "e"],
    ["a", "b"],
    ["a", "a", "c"],
    ["A", "b", "c"],
    ["a", "", "c"],
]
KEYS = {"primary-key", "foreign-key"}


def random_field(draw: random.Random, name: str) -> dict[str, Any]:
    kind = draw.choice(["string", "string", "integer", "number", "date", "boolean", "year", "any"])
    constraints: dict[str, Any] = {key: True for key in ("required", "unique") if draw.random() < 0.3}
    if kind == "string":
        options = [{"pattern": "[a-z]+"}, {"minLength": 1, "maxLength": 2}, {"enum": ["a", "ab"]}, {}]
        constraints |= draw.choice(options)
    elif kind in ("integer", "number", "year"):
        constraints |= draw.choice([{"minimum": 2, "exclusiveMaximum": 5}, {}])
    field = {"name": name, "type": kind, "constraints": constraints}
    return field | draw.choice([{}, {}, {}, {"missingValues": ["NA"]}, {"missingValues": []}])


def random_resource(draw: random.Random, name: str, folder: Path) -> dict[str, Any]:
    schema: dict[str, Any] = {"$schema": f"{PROFILE}tableschema.json", "fields": [random_field(draw, n) for n in NAMES]}
    schema["fieldsMatch"] = draw.choice(["exact", "exact", "equal", "subset", "superset", "partial"])
    if draw.random() < 0.5:
        schema["primaryKey"] = draw.sample(NAMES, draw.choice([1, 2]))
    header = draw.choice(HEADERS)
    pool = draw.sample(CELLS, 5)
    widths = [len(header)] * 6 + [0, 1, len(header) + 1, len(header) + 2]
    rows = [[draw.choice(pool) for _ in range(draw.choice(widths))] for _ in range(draw.randint(0, 8))]
    with (folder / f"{name}.csv").open("w", encoding="utf-8", newline="") as file:
        csv.writer(file, lineterminator="\n").writerows([header, *rows])
    path = {"path": f"{name}.csv", "format": "csv", "encoding": "utf-8"}
    return {"name": name, "type": "table", **path, "dialect": DIALECT, "schema": schema}


@pytest.mark.filterwarnings("ignore")
def test_random_tables(tmp_path: Path) -> None:
    from frictionless import Package

    draw = random.Random(20260101)  # noqa: S311  # no secret depends on it
    for _ in range(60):
        descriptor = {"name": "p", "$schema": f"{PROFILE}datapackage.json"}
        descriptor |= {"resources": [random_resource(draw, name, tmp_path) for name in ("s", "t")]}
        theirs = Counter(
            (task.name, error.type, error.to_descriptor().get("rowNumber"), error.to_descriptor().get("fieldNumber"))
            for task in Package.from_descriptor(json.loads(json.dumps(descriptor)), basepath=str(tmp_path))
            .validate()
            .tasks
            for error in task.errors
        )
        report = check_package(package_from(descriptor, tmp_path))
        ours = Counter(map(tuple, report.flatten(["table", "type", "row", "field"])))
        differ = {one for one in (ours - theirs) + (theirs - ours) if one[1] not in KEYS}
        assert not differ, json.dumps(descriptor)
