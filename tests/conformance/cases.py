"""The cases of the conformance suite, and the findings of this engine in their terms."""

from __future__ import annotations

import json
import os
from collections import Counter
from pathlib import Path
from typing import Any

from peacedata.check.engine import Options, check_package, check_resource, check_schema
from peacedata.check.report import Report
from peacedata.errors import InvalidDescriptor
from peacedata.intake.package import package_from, read_json, resource_from

HERE = Path(__file__).parent
ROOT = HERE.parent.parent

_OPTIONS = Options()

Errors = Counter[tuple[str, str, int | None, int | None]]


def suite_folder() -> Path:
    """Where the whole suite lies, if it is there; else the part of it that is in this folder."""
    named = os.environ.get("PEACEDATA_CONFORMANCE")
    for folder in (Path(named) if named else ROOT.parent / "shared" / "conformance", HERE):
        if (folder / "manifest.json").is_file():
            return folder
    raise FileNotFoundError("no manifest.json of the conformance suite")


def load_cases(folder: Path) -> list[dict[str, Any]]:
    """All cases whose files are there."""
    cases: list[dict[str, Any]] = json.loads((folder / "manifest.json").read_text("utf-8"))["cases"]
    return cases


def expected(case: dict[str, Any]) -> Errors | None:
    """What the oracle says; None if it refused to run."""
    said = case["expected"]
    if "raises" in said:
        return None
    return Counter((one.get("resource") or "", one["type"], one.get("row"), one.get("field")) for one in said["errors"])


def run(case: dict[str, Any], folder: Path, options: Options = _OPTIONS) -> Report | None:
    """The report of this engine; None if the descriptor cannot be used."""
    try:
        if case["kind"] == "schema-descriptor":
            return check_schema(read_json(folder, case["descriptor"]))
        if case["kind"] == "package":
            return check_package(package_from(case["package"], folder / case["basepath"]), options)
        return check_resource(resource_from(case["resource"], folder), options)
    except InvalidDescriptor:
        return None


def found(case: dict[str, Any], report: Report) -> Errors:
    """The findings in the terms of the suite."""
    named = case["kind"] == "package"
    return Counter(
        (table if named else "", kind, row, number)
        for table, kind, row, number in report.flatten(["table", "type", "row", "field"])
    )
